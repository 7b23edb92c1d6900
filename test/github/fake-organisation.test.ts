// The double is only worth something if it notices what GitHub would not take.
import { expect, test } from 'vitest';
import { startGitHub } from './support.ts';

async function ask(query: string, variables: Record<string, unknown> = {}) {
  const { github, world } = await startGitHub();
  world.addRepository('octo', 'pay');
  const response = await fetch(`${github.url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data?: unknown; errors?: { type?: string; message: string }[] };
  return { github, body, said: body.errors?.map(({ type = '', message }) => `${type} ${message}`) };
}

const listOf = (first: string) =>
  `query Q${first.includes('$n') ? '($n: Int)' : ''} { repositoryOwner(login: "octo") { repositories${first} { nodes { name issues(first: 100) { totalCount } } } } }`;

test('a question that fits', async () => {
  const { github, body } = await ask(listOf('(first: 100)'));
  expect(body.errors).toBeUndefined();
  expect(github.unexpected).toEqual([]);
  expect(github.seen[0]).toMatchObject({ what: 'graphql Q', cost: 1, status: 200 });
});

test.each<[string, string, RegExp]>([
  ['a field that there is not', 'query Q { viewer { log } }', /Cannot query field "log"/],
  ['no query', 'query Q { viewer { login }', /Syntax Error/],
  ['a page without a size', listOf(''), /MISSING_PAGINATION_BOUNDARIES/],
  ['a page that is too large', listOf('(first: 101)'), /EXCESSIVE_PAGINATION/],
  ['one that is too large by its variable', listOf('(first: $n)'), /EXCESSIVE_PAGINATION/],
  [
    'more than half a million nodes',
    'query Q { repositoryOwner(login: "octo") { repositories(first: 100) { nodes { issues(first: 100) { nodes { comments(first: 51) { totalCount } } } } } } }',
    /MAX_NODE_LIMIT_EXCEEDED/,
  ],
])('%s', async (_, query, said) => {
  const answer = await ask(query, { n: 200 });
  expect(answer.said?.join()).toMatch(said);
  expect(answer.github.unexpected).toHaveLength(1);
});

test('an unknown owner is nobody, and not wrong', async () => {
  const { github, body, said } = await ask(
    'query Q { repositoryOwner(login: "x") { id } user(login: "x") { id } }',
  );
  expect(body.data).toEqual({ repositoryOwner: null, user: null });
  expect(said).toEqual([`NOT_FOUND Could not resolve to a User with the login of 'x'.`]);
  expect(github.unexpected).toEqual([]);
});

test('REST: a parameter, a route and a token that there are not', async () => {
  const { github, world } = await startGitHub();
  world.addRepository('octo', 'pay');
  const get = async (path: string, token = 'good') =>
    (await fetch(`${github.url}${path}`, { headers: { authorization: `token ${token}` } })).status;
  expect(await get('/repos/octo/pay/releases?per_page=100')).toBe(200);
  expect(github.unexpected).toEqual([]);
  expect(await get('/repos/octo/pay/releases?since=2026-01-01')).toBe(200);
  expect(await get('/repos/octo/pay/stars')).toBe(404);
  expect(github.unexpected).toEqual([
    'GET /repos/{owner}/{repo}/releases has no parameter since',
    'GET /repos/octo/pay/stars',
  ]);
  github.tokens = new Set(['good']);
  expect(await get('/repos/octo/pay')).toBe(200);
  expect(await get('/repos/octo/pay', 'bad')).toBe(401);
});

test('who does not wait is put down', async () => {
  const { github, world, clock } = await startGitHub();
  world.addRepository('octo', 'pay');
  const get = async () => (await fetch(`${github.url}/repos/octo/pay`)).status;
  github.limits = { secondary: { most: 2, everyMs: 60_000, banSeconds: 5 } };
  expect([await get(), await get(), await get()]).toEqual([200, 200, 403]);
  expect(github.limiter.impatient).toEqual([]);
  await clock.sleep(4_000);
  expect(await get()).toBe(403);
  expect(github.limiter.impatient).toEqual(['GET /repos/octo/pay 1000 ms too early']);
  await clock.sleep(6_000);
  expect(await get()).toBe(200);
  expect(github.limiter.impatient).toHaveLength(1);
});
