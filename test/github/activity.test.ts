// What force-pushes and deleted branches left behind, as GitHub tells it.
import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { Activity } from '../../src/github/activity.ts';
import { startGitHub } from './support.ts';
import { sha } from './world.ts';

async function lost() {
  const { github, world, clock } = await startGitHub();
  const repository = world.addRepository('octo', 'pay');
  const connection = { token: 'token-for-tests', apiUrl: github.url, unpaced: true };
  const activity = new Activity({ ...connection, owner: 'octo', repo: 'pay', clock, log: silentLog });
  return { github, world, repository, activity };
}

function day(number: number): string {
  return new Date(Date.parse('2025-01-01T00:00:00Z') + number * 86_400_000).toISOString().replace('.000', '');
}

test('force-pushes and deleted branches, and nothing else', async () => {
  const { github, world, repository, activity } = await lost();
  world.addActivity(repository, { type: 'push', before: sha('a') });
  world.addActivity(repository, { type: 'force_push', before: sha('b'), at: day(1) });
  world.addActivity(repository, {
    type: 'branch_deletion',
    before: sha('c'),
    ref: 'refs/heads/x',
    at: day(2),
  });
  world.addActivity(repository, { type: 'force_push', before: sha('b'), at: day(0) });
  world.addActivity(repository, { type: 'branch_creation', before: '0'.repeat(40) });
  expect(await activity.leftBehind(null)).toEqual([
    { before: sha('c'), ref: 'refs/heads/x', at: day(2), kind: 'branch_deletion' },
    { before: sha('b'), ref: 'refs/heads/main', at: day(1), kind: 'force_push' },
  ]);
  expect(activity.calls).toBe(1);
  expect(github.unexpected).toEqual([]);
});

test('all pages, and no more of them than are new', async () => {
  const { world, repository, activity } = await lost();
  for (let i = 0; i < 450; i++)
    world.addActivity(repository, { type: 'force_push', before: sha(`b${i}`), at: day(i) });
  expect(await activity.leftBehind(null)).toHaveLength(450);
  // A look, five pages of one kind, one of the other.
  expect(activity.calls).toBe(7);
  expect((await activity.leftBehind(day(445))).map(({ at }) => at)).toEqual(
    [449, 448, 447, 446, 445].map(day),
  );
  expect(activity.calls).toBe(8);
});

test('between a thousand pushes', async () => {
  const { world, repository, activity } = await lost();
  for (let i = 0; i < 1000; i++)
    world.addActivity(repository, { type: 'push', before: sha(`p${i}`), at: day(i) });
  world.addActivity(repository, { type: 'branch_deletion', before: sha('c'), at: day(3) });
  world.addActivity(repository, { type: 'force_push', before: sha('b'), at: day(500) });
  expect((await activity.leftBehind(null)).map(({ before }) => before)).toEqual([sha('b'), sha('c')]);
  expect((await activity.leftBehind(day(400))).map(({ before }) => before)).toEqual([sha('b')]);
  expect(activity.calls).toBe(6);
});

test('a branch that came to life while the list is read, and the ids of newer repositories', async () => {
  const { github, world, repository, activity } = await lost();
  const long = sha('x') + sha('y').slice(0, 24);
  for (let i = 0; i < 150; i++)
    world.addActivity(repository, { type: 'branch_deletion', before: sha(`b${i}`), at: day(i) });
  world.addActivity(repository, { type: 'branch_deletion', before: long, at: day(-1) });
  github.onRequest = (_, count) => {
    if (count === 4)
      world.addActivity(repository, { type: 'branch_deletion', before: sha('new'), at: day(999) });
  };
  const tips = new Set((await activity.leftBehind(null)).map(({ before }) => before));
  expect(tips.size).toBe(151);
  expect(tips).toContain(long);
});

test.each([
  ['gone', 404],
  ['blocked', 451],
  ['sso', 403],
] as const)('a repository that is %s', async (standing, status) => {
  const { repository, activity } = await lost();
  repository.standing = standing;
  await expect(activity.leftBehind(null)).rejects.toMatchObject({ name: 'GitHubFailure', status });
});

test('a repository that was renamed in between', async () => {
  const { world, repository, activity } = await lost();
  world.addActivity(repository, { type: 'force_push', before: sha('b') });
  world.rename(repository, 'paid');
  expect(await activity.leftBehind(null)).toHaveLength(1);
});
