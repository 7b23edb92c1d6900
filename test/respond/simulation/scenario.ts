// Scenarios drawn from a seed: the keys of a merchant or two, which of them leaked, what goes wrong, who runs akguard and
// when, and where it is killed.
import type { Environment } from '../../../src/core/rule.ts';
import { Secret } from '../../../src/core/secret.ts';
import { makeKey } from '../../helpers/keys.ts';
import { none, periodic, poisson, randomFrom } from '../scenarios.ts';
import type { Recording, SimulatedKey, World } from '../simulated-api.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One run of akguard. Times in ms. */
export interface RunPlan {
  /** After the beginning, or after the end of the run before when they do not overlap. */
  pause: number;
  armed: boolean;
  /** Killed before or after its so-manieth step (a call of the API, the store, a channel or the clock). */
  killed: { step: number; when: 'before' | 'after' } | null;
  /** Shares of calls that go wrong. */
  apiFaults: number;
  storeFaults: number;
  alertFaults: number;
  most: number;
}

export interface Scenario {
  seed: number;
  random: () => number;
  keys: SimulatedKey[];
  world: World;
  revokeDelayMs: number;
  /** The keys that were found, in both environments. */
  leaked: SimulatedKey[];
  management: Record<Environment, Secret | null>;
  runs: RunPlan[];
  overlap: boolean;
  mostAnHour: number;
  /** Leaked keys that somebody revokes in the portal. */
  byHand: { at: number; key: SimulatedKey }[];
  /** Policy has leaked keys rotated: the grace it gives them in ms, and the share of hand-overs that go wrong. */
  rotation: { grace: number; sinkFaults: number } | null;
}

// Parsing and hashing keys is what takes time in a hundred thousand cases.
const pools = { live: pool('live', 1000), test: pool('test', 1000) };
const newPools = { live: pool('live', 3000), test: pool('test', 3000) };

function pool(environment: Environment, from: number): Secret[] {
  return Array.from({ length: 50 }, (_, i) => new Secret(makeKey(environment, from + i)));
}

export function drawScenario(seed: number, time: VirtualTime): Scenario {
  const random = randomFrom(seed);
  const pick = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const between = (low: number, high: number) => low + random() * (high - low);
  const chance = (share: number) => random() < share;

  const count = pick(1, 1, 2, 2, 3, 4, 6, 10, 20, 50);
  const merchants = chance(0.2) ? 2 : 1;
  const isQuiet = chance(0.5);
  const recordings: (() => Recording)[] = [
    () => ({ kind: 'prompt' }),
    () => ({ kind: 'prompt' }),
    () => ({ kind: 'late', by: between(1, 5_000) }),
    () => ({ kind: 'rare', every: between(100, 60_000) }),
    () => ({ kind: 'lossy', share: between(0.1, 0.9) }),
    () => ({ kind: 'never' }),
  ];
  const shared = pick(...recordings)();
  const isUniform = chance(0.7);
  const traffic: (() => Iterator<number>)[] = [
    () => none(),
    () => poisson(between(0.01, 4) / count, random),
    () => periodic(between(200, 5_000) * count, random),
  ];
  const lag = pick(0, 0, 0, between(0, 500), between(0, 5_000), between(0, 60_000));
  const hints = pick('all', 'all', 'some', 'none', 'none', 'equal');

  const keys = Array.from({ length: count }, (_, i): SimulatedKey => {
    const environment = chance(0.8) ? 'live' : 'test';
    const secret = pools[environment][i] ?? new Secret(makeKey(environment, i));
    return {
      id: `key_${i}`,
      secret,
      environment,
      suffix:
        hints === 'none' || (hints === 'some' && chance(0.5)) ? null : `***${secret.redacted.slice(-4)}`,
      expiresAt: null,
      revokedAt: chance(0.15) ? '2025-05-01T00:00:00.000Z' : null,
      recording: isUniform ? shared : pick(...recordings)(),
      uses: isQuiet ? none() : pick(...traffic)(),
      merchant: `mer_${Math.floor(random() * merchants)}`,
    };
  });
  const leaked = [...new Set([pick(...keys), ...(chance(0.2) ? [pick(...keys), pick(...keys)] : [])])];
  for (const key of leaked) {
    // Two keys that end alike: the API shows the same hint for both.
    if (hints === 'equal')
      for (const other of keys) if (chance(0.5) && !leaked.includes(other)) other.suffix = key.suffix;
    // A list that is older than a key shows others in its place. That one of them also ends like it is left out: one in
    // fourteen million.
    if (chance(0.2) && hints !== 'equal') key.createdAt = -between(0, 90_000);
  }
  const managementOf = (environment: Environment): Secret | null => {
    const own = keys.filter((key) => key.environment === environment);
    return own.length > 0 && chance(0.5) ? pick(...own).secret : null;
  };

  const killed = chance(0.5);
  const faulty = chance(0.5);
  const overlap = chance(0.4);
  const runs = Array.from({ length: pick(1, 2, 2, 3) }, (): RunPlan => ({
    pause: overlap ? between(0, pick(10, 300, 3_000)) : between(0, 90_000),
    armed: chance(0.9),
    killed:
      killed && chance(0.7) ? { step: 1 + Math.floor(between(0, 40)), when: pick('before', 'after') } : null,
    apiFaults: faulty ? pick(0, 0.05, 0.3) : 0,
    // Without the store runs can't know of each other: those that overlap have one that works.
    storeFaults: faulty && !overlap && chance(0.3) ? 0.2 : 0,
    alertFaults: faulty ? pick(0, 0.3) : 0,
    most: pick(3, 3, 1, 0),
  }));
  const rotation = chance(0.5)
    ? { grace: pick(0, 0, between(1_000, 90_000)), sinkFaults: faulty ? pick(0, 0.3) : 0 }
    : null;
  // A rotation takes twice as many steps.
  if (rotation) for (const { killed: kill } of runs) if (kill && chance(0.5)) kill.step *= 2;
  const made = { live: 0, test: 0 };
  const newKey: NonNullable<World['newKey']> = (environment) => {
    const n = made[environment]++;
    const secret = newPools[environment][n] ?? new Secret(makeKey(environment, 5000 + n));
    const hasHint = hints === 'all' || (hints === 'some' && chance(0.5)) || hints === 'equal';
    return { secret, suffix: hasHint ? `***${secret.redacted.slice(-4)}` : null, recording: shared };
  };
  const base = pick(0.2, 1, 10, 50);
  const jitter = pick(0, 0.1, 0.5) * base;
  return {
    seed,
    random,
    keys,
    leaked,
    world: {
      skewMs: pick(0, 0, between(-100, 100), between(-1e7, 1e7)),
      resolutionMs: pick(1, 1, 10, 1000),
      recordsAfterAnswer: chance(0.4),
      latency: () => base + jitter * random(),
      random,
      time,
      listLag: () => (lag === 0 ? 0 : lag * random()),
      listsAll: chance(0.2),
      newKey,
    },
    revokeDelayMs: pick(0, 0, between(0, 5_000), between(5_000, 40_000)),
    management: { live: managementOf('live'), test: managementOf('test') },
    runs,
    overlap,
    rotation,
    mostAnHour: pick(10, 10, 1),
    byHand: chance(0.1) ? leaked.slice(0, 1).map((key) => ({ at: between(0, 60_000), key })) : [],
  };
}
