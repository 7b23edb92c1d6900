// How fast one host is asked, over all clients of this process. The documented limit is 1,000 requests a minute and
// merchant, and a check spends the quota of the key's owner: so we stay far below it, and slow down before it is used up.
import type { Clock } from '../core/runtime.ts';
import { type SharedPace, turnLastsMs } from '../core/shared-pace.ts';

/**
 * In a row without a pause. The last-used probe takes up to 53 requests and is blunted by pauses; a run revokes three
 * keys at most unless told otherwise.
 */
export const burst = 160;
/** Nobody is asked to wait longer than a window of the limit lasts. */
const longestHoldMs = 60_000;
/** Left of the limit when we begin to spread what is left over the rest of the window. */
const lowShare = 0.1;
const lowWithoutLimit = 100;

/** Requests a minute and host, unless told otherwise: below a third of what is documented. */
export const defaultRequestsPerMinute = 300;

export class Pacer {
  readonly #intervalMs: number;
  readonly #clock: Clock;
  readonly #shared: SharedPace | null;
  /** When the requests so far would have been sent at an even pace. */
  #evenly = 0;
  #holdUntil = 0;

  /** @param shared where other processes ask the same host. */
  constructor(clock: Clock, requestsPerMinute: number, shared: SharedPace | null = null) {
    this.#shared = shared;
    this.#clock = clock;
    this.#intervalMs = 60_000 / requestsPerMinute;
  }

  /** Waits for a turn. `urgent` takes one without waiting: a revoke must not wait for a budget. */
  async turn(urgent: boolean): Promise<void> {
    const now = this.#clock.now();
    this.#evenly = Math.max(this.#evenly, now) + this.#intervalMs;
    if (urgent) return this.#shared?.spend();
    if (this.#shared !== null && (await this.#turnOfAll(this.#shared))) return;
    const budget = this.#evenly - burst * this.#intervalMs - now;
    const wait = Math.ceil(Math.max(budget, this.#holdUntil - now));
    if (wait > 0) await this.#clock.sleep(wait);
  }

  /** Waits for a turn in what all processes do together. False where they can't be asked, and this one keeps its own pace. */
  async #turnOfAll(shared: SharedPace): Promise<boolean> {
    try {
      for (let at = await shared.turn(); ;) {
        const now = this.#clock.now();
        const wait = Math.ceil(Math.max(at, await shared.until(), this.#holdUntil) - now);
        if (wait > 0) await this.#clock.sleep(wait);
        else if (now - at < turnLastsMs) return true;
        else at = await shared.turn();
      }
    } catch {
      return false;
    }
  }

  /** Takes note of what an answer says about the limit. `retryAfterMs` is that of a 429, else null. */
  heard(headers: Headers, retryAfterMs: number | null): void {
    const now = this.#clock.now();
    if (retryAfterMs !== null) this.#hold(now, retryAfterMs);
    const remaining = numberIn(headers, 'x-ratelimit-remaining');
    if (remaining === null) return;
    const limit = numberIn(headers, 'x-ratelimit-limit');
    if (remaining > (limit === null ? lowWithoutLimit : limit * lowShare)) return;
    this.#hold(now, untilReset(headers, now) / (remaining + 1));
  }

  #hold(now: number, ms: number): void {
    this.#holdUntil = Math.max(this.#holdUntil, now + Math.min(ms, longestHoldMs));
    void this.#shared?.hold(this.#holdUntil).catch(() => {});
  }
}

/** By clock, so that a test's time is its own; by origin within. */
const pacers = new WeakMap<Clock, Map<string, Pacer>>();

/** The one pacer of a host in this process. The others count when it is made. */
export function pacerFor(
  origin: string,
  clock: Clock,
  requestsPerMinute: number,
  shared: SharedPace | null = null,
): Pacer {
  const known = pacers.get(clock) ?? new Map<string, Pacer>();
  pacers.set(clock, known);
  const pacer = known.get(origin) ?? new Pacer(clock, requestsPerMinute, shared);
  known.set(origin, pacer);
  return pacer;
}

/** Milliseconds until the window is over. `X-RateLimit-Reset` is seconds, since the epoch or from now [not stated]. */
function untilReset(headers: Headers, now: number): number {
  const reset = numberIn(headers, 'x-ratelimit-reset');
  if (reset === null) return longestHoldMs;
  const ms = reset > 1_000_000_000 ? reset * 1000 - now : reset * 1000;
  // A clock that is wrong makes it nonsense; a window lasts a minute.
  return Math.min(Math.max(ms, 0), longestHoldMs);
}

function numberIn(headers: Headers, name: string): number | null {
  const value = headers.get(name);
  return value !== null && /^\d{1,12}$/.test(value) ? Number(value) : null;
}
