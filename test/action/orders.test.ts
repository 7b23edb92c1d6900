// Orders by comment, through the built Action: against a git server, GitHub's double and a sandbox of Anton.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, test } from 'vitest';
import { Secret, fingerprintOf } from '../../src/core/secret.ts';
import { alertMarkdown } from '../../src/respond/alert-markdown.ts';
import { FakeGitHub, type FakeIssue, githubForTest } from '../github/fake-github.ts';
import { type IssueComment, issueCommentPayload, pushPayload } from '../helpers/events.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type ActionResult, runAction } from '../helpers/runner.ts';
import { type SandboxProcess, sandboxForTest } from '../helpers/sandbox-process.ts';
import { reportFinding, reportMatch } from '../respond/sample.ts';
import { type Project, headOf, leak, project } from './project.ts';

let github = new FakeGitHub();
let state = '';
beforeEach(async () => {
  github = await githubForTest();
  github.people.set('ada', { permission: 'write' });
  state = scratchFolder();
});

interface Setting extends Project {
  sandbox: SandboxProcess | null;
  key: string;
  issue: FakeIssue;
}

/** A key in a branch that only the issue's link leads to quickly, and the issue. */
async function setting(environment: 'live' | 'test' | null = 'live'): Promise<Setting> {
  const made = await project();
  const sandbox = environment === null ? null : await sandboxForTest();
  const key =
    environment === null ? makeKey('live', 60) : ((await sandbox?.createKey(environment))?.raw ?? '');
  made.dev.git(['switch', '-q', '-c', 'feature']);
  leak(made.dev, 'leak.env', key);
  made.dev.git(['push', '-q', 'origin', 'feature']);
  const url = `${made.server.url}/owner/repo/blob/${headOf(made.dev)}/leak.env#L1`;
  return { ...made, sandbox, key, issue: issueAbout(key, url) };
}

function issueAbout(key: string, url: string | null): FakeIssue {
  const { fingerprint, redacted } = new Secret(key);
  const matches = [{ ...reportMatch, path: 'leak.env', url }];
  const environment = key.startsWith('ak_live') ? ('live' as const) : ('test' as const);
  const finding = { ...reportFinding, environment, fingerprint, redacted, matches };
  const about = { fingerprint, finding, target: 'owner/repo', firstSeenAt: '2025-06-01T12:00:00.000Z' };
  return github.add({ title: 'Leaked', body: alertMarkdown(about) });
}

function order(
  { server, sandbox }: Pick<Setting, 'server' | 'sandbox'>,
  comment: Partial<IssueComment>,
  more: { inputs?: Record<string, string>; env?: Record<string, string> } = {},
): Promise<ActionResult> {
  return runAction({
    event: 'issue_comment',
    payload: issueCommentPayload({ issue: 1, body: '/akguard revoke', ...comment }),
    server: server.url,
    inputs: {
      verify: sandbox === null ? 'false' : 'true',
      'github-token': github.token,
      ...(sandbox !== null && {
        'live-api-key': sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '',
        'test-api-key': sandbox.env['AKGUARD_TEST_API_KEY'] ?? '',
      }),
      ...more.inputs,
    },
    env: { GITHUB_API_URL: github.url, XDG_STATE_HOME: state, ...sandbox?.urls, ...more.env },
  });
}

/** What the ledger says of orders. */
function orders(): Record<string, unknown>[] {
  const path = join(state, 'akguard', 'state.db');
  if (!existsSync(path)) return [];
  const rows = new DatabaseSync(path).prepare("select data from ledger where kind = 'order'").all();
  return rows.map(({ data }) => JSON.parse(String(data)) as Record<string, unknown>);
}

