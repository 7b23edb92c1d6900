// Verdicts that need not be asked for again: each check spends the leaked key's own quota.
import type { Finding } from '../core/match.ts';
import type { Environment } from '../core/rule.ts';
import type { Log } from '../core/runtime.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Incidents } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { messageOf } from '../core/errors.ts';

/** How long a key that worked is believed to work. */
const activeForMs = 5 * 60_000;

export interface RememberOptions {
  /** A verdict counts for the host that gave it. */
  hosts: Readonly<Record<Environment, string>>;
  now: number;
  /** A run that may revoke wants fresh proof that a key works. */
  armed: boolean;
  log: Log;
}

/**
 * A key once refused for good is dead for ever, one that worked works for minutes, and unknown is never remembered. Never
 * throws: who can't remember asks.
 */
export async function remembered(
  findings: readonly Finding[],
  store: Pick<Incidents, 'recall'>,
  { hosts, now, armed, log }: RememberOptions,
): Promise<Map<Fingerprint, Verdict>> {
  const known = new Map<Fingerprint, Verdict>();
  try {
    for (const { fingerprint, rule } of findings) {
      const memory = await store.recall(fingerprint);
      const verdict = memory?.verdicts.get(hosts[rule.environment]);
      if (verdict && isGood(verdict, now, armed)) known.set(fingerprint, verdict);
    }
  } catch (error) {
    log.warn('earlier verdicts could not be read', { reason: messageOf(error) });
  }
  return known;
}

function isGood({ validity, checkedAt }: Verdict, now: number, armed: boolean): boolean {
  if (validity === 'inactive') return true;
  const age = now - Date.parse(checkedAt ?? '');
  return validity === 'active' && !armed && age >= 0 && age < activeForMs;
}
