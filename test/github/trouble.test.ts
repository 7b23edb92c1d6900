// A GitHub that is slow, or says to wait: waited for as long as it says, and nothing is done twice.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Issues } from '../../src/core/alerter.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { githubIssues } from '../../src/github/issues.ts';
import type { Connection } from '../../src/github/octokit.ts';
import { FakeGitHub, githubForTest } from './fake-github.ts';

const marker = '<!-- akguard:fingerprint=v1:0123456789abcdef0123456789abcdef -->';

let github = new FakeGitHub();
beforeEach(async () => {
  github = await githubForTest();
});

function issues(more: Partial<Connection>): Issues {
  return githubIssues({ token: github.token, repo: 'octo/pay', apiUrl: github.url, log: silentLog, ...more });
}

function posts(): number {
  return github.requests.filter((route) => route === 'POST issues').length;
}

describe('told to wait', () => {
  const soon = () => String(Math.floor(Date.now() / 1000));
  test.each([
    ['403 with retry-after', 403, 'You have exceeded a secondary rate limit', () => ({ 'retry-after': '1' })],
    ['429 with retry-after', 429, 'You have exceeded a secondary rate limit', () => ({ 'retry-after': '1' })],
    [
      '403 without, but with the end of the limit',
      403,
      'API rate limit exceeded',
      () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': soon() }),
    ],
  ])('%s: the issue is made, once', async (_, status, message, headers) => {
    github.fail('POST issues', { status, message, headers: headers() });
    expect((await issues({}).create('title', marker, marker)).number).toBe(1);
    expect(github.issues).toHaveLength(1);
    expect(posts()).toBe(2);
  });

  test('for longer than a minute: not waited for, and a sentence', async () => {
    const headers = { 'retry-after': '3600' };
    github.fail('POST issues', { status: 403, message: 'You have exceeded a secondary rate limit', headers });
    await expect(issues({}).create('title', marker, marker)).rejects.toThrow('403 You have exceeded');
    expect(posts()).toBe(1);
  });
});

describe('slow', () => {
  test('an answer that never comes, to a request that was done: the issue is found, not made again', async () => {
    github.fail('POST issues', { stall: true });
    expect((await issues({ unpaced: true, timeoutMs: 300 }).create('title', marker, marker)).number).toBe(1);
    expect(github.issues).toHaveLength(1);
    expect(posts()).toBe(1);
  });

  test('a list that never comes is asked for again, and then is a sentence', async () => {
    github.fail('GET issues', { stall: true }, 4);
    const door = issues({ unpaced: true, timeoutMs: 200 });
    await expect(door.find(marker)).rejects.toThrow(
      /^GitHub did not list the issues of octo\/pay: no answer/,
    );
  });
});

test('a repository that was renamed: the list is followed to its new place', async () => {
  github.add({ title: 'old', body: marker });
  const query = 'creator=octo-bot&state=all&sort=created&direction=asc&per_page=100';
  const location = `${github.url}/repositories/1296269/issues?${query}`;
  github.fail('GET issues', { status: 301, message: 'Moved Permanently', headers: { location } });
  expect(await issues({ unpaced: true }).find(marker)).toMatchObject({ number: 1 });
});