test('revoke, by somebody who may write: that key and no other, found where the issue says; answered, and on record', async () => {
  const made = await setting();
  const other = (await made.sandbox?.createKey('test', 'other'))?.raw ?? '';
  made.dev.git(['switch', '-q', '--detach', 'main']);
  made.dev.write('leak.env', `KEY=${made.key}\nOTHER=${other}\n`);
  const both = made.dev.commit('both');
  made.dev.git(['push', '-q', 'origin', 'HEAD:refs/heads/both']);
  github.issues.length = 0;
  const issue = issueAbout(made.key, `${made.server.url}/owner/repo/blob/${both}/leak.env#L1`);
  const result = await order(made, {});
  expect(result.stderr).toBe('');
  expect(result.code).toBe(0);
  const revoked = (await made.sandbox?.revocations()) ?? [];
  expect(revoked).toHaveLength(1);
  expect(result.report?.findings.map(({ fingerprint }) => fingerprint)).toEqual([fingerprintOf(made.key)]);
  expect(result.report?.scan.source).toBe('range');
  expect(result.outputs).toMatchObject({ revoked: '1', findings: '1' });
  expect(issue.body).toContain('was revoked');
  expect(issue.comments).toHaveLength(1);
  expect(issue.comments[0]).toContain('Revoked, and proven dead');
  expect(issue.comments[0]).toContain('`ada`');
  expect(issue.comments[0]).toContain('/owner/repo/actions/runs/1234567');
  expect(github.reactions).toEqual(['77 +1']);
  const where = 'https://github.com/owner/repo/issues/1#issuecomment-77';
  expect(orders()).toEqual([
    { order: 'revoke', who: 'ada', right: 'write permission', where, reason: null, expires: null },
  ]);
  const said = [result.stdout.replaceAll(/^::add-mask.*$/gm, ''), result.summary, ...issue.comments].join(
    '\n',
  );
  for (const key of [made.key, other]) expect(said.includes(key)).toBe(false);
});

test('who may not write gets a sentence, and nothing else happens; a member of a team may', async () => {
  const made = await setting();
  github.isPublic = true;
  github.people.set('eve', { permission: 'read', teams: ['acme/payments'] });
  const refused = await order(made, { login: 'eve' });
  expect(refused.code).toBe(0);
  expect(refused.report).toBeNull();
  expect(made.issue.comments).toEqual([
    expect.stringContaining('Nothing was done: `eve` has no write permission'),
  ]);
  expect(github.reactions).toEqual(['77 -1']);
  expect(orders()).toEqual([]);
  expect(await made.sandbox?.revocations()).toEqual([]);
  const inputs = { approvers: 'acme/security acme/payments' };
  expect((await order(made, { login: 'eve' }, { inputs })).outputs['revoked']).toBe('1');
  expect(orders()).toMatchObject([{ who: 'eve', right: 'member of acme/payments' }]);
});

test.each([
  ['copied by somebody else', { user: { login: 'eve' } }],
  ['about something else', { body: 'Please help' }],
])('an issue %s: nothing, and only who may is told so', async (_, changes) => {
  const made = await setting(null);
  Object.assign(made.issue, changes);
  expect((await order(made, { login: 'eve' })).report).toBeNull();
  expect(made.issue.comments).toEqual([]);
  expect((await order(made, {})).report).toBeNull();
  expect(made.issue.comments).toEqual([expect.stringContaining('is not one of a key that akguard found')]);
  expect(orders()).toEqual([]);
});

test('an edited comment, and one that is no command: nothing is asked of GitHub', async () => {
  const made = await setting(null);
  for (const comment of [{ action: 'edited' }, { body: 'I revoked it' }] as const) {
    const result = await order(made, comment);
    expect(result.code).toBe(0);
    expect(result.summary).toContain('Nothing was done');
  }
  expect(github.requests).toEqual([]);
});

test('GitHub does not say who may: nothing is done, and the run is red', async () => {
  const made = await setting(null);
  github.fail('GET collaborators/ada/permission', { status: 403, message: 'Resource not accessible' });
  const result = await order(made, {});
  expect(result.code).toBe(3);
  expect(result.summary).toContain('An order by comment was not carried out');
  expect(made.issue.comments).toEqual([]);
  expect(orders()).toEqual([]);
});

