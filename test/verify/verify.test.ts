import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Environment } from '../../src/core/rule.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Answer } from '../../src/core/verdict.ts';
import { verifyKeys } from '../../src/verify/verify.ts';
import { makeKey } from '../helpers/keys.ts';

const clock = { now: () => 0, sleep: () => Promise.resolve() };
const dead: Answer = {
  kind: 'http',
  status: 401,
  anton: true,
  code: '401',
  message: 'Invalid or missing API key',
  requestId: 'req_dead',
};
const alive: Answer = {
  kind: 'http',
  status: 200,
  anton: true,
  code: null,
  message: null,
  requestId: 'req_alive',
};
const down: Answer = { kind: 'failure', why: 'network', detail: 'ECONNREFUSED', requestId: null };

/** An API that knows some keys, and answers all others alike. */
function fakeApi(known: Map<string, Answer>, others: (environment: Environment) => Answer = () => dead) {
  const calls: { fingerprint: string; environment: Environment }[] = [];
  let running = 0;
  const api = {
    calls,
    mostAtOnce: 0,
    async check(key: Secret, environment: Environment): Promise<Answer> {
      calls.push({ fingerprint: key.fingerprint, environment });
      running += 1;
      api.mostAtOnce = Math.max(api.mostAtOnce, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return known.get(key.fingerprint) ?? others(environment);
    },
  };
  return api;
}

function keysOf(environment: Environment, count: number) {
  return Array.from({ length: count }, (_, seed) => ({
    secret: new Secret(makeKey(environment, seed)),
    environment,
  }));
}

const random = (): number => 0.37;

test('each distinct key is presented once, after one control call for its host', async () => {
  const keys = keysOf('live', 3);
  const api = fakeApi(new Map(keys.map(({ secret }) => [secret.fingerprint, alive])));
  const twice = [...keys, ...keys.map(({ secret }) => ({ secret, environment: 'live' as const }))];
  const verdicts = await verifyKeys(twice, api, { clock, random });
  expect(verdicts.size).toBe(3);
  expect(api.calls).toHaveLength(4);
  const fingerprints = keys.map(({ secret }) => secret.fingerprint);
  expect(fingerprints).not.toContain(api.calls[0]?.fingerprint);
  expect(new Set(api.calls.slice(1).map(({ fingerprint }) => fingerprint))).toEqual(new Set(fingerprints));
});

test('keeps status, code and request id of the answer', async () => {
  const [live] = keysOf('live', 1);
  const api = fakeApi(new Map());
  const verdicts = await verifyKeys(live ? [live] : [], api, { clock, random });
  expect(verdicts.get(live?.secret.fingerprint ?? '')).toEqual({
    validity: 'inactive',
    reason: 'Anton answered 401: the key is revoked or expired',
    checkedAt: '1970-01-01T00:00:00.000Z',
    status: 401,
    code: '401',
    requestId: 'req_dead',
  });
});

test('nothing is asked where there is no key', async () => {
  const api = fakeApi(new Map());
  expect(await verifyKeys([], api, { clock, random })).toEqual(new Map());
  await verifyKeys(keysOf('test', 1), api, { clock, random });
  expect(api.calls.map(({ environment }) => environment)).toEqual(['test', 'test']);
});

describe('a control call that is not answered like a dead key', () => {
  test.each<[string, Answer, string]>([
    ['alive', alive, 'Anton answered 200: the key works'],
    ['down', down, 'No usable answer from Anton: nobody listens there (ECONNREFUSED)'],
    ['static keys disabled', { ...dead, code: 'static_api_keys_disabled' }, '401 static_api_keys_disabled'],
    ['not found', { ...dead, status: 404, code: '404' }, 'Anton answered 404'],
  ])('%s: no key is presented and all are unknown', async (_name, answer, part) => {
    const keys = keysOf('live', 3);
    const api = fakeApi(new Map(keys.map(({ secret }) => [secret.fingerprint, alive])), () => answer);
    const verdicts = await verifyKeys(keys, api, { clock, random });
    expect(api.calls).toHaveLength(1);
    expect(verdicts.size).toBe(3);
    for (const verdict of verdicts.values()) {
      expect(verdict.validity).toBe('unknown');
      expect(verdict.reason).toContain('The control call');
      expect(verdict.reason).toContain(part);
    }
  });

  test('spoils its own host only', async () => {
    const keys = [...keysOf('live', 1), ...keysOf('test', 1)];
    const api = fakeApi(new Map(), (environment) => (environment === 'live' ? down : dead));
    const verdicts = await verifyKeys(keys, api, { clock, random });
    expect([...verdicts.values()].map(({ validity }) => validity)).toEqual(['unknown', 'inactive']);
  });
});

test.each([
  [1, 1],
  [4, 4],
  [undefined, 4],
  [50, 12],
])('concurrency %s: at most %i keys at once', async (concurrency, most) => {
  const api = fakeApi(new Map());
  const options = concurrency === undefined ? { clock, random } : { clock, random, concurrency };
  const verdicts = await verifyKeys(keysOf('live', 12), api, options);
  expect(verdicts.size).toBe(12);
  expect(api.mostAtOnce).toBe(most);
});

test('law: the order of the keys changes no verdict', async () => {
  const keys = [...keysOf('live', 5), ...keysOf('test', 3)];
  const answers = new Map(
    keys.map(({ secret }, n) => [secret.fingerprint, [alive, dead, down][n % 3] ?? dead]),
  );
  const expected = await verifyKeys(keys, fakeApi(answers), { clock, random });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(keys, { minLength: keys.length }), async (shuffled) => {
      const verdicts = await verifyKeys(shuffled, fakeApi(answers), { clock, random });
      for (const [fingerprint, verdict] of expected) expect(verdicts.get(fingerprint)).toEqual(verdict);
    }),
    { numRuns: 30 },
  );
});

