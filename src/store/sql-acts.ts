// Acts (intent and outcome) as queries. Each change is recorded in the transaction that makes it.
import type { Kysely } from 'kysely';
import type { RevokeGate } from '../core/breaker.ts';
import { claimLeaseMs } from '../core/store.ts';
import type { Acts, Intent, Intended, NewIntent, OpenAct } from '../core/store.ts';
import { maybeAtWork } from './owner.ts';
import type { Tables } from './schema.ts';
import { stops } from './sql-breaker.ts';
import type { Change } from './sql-ledger.ts';

/** @param owner the run that will hold the intent. */
export async function intend(
  change: Change,
  owner: string,
  { payload, ...intent }: NewIntent,
  gate?: RevokeGate,
): Promise<Intended> {
  const { db, record } = change;
  const { fingerprint, action, target, at } = intent;
  const why = gate ? await stops(change, gate, { fingerprint, keyId: target }, at) : null;
  if (why !== null) return { kind: 'stopped', why };
  const made = await db
    .insertInto('act')
    .values({ fingerprint, action, target, intended_at: at, owner, payload: payload ?? null })
    .onConflict((conflict) =>
      conflict.columns(['fingerprint', 'action', 'target']).where('result', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (!made) return takeOver(change, owner, intent, payload ?? null);
  record({ at, kind: 'intent', fingerprint, data: { act: made.id, action, target, taken_from: null } });
  return { kind: 'intended', intent: { id: made.id, ...intent }, taken: false };
}

async function takeOver(
  { db, record }: Change,
  owner: string,
  intent: Omit<Intent, 'id'>,
  payload: string | null,
): Promise<Intended> {
  const { fingerprint, action, target, at } = intent;
  const held = await db
    .selectFrom('act')
    .select(['id', 'owner', 'intended_at'])
    .where('fingerprint', '=', fingerprint)
    .where('action', '=', action)
    .where('target', '=', target)
    .where('result', 'is', null)
    .executeTakeFirstOrThrow();
  const age = Date.parse(at) - Date.parse(held.intended_at);
  if (held.owner !== owner && maybeAtWork(held.owner, age)) return { kind: 'busy' };
  await db.updateTable('act').set({ owner, intended_at: at, payload }).where('id', '=', held.id).execute();
  record({ at, kind: 'intent', fingerprint, data: { act: held.id, action, target, taken_from: held.owner } });
  return { kind: 'intended', intent: { id: held.id, ...intent }, taken: true };
}

export async function claim(
  { db }: Change,
  owner: string,
  ...[fingerprint, at]: Parameters<Acts['claim']>
): Promise<boolean> {
  const held = await db
    .selectFrom('claim')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (held && held.owner !== owner) {
    const age = Date.parse(at) - Date.parse(held.at);
    if (maybeAtWork(held.owner, age, claimLeaseMs)) return false;
  }
  await db
    .insertInto('claim')
    .values({ fingerprint, owner, at })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet({ owner, at }))
    .execute();
  return true;
}

export async function release({ db }: Change, owner: string, fingerprint: string): Promise<void> {
  await db.deleteFrom('claim').where('fingerprint', '=', fingerprint).where('owner', '=', owner).execute();
}

export async function conclude(
  { db, record }: Change,
  ...[id, result, at, detail]: Parameters<Acts['conclude']>
): Promise<void> {
  const act = await db
    .selectFrom('act')
    .select(['fingerprint', 'action', 'target'])
    .where('id', '=', id)
    .where('result', 'is', null)
    .executeTakeFirst();
  if (!act) return;
  if (result !== 'unconfirmed') {
    await db.updateTable('act').set({ result, concluded_at: at, detail }).where('id', '=', id).execute();
  }
  const { fingerprint, action, target } = act;
  record({ at, kind: 'outcome', fingerprint, data: { act: id, action, target, result, detail } });
}

export async function open(db: Kysely<Tables>, fingerprint?: string): Promise<OpenAct[]> {
  let query = db
    .selectFrom('act')
    .select(['id', 'fingerprint', 'action', 'target', 'intended_at as at', 'payload'])
    .where('result', 'is', null)
    .orderBy('id');
  if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);
  return query.execute();
}

export async function owed(db: Kysely<Tables>): Promise<OpenAct[]> {
  return db
    .selectFrom('act')
    .select(['id', 'fingerprint', 'action', 'target', 'intended_at as at', 'payload'])
    .where('action', '=', 'alert')
    .where('result', '=', 'failed')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('act as later')
            .select('later.id')
            .whereRef('later.fingerprint', '=', 'act.fingerprint')
            .whereRef('later.action', '=', 'act.action')
            .whereRef('later.target', '=', 'act.target')
            .whereRef('later.id', '>', 'act.id'),
        ),
      ),
    )
    .orderBy('id')
    .execute();
}

export async function last(
  db: Kysely<Tables>,
  ...[fingerprint, action, target, result]: Parameters<Acts['last']>
): ReturnType<Acts['last']> {
  let query = db
    .selectFrom('act')
    .select(['concluded_at', 'detail', 'target', 'payload'])
    .where('fingerprint', '=', fingerprint)
    .where('action', '=', action)
    .where('result', 'is not', null)
    .orderBy('concluded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
  if (result !== null) query = query.where('result', '=', result);
  if (target !== null) query = query.where('target', '=', target);
  const row = await query.executeTakeFirst();
  if (!row) return null;
  return { at: row.concluded_at ?? '', detail: row.detail ?? '', target: row.target, payload: row.payload };
}
