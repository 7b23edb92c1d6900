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
    ['down', down, 'No usable answer from Anton: network (ECONNREFUSED)'],
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
