// What a pull request adds is found against the base branch as it is now, and what it brings along does not steer its scan.
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { pullRequestPayload } from '../helpers/events.ts';
import { FakeGitHub } from '../github/fake-github.ts';
import { runAction } from '../helpers/runner.ts';
import { headOf, leak, newKey, paths, project } from './project.ts';

test('stale base.sha: only what the branch adds to the base of today', async () => {
  const { dev, server, first } = await project();
  dev.git(['switch', '-q', '-c', 'feature']);
  const head = leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  const payload = pullRequestPayload({ head, base: first });
  const result = await runAction({ event: 'pull_request', payload, server: server.url });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 1 });
});

test('a fork, whose token can only read, with a baseline that allows its own key: found, red, and said what the run could not do', async () => {
  const { dev, server } = await project();
  const base = headOf(dev);
  dev.git(['switch', '-q', '-c', 'feature']);
  dev.write('.akguard-baseline', `${fingerprintOf(newKey)} fine\n`);
  const head = leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  const payload = pullRequestPayload({ head, base, fork: true, mergeable: false });
  const inputs = { baseline: '.akguard-baseline', revoke: 'true', alert: 'github-issue' };
  const result = await runAction({ event: 'pull_request', payload, server: server.url, inputs });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.code).toBe(1);
  expect(result.summary).toContain('could not revoke keys and send alerts');
  expect(result.summary).toContain('.akguard-baseline was not used');
});

test('a server that does not answer: incomplete, never green', async () => {
  const { dev, server, first } = await project();
  server.failWith(404);
  const payload = pullRequestPayload({ head: headOf(dev), base: first });
  const result = await runAction({ event: 'pull_request', payload, server: server.url });
  expect(result.code).toBe(3);
  expect(result.outputs['complete']).toBe('false');
});

test('a token that may not write after all: found and red, and the summary says that nobody was told', async () => {
  const github = await new FakeGitHub().start();
  const { dev, server } = await project();
  const base = headOf(dev);
  const head = leak(dev);
  dev.git(['push', '-q', 'origin', 'HEAD:refs/pull/7/head']);
  const refused = { status: 403, message: 'Resource not accessible by integration' };
  github.fail('POST issues', refused);
  github.fail('POST security-advisories', refused);
  const payload = pullRequestPayload({ head, base });
  const inputs = { verify: 'true', alert: 'github-issue', 'github-token': github.token };
  // A verdict that is unknown is told of by the policy that there is without one.
  const call = { event: 'pull_request', payload, server: server.url, inputs };
  const result = await runAction({ ...call, env: { GITHUB_API_URL: github.url } });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.code).toBe(3);
  expect(result.summary).toContain('What could not be done');
  expect(result.summary).toContain('Resource not accessible by integration');
  expect([...github.unexpected, ...github.faultsLeft]).toEqual([]);
});
