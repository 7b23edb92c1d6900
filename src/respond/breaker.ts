// What makes a run open the breaker, and what lets it close; see `core/breaker.ts`.
import type { BreakerCause } from '../core/breaker.ts';
import type { Finding } from '../core/match.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock } from '../core/runtime.ts';
import type { Breakers } from '../core/store.ts';
import type { Validity, Verdict } from '../core/verdict.ts';

/** How a host answered the control call of this run. `why` is a sentence about the answer. */
export interface HostCheck {
  environment: Environment;
  clean: boolean;
  /** ISO 8601 UTC. */
  at: string;
  why: string;
}

/** Fewer answers say nothing about a host. */
const leastForBulk = 5;
/** Revokes of one run that were accepted and not felt. */
const mostUnproven = 2;

interface Item {
  finding: Pick<Finding, 'rule'>;
  verdict: Verdict;
}

/** Opens or mends the breaker by what this run was answered so far. @throws what the store throws. */
export async function judgeHosts(
  checks: readonly HostCheck[],
  items: readonly Item[],
  store: Breakers,
): Promise<void> {
  for (const { environment, clean, at, why } of checks) {
    const asked = items.filter(
      ({ finding, verdict }) => finding.rule.environment === environment && verdict.checkedAt !== null,
    );
    const unknown = asked.filter(({ verdict }) => verdict.validity === 'unknown').length;
    if (!clean) await store.trip({ cause: 'control', environment, openedAt: at, why });
    else if (asked.length >= leastForBulk && unknown * 2 > asked.length) {
      const bulk = `${unknown} of ${asked.length} keys got an answer that proves nothing, though a made-up key was refused`;
      await store.trip({ cause: 'answers', environment, openedAt: at, why: bulk });
    } else await store.mend(environment, at);
  }
}

/** A key that the same host had refused for good works again: one of the two answers is wrong. */
export async function judgeReturn(
  was: Validity | null,
  item: Item & { finding: Pick<Finding, 'fingerprint' | 'rule'> },
  store: Breakers,
  clock: Clock,
): Promise<void> {
  if (was !== 'inactive' || item.verdict.validity !== 'active') return;
  const why = `key ${item.finding.fingerprint} works, though the same host had refused it as dead`;
  await open('contradiction', item.finding.rule.environment, why, store, clock);
}

/** @param results how the revokes of this run ended, in one environment. */
export async function judgeRevokes(
  results: readonly string[],
  environment: Environment,
  store: Breakers,
  clock: Clock,
): Promise<void> {
  const unproven = results.filter((result) => result === 'unconfirmed').length;
  if (unproven < mostUnproven) return;
  const why = `${unproven} keys of one run still worked after their revoke, or nothing proves that they did not`;
  await open('unproven', environment, why, store, clock);
}

function open(
  cause: BreakerCause,
  environment: Environment,
  why: string,
  store: Breakers,
  clock: Clock,
): Promise<void> {
  return store.trip({ cause, environment, openedAt: timestamp(clock), why });
}
