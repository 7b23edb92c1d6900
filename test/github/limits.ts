// GitHub's two kinds of limits, and an eye on who does not keep to them: a request that comes while its sender was told to
// wait is put down.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api

export interface Limits {
  /** Calls to each of the two APIs for one token, in a window that begins with the first call. */
  primary?: { most: number; everyMs: number; refusal?: 403 | 429 };
  /** Calls to both; who makes more is banned. `isSilent`: without saying for how long, which means a minute. */
  secondary?: {
    most: number;
    everyMs: number;
    banSeconds: number;
    refusal?: 403 | 429;
    isSilent?: boolean;
  };
}

export type Resource = 'core' | 'graphql';

export interface Refusal {
  status: 200 | 403 | 429;
  body: object;
  headers: Record<string, string>;
}

interface Window {
  ends: number;
  used: number;
}

interface Ban {
  toldAt: number;
  until: number;
}

const primaryText = 'API rate limit exceeded for installation ID 7.';
const secondaryText =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

export class Limiter {
  limits: Limits = {};
  /** Requests that came although their sender was told to wait. */
  readonly impatient: string[] = [];
  /** Requests that were on their way when the ban was told are not held against anybody. Milliseconds. */
  grace = 100;
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();
  readonly #bans = new Map<string, Ban>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether what comes now must be refused. @param what for the list of the impatient. */
  check(token: string, resource: Resource, cost: number, what: string): Refusal | null {
    const now = this.#now();
    this.#watch(token, resource, what);
    return this.#secondary(token, resource, now) ?? this.#primary(token, resource, cost, now);
  }

  /** What each answer says of the primary limit. */
  headers(token: string, resource: Resource): Record<string, string> {
    const { primary } = this.limits;
    if (!primary) return {};
    const now = this.#now();
    const { used, ends } = this.#window(`${token} ${resource}`, primary.everyMs, now);
    const remaining = Math.max(0, primary.most - used);
    if (remaining === 0) this.#ban(`${token} ${resource}`, Math.ceil(ends / 1000) * 1000, now);
    return {
      'x-ratelimit-limit': String(primary.most),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-used': String(used),
      'x-ratelimit-reset': String(Math.ceil(ends / 1000)),
      'x-ratelimit-resource': resource,
    };
  }

  /** Tells everybody with that token to wait: for faults that a test plans. */
  tell(token: string, seconds: number): void {
    const now = this.#now();
    for (const resource of ['core', 'graphql'] as const)
      this.#ban(`${token} ${resource}`, now + seconds * 1000, now);
  }

  #watch(token: string, resource: Resource, what: string): void {
    const now = this.#now();
    const ban = this.#bans.get(`${token} ${resource}`);
    if (ban && now < ban.until && now > ban.toldAt + this.grace)
      this.impatient.push(`${what} ${ban.until - now} ms too early`);
  }

  #secondary(token: string, resource: Resource, now: number): Refusal | null {
    const { secondary } = this.limits;
    if (!secondary) return null;
    const { refusal = 403, isSilent = false, everyMs, most, banSeconds } = secondary;
    const seconds = isSilent ? 60 : banSeconds;
    const window = this.#window(`${token} secondary`, everyMs, now);
    if (++window.used <= most) return null;
    // Who goes on while banned is banned anew.
    window.ends = now + seconds * 1000;
    this.tell(token, seconds);
    const headers: Record<string, string> = isSilent ? {} : { 'retry-after': String(seconds) };
    if (resource === 'graphql' && refusal === 429)
      return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: secondaryText }] }, headers };
    return { status: refusal, body: { message: secondaryText }, headers };
  }

  #primary(token: string, resource: Resource, cost: number, now: number): Refusal | null {
    const { primary } = this.limits;
    if (!primary) return null;
    const window = this.#window(`${token} ${resource}`, primary.everyMs, now);
    if (window.used < primary.most) {
      window.used += cost;
      return null;
    }
    window.used = primary.most;
    const headers = this.headers(token, resource);
    if (resource === 'graphql')
      return { status: 200, body: { errors: [{ type: 'RATE_LIMITED', message: primaryText }] }, headers };
    return { status: primary.refusal ?? 403, body: { message: primaryText }, headers };
  }

  #window(key: string, everyMs: number, now: number): Window {
    const known = this.#windows.get(key);
    if (known && now < known.ends) return known;
    const window = { ends: now + everyMs, used: 0 };
    this.#windows.set(key, window);
    return window;
  }

  #ban(key: string, until: number, now: number): void {
    const known = this.#bans.get(key);
    if (known && known.until >= until) return;
    this.#bans.set(key, { toldAt: known && now < known.until ? known.toldAt : now, until });
  }
}
