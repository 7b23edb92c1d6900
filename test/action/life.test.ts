// The issue of a key over its life, through runs of the built Action on machines that remember nothing of each other.
import { beforeEach, expect, test } from 'vitest';
import { FakeGitHub, githubForTest } from '../github/fake-github.ts';
import { pushPayload } from '../helpers/events.ts';
import { type ActionResult, runAction } from '../helpers/runner.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { headOf, leak, project } from './project.ts';

let github = new FakeGitHub();
beforeEach(async () => {
  github = await githubForTest();
});

test('found and assigned, dead by other hands, gone from the branches: the issue follows, and is closed', async () => {
  const sandbox = await sandboxForTest();
  const { dev, server } = await project();
  const { id, raw } = await sandbox.createKey('live');
  github.files.set('.github/CODEOWNERS', '/config/ @ada\n');
  const run = (event: string, payload: unknown): Promise<ActionResult> =>
    runAction({
      event,
      payload,
      server: server.url,
      inputs: { verify: 'true', alert: 'github-issue', 'github-token': github.token, sarif: 'off' },
      env: { ...sandbox.urls, GITHUB_API_URL: github.url },
    });
  const weekly = () => run('schedule', { schedule: '30 5 * * 1' });

  const before = headOf(dev);
  const after = leak(dev, 'config/prod.env', raw);
  dev.git(['push', '-q', 'origin', 'main']);
  const found = await run('push', pushPayload({ ref: 'refs/heads/main', before, after }));
  expect(found.outputs['issues']).toMatch(/\/issues\/1$/);
  const [issue, ...others] = github.issues;
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ state: 'open', assignees: ['ada'], labels: ['akguard'] });
  expect(issue?.body).toContain('config/prod.env');

  const revoke = await fetch(`${sandbox.urls.AKGUARD_LIVE_URL}/v1/api-keys/${id}/revoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.env['AKGUARD_LIVE_API_KEY']}`, 'idempotency-key': 'x' },
  });
  expect(revoke.status).toBeLessThan(300);
  await weekly();
  expect(issue).toMatchObject({ state: 'open', comments: [] });
  expect(issue?.title).toContain('does not work any more');

  dev.git(['rm', '-q', 'config/prod.env']);
  dev.commit('gone');
  dev.git(['push', '-q', 'origin', 'main']);
  await weekly();
  expect(issue).toMatchObject({ state: 'closed', state_reason: 'completed' });
  expect(issue?.comments).toEqual(['The key is dead, and no branch holds it any more: closed.']);
  const asked = github.requests.length;
  await weekly();
  expect(github.requests.slice(asked).every((route) => route.startsWith('GET '))).toBe(true);
  expect(github.issues).toHaveLength(1);
});
