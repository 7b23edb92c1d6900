// Canary: nothing that a run of the Action leaves anywhere holds a leaked key or a management key, in plain or in any
// encoding, with debug logging on: log, annotations, summary, outputs, files, SARIF as uploaded, issues, comments, advisories, state.
import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { FakeGitHub, githubForTest } from '../github/fake-github.ts';
import { fakeCodeScanning } from '../github/fake-code-scanning.ts';
import { filesBelow, forms } from '../helpers/canary.ts';
import { issueCommentPayload, pullRequestPayload, pushPayload } from '../helpers/events.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { type ActionCall, type ActionResult, runAction } from '../helpers/runner.ts';
import { type SandboxProcess, sandboxForTest } from '../helpers/sandbox-process.ts';
import { type Project, headOf, project } from './project.ts';

let github = new FakeGitHub();
let state = '';
beforeEach(async () => {
  github = await githubForTest();
  github.people.set('ada', { permission: 'admin' });
  state = scratchFolder();
});

/** Where a canary sings; never what it sings. */
function leaks(result: ActionResult, secrets: string[], more: Record<string, string> = {}): string[] {
  const places: Record<string, string> = {
    stdout: result.stdout.replaceAll(/^::add-mask::.*$/gm, ''),
    stderr: result.stderr,
    summary: result.summary,
    outputs: JSON.stringify(result.outputs),
    issues: JSON.stringify(github.issues),
    advisories: JSON.stringify(github.advisories),
    ...more,
  };
  for (const path of [...filesBelow(result.temporary), ...filesBelow(state)])
    places[path] = readFileSync(path, 'latin1');
  const canaries = secrets.flatMap(forms);
  return Object.entries(places).flatMap(([where, text]) =>
    canaries.some((canary) => text.includes(canary)) ? [where] : [],
  );
}

interface Leak extends Project {
  raw: string;
  before: string;
  after: string;
  ref: string;
}

/** A key wherever a key can be: file, path, encoded, message, author, branch, tag. */
async function leakEverywhere(sandbox: SandboxProcess): Promise<Leak> {
  const made = await project();
  const { dev } = made;
  const { raw } = await sandbox.createKey('live');
  const before = headOf(dev);
  const branch = `feature-${raw}`;
  dev.git(['switch', '-q', '-c', branch]);
  dev.write('plain.env', `KEY=${raw}\n`);
  dev.write(`dir-${raw}/${raw}.env`, `KEY="${raw}"\n`);
  dev.write('wide.txt', Buffer.from(`\ufeffKEY=${raw}\n`, 'utf16le'));
  dev.write(
    'encoded.yml',
    `key: ${Buffer.from(raw).toString('base64')}\nurl: ${encodeURIComponent(`?k=${raw}`)}\n`,
  );
  dev.git(['add', '-A']);
  dev.git(['commit', '-q', '--author', `${raw} <${raw}@example.test>`, '-m', `message ${raw}`]);
  dev.git(['push', '-q', 'origin', branch]);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  return { ...made, raw, before, after: headOf(dev), ref: `refs/heads/${branch}` };
}

function settings(sandbox: SandboxProcess, api: string): Required<Pick<ActionCall, 'env' | 'inputs'>> {
  return {
    inputs: {
      verify: 'true',
      alert: 'github-issue file',
      'live-api-key': sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '',
      'test-api-key': sandbox.env['AKGUARD_TEST_API_KEY'] ?? '',
      'github-token': github.token,
    },
    env: { ...sandbox.urls, GITHUB_API_URL: api, XDG_STATE_HOME: state, RUNNER_DEBUG: '1' },
  };
}

test.each([
  ['a private repository', false, []],
  ['a public repository', true, []],
  ['an API that breaks', false, ['html@revoke', 'wrong-json@list', 'drop-after@check*1']],
] as const)('a push to %s: found, revoked or not, and told', async (_, isPublic, faults) => {
  github.isPublic = isPublic;
  const sandbox = await sandboxForTest(...faults);
  const { raw, before, after, ref, server } = await leakEverywhere(sandbox);
  const { inputs, env } = settings(sandbox, github.url);
  const payload = pushPayload({ ref, before, after }) as { repository: object };
  const repository = {
    ...payload.repository,
    private: !isPublic,
    visibility: isPublic ? 'public' : 'private',
  };
  const call = { event: 'push', payload: { ...payload, repository }, server: server.url };
  const management = [inputs['live-api-key'] ?? '', inputs['test-api-key'] ?? ''];
  for (const revoke of ['false', 'true']) {
    const result = await runAction({ ...call, inputs: { ...inputs, revoke }, env });
    expect(result.report?.summary.findings).toBe(1);
    expect(result.stderr).not.toBe('');
    expect(github.issues).toHaveLength(1);
    expect(leaks(result, [raw, ...management])).toEqual([]);
  }
});

test('SARIF as it is uploaded', async () => {
  const sandbox = await sandboxForTest();
  const { raw, before, after, server } = await leakEverywhere(sandbox);
  const scanning = await fakeCodeScanning([{ status: 200, body: { processing_status: 'complete' } }]);
  const { inputs, env } = settings(sandbox, scanning.url);
  const result = await runAction({
    event: 'pull_request',
    payload: pullRequestPayload({ action: 'opened', head: after, base: before }),
    server: server.url,
    inputs: { ...inputs, alert: 'file', sarif: 'upload' },
    env: { ...env, GITHUB_SHA: after, GITHUB_REF: 'refs/pull/7/merge' },
  });
  expect(scanning.uploads).toHaveLength(1);
  const management = [inputs['live-api-key'] ?? '', inputs['test-api-key'] ?? ''];
  expect(leaks(result, [raw, ...management], { uploads: JSON.stringify(scanning.uploads) })).toEqual([]);
});

test('orders by comment, with a key in what was written', async () => {
  const sandbox = await sandboxForTest();
  const { raw, before, after, ref, server } = await leakEverywhere(sandbox);
  const { inputs, env } = settings(sandbox, github.url);
  const management = [inputs['live-api-key'] ?? '', inputs['test-api-key'] ?? ''];
  const push = {
    event: 'push',
    payload: pushPayload({ ref, before, after }),
    server: server.url,
    inputs,
    env,
  };
  await runAction(push);
  for (const body of [`/akguard false-positive it is ${raw}`, `/akguard ${raw}`, '/akguard revoke']) {
    const payload = issueCommentPayload({ issue: 1, body });
    const result = await runAction({ ...push, event: 'issue_comment', payload });
    expect(github.issues[0]?.comments.length).toBeGreaterThan(0);
    expect(leaks(result, [raw, ...management])).toEqual([]);
  }
  expect(await sandbox.revocations()).toHaveLength(1);
});
