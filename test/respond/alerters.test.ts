import { describe, expect, test } from 'vitest';
import type { AlertIssue, Issues } from '../../src/core/alerter.ts';
import { AkguardError } from '../../src/core/errors.ts';
import { alertMarkdown, alertMarker } from '../../src/respond/alert-markdown.ts';
import { alertersFor } from '../../src/respond/alerters/index.ts';
import type { AlertDoors } from '../../src/respond/alerters/index.ts';
import { reportFinding } from './sample.ts';

const alert = {
  fingerprint: reportFinding.fingerprint,
  finding: reportFinding,
  target: 'a test',
  firstSeenAt: '2025-06-01T12:00:00.000Z',
};
const later = {
  ...alert,
  finding: { ...reportFinding, verdict: { ...reportFinding.verdict, validity: 'inactive' as const } },
};

/** Doors that keep everything in memory and count what is written. */
function memory(repository: string | null = 'octo/pay') {
  const files = new Map<string, string>();
  const issues = new Map<string, AlertIssue[]>();
  let writes = 0;
  const doors: AlertDoors = {
    repository,
    files: {
      read: async (path) => files.get(path) ?? null,
      write: async (path, text) => {
        writes += 1;
        files.set(path, text);
      },
    },
    issues: (name) => issuesOf(name),
    advisories: () => ({
      find: async () => null,
      create: () => Promise.reject(new Error('no advisories here')),
      update: () => Promise.reject(new Error('no advisories here')),
    }),
  };
  function issuesOf(name: string): Issues {
    const list = issues.get(name) ?? [];
    issues.set(name, list);
    return {
      find: async (marker) => list.find((issue) => issue.body.includes(marker)) ?? null,
      create: async (title, body) => {
        writes += 1;
        const issue = {
          number: list.length + 1,
          url: `https://forge/${name}/${list.length + 1}`,
          title,
          body,
          isOpen: true,
        };
        list.push(issue);
        return issue;
      },
      isPublic: async () => false,
      responsible: async () => [],
      peek: async (marker) => list.find((issue) => issue.body.includes(marker)) ?? null,
      comment: async () => {},
      update: async (number, change) => {
        writes += 1;
        const issue = list.find((each) => each.number === number);
        if (!issue) throw new Error('no such issue');
        return Object.assign(issue, change);
      },
    };
  }
  return { doors, files, issues, writes: () => writes };
}

describe('channels', () => {
  test.each([
    ['file', 'akguard-alerts/0123456789abcdef0123456789abcdef.md'],
    ['file:out/alerts', 'out/alerts/0123456789abcdef0123456789abcdef.md'],
    ['file:/srv/alerts/', '/srv/alerts/0123456789abcdef0123456789abcdef.md'],
    ['file:C:\\alerts', 'C:\\alerts/0123456789abcdef0123456789abcdef.md'],
    ['file:/', '//0123456789abcdef0123456789abcdef.md'],
    ['github-issue', 'https://forge/octo/pay/1'],
    ['github-issue:my-org/se.curity_1', 'https://forge/my-org/se.curity_1/1'],
  ])('%s tells at %s', async (channel, where) => {
    const [alerter] = alertersFor([channel], memory().doors);
    expect(alerter?.channel).toBe(channel);
    expect(await alerter?.tell(alert)).toEqual({ where, fresh: true });
  });

  test('one named twice is told once', () => {
    expect(alertersFor(['file', 'file', 'github-issue'], memory().doors)).toHaveLength(2);
  });

  test.each([
    ['mail', 'there is no such kind'],
    ['', 'there is no such kind'],
    ['constructor', 'there is no such kind'],
    ['file:', 'the folder is missing'],
    ['github-issue:', 'the repository is not of the form OWNER/REPO'],
    ['github-issue:octo', 'the repository is not of the form OWNER/REPO'],
    ['github-issue:a/b/c', 'the repository is not of the form OWNER/REPO'],
    ['github-issue:a/b?c', 'the repository is not of the form OWNER/REPO'],
    ['github-issue', 'the repository is not known here'],
  ])('%j is refused: %s', (channel, problem) => {
    const attempt = () => alertersFor([channel], memory(null).doors);
    expect(attempt).toThrow(AkguardError);
    expect(attempt).toThrow(`${channel} is not an alert channel: ${problem}`);
  });

  test('a door that can not be opened is the reason', () => {
    const { doors } = memory();
    const shut = {
      ...doors,
      issues: () => {
        throw new Error('GITHUB_TOKEN is not set');
      },
    };
    expect(() => alertersFor(['github-issue'], shut)).toThrow('GITHUB_TOKEN is not set');
  });
});

describe('telling again', () => {
  test.each(['file', 'github-issue'])(
    '%s: the same changes nothing, news replace the text',
    async (channel) => {
      const { doors, files, issues, writes } = memory();
      const [alerter] = alertersFor([channel], doors);
      const first = await alerter?.tell(alert);
      expect(await alerter?.tell(alert)).toEqual({ where: first?.where, fresh: false });
      expect(writes()).toBe(1);

      expect(await alerter?.tell(later)).toEqual({ where: first?.where, fresh: false });
      expect(writes()).toBe(2);
      const texts = [...files.values(), ...[...issues.values()].flat().map((issue) => issue.body)];
      expect(texts).toEqual([alertMarkdown(later)]);
    },
  );

  test('an issue is found by its marker, and has a title of its own', async () => {
    const { doors, issues } = memory();
    await alertersFor(['github-issue'], doors)[0]?.tell(alert);
    const [issue] = issues.get('octo/pay') ?? [];
    expect(issue?.title).toBe('Leaked Anton Payments key ak_live_****aB3x is active');
    expect(issue?.body.split('\n')[0]).toBe(alertMarker(alert.fingerprint));
  });
});

test.each(['file', 'github-issue'])(
  '%s: an alert that says less does not take the place of one that says more',
  async (channel) => {
    const { doors, writes } = memory();
    const [alerter] = alertersFor([channel], doors);
    await alerter?.tell(later);
    expect(await alerter?.tell(alert)).toMatchObject({ fresh: false });
    expect(writes()).toBe(1);
    // Text that only looks like our word on it, further down, is none.
    const forged = { ...alert, target: '<!-- akguard:state=revoked -->', fingerprint: 'e'.repeat(32) };
    await alerter?.tell(forged);
    await alerter?.tell({ ...later, fingerprint: 'e'.repeat(32) });
    expect(writes()).toBe(3);
  },
);
