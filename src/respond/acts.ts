// Intent before act, outcome after: the small steps that revocations and alerts share.
import type { Log, Clock } from '../core/runtime.ts';
import { timestamp } from '../core/runtime.ts';
import { intentLeaseMs } from '../core/store.ts';
import type { Intent, Store } from '../core/store.ts';
import { messageOf } from '../core/errors.ts';

const askAgainMs = 250;

/**
 * Records the intent; when another run is at the same act, waits until that one is done or silent for too long.
 * `waited` says that the world may have changed meanwhile. Throws AkguardError AK_STORE: then the act must not be done.
 */
export async function intend(
  store: Store,
  clock: Clock,
  act: Omit<Intent, 'id' | 'at'>,
): Promise<{ intent: Intent; waited: boolean }> {
  const started = clock.now();
  for (;;) {
    const intent = await store.intend({ ...act, at: timestamp(clock) });
    if (intent) return { intent, waited: clock.now() > started };
    if (clock.now() - started > 2 * intentLeaseMs) throw new Error('other runs keep doing the same');
    await clock.sleep(askAgainMs);
  }
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
