// Time that moves only when every run waits for it: an hour of several runs at once passes in milliseconds, and always in
// the same order.
import type { Time } from '../simulated-api.ts';

interface Sleeper {
  at: number;
  wake: () => void;
}

export class VirtualTime implements Time {
  #now = 0;
  /** By time, then by who came first. */
  readonly #sleepers: Sleeper[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    const at = this.#now + Math.max(0, ms);
    return new Promise((wake) => {
      let i = this.#sleepers.length;
      while (i > 0 && (this.#sleepers[i - 1]?.at ?? 0) > at) i -= 1;
      this.#sleepers.splice(i, 0, { at, wake });
    });
  }

  /** Lets time pass until all work is done. @throws what the work throws, and when it waits for something else. */
  async pass<T>(work: readonly Promise<T>[]): Promise<T[]> {
    let isDone = false;
    const all = Promise.all(work).finally(() => (isDone = true));
    // Whoever awaits `all` comes too late to keep an early rejection from being unhandled.
    all.catch(() => {});
    for (;;) {
      await new Promise(setImmediate);
      if (isDone) return all;
      const next = this.#sleepers.shift();
      if (!next) throw new Error('everyone waits, and nobody for time');
      this.#now = next.at;
      next.wake();
    }
  }
}
