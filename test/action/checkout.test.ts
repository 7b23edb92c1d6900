// A checkout lends objects, whatever its depth, and the token alone opens a private repository.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';
import { checkout, headOf, leak, paths, project, push } from './project.ts';

/** Content that no compression makes small, so that a fetch of it shows. */
async function withBulk(token: string | null = null) {
  const made = await project([], token);
  const { dev } = made;
  let state = 1;
  const noise = Buffer.from(
    Array.from({ length: 200_000 }, () => (state = (state * 48_271) % 2_147_483_647) & 255),
  );
  dev.write('bulk.bin', noise);
  const before = dev.commit('bulk');
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'main']);
  return { ...made, event: { ref: 'refs/heads/main', before, after } };
}

test.each([
  ['of depth 1', false],
  ['with all of history', true],
])('a checkout %s lends what it has: hardly anything is fetched', async (_, full) => {
  const made = await withBulk();
  const { server, event } = made;
  const result = await push(server, event, { workspace: checkout(made, full) });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 1 });
  expect(server.sent()).toBeLessThan(20_000);
});

test('without a checkout only what the push added is fetched, not what was there', async () => {
  const { server, event } = await withBulk();
  const result = await push(server, event);
  expect(paths(result)).toEqual(['leak.env']);
  expect(server.sent()).toBeLessThan(20_000);
});

test('persist-credentials: false: the token of the run fetches, and is seen nowhere', async () => {
  const token = 'a-token-of-the-run';
  const made = await withBulk(token);
  const { server, event } = made;
  const call = { workspace: checkout(made, false), inputs: { 'github-token': token } };
  const result = await push(server, event, call);
  expect(paths(result)).toEqual(['leak.env']);
  expect(server.requests.length).toBeGreaterThan(0);
  expect(server.requests.every(({ authorization }) => authorization !== null)).toBe(true);
  const rest = result.stdout.replaceAll(/^::add-mask::.*$/gm, '');
  const encoded = Buffer.from(`x-access-token:${token}`).toString('base64');
  for (const secret of [token, encoded])
    expect(`${rest}${result.stderr}${result.summary}${JSON.stringify(result.report)}`).not.toContain(secret);
});

test('a private repository without a token: incomplete, and said why', async () => {
  const { server, event } = await withBulk('a-token-of-the-run');
  const result = await push(server, event);
  expect(result.code).toBe(3);
  expect(result.outputs['complete']).toBe('false');
  expect(result.report?.scan.coverage.skipped.length).toBeGreaterThan(0);
});

test('a checkout of another state lends nothing wrong: the range is that of the event', async () => {
  const made = await project();
  const workspace = checkout(made, true);
  const before = headOf(made.dev);
  leak(made.dev);
  made.dev.git(['push', '-q', 'origin', 'main']);
  const event = { ref: 'refs/heads/main', before, after: headOf(made.dev) };
  const result = await push(made.server, event, { workspace });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 1 });
});

test('forced, what was before is gone from the server but in the checkout: what was taken away is scanned', async () => {
  const made = await project();
  const { dev, server } = made;
  const base = headOf(dev);
  const before = leak(dev, 'gone.env', makeKey('live', 3));
  dev.git(['push', '-q', 'origin', 'main']);
  const workspace = checkout(made, true);
  dev.git(['reset', '-q', '--hard', base]);
  const after = leak(dev);
  dev.git(['push', '-q', '--force', 'origin', 'main']);
  server.repository.git(['gc', '-q', '--prune=now']);
  const result = await push(server, { ref: 'refs/heads/main', before, after, forced: true }, { workspace });
  expect(paths(result)).toEqual(['gone.env', 'leak.env']);
  expect(result.report?.scan.coverage).toMatchObject({ complete: true, commits: 2 });
});

test('textconv, external diffs, filters and hooks that a checkout configures are never run, and hide nothing', async () => {
  const made = await project();
  const { dev, server } = made;
  const before = headOf(dev);
  dev.write('.gitattributes', '* diff=evil filter=evil\n');
  const after = leak(dev, 'a.secret');
  dev.git(['push', '-q', 'origin', 'main']);
  const workspace = checkout(made, true);
  const trace = join(workspace, '..', `trace-${headOf(dev)}`);
  const evil = `sh -c 'touch ${trace}; echo nothing'`;
  for (const name of [
    'diff.evil.textconv',
    'diff.evil.command',
    'diff.external',
    'filter.evil.smudge',
    'filter.evil.clean',
    'core.fsmonitor',
    'core.sshCommand',
    'uploadpack.packObjectsHook',
  ])
    dev.git(['-C', workspace, 'config', name, evil]);
  const pushed = await push(server, { ref: 'refs/heads/main', before, after }, { workspace });
  expect(paths(pushed)).toEqual(['a.secret']);
  server.failWith(403);
  const whole = await push(
    server,
    { ref: 'refs/heads/main', before, after },
    { workspace, inputs: { scan: 'history' } },
  );
  expect(paths(whole)).toEqual(['a.secret', 'old.env']);
  expect(existsSync(trace)).toBe(false);
});

test('a slow server, and one that breaks at first: what the push added is found all the same', async () => {
  const made = await project();
  const { dev, server } = made;
  const before = headOf(dev);
  const after = leak(dev);
  dev.git(['push', '-q', 'origin', 'main']);
  server.delayBy(700);
  server.failWith(502);
  setTimeout(() => server.failWith(null), 1_500);
  const result = await push(server, { ref: 'refs/heads/main', before, after });
  expect(paths(result)).toEqual(['leak.env']);
  expect(result.report?.scan.coverage.complete).toBe(true);
});
