// The alerter and the door together, against the double: what an issue tells over the life of a key.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../src/core/alerter.ts';
import type { ReportFinding, ReportMatch } from '../../src/core/report.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { githubAdvisories } from '../../src/github/advisories.ts';
import { githubIssues } from '../../src/github/issues.ts';
import { alertMarker } from '../../src/respond/alert-markdown.ts';
import { githubAdvisoryAlerter } from '../../src/respond/alerters/github-advisory.ts';
import { githubIssueAlerter } from '../../src/respond/alerters/github-issue.ts';
import { reportFinding, reportMatch } from '../respond/sample.ts';
import { FakeGitHub, githubForTest } from './fake-github.ts';
import type { FakeIssue } from './fake-github.ts';

let github = new FakeGitHub();
beforeEach(async () => {
  github = await githubForTest();
});

function tell(finding: Partial<ReportFinding>): Promise<{ where: string; fresh: boolean }> {
  const log = { debug: () => {}, warn: () => {} };
  const { token, url: apiUrl } = github;
  const issues = githubIssues({ token, repo: 'octo/pay', apiUrl, unpaced: true, log });
  return githubIssueAlerter('github-issue', issues).tell(about(finding));
}

/** With a draft advisory for what an issue withholds. */
function tellWithDetails(finding: Partial<ReportFinding>): Promise<{ where: string; fresh: boolean }> {
  const options = {
    token: github.token,
    repo: 'octo/pay',
    apiUrl: github.url,
    unpaced: true,
    log: silentLog,
  };
  const details = githubAdvisoryAlerter('github-issue', githubAdvisories(options));
  return githubIssueAlerter('github-issue', githubIssues(options), details).tell(about(finding));
}

function about(changes: Partial<ReportFinding>): Alert {
  const finding = { ...reportFinding, ...changes };
  const { fingerprint } = finding;
  return { fingerprint, finding, target: 'the history of pay', firstSeenAt: '2025-06-01T12:00:00.000Z' };
}

function place(path: string, changes: Partial<ReportMatch> = {}): ReportMatch {
  return { ...reportMatch, path, ...changes };
}

const { verdict } = reportFinding;
const key = { id: 'key_1', name: 'payouts-of-eu', matched_by: 'sole-key' } as const;
const active = { ...verdict, reason: 'reason-of-the-verdict', request_id: 'req_of_the_verdict' };
const unknown = { ...active, validity: 'unknown' as const };
const inactive = { ...active, validity: 'inactive' as const };

function only(): FakeIssue {
  expect(github.issues).toHaveLength(1);
  const [issue] = github.issues;
  if (!issue) throw new Error('no issue');
  return issue;
}

describe('places', () => {
  test('new ones join those that were told', async () => {
    await tell({ matches: [place('src/a.ts'), place('src/b.ts')] });
    await tell({ matches: [place('src/c.ts'), place('src/a.ts')] });
    const rows = only().body?.match(/src\/[a-z]\.ts/g);
    expect(rows).toEqual(['src/c.ts', 'src/a.ts', 'src/b.ts']);
  });

  test('more than fit are counted over all tellings, and none of them is taken for new', async () => {
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => place(`src/${from + i}.ts`));
    await tell({ verdict: unknown, matches: many(0, 80) });
    expect(only().body).toMatch(/^and 30 more$/m);
    await tell({ verdict: unknown, matches: many(60, 100) });
    expect(only().body).toMatch(/^and 50 more$/m);
    expect(only().body).toContain('src/99.ts');
    only().state = 'closed';
    await tell({ verdict: unknown, matches: many(0, 100) });
    expect(only().state).toBe('closed');
    await tell({ verdict: unknown, matches: many(100, 101) });
    expect(only().state).toBe('open');
    expect(only().body).toMatch(/^and 51 more$/m);
  });

  test('thousands still fit into an issue, with what happened below them', async () => {
    const matches = Array.from({ length: 5_000 }, (_, i) => place(`src/${'deep/'.repeat(20)}${i}.ts`));
    await tell({ matches });
    await tell({ matches: [place('src/new.ts')] });
    expect(only().body).toMatch(/^and more than 2000 more$/m);
    expect(only().body).toContain('## What happened');
    expect(only().body?.length).toBeLessThan(60_000);
  });

  test('each is linked, and nothing in a link is markup', async () => {
    const url = 'https://github.com/octo/pay/blob/abc/a(1)%20b.ts#L3';
    await tell({ matches: [place('src/a.ts', { url })] });
    expect(only().body).toContain('[`src/a.ts:3`](https://github.com/octo/pay/blob/abc/a%281%29%20b.ts#L3)');
  });
});

