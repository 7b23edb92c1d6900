// `sarif: upload`: what stands for all that there is goes to code scanning; what is a part only does not, and that is said.
import { expect, test } from 'vitest';
import { requestFor } from '../../src/action/request.ts';
import { whyNotUploaded } from '../../src/action/code-scanning.ts';
import { parseEventPayload } from '../../src/github/event-payload.ts';
import { fakeCodeScanning } from '../github/fake-code-scanning.ts';
import { pullRequestPayload, pushPayload } from '../helpers/events.ts';
import { runAction } from '../helpers/runner.ts';
import { headOf, leak, project } from './project.ts';

const sha = 'a'.repeat(40);
const none = { scan: 'auto', base: '', head: '' } as const;
const push = pushPayload({ ref: 'refs/heads/main', before: 'b'.repeat(40), after: sha });
const pull = pullRequestPayload({ head: sha, base: 'b'.repeat(40) });

test.each([
  ['a push', 'push', push, none, /a part only/],
  ['a pull request', 'pull_request', pull, none, null],
  ['a given range of a pull request', 'pull_request', pull, { ...none, base: 'main' }, /a part only/],
  ['all files on a push', 'push', push, { ...none, scan: 'files' }, null],
  ['a schedule', 'schedule', {}, none, null],
  ['pull_request_target', 'pull_request_target', pull, none, /another commit/],
  ['a deletion', 'push', pushPayload({ ref: 'refs/heads/x', before: sha }), none, /nothing was scanned/],
] as const)('%s', (_, name, payload, inputs, expected) => {
  const parsed = parseEventPayload(JSON.stringify(payload));
  if ('problem' in parsed) throw new Error(parsed.problem);
  const event = { name, actor: 'ada', ref: 'refs/heads/main', sha, payload: parsed.payload };
  const { target } = requestFor(event, inputs);
  const why = whyNotUploaded(event, target, inputs, { complete: true });
  if (expected === null) expect(why).toBeNull();
  else expect(why).toMatch(expected);
  expect(whyNotUploaded(event, target, inputs, { complete: false })).not.toBeNull();
});

async function pullRequest(api: string) {
  const { dev, server } = await project();
  const base = headOf(dev);
  dev.git(['switch', '-q', '-c', 'feature']);
  const head = leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  return runAction({
    event: 'pull_request',
    payload: pullRequestPayload({ head, base }),
    server: server.url,
    inputs: { sarif: 'upload', 'github-token': 'token-for-tests' },
    env: { GITHUB_API_URL: api, GITHUB_SHA: sha, GITHUB_REF: 'refs/pull/7/merge' },
  });
}

test('a pull request: uploaded for its own ref, and linked', async () => {
  const github = await fakeCodeScanning([{ status: 200, body: { processing_status: 'complete' } }]);
  const result = await pullRequest(github.url);
  expect(result.code).toBe(1);
  expect(github.uploads.map(({ commit_sha, ref }) => [commit_sha, ref])).toEqual([
    [sha, 'refs/pull/7/merge'],
  ]);
  expect(github.uploads[0]?.sarif).toContain('leak.env');
  expect(result.summary).toContain('Code scanning has it');
});

test('a repository without the feature: said, and no failure; one that is out of order: red', async () => {
  const refused = { status: 403, body: { message: 'Code Security must be enabled for this repository' } };
  const github = await fakeCodeScanning([], refused);
  const result = await pullRequest(github.url);
  expect(result.code).toBe(1);
  expect(result.summary).toContain('was not uploaded to code scanning: code scanning is not enabled here');
  const broken = await fakeCodeScanning([], { status: 422, body: { message: 'no' } });
  const red = await pullRequest(broken.url);
  expect(red.code).toBe(3);
  expect(red.outputs['findings']).toBe('1');
});
