// What the tests of reading from GitHub share.
import { onTestFinished } from 'vitest';
import type { Clock } from '../../src/core/runtime.ts';
import { FakeOrganisation } from './fake-organisation.ts';
import { World } from './world.ts';

export const start = Date.parse('2026-01-08T00:00:00Z');

/** Time passes by waiting only, for all that wait at the same time at once. */
export class VirtualClock implements Clock {
  readonly waits: number[] = [];
  #now = start;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    const until = this.#now + ms;
    await new Promise(setImmediate);
    this.#now = Math.max(this.#now, until);
  }
}

/** A GitHub that ends with the test, with an empty account `octo`. */
export async function startGitHub(world = new World()) {
  const clock = new VirtualClock();
  world.now = () => clock.now();
  world.account('octo');
  const github = await new FakeOrganisation(world).listen();
  onTestFinished(() => github.close());
  return { github, world, clock };
}
