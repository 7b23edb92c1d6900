// Revokes that an earlier run began and never saw the end of (killed, cut off, unconfirmed) are brought to an end.
import { messageOf } from '../core/errors.ts';
import type { Outcome } from '../core/outcome.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Store } from '../core/store.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Verdict } from '../core/verdict.ts';
import { conclude } from './acts.ts';

/**
 * The outcome of an open revoke by today's verdict: dead is `revoked`, unknown stays in doubt as `unconfirmed`. Null when
 * nothing was open, and for a key that is active (the normal revoke takes the intent over) or was not verified.
 */
export async function settleRevoke(
  fingerprint: Fingerprint,
  verdict: Verdict,
  deps: { store: Store; clock: Clock; log: Log },
): Promise<Outcome | null> {
  if (verdict.validity !== 'inactive' && verdict.validity !== 'unknown') return null;
  const [first] = await openRevokes(fingerprint, deps);
  if (!first) return null;
  const at = timestamp(deps.clock);
  if (verdict.validity === 'unknown') {
    const detail = `A revoke of key ${first.target} begun at ${first.at} is still in doubt: ${verdict.reason}`;
    await conclude(deps.store, deps.log, first.id, 'unconfirmed', at, detail);
    return { action: 'revoke', result: 'unconfirmed', at, detail };
  }
  const detail = `Key ${first.target} is refused; its revoke was begun at ${first.at} by an earlier run.`;
  await concludeRevokes(fingerprint, { at, detail }, deps);
  return { action: 'revoke', result: 'revoked', at, detail };
}

/** Ends every revoke still open for a key that is proven dead. */
export async function concludeRevokes(
  fingerprint: Fingerprint,
  outcome: { at: string; detail: string },
  deps: { store: Store; log: Log },
): Promise<void> {
  for (const intent of await openRevokes(fingerprint, deps)) {
    await conclude(deps.store, deps.log, intent.id, 'revoked', outcome.at, outcome.detail);
  }
}

async function openRevokes(fingerprint: Fingerprint, deps: { store: Store; log: Log }) {
  try {
    const open = await deps.store.open(fingerprint);
    return open.filter((intent) => intent.action === 'revoke');
  } catch (error) {
    deps.log.warn('acts left open by earlier runs could not be read', { reason: messageOf(error) });
    return [];
  }
}
