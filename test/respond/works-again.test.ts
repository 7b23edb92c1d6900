// A key that people were told is dead, and that later proves to work: its incident is open again, people are told, and nothing
// goes on saying that it is dead. What an older answer says changes nothing.
import { describe, expect, test } from 'vitest';
import type { Alert, AlertIssue, Issues } from '../../src/core/alerter.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { ReportFinding } from '../../src/core/report.ts';
import type { Validity } from '../../src/core/verdict.ts';
import { isBack } from '../../src/respond/alert-state.ts';
import type { Said } from '../../src/respond/alert-state.ts';
import { alertersFor } from '../../src/respond/alerters/index.ts';
import { incidentPage } from '../../src/respond/incident-page.ts';
import { finding, reportFinding } from './sample.ts';
import { refusal } from './simulated-api.ts';
import { leaked, newRun, results, runOnce, verdictNow, withStore } from './world.ts';

const at = (second: number) => `2025-06-01T12:00:${String(second).padStart(2, '0')}.000Z`;

function found(validity: Validity, second: number, ...revokes: Outcome['result'][]): ReportFinding {
  const outcomes = revokes.map((result) => ({ action: 'revoke', result, at: at(second + 1), detail: '' }));
  return {
    ...reportFinding,
    verdict: { ...reportFinding.verdict, validity, checked_at: at(second) },
    outcomes: outcomes as Outcome[],
  };
}

describe('what takes it back that a key is dead', () => {
  test.each<[what: string, now: ReportFinding, before: Said, boolean]>([
    ['it has worked since', found('active', 9), { state: 'inactive', asOf: at(5) }, true],
    ['after a revoke of ours', found('active', 9), { state: 'revoked', asOf: at(5) }, true],
    ['after it was in no branch', found('active', 9), { state: 'gone', asOf: at(5) }, true],
    ['and a revoke in doubt', found('active', 9, 'unconfirmed'), { state: 'revoked', asOf: at(5) }, true],
    ['and a revoke that failed', found('active', 9, 'failed'), { state: 'revoked', asOf: at(5) }, true],
    ['nobody knows since when it was dead', found('active', 9), { state: 'revoked', asOf: null }, true],
    ['it worked before', found('active', 4), { state: 'inactive', asOf: at(5) }, false],
    ['it worked at that moment', found('active', 5), { state: 'inactive', asOf: at(5) }, false],
    ['it was revoked again', found('active', 9, 'revoked'), { state: 'inactive', asOf: at(5) }, false],
    ['no answer', found('unknown', 9), { state: 'revoked', asOf: at(5) }, false],
    ['nobody asked', found('unverified', 9), { state: 'revoked', asOf: at(5) }, false],
    ['dead still', found('inactive', 9), { state: 'revoked', asOf: at(5) }, false],
    ['it was not told dead', found('active', 9), { state: 'in-doubt', asOf: at(5) }, false],
  ])('%s', (_, now, before, expected) => {
    expect(isBack(now, before)).toBe(expected);
  });
});

const alertOf = (now: ReportFinding): Alert => ({
  fingerprint: now.fingerprint,
  finding: now,
  target: 'a test',
  firstSeenAt: at(0),
});

/** One channel, and what it holds: a file, or an issue with its comments. */
function channelOf(name: 'file' | 'github-issue') {
  let file: string | null = null;
  let issue: AlertIssue | null = null;
  const comments: string[] = [];
  const issues: Issues = {
    peek: async () => null,
    responsible: async () => [],
    find: async () => issue && { ...issue },
    create: async (title, body) => (issue = { number: 1, url: 'https://forge/1', title, body, isOpen: true }),
    isPublic: async () => false,
    comment: async (_, text) => {
      comments.push(text);
    },
    update: async (_, change) => {
      if (!issue) throw new Error('no issue');
      return Object.assign(issue, change);
    },
  };
  const [alerter] = alertersFor([name], {
    repository: 'octo/pay',
    files: {
      read: async () => file,
      write: async (_, text) => {
        file = text;
      },
    },
    issues: () => issues,
    advisories: () => ({
      find: async () => null,
      create: () => Promise.reject(new Error('no advisories here')),
      update: () => Promise.reject(new Error('no advisories here')),
    }),
  });
  if (!alerter) throw new Error('no channel');
  return {
    tell: (now: ReportFinding) => alerter.tell(alertOf(now)),
    text: () => file ?? issue?.body ?? '',
    title: () => issue?.title,
    close: () => issue && Object.assign(issue, { isOpen: false }),
    isOpen: () => issue?.isOpen,
    rewrite: (change: (text: string) => string) =>
      issue && Object.assign(issue, { body: change(issue.body) }),
    comments,
  };
}