describe('closed and opened again', () => {
  const onTip = [place('src/a.ts', { tips: ['refs/heads/main'] })];
  const offTips = [place('src/a.ts', { tips: [] })];
  const unasked = [place('src/a.ts', { tips: null })];

  test('a dead key that no branch holds closes its issue, with a comment', async () => {
    await tell({ verdict: active, matches: onTip });
    await tell({ verdict: inactive, matches: onTip });
    expect(only().state).toBe('open');
    await tell({ verdict: inactive, matches: offTips });
    expect(only()).toMatchObject({ state: 'closed', state_reason: 'completed' });
    expect(only().comments).toEqual(['The key is dead, and no branch holds it any more: closed.']);
    await tell({ verdict: inactive, matches: offTips });
    expect(only().comments).toHaveLength(1);
  });

  test.each([
    ['alive', active, offTips],
    ['dead, and nobody looked at branches', inactive, unasked],
    ['dead, and still in a branch', inactive, [...offTips, ...onTip]],
  ])('%s: stays open', async (_, said, matches) => {
    await tell({ verdict: said, matches });
    await tell({ verdict: said, matches });
    expect(only().state).toBe('open');
  });

  test('one that works opens the issue that somebody closed', async () => {
    await tell({ verdict: active, matches: onTip });
    Object.assign(only(), { state: 'closed', state_reason: 'not_planned' });
    await tell({ verdict: active, matches: onTip });
    expect(only()).toMatchObject({ state: 'open', state_reason: 'reopened' });
    expect(only().comments[0]).toContain('found this key again');
  });

  test('one that may work does so only when it leaks in a new place', async () => {
    await tell({ verdict: unknown, matches: onTip });
    only().state = 'closed';
    await tell({ verdict: unknown, matches: onTip });
    expect(only().state).toBe('closed');
    await tell({ verdict: unknown, matches: [place('src/new.ts')] });
    expect(only().state).toBe('open');
  });

  test('a run that asked nobody does not open what is known to be dead', async () => {
    await tell({ verdict: inactive, matches: offTips });
    await tell({ verdict: { ...active, validity: 'unverified' }, matches: [place('src/new.ts')] });
    expect(only()).toMatchObject({ state: 'closed', comments: [expect.any(String)] });
  });

  test('a comment that GitHub refuses does not fail the alert', async () => {
    github.fail('POST issues/1/comments', { status: 403, message: 'no' });
    await tell({ verdict: inactive, matches: offTips });
    expect(only().state).toBe('closed');
  });
});

describe('assignees', () => {
  const commit = 'a'.repeat(40);
  const matches = [place('src/a.ts', { commit })];

  async function assigned(finding: Partial<ReportFinding>): Promise<string[] | undefined> {
    const { token, url: apiUrl } = github;
    const source = { repo: 'octo/pay', base: null };
    const issues = githubIssues({ token, repo: 'octo/pay', apiUrl, unpaced: true, log: silentLog, source });
    await githubIssueAlerter('github-issue', issues).tell(about({ verdict: active, matches, ...finding }));
    return only().assignees;
  }

  test('the owners of the places', async () => {
    github.files.set('.github/CODEOWNERS', '* @everybody\n/src/ @ada @acme/payments # of the API\n');
    github.files.set('CODEOWNERS', '* @nobody\n');
    expect(await assigned({})).toEqual(['ada']);
  });

  test('who wrote the commit, where nobody owns them', async () => {
    github.files.set('docs/CODEOWNERS', '/docs/ @bob\n');
    github.authors.set(commit, 'cleo');
    expect(await assigned({})).toEqual(['cleo']);
  });

  test.each([
    ['can not be assigned', () => github.unassignable.add('ada')],
    ['is not told', () => github.fail('GET contents/.github%2FCODEOWNERS', { status: 403, message: 'no' })],
  ])('who %s is left out, and the issue is there', async (_, prepare) => {
    github.files.set('.github/CODEOWNERS', '* @ada\n');
    prepare();
    expect(await assigned({})).toEqual([]);
  });

  test('in public nobody, while the key may work: it would say whose the place is', async () => {
    github.isPublic = true;
    github.files.set('.github/CODEOWNERS', '* @ada\n');
    expect(await assigned({})).toEqual([]);
    expect(github.requests.some((route) => route.includes('CODEOWNERS'))).toBe(false);
  });
});

describe('issues that can not be had', () => {
  test.each([
    [410, 'Issues has been disabled in this repository.'],
    [403, 'Repository was archived so is read-only.'],
    [403, 'Resource not accessible by integration'],
  ])('%d %s: a draft advisory tells instead', async (status, message) => {
    github.fail('POST issues', { status, message });
    const { where } = await tellWithDetails({ verdict: active });
    expect(where).toContain('/security/advisories/');
    expect(github.advisories[0]?.description).toContain(reportMatch.path ?? '');
    expect(github.issues).toEqual([]);
  });

  test('neither can: both reasons are told', async () => {
    github.fail('POST issues', { status: 410, message: 'Issues are disabled' });
    github.fail('GET security-advisories', { status: 404, message: 'Not Found' });
    await expect(tellWithDetails({ verdict: active })).rejects.toThrow(
      /410 Issues are disabled; .*404 Not Found/,
    );
  });

  test('a private repository whose issues work gets no advisory', async () => {
    await tellWithDetails({ verdict: active });
    await tellWithDetails({ verdict: inactive });
    expect(github.requests.filter((route) => route.includes('advisories'))).toEqual([]);
  });
});

