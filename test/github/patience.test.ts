// Nothing is asked while anybody who comes with the same token was told to wait, and in the end all is answered.
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestContext, describe, expect, test } from 'vitest';
import { silentLog, systemClock } from '../../src/core/runtime.ts';
import { GitHubFailure } from '../../src/github/failure.ts';
import { type Bans, gateOf, pass } from '../../src/github/gate.ts';
import { connect } from '../../src/github/octokit.ts';
import { Reader } from '../../src/github/reader.ts';
import { FakeOrganisation } from './fake-organisation.ts';
import type { Limits } from './limits.ts';
import { VirtualClock, start, startGitHub } from './support.ts';
import { World } from './world.ts';

const what = 'look';
const place = { owner: 'octo', repo: 'pay' };
const question = 'query Look { viewer { login } }';

/** At the same time as others. With the real time: one that jumps would hide who does not wait. */
async function startInRealTime({ onTestFinished }: TestContext, limits: Limits) {
  const world = new World();
  world.addRepository('octo', 'pay');
  const github = await new FakeOrganisation(world).listen();
  onTestFinished(() => github.close());
  github.limits = limits;
  github.limiter.grace = 450;
  return github;
}

function readerOf(github: FakeOrganisation, token = 'token-for-tests', bans?: Bans): Reader {
  const shared = bans ? { bans } : {};
  return new Reader({ token, apiUrl: github.url, clock: systemClock, log: silentLog, ...shared });
}

/** Some workers that ask both APIs as fast as they can. @returns answers. */
async function load(readers: Reader[], questions: number): Promise<number> {
  let asked = 0;
  let answers = 0;
  const work = async (reader: Reader): Promise<void> => {
    while (asked < questions) {
      asked++;
      if (asked % 3 === 0) {
        const { data } = await reader.query(what, question, {});
        if (data) answers++;
      } else {
        const { status } = await reader.octokit.rest.repos.get(place);
        if (status === 200) answers++;
      }
    }
  };
  await Promise.all(readers.map(work));
  return answers;
}

const secondary = { most: 30, everyMs: 1000, banSeconds: 1 };

