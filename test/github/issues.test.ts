import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Issues } from '../../src/core/alerter.ts';
import { githubIssues } from '../../src/github/issues.ts';
import { FakeGitHub } from './fake-github.ts';
import type { FakeFault } from './fake-github.ts';

const marker = '<!-- akguard:fingerprint=v1:0123456789abcdef0123456789abcdef -->';
const body = `${marker}\n\nbody-of-the-alert`;

let github = new FakeGitHub();
let logged: string[] = [];
beforeEach(async () => {
  github = await new FakeGitHub().start();
  logged = [];
});

afterEach(() => {
  if (github.unexpected.length > 0) throw new Error(`unexpected: ${github.unexpected.join(', ')}`);
  if (github.faultsLeft.length > 0) throw new Error(`never met: ${github.faultsLeft.join(', ')}`);
});

function issues(token = github.token): Issues {
  const note = (message: string, fields?: object) => void logged.push(message, inspect(fields));
  return githubIssues({
    token,
    repo: 'octo/pay',
    apiUrl: github.url,
    unpaced: true,
    log: { debug: note, warn: note },
  });
}

/** The error of some work, after checks that hold for each. */
async function failureOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  const all = inspect(error, { depth: 10, showHidden: true }) + logged.join('\n');
  expect(all).not.toContain(github.token);
  expect(all).not.toContain('body-of-the-alert');
  return error instanceof Error ? error.message : '';
}

describe('find', () => {
  test('nothing', async () => {
    expect(await issues().find(marker)).toBeNull();
    expect(github.requests).toEqual(['GET user', 'GET issues']);
  });

  test('on a later page, closed or open', async () => {
    const wanted = github.add({ title: 'old', body, state: 'closed' });
    for (let i = 0; i < 4; i += 1) github.add({ body: 'another' });
    const url = `${github.url}/octo/pay/issues/${wanted.number}`;
    expect(await issues().find(marker)).toEqual({
      number: wanted.number,
      url,
      title: 'old',
      body,
      isOpen: false,
    });
    expect(github.requests.filter((route) => route === 'GET issues')).toHaveLength(3);
  });

  test('a marker in a pull request, or without a body, is none', async () => {
    github.add({ body, pull_request: {} });
    github.add({ body: null });
    expect(await issues().find(marker)).toBeNull();
  });

  test.each([false, true])(
    'a copied marker of somebody else is none (server ignores the filter: %s)',
    async (ignores) => {
      github.ignoreCreator = ignores;
      github.add({ body, user: { login: 'mallory' } });
      github.add({ body, user: { login: 'octo-bot-2' } });
      expect(await issues().find(marker)).toBeNull();
    },
  );

  test("the token of a workflow finds the workflow's issues", async () => {
    github.login = null;
    const wanted = github.add({ body });
    expect((await issues().find(marker))?.number).toBe(wanted.number);
  });

  test.each([
    ['github-actions[bot]', 'github-actions[bot]'],
    ['my-app', 'my-app[bot]'],
  ])(
    'an App that GraphQL calls %s finds what %s opened, and nothing of other bots',
    async (viewer, author) => {
      Object.assign(github, { login: null, viewer });
      github.add({ body, user: { login: 'other-app[bot]' } });
      github.add({ body, user: { login: viewer.replace('[bot]', '') } });
      const wanted = github.add({ body, user: { login: author } });
      expect((await issues().find(marker))?.number).toBe(wanted.number);
    },
  );

  test('a token that may ask nobody who it is trusts bots, and no person', async () => {
    Object.assign(github, { login: null, viewer: null });
    github.add({ body, user: { login: 'mallory' } });
    const wanted = github.add({ body, user: { login: 'some-app[bot]' } });
    expect((await issues().find(marker))?.number).toBe(wanted.number);
  });

  test('a marker that does not stand at the start is a quotation', async () => {
    github.add({ body: `> ${body}` });
    expect(await issues().find(marker)).toBeNull();
  });

  test.each([false, true])(
    'of two the older stays, the other is closed with a link (older server: %s)',
    async (olderThanReasons) => {
      github.olderThanReasons = olderThanReasons;
      github.add({ body });
      github.add({ body: 'another' });
      github.add({ body });
      expect((await issues().find(marker))?.number).toBe(1);
      expect(github.issues.map(({ number, state }) => [number, state])).toEqual([
        [3, 'closed'],
        [2, 'open'],
        [1, 'open'],
      ]);
      expect(github.issues[0]?.body).toContain('Duplicate of #1');
      expect(github.issues[0]?.state_reason).toBe(olderThanReasons ? undefined : 'duplicate');
      expect((await issues().find(marker))?.number).toBe(1);
    },
  );

  test('a duplicate that can not be closed does not hide the first', async () => {
    github.add({ body });
    github.add({ body });
    github.fail('PATCH issues/2', { status: 403, message: 'no' });
    expect((await issues().find(marker))?.number).toBe(1);
  });

  test('asks once who it is', async () => {
    const door = issues();
    await door.find(marker);
    await door.find(marker);
    expect(github.requests.filter((route) => route === 'GET user')).toHaveLength(1);
  });

  test('a failure that passes is retried', async () => {
    github.add({ body });
    github.fail('GET issues', { status: 502, text: '<html>bad gateway</html>' }, 2);
    expect(await issues().find(marker)).not.toBeNull();
  });
});

