// Intent before act, outcome after: the small steps that revocations and alerts share.
import type { RevokeGate } from '../core/breaker.ts';
import type { Log, Clock } from '../core/runtime.ts';
import { timestamp } from '../core/runtime.ts';
import type { Fingerprint } from '../core/secret.ts';
import { claimLeaseMs, intentLeaseMs } from '../core/store.ts';
import type { Intent, NewIntent, Store } from '../core/store.ts';
import { messageOf } from '../core/errors.ts';

const askAgainMs = 250;

/** `waited`: another run was at it, so the world may have changed meanwhile. */
export interface Begun {
  kind: 'intended';
  intent: Intent;
  taken: boolean;
  waited: boolean;
}

/**
 * Records the intent; when another run is at the same act, waits until that one is done or silent for too long.
 * Throws AkguardError AK_STORE: then the act must not be done.
 */
export async function intend(
  store: Store,
  clock: Clock,
  act: Omit<NewIntent, 'at'>,
  gate?: RevokeGate,
): Promise<Begun | { kind: 'stopped'; why: string }> {
  const started = clock.now();
  for (;;) {
    const intended = await store.intend({ ...act, at: timestamp(clock) }, gate);
    if (intended.kind === 'stopped') return intended;
    if (intended.kind === 'intended') return { ...intended, waited: clock.now() > started };
    if (clock.now() - started > 2 * intentLeaseMs) throw new Error('other runs keep doing the same');
    await clock.sleep(askAgainMs);
  }
}

/** Waits until no other run is at the key; returns whether there was one. Throws AkguardError AK_STORE. */
export async function claim(store: Store, clock: Clock, fingerprint: Fingerprint): Promise<boolean> {
  const started = clock.now();
  while (!(await store.claim(fingerprint, timestamp(clock)))) {
    if (clock.now() - started > 2 * claimLeaseMs) throw new Error('other runs keep doing the same');
    await clock.sleep(askAgainMs);
  }
  return clock.now() > started;
}

/** Records an outcome; a store that fails now can't undo the act, and the open intent lets the next run settle it. */
export async function conclude(
  store: Store,
  log: Log,
  id: number,
  ...outcome: [result: Parameters<Store['conclude']>[1], at: string, detail: string]
): Promise<void> {
  try {
    await store.conclude(id, ...outcome);
  } catch (error) {
    log.warn('an outcome could not be recorded; the next run will settle it', { reason: messageOf(error) });
  }
}