describe('the positive control', () => {
  const management = new Secret(makeKey('live', 900));
  const managementKeys = { live: management, test: null };
  const keys = keysOf('live', 3);
  const wanted = { clock, random, managementKeys };
  const presented = (api: ReturnType<typeof fakeApi>) =>
    api.calls.filter(({ fingerprint }) => fingerprint === management.fingerprint).length;
  const validitiesOf = (verdicts: Awaited<ReturnType<typeof verifyKeys>>) =>
    keys.map(({ secret }) => verdicts.get(secret.fingerprint)?.validity);

  test('a host that refuses the management key, too, refuses everything: all are unknown', async () => {
    const api = fakeApi(new Map());
    const verdicts = await verifyKeys(keys, api, wanted);
    expect(validitiesOf(verdicts)).toEqual(['unknown', 'unknown', 'unknown']);
    expect([...verdicts.values()][0]).toMatchObject({
      reason:
        'Anton answered 401: the key is revoked or expired; but the management key (AKGUARD_LIVE_API_KEY) is not let in ' +
        'either, so nothing is proven (Anton answered 401: the key is revoked or expired)',
      status: 401,
      code: '401',
      requestId: 'req_dead',
    });
    expect(presented(api)).toBe(1);
  });

  test.each<[string, Answer]>([
    ['down', down],
    ['busy', { ...dead, status: 429, code: '429' }],
  ])('a management key that gets no clear answer (%s) proves nothing either', async (_name, answer) => {
    const api = fakeApi(new Map([[management.fingerprint, answer]]));
    expect(validitiesOf(await verifyKeys(keys, api, wanted))).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('a host that lets the management key in can judge', async () => {
    const api = fakeApi(new Map([[management.fingerprint, alive]]));
    expect(validitiesOf(await verifyKeys(keys, api, wanted))).toEqual(['inactive', 'inactive', 'inactive']);
    expect(presented(api)).toBe(1);
  });

  test('is not needed where a key was let in, or none was refused', async () => {
    const [first] = keys;
    const some = fakeApi(new Map([[first?.secret.fingerprint ?? '', alive]]));
    expect(validitiesOf(await verifyKeys(keys, some, wanted))).toEqual(['active', 'inactive', 'inactive']);
    const none = fakeApi(new Map(keys.map(({ secret }) => [secret.fingerprint, down])));
    expect(validitiesOf(await verifyKeys(keys, none, wanted))).toEqual(['unknown', 'unknown', 'unknown']);
    expect([presented(some), presented(none)]).toEqual([0, 0]);
  });

  test('is of its own host only', async () => {
    const others = keysOf('test', 1);
    const verdicts = await verifyKeys([...keys, ...others], fakeApi(new Map()), wanted);
    expect(verdicts.get(others[0]?.secret.fingerprint ?? '')?.validity).toBe('inactive');
  });

  test('a management key that is itself the leaked one can be found dead', async () => {
    const leaked = { secret: management, environment: 'live' as const };
    const verdicts = await verifyKeys([leaked], fakeApi(new Map()), wanted);
    expect(verdicts.get(management.fingerprint)?.validity).toBe('inactive');
  });
});

test('two runs in one process that meet the same key at the same time present it once', async () => {
  const keys = keysOf('live', 2);
  const api = fakeApi(new Map());
  const [first, second] = await Promise.all([
    verifyKeys(keys, api, { clock, random: () => 0.1 }),
    verifyKeys(keys, api, { clock, random: () => 0.2 }),
  ]);
  expect(first).toEqual(second);
  for (const { secret } of keys)
    expect(api.calls.filter(({ fingerprint }) => fingerprint === secret.fingerprint)).toHaveLength(1);

  await verifyKeys(keys, api, { clock, random });
  for (const { secret } of keys)
    expect(api.calls.filter(({ fingerprint }) => fingerprint === secret.fingerprint)).toHaveLength(2);
});
