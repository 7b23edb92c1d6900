// The one place that makes an Octokit: where the token goes, how long to wait, and that nothing is printed.
import { Octokit } from 'octokit';
import { type Log, systemClock } from '../core/runtime.ts';
import { tooLong } from './failure.ts';
import { type Bans, type Gate, gateOf, isLoopback, pass } from './gate.ts';

export interface Connection {
  /** A token, or what gives the one that is good now. */
  token: string | (() => Promise<string>);
  /** `https://api.github.com`, or `GITHUB_API_URL` of an enterprise server. */
  apiUrl: string;
  /** No pauses between requests and retries; for tests against a server of their own. */
  unpaced?: boolean;
  /** Of one request; half a minute unless given. */
  timeoutMs?: number;
  /** Where bans are kept that other processes with the same token keep as well; without it, they hold for this one. */
  bans?: Bans;
}

const defaultTimeoutMs = 30_000;
/** A longer ban is not waited for; the alert fails, and the next run tells. */
const longestBanSeconds = 60;

const gates = new WeakMap<Octokit, Gate>();

/** The token that is good now: for git, which is told it anew before each clone. */
export async function tokenOf({ token }: Connection): Promise<string> {
  return typeof token === 'string' ? token : token();
}

/**
 * @param isReader whether nothing but patience.ts paces the requests: Octokit takes each question to GraphQL for a change.
 * @throws an Error with a sentence when the token would leave the machine in the clear.
 */
export function connect(connection: Connection, log: Log, isReader = false): Octokit {
  const { token, apiUrl, unpaced = false } = connection;
  const gate = gateOf(connection);
  const isOwn = unpaced || isReader;
  // Whoever reads waits as well, and does not learn of it otherwise.
  const waitFor = async (seconds: number, _: object, __: object, retryCount: number): Promise<boolean> => {
    await gate.bans.hold('all', systemClock.now() + seconds * 1000);
    return retryCount < 2 && seconds <= longestBanSeconds;
  };
  const octokit = new Octokit({
    ...(typeof token === 'string' ? { auth: token } : { authStrategy: () => renewedAuth(token) }),
    ...settings(apiUrl, log, connection.timeoutMs),
    retry: unpaced ? { retryAfterBaseValue: 1 } : {},
    throttle: isOwn ? { enabled: false } : { onRateLimit: waitFor, onSecondaryRateLimit: waitFor },
  });
  if (!isOwn)
    octokit.hook.before('request', async () => {
      const leftMs = await pass(gate, 'core', systemClock, longestBanSeconds * 1000);
      if (leftMs !== null) throw tooLong(leftMs);
    });
  gates.set(octokit, gate);
  return octokit;
}

/** What every Octokit of ours is made with. Throws as `connect` does. */
export function settings(apiUrl: string, log: Log, timeoutMs = defaultTimeoutMs) {
  if (new URL(apiUrl).protocol !== 'https:' && !isLoopback(apiUrl))
    throw new Error('GitHub is not reached over https');
  const debug = (message: string): void => log.debug(`github: ${message}`);
  return {
    baseUrl: apiUrl.replace(/\/+$/, ''),
    userAgent: 'akguard',
    log: { debug, info: debug, warn: debug, error: debug },
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
  };
}

/** Where an Octokit of ours waits its turn. */
export function gateBefore(octokit: Octokit): Gate {
  const gate = gates.get(octokit);
  if (!gate) throw new Error('not an Octokit of ours');
  return gate;
}

/** Octokit's inner request, as far as an auth strategy uses it. */
interface Sender {
  (endpoint: object): Promise<unknown>;
  endpoint: { merge(route: object): { headers: Record<string, unknown> } };
}

/** An auth strategy, as Octokit calls it: each request carries the token of its moment. */
function renewedAuth(token: () => Promise<string>) {
  return {
    async hook(request: Sender, route: object): Promise<unknown> {
      const endpoint = request.endpoint.merge(route);
      endpoint.headers.authorization = `token ${await token()}`;
      return request(endpoint);
    },
  };
}
