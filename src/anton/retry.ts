// Repeats a request that was refused for now: 429, 5xx and network failures; nothing else, and never a 401 or 403.
import type { Clock } from '../core/runtime.ts';
import type { Exchange } from './exchange.ts';

const firstWaitMs = 250;
const longestWaitMs = 8000;
/** A server that asks for more than a minute is asking somebody who can come back later. */
const longestRetryAfterMs = 60_000;

export interface RetryOptions {
  /** In total, the first one included. */
  attempts: number;
  /** False for a request that must not happen twice: then only a plain 429 is repeated. */
  harmless: boolean;
  clock: Clock;
  /** 0 up to 1. */
  random: () => number;
  /** Told before each wait. */
  onRetry(attempt: number, waitMs: number): void;
}

/** Waits as `Retry-After` asks, else 250 ms doubling up to 8 s with jitter; gives back the last exchange. */
export async function withRetries<T>(
  attempt: () => Promise<Exchange<T>>,
  options: RetryOptions,
): Promise<Exchange<T>> {
  for (let made = 1; ; made += 1) {
    const result = await attempt();
    const again = result.retry === 'always' || (result.retry === 'if-harmless' && options.harmless);
    if (!again || made >= options.attempts) return result;
    const backoff = Math.min(firstWaitMs * 2 ** (made - 1), longestWaitMs) * (0.5 + options.random() / 2);
    const waitMs = result.waitMs === null ? backoff : Math.min(result.waitMs, longestRetryAfterMs);
    options.onRetry(made, Math.round(waitMs));
    await options.clock.sleep(Math.round(waitMs));
  }
}