test('a key that is nowhere any more: said, red, and nothing is revoked', async () => {
  const made = await setting(null);
  const { issue } = made;
  Object.assign(issue, { body: issueAbout(makeKey('live', 61), null).body });
  const result = await order(made, {});
  expect(result.code).toBe(3);
  expect(issue.comments).toEqual([expect.stringContaining('it is not there any more')]);
  expect(github.reactions).toEqual(['77 confused']);
});

test('an issue in a central repository: the key is found in the repository that its links lead to', async () => {
  const made = await setting(null);
  const central = { env: { GITHUB_REPOSITORY: 'owner/central' } };
  const result = await order(made, { body: '/akguard recheck' }, central);
  expect(result.report?.findings.map(({ fingerprint }) => fingerprint)).toEqual([fingerprintOf(made.key)]);
  expect(result.report?.scan).toMatchObject({ source: 'history', target: `${made.server.url}/owner/repo` });
  expect(made.issue.comments[0]).toContain('was not verified');
});

test('recheck: the whole history is asked, and the issue of a key that is dead and gone is closed', async () => {
  const made = await setting();
  const { issue, dev } = made;
  const first = await order(made, { body: '/akguard recheck' });
  expect(first.report?.scan.source).toBe('history');
  expect(issue.comments[0]).toMatch(
    /The key \*\*works\*\*\. It was found in 1 place; these branches still hold it: `[^`]*feature`/,
  );
  expect(issue.state).toBe('open');
  expect((await order(made, {})).outputs['revoked']).toBe('1');
  dev.git(['rm', '-q', 'leak.env']);
  dev.commit('gone');
  dev.git(['push', '-q', 'origin', 'feature']);
  const last = await order(made, { body: '/akguard recheck' });
  expect(last.code).toBe(0);
  expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
  expect(issue.comments.some((text) => text.includes('no branch holds it any more: closed'))).toBe(true);
});

test('false-positive: not for a live key that works; a sandbox key is accepted, and a later run honours that', async () => {
  const live = await setting();
  const body = '/akguard false-positive it is only @docs';
  const refused = await order(live, { body });
  expect(refused.code).toBe(0);
  expect(live.issue.comments[0]).toContain('**Not accepted:** this key works');
  expect(orders()).toMatchObject([{ order: 'recheck', who: 'ada' }]);

  github.issues.length = 0;
  const { dev, server, sandbox } = live;
  const key = (await sandbox?.createKey('test'))?.raw ?? '';
  const before = headOf(dev);
  const after = leak(dev, 'leak.env', key);
  dev.git(['push', '-q', 'origin', 'feature']);
  const issue = issueAbout(key, null);
  const accepted = await order(live, { body });
  expect(accepted.code).toBe(0);
  const line = `${fingerprintOf(key)} it is only @docs`;
  expect(issue.comments[0]).toContain(line);
  expect(issue.comments[0]).toContain('commit this line to the baseline');
  expect(orders()[1]).toMatchObject({ order: 'false-positive', reason: 'it is only @docs' });
  const next = await runAction({
    event: 'push',
    payload: pushPayload({ ref: 'refs/heads/feature', before, after }),
    server: server.url,
    inputs: { verify: 'true', alert: 'github-issue', 'github-token': github.token },
    env: { GITHUB_API_URL: github.url, XDG_STATE_HOME: state, ...sandbox?.urls },
  });
  expect(next.code).toBe(0);
  const [finding] = next.report?.findings ?? [];
  expect(finding).toMatchObject({ verdict: { validity: 'active' }, decision: { rule: 'suppressed' } });
  expect(finding?.matches[0]?.suppressed).toEqual({ by: 'baseline', reason: 'it is only @docs' });
});
