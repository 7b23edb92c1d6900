// Verdicts that need not be asked for again: each check spends the leaked key's own quota.
import { messageOf } from '../core/errors.ts';
import { type Finding, isAskable } from '../core/match.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { claim } from './acts.ts';

/** How long a key that worked is believed to work. */
const activeForMs = 5 * 60_000;

export interface RememberOptions {
  /** A verdict counts for the host that gave it. */
  hosts: Readonly<Record<Environment, string>>;
  clock: Clock;
  /** A run that may revoke wants fresh proof that a key works, and has the key for itself while it asks. */
  armed: boolean;
  log: Log;
}

/**
 * A key once refused for good is dead for ever, one that worked works for minutes, and unknown is never remembered. An armed
 * run waits here for others that are at the same key, and then holds it until `letGo`. Never throws: who can't remember asks.
 */
export async function remembered(
  findings: readonly Finding[],
  store: Store,
  options: RememberOptions,
): Promise<Map<Fingerprint, Verdict>> {
  const known = new Map<Fingerprint, Verdict>();
  const look = async ({ fingerprint, rule }: Finding): Promise<boolean> => {
    const memory = await store.recall(fingerprint);
    const verdict = memory?.verdicts.get(options.hosts[rule.environment]);
    if (!memory || !verdict || !isGood(verdict, memory.incident.deadAt, options)) return false;
    known.set(fingerprint, verdict);
    return true;
  };
  try {
    // By fingerprint, so that no two runs wait for each other.
    for (const finding of findings.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1))) {
      if ((await look(finding)) || !options.armed || !isAskable(finding)) continue;
      if ((await claim(store, options.clock, finding.fingerprint)) && (await look(finding))) {
        await store.release(finding.fingerprint);
      }
    }
  } catch (error) {
    options.log.warn('what earlier runs learnt could not be read', { reason: messageOf(error) });
  }
  return known;
}

/** Lets other runs have the keys. Never throws: what is held by a run that is gone is free anyway. */
export async function letGo(findings: readonly Finding[], store: Store, log: Log): Promise<void> {
  try {
    for (const { fingerprint } of findings) await store.release(fingerprint);
  } catch (error) {
    log.warn('keys could not be released; other runs wait until they are', { reason: messageOf(error) });
  }
}

/** A rotation may have seen by a list that the key is dead; that it worked before says nothing then. */
function isGood(
  { validity, checkedAt }: Verdict,
  deadAt: string | null,
  { armed, clock }: RememberOptions,
): boolean {
  if (validity === 'inactive') return true;
  if (deadAt !== null) return false;
  const age = clock.now() - Date.parse(checkedAt ?? '');
  return validity === 'active' && !armed && age >= 0 && age < activeForMs;
}
