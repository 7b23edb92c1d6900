// The breaker: what stops all revocations, of all runs on one state, until it is mended or reset. A revoked key can't be
// brought back, so whatever looks wrong costs time, not keys.
import type { Environment } from './rule.ts';

/**
 * `control`: the control call failed. `answers`: most keys of a run got an answer that proves nothing, though the control
 * call was answered well. Both are mended by a later run that finds the host in order.
 * `contradiction`: a key proven dead worked. `unproven`: revokes were accepted and not felt. These wait for people.
 */
export type BreakerCause = 'control' | 'answers' | 'contradiction' | 'unproven';

/** One reason for which the breaker of an environment is open. */
export interface OpenBreaker {
  cause: BreakerCause;
  environment: Environment;
  /** ISO 8601 UTC. */
  openedAt: string;
  why: string;
}

/** How many keys may be revoked in an hour, by all runs on one state, rotations included, not counting those before a reset. */
export interface RevokeGate {
  environment: Environment;
  mostAnHour: number;
}

/** How many keys may be revoked: by one run, and within an hour by all that share the state. */
export interface Limits {
  run: RunBudget;
  mostAnHour: number;
}

/** How many keys one run may revoke, and which it has begun to. */
export interface RunBudget {
  most: number;
  begun: Set<string>;
}

/** Why a run may not revoke one key more, as a clause; null when it may. @param key what the run calls the key. */
export function whySpent({ most, begun }: RunBudget, key: string): string | null {
  if (begun.has(key) || begun.size < most) return null;
  return `this run has revoked as many keys as one may, ${most} (see --max-revocations)`;
}

export const hourMs = 3_600_000;

/** Why a revoke may not begin by what the store knows, as a clause; null when it may. */
export function whyStopped(
  gate: RevokeGate,
  open: readonly OpenBreaker[],
  othersInLastHour: number,
): string | null {
  const breaker = open.find((each) => each.environment === gate.environment);
  if (breaker) {
    return `the breaker is open since ${breaker.openedAt}: ${breaker.why}; see \`akguard breaker status\``;
  }
  if (othersInLastHour < gate.mostAnHour) return null;
  return (
    `${othersInLastHour} other keys were revoked within an hour, and ${gate.mostAnHour} is the limit; ` +
    `wait, or look into it and give \`akguard breaker reset\``
  );
}
