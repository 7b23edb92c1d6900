// Requests per minute and merchant, in fixed windows, as the `X-RateLimit-*` headers describe them.

const windowMs = 60_000;

export interface RateState {
  allowed: boolean;
  headers: Record<string, string>;
}

export class RateLimit {
  readonly #limit: number;
  readonly #now: () => number;
  #windowStart = -Infinity;
  #used = 0;

  constructor(limit: number, now: () => number) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Counts one request. `X-RateLimit-Reset` is in seconds since the epoch, `Retry-After` in seconds. */
  spend(): RateState {
    const now = this.#now();
    if (now - this.#windowStart >= windowMs) {
      this.#windowStart = now;
      this.#used = 0;
    }
    const allowed = this.#used < this.#limit;
    if (allowed) this.#used += 1;
    const resetAt = this.#windowStart + windowMs;
    const headers: Record<string, string> = {
      'X-RateLimit-Limit': String(this.#limit),
      'X-RateLimit-Remaining': String(this.#limit - this.#used),
      'X-RateLimit-Reset': String(Math.ceil(resetAt / 1000)),
    };
    if (!allowed) headers['Retry-After'] = String(Math.max(1, Math.ceil((resetAt - now) / 1000)));
    return { allowed, headers };
  }
}
