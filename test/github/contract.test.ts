// The double is only worth something if it notices what GitHub would not take, and what GitHub would never say.
import { expect, test } from 'vitest';
import { answerProblem, described, exampleOf, requestProblem } from './contract/check.ts';
import { routes } from './routes.ts';

const path = { owner: 'octo', repo: 'pay', issue_number: '1' };
const list = 'GET /repos/{owner}/{repo}/issues';
const create = 'POST /repos/{owner}/{repo}/issues';
const change = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';

function problem(route: string, query: string, body: unknown): string | null {
  return requestProblem({ route, path, query: new URLSearchParams(query), body });
}

test.each([
  [list, 'state=all&per_page=100&creator=octo-bot', null],
  [create, '', { title: 't', body: 'b', labels: ['akguard'] }],
  [change, '', { state: 'closed', state_reason: 'duplicate' }],
  [change, '', { state_reason: null }],
])('%s with %j and %j is fine', (route, query, body) => {
  expect(problem(route, query, body)).toBeNull();
});

test.each([
  [list, 'state=shut', null],
  [list, 'per_page=many', null],
  [list, 'author=octo-bot', null],
  [list, '', { title: 't' }],
  [create, '', { body: 'no title' }],
  [create, '', { title: 't', assignees: 'octo' }],
  [change, '', { state: 'gone' }],
  [change, '', { state_reason: 'because' }],
])('%s with %j and %j is not', (route, query, body) => {
  expect(problem(route, query, body)).toEqual(expect.any(String));
});

test('answers: the status, what must be there, and of which kind it is', () => {
  const issue = exampleOf(create, 201);
  expect(answerProblem(create, 201, issue)).toBeNull();
  expect(answerProblem(create, 200, issue)).toBe(`${create} never answers 200`);
  expect(answerProblem(create, 201, { ...issue, number: '1' })).toContain('/number must be integer');
  const { user: _, ...nameless } = issue;
  expect(answerProblem(create, 201, nameless)).toContain("required property 'user'");
});

test('each route of the double is described', () => {
  expect(Object.keys(routes).filter((route) => !described.includes(route))).toEqual([]);
});
