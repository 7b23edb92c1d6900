// A run is killed before or after each of its steps; the next run must bring everything to its right end.
import { describe, expect, test } from 'vitest';
import type { Alerter } from '../../src/core/alerter.ts';
import type { AntonApi } from '../../src/core/anton-api.ts';
import { silentLog } from '../../src/core/runtime.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/index.ts';
import { leaked, newRun, runOnce, withStore } from './world.ts';
import type { Run } from './world.ts';

/** Lets a number of steps happen; from then on nothing has an effect any more, as in a process that is gone. */
class Life {
  steps = 0;
  readonly #last: number;
  readonly #when: 'before' | 'after';

  constructor(last: number, when: 'before' | 'after') {
    this.#last = last;
    this.#when = when;
  }

  wrap<T extends object>(thing: T): T {
    return new Proxy(thing, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || name === 'close')
          return typeof value === 'function' ? value.bind(target) : value;
        return async (...args: unknown[]) => {
          this.steps += 1;
          if (this.steps > this.#last || (this.steps === this.#last && this.#when === 'before'))
            throw new Error('killed');
          const result: unknown = await Reflect.apply(value, target, args);
          if (this.steps >= this.#last) throw new Error('killed');
          return result;
        };
      },
    });
  }
}

async function killed(run: Run, life: Life): Promise<void> {
  const api: AntonApi = life.wrap<AntonApi>(run.simulated);
  const alerters: Alerter[] = [life.wrap<Alerter>(run.channel)];
  const openMortal = async (): Promise<Store> => life.wrap(await openStore(run.path, { log: silentLog }));
  await runOnce(run, { api, alerters, openStore: openMortal }).catch((error: unknown) => {
    expect(String(error)).toBe('Error: killed');
  });
}

test('a whole run has more than ten steps', async () => {
  const life = new Life(Infinity, 'before');
  await killed(newRun(), life);
  expect(life.steps).toBeGreaterThan(10);
});

describe.each(['before', 'after'] as const)('killed %s step', (when) => {
  test.each(Array.from({ length: 20 }, (_, i) => i + 1))('%d', async (step) => {
    const run = newRun();
    await killed(run, new Life(step, when));
    await runOnce(run);
    expect(run.simulated.revoked).toEqual(['key_0']);
    expect(run.channel.states.size).toBe(1);
    expect(['revoked', 'inactive']).toContain(run.channel.states.get(leaked.fingerprint));
    await withStore(run, async (store) => {
      expect(await store.open()).toEqual([]);
      expect(await store.last(leaked.fingerprint, 'alert', 'memory', 'alerted')).not.toBeNull();
    });
    const ids = run.simulated.calls
      .filter((each) => each.call === 'revoke')
      .map((each) => each.idempotencyKey);
    expect(new Set(ids).size).toBe(1);
    const before = run.channel.tellings;
    expect((await runOnce(run)).outcomes).toEqual([]);
    expect(run.channel.tellings).toBe(before);
  });
});
