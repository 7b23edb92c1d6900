// What all that read through one connection share: whoever is told to wait holds back the others as well, and together they
// stay below what GitHub takes in a minute.
// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
import type { Clock } from '../core/runtime.ts';
import { turnLastsMs } from '../core/shared-pace.ts';

/** GitHub counts the calls to its two APIs apart; a refusal is meant for both. */
export type Budget = 'core' | 'graphql';

/** Until when nothing may be asked, in milliseconds since the epoch. One that many processes share is passed in. */
export interface Bans {
  until(budget: Budget): number | Promise<number>;
  hold(budget: Budget | 'all', until: number): void | Promise<void>;
  /** Reserves a place in a pace that all keep together: when the next request may be sent. Without it each keeps its own. */
  turn?(): number | Promise<number>;
}

export interface Gate {
  bans: Bans;
  /** When the latest requests were sent, as a ring: the oldest is at `next`. Null: not paced. */
  sent: { times: Float64Array; next: number } | null;
}

/** What a gate is found by again. */
interface Way {
  token: string | (() => Promise<string>);
  apiUrl: string;
  unpaced?: boolean;
  bans?: Bans;
}

/** GitHub takes 900 points a minute, one for each call that reads; the rest is for those that alert. */
export const mostInAMinute = 840;
const minuteMs = 60_000;

const byToken = new Map<string, Gate>();
const byRenewal = new WeakMap<() => Promise<string>, Gate>();
const byBans = new WeakMap<Bans, Gate>();

/** Whether a server is on this machine, and none of GitHub's. */
export function isLoopback(apiUrl: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(apiUrl).hostname);
}

/** The gate before a server, for those who come with the same token. */
export function gateOf({ token, apiUrl, unpaced, bans }: Way): Gate {
  const key = JSON.stringify([apiUrl, token]);
  const known = bans ? byBans.get(bans) : typeof token === 'string' ? byToken.get(key) : byRenewal.get(token);
  if (known) return known;
  const isPaced = unpaced !== true && !isLoopback(apiUrl);
  const sent = isPaced ? { times: new Float64Array(mostInAMinute), next: 0 } : null;
  const gate = { bans: bans ?? memoryBans(), sent };
  if (bans) byBans.set(bans, gate);
  else if (typeof token === 'string') byToken.set(key, gate);
  else byRenewal.set(token, gate);
  return gate;
}

/**
 * Waits for as long as anybody was told to.
 * @returns milliseconds that are still to be waited, where they are more than `longestMs`; else null: go.
 */
export async function pass(
  gate: Gate,
  budget: Budget,
  clock: Clock,
  longestMs: number,
): Promise<number | null> {
  let turn = (await gate.bans.turn?.()) ?? null;
  for (;;) {
    const until = Math.max(await gate.bans.until(budget), turn ?? paceOf(gate));
    const ms = until - clock.now();
    if (ms <= 0 && turn !== null && -ms > turnLastsMs && gate.bans.turn)
      // Who was stopped in between does not come late with all that it had reserved.
      turn = await gate.bans.turn();
    else if (ms <= 0) break;
    else if (ms > longestMs) return ms;
    else await clock.sleep(ms);
  }
  if (gate.sent !== null && turn === null) {
    gate.sent.times[gate.sent.next] = clock.now();
    gate.sent.next = (gate.sent.next + 1) % mostInAMinute;
  }
  return null;
}

/** When the next may go without there being too many in its minute. */
function paceOf({ sent }: Gate): number {
  const oldest = sent?.times[sent.next] ?? 0;
  return oldest === 0 ? 0 : oldest + minuteMs;
}

function memoryBans(): Bans {
  const ends = { core: 0, graphql: 0 };
  return {
    until: (budget) => ends[budget],
    hold(budget, until) {
      if (budget !== 'graphql') ends.core = Math.max(ends.core, until);
      if (budget !== 'core') ends.graphql = Math.max(ends.graphql, until);
    },
  };
}
