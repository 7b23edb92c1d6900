// The one place that makes an Octokit: where the token goes, how long to wait, and that nothing is printed.
import { Octokit } from 'octokit';
import type { Log } from '../core/runtime.ts';

export interface Connection {
  token: string;
  /** `https://api.github.com`, or `GITHUB_API_URL` of an enterprise server. */
  apiUrl: string;
  /** No pauses between requests and retries; for tests against a server of their own. */
  unpaced?: boolean;
}

const timeoutMs = 30_000;
/** A longer ban is not waited for; the alert fails, and the next run tells. */
const longestBanSeconds = 60;

/** Throws an Error with a sentence when the token would leave the machine in the clear. */
export function connect({ token, apiUrl, unpaced = false }: Connection, log: Log): Octokit {
  const url = new URL(apiUrl);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !isLoopback) throw new Error('GitHub is not reached over https');

  const waitFor = (seconds: number, _: object, __: object, retryCount: number): boolean =>
    retryCount < 2 && seconds <= longestBanSeconds;
  const debug = (message: string): void => log.debug(`github: ${message}`);
  return new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'akguard',
    log: { debug, info: debug, warn: debug, error: debug },
    request: { fetch: fetchInTime },
    retry: unpaced ? { retryAfterBaseValue: 1 } : {},
    throttle: unpaced ? { enabled: false } : { onRateLimit: waitFor, onSecondaryRateLimit: waitFor },
  });
}

function fetchInTime(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
}