describe.concurrent('under load, no request is sent while told to wait, and each is answered in the end', () => {
  test.for<[string, Limits]>([
    ['a secondary limit, 403', { secondary }],
    ['a secondary limit, 429, and 200 from GraphQL', { secondary: { ...secondary, refusal: 429 } }],
    ['a primary limit, 403', { primary: { most: 30, everyMs: 1500 } }],
    ['a primary limit, 429', { primary: { most: 30, everyMs: 1500, refusal: 429 } }],
    ['both', { primary: { most: 50, everyMs: 2500 }, secondary: { ...secondary, refusal: 429 } }],
  ])('%s', async ([, limits], context) => {
    const github = await startInRealTime(context, limits);
    const readers = Array.from({ length: 8 }, () => readerOf(github));
    expect(await load(readers, 100)).toBe(100);
    expect(github.limiter.impatient).toEqual([]);
    // The limits were met.
    const began = github.seen[0]?.at ?? 0;
    expect((github.seen.at(-1)?.at ?? 0) - began).toBeGreaterThan(1500);
  });

  test('what a primary limit leaves is used, and no request is refused by it', async (context) => {
    const github = await startInRealTime(context, { primary: { most: 20, everyMs: 1000 } });
    expect(await load([readerOf(github)], 90)).toBe(90);
    expect(github.seen.filter(({ status }) => status !== 200)).toEqual([]);
    expect(github.limiter.impatient).toEqual([]);
  });

  test('processes that keep their bans in one place', async (context) => {
    const github = await startInRealTime(context, { secondary });
    const ends = { core: 0, graphql: 0 };
    const bans = (): Bans => ({
      until: async (budget) => Promise.resolve(ends[budget]),
      async hold(budget, until) {
        await Promise.resolve();
        for (const each of budget === 'all' ? (['core', 'graphql'] as const) : [budget])
          ends[each] = Math.max(ends[each], until);
      },
    });
    const readers = Array.from({ length: 4 }, () => readerOf(github, 'token-for-tests', bans()));
    expect(await load(readers, 100)).toBe(100);
    expect(github.limiter.impatient).toEqual([]);
    expect(ends.core).toBeGreaterThan(0);
  });

  test('who writes waits as long as who reads was told to, and the other way round', async (context) => {
    const github = await startInRealTime(context, {});
    const reader = readerOf(github);
    const writer = connect({ token: 'token-for-tests', apiUrl: github.url }, silentLog);
    const headers = { 'retry-after': '1' };
    const began = Date.now();
    github.fail(/./, { status: 403, headers });
    const read = reader.octokit.rest.repos.get(place);
    await sleep(200);
    expect((await writer.rest.repos.get(place)).status).toBe(200);
    expect((await read).status).toBe(200);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
    github.fail(/./, { status: 403, headers, body: { message: 'You have exceeded a secondary rate limit' } });
    const written = writer.rest.repos.get(place);
    await sleep(200);
    expect((await reader.octokit.rest.repos.get(place)).status).toBe(200);
    expect((await written).status).toBe(200);
    expect(github.limiter.impatient).toEqual([]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(2000);
  });

  test('another token is not held back', async (context) => {
    const github = await startInRealTime(context, { secondary: { most: 5, everyMs: 1000, banSeconds: 3 } });
    const banned = load([readerOf(github, 'a')], 6);
    const began = Date.now();
    expect(await load([readerOf(github, 'b')], 4)).toBe(4);
    expect(Date.now() - began).toBeLessThan(2500);
    expect(await banned).toBe(6);
    expect(github.limiter.impatient).toEqual([]);
  });
});

describe('each kind of refusal', () => {
  async function startWithFault(fault: { status: number; body?: object; headers?: Record<string, string> }) {
    const { github, clock, world } = await startGitHub();
    world.addRepository('octo', 'pay');
    const options = { token: 'token-for-tests', apiUrl: github.url, unpaced: true, clock, log: silentLog };
    github.fail(/./, fault);
    return { github, clock, reader: new Reader(options) };
  }

  const reset = String(start / 1000 + 1800);
  const limited = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };

  test.each<[string, Parameters<typeof startWithFault>[0], number]>([
    [
      '200 and RATE_LIMITED with a time',
      { status: 200, body: limited, headers: { 'retry-after': '7' } },
      7_000,
    ],
    [
      '200 and RATE_LIMITED, used up',
      {
        status: 200,
        body: limited,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      },
      1_801_000,
    ],
    ['200 and RATE_LIMITED that says nothing', { status: 200, body: limited }, 60_000],
    [
      '200 and a secondary limit, which has no type',
      { status: 200, body: { errors: [{ message: 'You have exceeded a secondary rate limit.' }] } },
      60_000,
    ],
    ['403 from GraphQL', { status: 403, headers: { 'retry-after': '9' } }, 9_000],
  ])('%s', async (_, fault, ms) => {
    const { github, clock, reader } = await startWithFault(fault);
    expect((await reader.query(what, question, {})).data).toEqual({ viewer: { login: 'octo-app' } });
    expect(clock.waits).toEqual([ms]);
    expect(reader.calls).toBe(2);
    expect(github.seen.map(({ at }) => at - start)).toEqual([0, ms]);
  });

  test('an answer that uses up what is left holds back its own API only', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    const { clock, reader } = await startWithFault({ status: 200, body: {}, headers });
    await reader.octokit.rest.repos.get(place);
    await reader.query(what, question, {});
    expect(clock.waits).toEqual([]);
    await reader.octokit.rest.repos.get(place);
    expect(clock.waits).toEqual([1_801_000]);
  });

  test('a ban that is longer than our patience is an answer, to all, and at once', async () => {
    const { github, reader } = await startWithFault({ status: 403, headers: { 'retry-after': '86400' } });
    await expect(reader.octokit.rest.repos.get(place)).rejects.toMatchObject({ status: 403 });
    await expect(reader.query(what, question, {})).rejects.toEqual(
      new GitHubFailure('GitHub did not answer: it told us to wait for 1440 minutes', 429),
    );
    expect(github.count()).toBe(1);
  });

  test('a reset that is over by our clock, again and again, is waited for longer', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(start / 1000 - 60) };
    const { github, clock, reader } = await startWithFault({ status: 403, headers });
    github.fail(/./, { status: 403, headers }, 2);
    await reader.octokit.rest.repos.get(place);
    expect(clock.waits).toEqual([1_000, 120_000, 240_000]);
  });

  test('one that is refused for ever ends', async () => {
    const { github, reader } = await startWithFault({ status: 429 });
    github.fail(/./, { status: 429 }, 100);
    await expect(reader.query(what, question, {})).rejects.toThrow('429 no');
    expect(github.count()).toBe(6);
  });
});

test('no more is sent in a minute than GitHub takes, over hours, and a burst is not slowed down', async () => {
  const clock = new VirtualClock();
  const gate = gateOf({ token: 'token-for-pace', apiUrl: 'https://api.github.com' });
  const times: number[] = [];
  for (let i = 0; i < 5000; i++) {
    expect(await pass(gate, i % 2 === 0 ? 'core' : 'graphql', clock, 60_000)).toBeNull();
    times.push(clock.now());
  }
  expect(times.filter((at) => at === start)).toHaveLength(840);
  for (let i = 900; i < 5000; i++)
    expect((times[i] ?? 0) - (times[i - 900] ?? 0)).toBeGreaterThanOrEqual(60_000);
  expect((times.at(-1) ?? 0) - start).toBeLessThan(6 * 60_000);
});

test('a pace that is kept together takes the place of the own one', async () => {
  const clock = new VirtualClock();
  let next = start;
  const bans = { until: () => 0, hold: () => {}, turn: async () => (next += 500) };
  const gates = [1, 2].map(() =>
    gateOf({ token: 'token', apiUrl: 'https://api.github.com', bans: { ...bans } }),
  );
  for (let i = 0; i < 2000; i++) {
    const [first, second] = gates;
    if (first && second) await pass(i % 2 === 0 ? first : second, 'core', clock, 60_000);
  }
  expect(clock.now() - start).toBe(2000 * 500);
});

test('a reader of the same token shares the gate, another server does not', () => {
  const way = { token: 'token-for-gates', apiUrl: 'https://api.github.com' };
  const renewal = async () => 'token';
  expect(gateOf(way)).toBe(gateOf({ ...way }));
  expect(gateOf(way)).not.toBe(gateOf({ ...way, apiUrl: 'https://github.example/api/v3' }));
  expect(gateOf({ ...way, token: renewal })).toBe(gateOf({ ...way, token: renewal }));
});