describe('create', () => {
  test('one issue', async () => {
    const issue = await issues().create('title', body, marker);
    expect(issue).toEqual({
      number: 1,
      url: `${github.url}/octo/pay/issues/1`,
      title: 'title',
      body,
      isOpen: true,
    });
    expect(github.issues[0]?.labels).toEqual(['akguard']);
    expect(github.issues).toHaveLength(1);
  });

  test('none when there is one', async () => {
    const door = issues();
    await door.create('title', body, marker);
    expect((await door.create('other title', body, marker)).number).toBe(1);
    expect(github.issues).toHaveLength(1);
  });

  test.each<[string, FakeFault, number]>([
    ['the answer is lost after the effect', { drop: 'after' }, 1],
    ['the request is lost', { drop: 'before' }, 2],
    ['the server breaks', { status: 502, text: '<html>bad gateway</html>' }, 2],
  ])('exactly one issue when %s', async (_, fault, posts) => {
    github.fail('POST issues', fault);
    expect((await issues().create('title', body, marker)).number).toBe(1);
    expect(github.issues).toHaveLength(1);
    expect(github.requests.filter((route) => route === 'POST issues')).toHaveLength(posts);
  });

  test('two runs at once leave one open issue', async () => {
    const made = await Promise.all([issues(), issues()].map((door) => door.create('title', body, marker)));
    expect(github.issues.filter(({ state }) => state === 'open').map(({ number }) => number)).toEqual([1]);
    expect(made.map(({ number }) => number)).toEqual([1, 1]);
  });

  test.each([
    ['POST issues/1/labels', 403],
    ['POST issues/1/labels', 422],
  ])('%s that fails with %d does not fail the issue', async (route, status) => {
    github.fail(route, { status, message: 'no' });
    expect((await issues().create('title', body, marker)).number).toBe(1);
  });

  test('a repository that has moved is no created issue', async () => {
    const location = `${github.url}/repositories/1296269/issues`;
    github.fail('POST issues', { status: 301, message: 'Moved Permanently', headers: { location } });
    expect(await failureOf(issues().create('title', body, marker))).toContain('has the repository moved?');
  });

  test('gives up after a second loss', async () => {
    github.fail('POST issues', { drop: 'before' }, 2);
    const message = await failureOf(issues().create('title', body, marker));
    expect(message).toMatch(/^GitHub did not create an issue in octo\/pay: no answer \(.+\)$/);
    expect(github.requests.filter((route) => route === 'POST issues')).toHaveLength(2);
  });

  test.each<[number, FakeFault, string]>([
    [
      403,
      { status: 403, message: 'Repository was archived so is read-only.' },
      '403 Repository was archived so is read-only.',
    ],
    [404, { status: 404, message: 'Not Found' }, '404 Not Found'],
    [
      410,
      { status: 410, message: 'Issues are disabled for this repo' },
      '410 Issues are disabled for this repo',
    ],
    [409, { status: 409, message: 'Conflict' }, '409 Conflict'],
    [422, { status: 422, message: 'Validation Failed' }, '422 Validation Failed'],
    [451, { status: 451, message: 'Repository access blocked' }, '451 Repository access blocked'],
    [
      429,
      { status: 429, message: 'You have exceeded a secondary rate limit' },
      '429 You have exceeded a secondary rate limit',
    ],
    [400, { status: 400, text: '<html>\u001b[31mno</html>' }, '400'],
    [418, { status: 418, message: `\u001b[31m${'long '.repeat(100)}` }, `418 \\x1b[31m${'long '.repeat(39)}`],
  ])('%d is a sentence, and not repeated', async (_, fault, sentence) => {
    github.fail('POST issues', fault);
    const message = await failureOf(issues().create('title', body, marker));
    expect(message).toBe(`GitHub did not create an issue in octo/pay: ${sentence}`);
    expect(github.issues).toEqual([]);
    expect(github.requests.filter((route) => route === 'POST issues')).toHaveLength(1);
  });

  test('a server that stays broken', async () => {
    github.fail('POST issues', { status: 500, message: 'oops' }, 2);
    expect(await failureOf(issues().create('title', body, marker))).toBe(
      'GitHub did not create an issue in octo/pay: 500 oops',
    );
  });

  test('what does not fit is cut at a line, with a note; the marker stays', async () => {
    const long = `${body}\n${'a line of an alert\n'.repeat(5_000)}`;
    await issues().create('t'.repeat(400), long, marker);
    const [issue] = github.issues;
    expect(issue?.title).toHaveLength(256);
    expect(issue?.body?.length).toBeLessThanOrEqual(60_000);
    expect(issue?.body).toMatch(/a line of an alert\n\n\(Cut here: the rest does not fit\.\)\n$/);
    expect(await issues().find(marker)).not.toBeNull();
  });
});

describe('update', () => {
  test('replaces title and body', async () => {
    github.add({ body });
    const issue = await issues().update(1, { title: 'new', body: `${marker}\nnew` });
    expect([issue.title, issue.body]).toEqual(['new', `${marker}\nnew`]);
    expect(github.issues[0]?.title).toBe('new');
  });

  test('of one that is gone', async () => {
    expect(await failureOf(issues().update(7, { title: 'new', body }))).toBe(
      'GitHub did not update issue 7 of octo/pay: 404 Not Found',
    );
  });
});

describe('the token', () => {
  test('that is wrong', async () => {
    const message = await failureOf(issues('wrong').find(marker));
    expect(message).toBe('GitHub did not say whose token this is: 401 Bad credentials');
  });

  test('that is rate limited is not taken for a workflow', async () => {
    github.fail('GET user', { status: 403, message: 'API rate limit exceeded for 127.0.0.1' });
    expect(await failureOf(issues().find(marker))).toContain('403 API rate limit exceeded');
  });

  test('never goes out in the clear', () => {
    const options = { token: github.token, repo: 'octo/pay', log: { debug: () => {}, warn: () => {} } };
    expect(() => githubIssues({ ...options, apiUrl: 'http://api.github.com' })).toThrow(
      'GitHub is not reached over https',
    );
  });
});
