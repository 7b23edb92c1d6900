// Worlds for the simulated API, drawn from a seed: the fair ones and the nasty ones.
import { Secret } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import { SimulatedApi } from './simulated-api.ts';
import type { Recording, SimulatedKey } from './simulated-api.ts';

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Scenario {
  api: SimulatedApi;
  leaked: Secret;
  leakedId: string;
  observer: Secret | null;
  random: () => number;
}

// Parsing and hashing keys is what takes time in thousands of cases.
const pool = Array.from({ length: 10 }, (_, i) => new Secret(makeKey('live', i)));

/** 2 to 9 keys, the leaked one anywhere among them. */
export function scenario(seed: number): Scenario {
  const random = randomFrom(seed);
  const pick = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const between = (low: number, high: number) => low + random() * (high - low);

  const recordings: (() => Recording)[] = [
    () => ({ kind: 'prompt' }),
    () => ({ kind: 'prompt' }),
    () => ({ kind: 'late', by: between(1, 5_000) }),
    () => ({ kind: 'rare', every: between(100, 60_000) }),
    () => ({ kind: 'batched', every: between(100, 10_000) }),
    () => ({ kind: 'lossy', share: between(0.1, 0.9) }),
    () => ({ kind: 'never' }),
  ];
  const traffic: (() => Iterator<number>)[] = [
    () => none(),
    () => poisson(between(0.01, 1), random),
    () => poisson(between(1, 17), random),
    () => periodic(between(50, 5_000), random),
    () => burst(between(5_000, 40_000), random),
  ];

  // Either one rule for all keys, or each its own.
  const shared = pick(...recordings)();
  const uniform = random() < 0.5;
  const count = 2 + Math.floor(random() * 8);
  const leakedIndex = Math.floor(random() * count);
  const withSuffixes = pick('none', 'none', 'none', 'some', 'equal');
  const keys = pool.slice(0, count).map((secret, i): SimulatedKey => {
    const own = secret.redacted.slice(-4);
    const leakedSuffix = (pool[leakedIndex] ?? secret).redacted.slice(-4);
    const suffix = { none: null, some: random() < 0.5 ? own : null, equal: leakedSuffix }[withSuffixes];
    return {
      id: `key_${i}`,
      secret,
      environment: 'live',
      suffix,
      expiresAt: null,
      revokedAt: null,
      recording: uniform ? shared : pick(...recordings)(),
      uses: pick(...traffic)(),
    };
  });
  const base = pick(0.2, 1, 10, 50, 200);
  const jitter = pick(0, 0.1, 0.5) * base;
  const api = new SimulatedApi(keys, {
    skewMs: pick(0, 0, between(-100, 100), between(-1e7, 1e7)),
    resolutionMs: pick(1, 1, 1, 10, 100, 1000),
    recordsAfterAnswer: random() < 0.4,
    latency: () => base + jitter * random(),
    random,
  });
  const leaked = pool[leakedIndex] ?? pool[0];
  if (!leaked) throw new Error('no keys');
  const observerIndex = (leakedIndex + 1) % count;
  const observer = random() < 0.4 ? (pool[observerIndex] ?? null) : null;
  return { api, leaked, leakedId: `key_${leakedIndex}`, observer, random };
}

export function* none(): Generator<number> {}

export function* poisson(perSecond: number, random: () => number): Generator<number> {
  for (let at = 0; ;) yield (at += (-Math.log(1 - random()) * 1000) / perSecond);
}

export function* periodic(everyMs: number, random: () => number): Generator<number> {
  for (let at = random() * everyMs; ; at += everyMs) yield at;
}

/** The whole budget of a minute, 1,000 requests, within a few seconds; then silence. */
export function* burst(durationMs: number, random: () => number): Generator<number> {
  const times = Array.from({ length: 1000 }, () => random() * durationMs);
  yield* times.toSorted((a, b) => a - b);
}
