// Waits as long as GitHub says before it asks again. Octokit's plugins do so for some refusals only: they pass over a 429 with
// another text than they know, and a ban that outlasts their patience ends the work.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
import { RequestError } from 'octokit';
import type { Octokit } from 'octokit';
import type { Clock, Log } from '../core/runtime.ts';

export interface Patience {
  clock: Clock;
  log: Log;
  /** The longest ban that is waited for, in milliseconds; a longer one is an answer. */
  longestMs: number;
}

const unsaidMs = 60_000;
const mostBans = 5;
/** Before each repeat after an answer that is none. */
const pausesMs = [1_000, 4_000, 9_000];

/** Makes all requests of an Octokit patient. For reading: what changes something is not to be repeated blindly. */
export function makePatient(octokit: Octokit, patience: Patience): void {
  const { clock, log, longestMs } = patience;
  octokit.hook.wrap('request', async (request, options) => {
    // Its own repeats know nothing of bans. Its plugins see these very options, and no copy.
    options.request.retries = 0;
    for (let bans = 0, failures = 0; ;) {
      try {
        return await request(options);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        const banMs = banOf(error, clock.now(), bans);
        if (banMs !== null) {
          bans++;
          if (bans > mostBans || banMs > longestMs) throw error;
          log.warn('github: told to wait', { status: error.status, seconds: Math.ceil(banMs / 1000) });
          await clock.sleep(banMs);
          continue;
        }
        const pauseMs = error.status >= 500 ? pausesMs[failures++] : undefined;
        if (pauseMs === undefined) throw error;
        await clock.sleep(pauseMs);
      }
    }
  });
}

/** Milliseconds for which nothing may be asked, or null for what is no ban. @param before bans of this request so far. */
export function banOf(error: RequestError, now: number, before: number): number | null {
  if (error.status !== 403 && error.status !== 429) return null;
  const headers: Record<string, string | number | undefined> = error.response?.headers ?? {};
  const told = retryAfterMs(headers['retry-after'], now);
  if (told !== null) return told;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return Math.max(0, reset * 1000 - now) + 1000;
  const isLimit = error.status === 429 || /\brate limit|\babuse detection/i.test(error.message);
  return isLimit ? unsaidMs * 2 ** before : null;
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterMs(value: string | number | undefined, now: number): number | null {
  if (value === undefined || value === '') return null;
  const seconds = Number(value);
  const at = Number.isNaN(seconds) ? Date.parse(String(value)) : now + seconds * 1000;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
