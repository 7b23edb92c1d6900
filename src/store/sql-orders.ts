// Orders as queries: the ledger has each, and a table what was accepted.
import type { Kysely } from 'kysely';
import type { AcceptedKey, Order } from '../core/order.ts';
import { maskKeys } from '../core/text.ts';
import type { Tables } from './schema.ts';
import type { Change } from './sql-ledger.ts';

export async function order({ db, record }: Change, given: Order): Promise<void> {
  const { fingerprint, at, order: asked, who, right, where, reason, expires } = given;
  record({ at, kind: 'order', fingerprint, data: { order: asked, who, right, where, reason, expires } });
  if (asked !== 'false-positive') return;
  const values = { reason: reason === null ? null : maskKeys(reason), expires };
  await db
    .insertInto('accepted')
    .values({ fingerprint, ...values })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet(values))
    .execute();
}

export async function accepted(db: Kysely<Tables>): Promise<AcceptedKey[]> {
  return db
    .selectFrom('accepted')
    .select(['fingerprint', 'expires', 'reason'])
    .orderBy('fingerprint')
    .execute();
}
