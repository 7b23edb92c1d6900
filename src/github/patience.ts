// Waits as long as GitHub says before it asks again. Octokit's plugins do so for some refusals only: they pass over a 429 with
// another text than they know, and a ban that outlasts their patience ends the work.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
// https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
import { RequestError } from 'octokit';
import type { Octokit } from 'octokit';
import type { Clock, Log } from '../core/runtime.ts';
import { tooLong } from './failure.ts';
import { type Budget, pass } from './gate.ts';
import { gateBefore } from './octokit.ts';

export interface Patience {
  clock: Clock;
  log: Log;
  /** The longest ban that is waited for, in milliseconds; a longer one is an answer. */
  longestMs: number;
  /** Told of each request that is sent. */
  onSent?: () => void;
}

/** What is looked at of an answer. */
interface Answer {
  status: number;
  headers: Record<string, string | number | undefined>;
  data?: unknown;
}

/** A primary limit is over within the hour. */
export const longestBanMs = 65 * 60_000;
const primaryMs = 60 * 60_000;
const unsaidMs = 60_000;
const mostBans = 5;
/** Before each repeat after an answer that is none. */
const pausesMs = [1_000, 4_000, 9_000];

/**
 * Makes all requests of an Octokit patient. For reading: what changes something is not to be repeated blindly. A request
 * whose options say `isHasty` is not asked again after an answer that is none, only after a ban.
 */
export function makePatient(octokit: Octokit, patience: Patience): void {
  const { clock, log, longestMs, onSent } = patience;
  const gate = gateBefore(octokit);
  octokit.hook.wrap('request', async (request, options) => {
    // Its own repeats know nothing of bans. Its plugins see these very options, and no copy.
    options.request.retries = 0;
    const budget: Budget = options.url.endsWith('/graphql') ? 'graphql' : 'core';
    for (let bans = 0, failures = 0; ;) {
      const leftMs = await pass(gate, budget, clock, longestMs);
      if (leftMs !== null) throw tooLong(leftMs);
      let refused: unknown = null;
      let answer: Answer | null;
      onSent?.();
      try {
        const response = await request(options);
        answer = response;
        if (!isLimitOfGraphql(response.data)) {
          const usedUpMs = usedUp(response.headers, clock.now());
          if (usedUpMs !== null) await gate.bans.hold(budget, clock.now() + usedUpMs);
          return response;
        }
      } catch (error) {
        refused = error;
        if (!(error instanceof RequestError)) throw error;
        answer = error.response ?? null;
        const pauseMs = error.status >= 500 ? pausesMs[failures++] : undefined;
        if (pauseMs !== undefined && options.request['isHasty'] !== true) {
          await clock.sleep(pauseMs);
          continue;
        }
      }
      const banMs = banOf(answer, clock.now(), bans);
      if (banMs === null) throw refused;
      // A ban that is too long for us is kept by the others as well.
      await gate.bans.hold('all', clock.now() + banMs);
      if (++bans > mostBans || banMs > longestMs) throw refused ?? tooLong(banMs);
      log.warn('github: told to wait', { status: answer?.status, seconds: Math.ceil(banMs / 1000) });
    }
  });
}

/** Milliseconds for which nothing may be asked, or null for what is no ban. @param before bans of this request so far. */
function banOf(answer: Answer | null, now: number, before: number): number | null {
  if (answer === null) return null;
  const { status, headers, data } = answer;
  const isAnswer = status === 200 && isLimitOfGraphql(data);
  if (status !== 403 && status !== 429 && !isAnswer) return null;
  const told = retryAfterMs(headers['retry-after'], now);
  if (told !== null) return told;
  const longer = unsaidMs * 2 ** before;
  const usedUpMs = usedUp(headers, now);
  // A clock of ours that is ahead would ask again at once, and again.
  if (usedUpMs !== null) return usedUpMs > 1000 || before === 0 ? usedUpMs : longer;
  const isLimit = status === 429 || isAnswer || isLimitText(messageIn(data));
  return isLimit ? longer : null;
}

/** Milliseconds until a primary limit that is used up begins anew; null where something is left of it. */
function usedUp(headers: Answer['headers'], now: number): number | null {
  const reset = Number(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) !== '0' || !(reset > 0)) return null;
  return Math.min(Math.max(0, reset * 1000 - now), primaryMs) + 1000;
}

/** GraphQL refuses with the status 200. */
function isLimitOfGraphql(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('errors' in data) || !Array.isArray(data.errors))
    return false;
  return data.errors.some(
    (error: { type?: unknown; message?: unknown } | null) =>
      error?.type === 'RATE_LIMITED' || isLimitText(String(error?.message)),
  );
}

function isLimitText(text: string): boolean {
  return /\brate limit|\babuse detection/i.test(text);
}

function messageIn(data: unknown): string {
  return typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : '';
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterMs(value: string | number | undefined, now: number): number | null {
  if (value === undefined || value === '') return null;
  const seconds = Number(value);
  const at = Number.isNaN(seconds) ? Date.parse(String(value)) : now + seconds * 1000;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
