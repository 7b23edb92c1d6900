// The simulation is worth its time only if it notices. Each of these mistakes must break a law within a few scenarios.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { identify as realIdentify } from '../../../src/respond/identify.ts';
import type { standingOf as realStandingOf } from '../../../src/keys/standing.ts';
import type { proveDead as realProveDead } from '../../../src/respond/prove-dead.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

const mistake = vi.hoisted(() => ({ name: '' }));

vi.mock('../../../src/respond/identify.ts', async (load) => {
  const real = await load<{ identify: typeof realIdentify }>();
  const identify: typeof realIdentify = async (leaked, environment, deps) => {
    switch (mistake.name) {
      case 'the first candidate wins': {
        const listing = await deps.api.listKeys(leaked, environment);
        const key = listing.ok ? listing.keys.find((each) => each.revokedAt === null) : undefined;
        if (!key) return { kind: 'failed', why: 'none' };
        return { kind: 'identified', key: { id: key.id, name: key.name, matchedBy: 'sole-key' } };
      }
      case 'any list is believed to be fresh':
        return real.identify(leaked, environment, { ...deps, knownSince: 0 });
      default:
        return real.identify(leaked, environment, deps);
    }
  };
  return { ...real, identify };
});

vi.mock('../../../src/respond/prove-dead.ts', async (load) => {
  const real = await load<{ proveDead: typeof realProveDead }>();
  const proveDead: typeof realProveDead = async (leaked, deps, limit) => {
    if (mistake.name !== 'an accepted revoke is proof') return real.proveDead(leaked, deps, limit);
    const proof = {
      validity: 'inactive',
      reason: '',
      checkedAt: null,
      status: null,
      code: null,
      requestId: null,
    } as const;
    return { at: deps.clock.now(), proof };
  };
  return { ...real, proveDead };
});

vi.mock('../../../src/keys/standing.ts', async (load) => {
  const real = await load<{ standingOf: typeof realStandingOf }>();
  const standingOf: typeof realStandingOf = (steps, oldKeyId) => {
    const standing = real.standingOf(steps, oldKeyId);
    const last = steps.findLast(({ step, keyId }) => step === 'create' && keyId !== null);
    switch (mistake.name) {
      case 'what was made before is forgotten':
        return { ...standing, made: standing.made.slice(-1) };
      case 'a key that was made is in its place':
        return { ...standing, proven: last?.keyId ?? null };
      default:
        return standing;
    }
  };
  return { ...real, standingOf };
});

/** The leaked keys are new, and the list is older than they are. */
function withStaleList(scenario: Scenario): Scenario {
  for (const key of scenario.keys) key.suffix = null;
  for (const key of scenario.leaked) key.createdAt = -1_000;
  return { ...scenario, world: { ...scenario.world, listLag: () => 30_000 } };
}

async function firstBroken(seeds: number, narrow?: (scenario: Scenario) => Scenario): Promise<string | null> {
  for (let seed = 0; seed < seeds; seed += 1) {
    const { broken } = await simulate(seed, narrow);
    if (broken[0] !== undefined) return broken[0];
  }
  return null;
}

beforeEach(() => {
  mistake.name = '';
});

describe('a mistake is noticed', () => {
  test.each([
    ['the first candidate wins', 100, /wrong key|was taken for/],
    ['an accepted revoke is proof', 100, /reported dead, and lives/],
    ['what was made before is forgotten', 100, /new keys for key_\d+ live/],
    ['a key that was made is in its place', 100, /has no key in its place/],
  ])('%s', { timeout: 120_000 }, async (name, seeds, law) => {
    mistake.name = name;
    expect(await firstBroken(seeds)).toMatch(law);
  });

  test('any list is believed to be fresh', { timeout: 120_000 }, async () => {
    mistake.name = 'any list is believed to be fresh';
    expect(await firstBroken(300, withStaleList)).toMatch(/wrong key|was taken for/);
  });

  test('and without one there is nothing to notice', { timeout: 120_000 }, async () => {
    expect(await firstBroken(100)).toBeNull();
    expect(await firstBroken(300, withStaleList)).toBeNull();
  });
});