describe('a public repository', () => {
  const telling = {
    key,
    matches: [
      place('src/where.ts', {
        commit: 'fedcba9876543210',
        url: 'https://github.com/octo/pay/blob/abc/src/where.ts#L3',
      }),
    ],
    outcomes: [
      { action: 'revoke', result: 'failed', at: '2025-06-01T12:00:02.000Z', detail: 'at src/where.ts' },
    ] as ReportFinding['outcomes'],
  };
  const { author, committed_at: committedAt } = reportMatch;
  const secrets = [
    'where.ts',
    'fedcba9',
    author?.split(' <')[0] ?? '',
    committedAt ?? '',
    key.id,
    key.name,
    active.reason,
    active.request_id,
    'the history of pay',
    '2025-06-01',
  ];

  function said(): string {
    const { title, body, comments } = only();
    return [title, body, ...comments].join('\n');
  }

  test.each([
    ['works', active],
    ['may work', unknown],
    ['was not asked about', { ...active, validity: 'unverified' as const }],
  ])('does not say where a key is that %s', async (_, each) => {
    github.isPublic = true;
    await tell({ ...telling, verdict: each });
    only().state = 'closed';
    await tell({ ...telling, verdict: each });
    for (const secret of secrets) expect(said()).not.toContain(secret);
    expect(said()).toContain('Withheld: everybody can read this repository');
    expect(said()).toContain(alertMarker(reportFinding.fingerprint));
  });

  test('a draft advisory, which only its administrators read, says where; and follows the key', async () => {
    github.isPublic = true;
    const { where } = await tellWithDetails({ ...telling, verdict: active });
    for (const secret of secrets) expect(said()).not.toContain(secret);
    const [draft, ...others] = github.advisories;
    expect(others).toEqual([]);
    expect(draft).toMatchObject({ state: 'draft', severity: 'critical' });
    for (const secret of ['where.ts', key.id]) expect(draft?.description).toContain(secret);
    expect(where).toMatch(
      /\/issues\/1 without places; they are in .*\/security\/advisories\/GHSA-aaaa-bbbb-0001$/,
    );
    await tellWithDetails({
      ...telling,
      verdict: active,
      matches: [...telling.matches, place('src/new.ts')],
    });
    expect(github.advisories).toHaveLength(1);
    expect(draft?.description).toContain('src/new.ts');
    await tellWithDetails({ ...telling, outcomes: [], verdict: inactive });
    expect(draft?.summary).toContain('does not work any more');
    await tellWithDetails({
      verdict: inactive,
      outcomes: [],
      matches: [place('src/where.ts', { tips: [] })],
    });
    expect(draft?.state).toBe('closed');
    expect(said()).toContain('where.ts');
  });

  test('a draft that somebody else wrote is not taken for ours', async () => {
    github.isPublic = true;
    const description = alertMarker(reportFinding.fingerprint);
    const forged = { ghsa_id: 'GHSA-x', summary: '', description, severity: 'low', author: { login: 'eve' } };
    github.advisories.push({ ...forged, state: 'draft' }, { ...forged, ghsa_id: 'GHSA-y', state: 'triage' });
    await tellWithDetails({ ...telling, verdict: active });
    expect(github.advisories).toHaveLength(3);
    expect(github.advisories[0]?.description).toBe(description);
  });

  test('no advisory to be had: the issue is there, and the outcome says where the places are', async () => {
    github.isPublic = true;
    github.fail('POST security-advisories', {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    const { where } = await tellWithDetails({ ...telling, verdict: active });
    expect(where).toContain('the JSON report only: GitHub did not create a draft advisory in octo/pay: 403');
    for (const secret of secrets) expect(said()).not.toContain(secret);
  });

  test('the answer to a new advisory is lost: one is left', async () => {
    github.isPublic = true;
    github.fail('POST security-advisories', { drop: 'after' });
    await tellWithDetails({ ...telling, verdict: active });
    expect(github.advisories).toHaveLength(1);
  });

  test('says it when the key is dead', async () => {
    github.isPublic = true;
    await tell({ ...telling, verdict: active });
    await tell({ ...telling, outcomes: [], verdict: inactive });
    expect(only().body).toContain('where.ts');
    expect(only().body).not.toContain('Withheld');
  });

  test('is what GitHub does not deny to be one', async () => {
    github.fail('GET ', { status: 404 });
    await tell({ ...telling, verdict: active });
    expect(said()).not.toContain('where.ts');
  });

  test('a private one is told all', async () => {
    await tell({ ...telling, verdict: active });
    expect(said()).toContain('where.ts');
  });
});