describe.each(['file', 'github-issue'] as const)('a channel without a state: %s', (name) => {
  test('says that it works, in place of that it is dead', async () => {
    const channel = channelOf(name);
    await channel.tell(found('active', 1, 'revoked'));
    expect(channel.text()).toContain('was revoked');
    // Who asked before the death comes late; who got no answer knows nothing.
    for (const late of [found('active', 1), found('unknown', 9)]) {
      await channel.tell(late);
      expect(channel.text()).toContain('was revoked');
    }
    channel.close();
    await channel.tell(found('active', 9));
    expect(channel.text()).toContain('is active');
    expect(channel.text()).not.toMatch(/was revoked|is dead/);
    await channel.tell(found('inactive', 12));
    expect(channel.text()).toContain('does not work any more');
  });
});

test('an issue that was closed on a dead key is open again, and says why', async () => {
  const channel = channelOf('github-issue');
  await channel.tell(found('inactive', 5));
  channel.close();
  await channel.tell(found('active', 9));
  expect(channel.title()).toMatch(/ is active$/);
  expect([channel.isOpen(), channel.comments]).toEqual([
    true,
    [expect.stringMatching(/found this key again, and it is not proven dead \(active\): opened again/)],
  ]);
});

test('the text of an earlier version, which did not say since when, gives way as well', async () => {
  const channel = channelOf('github-issue');
  await channel.tell(found('inactive', 5));
  expect(channel.text()).toContain(`<!-- akguard:state=inactive as-of=${at(5)} -->`);
  channel.rewrite((text) => text.replace(/ as-of=\S+/, ''));
  await channel.tell(found('unknown', 9));
  expect(channel.text()).toContain('<!-- akguard:state=inactive -->');
  await channel.tell(found('active', 9));
  expect(channel.title()).toMatch(/ is active$/);
});

describe('with a state', () => {
  /** People are told that the key is dead, and then it answers again. */
  async function returned() {
    const run = newRun();
    await runOnce(run, { armed: false });
    run.simulated.fault = (call) => (call === 'check' ? refusal(401) : null);
    expect(results(await runOnce(run, { armed: false }))).toEqual(['alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('inactive');
    run.simulated.fault = () => null;
    return run;
  }
  const deadAt = (run: ReturnType<typeof newRun>) =>
    withStore(run, async (store) => (await store.recall(leaked.fingerprint))?.incident.deadAt);

  test('its incident is open again, people are told once, the breaker opens', async () => {
    const run = await returned();
    expect(await deadAt(run)).toMatch(/^2/);
    const back = await runOnce(run, { armed: false });
    expect(results(back)).toEqual(['revoke dry-run', 'alert alerted']);
    expect([back.exposedForMs, await deadAt(run)]).toEqual([null, null]);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('active');
    expect(results(await runOnce(run, { armed: false }))).toEqual([
      'revoke dry-run',
      'alert already-alerted',
    ]);
    const { open, lines } = await withStore(run, async (store) => ({
      open: (await store.breaker(new Date(run.simulated.clock.now()).toISOString())).open,
      lines: await store.ledger(0, 99),
    }));
    expect(open.map(({ cause }) => cause)).toEqual(['contradiction']);
    const page = incidentPage(lines);
    expect(page).toContain(
      '- Dead: **not proven dead**\n- Exposed: still, as far as is proven\n- Proof: none',
    );
    expect(page).toMatch(/\*\*works\*\*, though it was dead at 2/);
  });

  test('people are told even where policy is silent about such keys', async () => {
    const run = await returned();
    const silent = await runOnce(run, { armed: false, policy: [] });
    expect(results(silent)).toEqual(['alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('active');
  });

  test('and dead again, it is dead since then', async () => {
    const run = await returned();
    const first = await deadAt(run);
    await runOnce(run, { armed: false });
    await withStore(run, (store) => store.reset(new Date(run.simulated.clock.now()).toISOString()));
    expect(results(await runOnce(run))).toEqual(['revoke revoked', 'alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('revoked');
    expect(Date.parse((await deadAt(run)) ?? '')).toBeGreaterThan(Date.parse(first ?? ''));
  });

  test('a run that asked before another one revoked the key takes nothing back', async () => {
    const run = newRun();
    const { clock } = run.simulated;
    const verdict = await verdictNow(run.simulated, clock);
    await runOnce(run);
    const dead = await deadAt(run);
    const items = [{ finding: finding({ secret: leaked }), verdict }];
    const late = await runOnce(run, { armed: false, items });
    expect(results(late)).toEqual(['revoke dry-run', 'alert already-alerted']);
    expect([await deadAt(run), run.channel.states.get(leaked.fingerprint)]).toEqual([dead, 'revoked']);
    const { open } = await withStore(run, (store) => store.breaker(new Date(clock.now()).toISOString()));
    expect(open).toEqual([]);
    expect(results(await runOnce(run))).toEqual([]);
  });
});
