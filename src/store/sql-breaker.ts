// The breaker as queries: a row for each reason for which it is open, and when people last reset it.
import type { Kysely } from 'kysely';
import { hourMs, whyStopped } from '../core/breaker.ts';
import type { OpenBreaker, RevokeGate } from '../core/breaker.ts';
import type { Breakers } from '../core/store.ts';
import type { Tables } from './schema.ts';
import type { Change } from './sql-ledger.ts';

export async function trip(
  { db, record }: Change,
  { cause, environment, openedAt, why }: OpenBreaker,
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('breaker')
    .values({ cause, environment, opened_at: openedAt, why })
    .onConflict((conflict) => conflict.columns(['cause', 'environment']).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return;
  record({
    at: openedAt,
    kind: 'breaker',
    fingerprint: null,
    data: { move: 'opened', cause, environment, why },
  });
}

export async function mend(
  { db, record }: Change,
  ...[environment, at]: Parameters<Breakers['mend']>
): Promise<void> {
  const mended = await db
    .deleteFrom('breaker')
    .where('environment', '=', environment)
    .where('cause', 'in', ['control', 'answers'])
    .where('opened_at', '<', at)
    .returning(['cause'])
    .execute();
  for (const { cause } of mended.toSorted((a, b) => (a.cause < b.cause ? -1 : 1))) {
    const why = 'the host is in order again';
    record({ at, kind: 'breaker', fingerprint: null, data: { move: 'closed', cause, environment, why } });
  }
}

export async function reset({ db, record }: Change, at: string): Promise<void> {
  await db.deleteFrom('breaker').execute();
  await db.deleteFrom('breaker_reset').execute();
  await db.insertInto('breaker_reset').values({ at }).execute();
  const why = 'reset by hand';
  record({
    at,
    kind: 'breaker',
    fingerprint: null,
    data: { move: 'reset', cause: null, environment: null, why },
  });
}

export async function breaker(db: Kysely<Tables>, at: string): ReturnType<Breakers['breaker']> {
  const rows = await db.selectFrom('breaker').selectAll().orderBy('opened_at').orderBy('cause').execute();
  const open = rows.map(({ cause, environment, opened_at: openedAt, why }) => ({
    cause,
    environment,
    openedAt,
    why,
  }));
  return { open, lastHour: await revokedInLastHour(db, at, null) };
}

/** The key that is about to be revoked; a rotation may not know its fingerprint. */
interface Doomed {
  fingerprint: string | null;
  keyId: string;
  /** The key that the rotation is about, where it clears up one that it made: the two don't stand in each other's way. */
  oldKeyId?: string;
}

/** Asked in the transaction that records the intent: two runs can't both be the last one that may. */
export async function stops(
  { db }: Change,
  gate: RevokeGate,
  doomed: Doomed,
  at: string,
): Promise<string | null> {
  const { open } = await breaker(db, at);
  return whyStopped(gate, open, await revokedInLastHour(db, at, doomed));
}

/** Keys, not attempts: to try one again, or to rotate one whose revoke had begun, is no more than to revoke it. */
async function revokedInLastHour(db: Kysely<Tables>, at: string, but: Doomed | null): Promise<number> {
  const counted = await db.selectFrom('breaker_reset').select('at').executeTakeFirst();
  const hourAgo = new Date(Date.parse(at) - hourMs).toISOString();
  const since = counted !== undefined && counted.at > hourAgo ? counted.at : hourAgo;
  const acts = await db
    .selectFrom('act')
    .select(['fingerprint', 'target'])
    .distinct()
    .where('action', '=', 'revoke')
    .where('intended_at', '>', since)
    .execute();
  const steps = await db
    .selectFrom('rotation_step')
    .select('target')
    .distinct()
    .where('step', '=', 'revoke')
    .where('intended_at', '>', since)
    .execute();
  const isSame = (act: { fingerprint: string; target: string }): boolean =>
    but !== null &&
    (but.fingerprint === null
      ? act.target === but.keyId || act.target === but.oldKeyId
      : act.fingerprint === but.fingerprint);
  const scanned = new Set(acts.filter((act) => !isSame(act)).map(({ fingerprint }) => fingerprint));
  const rotated = steps.filter(
    ({ target }) => target !== but?.keyId && !acts.some((act) => act.target === target),
  );
  return scanned.size + rotated.length;
}
