// Incidents and what hosts said about their keys, as queries. Each change is recorded in the transaction that makes it.
import type { Kysely, Selectable } from 'kysely';
import type { About, Incident, Memory, Sighting } from '../core/store.ts';
import { maskKeys } from '../core/text.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Validity, Verdict } from '../core/verdict.ts';
import type { Tables } from './schema.ts';
import type { Change } from './sql-ledger.ts';

export async function sight({ db, record }: Change, sighting: Sighting): Promise<Incident> {
  const { fingerprint, environment, redacted, firstSeenAt } = sighting;
  const row = await db
    .selectFrom('incident')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  const about = maskKeys(JSON.stringify(sighting.about));
  if (row) {
    await db.updateTable('incident').set({ about }).where('fingerprint', '=', fingerprint).execute();
    return incidentOf(row);
  }
  await db
    .insertInto('incident')
    .values({ fingerprint, environment, redacted, first_seen_at: firstSeenAt, dead_at: null, about })
    .execute();
  const { rule, target, leakedAt, leakedBy, places } = sighting;
  const data = { environment, redacted, rule, target, leaked_at: leakedAt, leaked_by: leakedBy, places };
  record({ at: firstSeenAt, kind: 'found', fingerprint, data });
  return { fingerprint, environment, redacted, firstSeenAt, deadAt: null };
}

function incidentOf(row: Selectable<Tables['incident']>): Incident {
  const { fingerprint, environment, redacted } = row;
  return { fingerprint, environment, redacted, firstSeenAt: row.first_seen_at, deadAt: row.dead_at };
}

export async function recall(db: Kysely<Tables>, fingerprint: Fingerprint): Promise<Memory | null> {
  const row = await db
    .selectFrom('incident')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (!row) return null;
  const verdicts = await db
    .selectFrom('verdict')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .execute();
  return {
    incident: incidentOf(row),
    about: row.about === null ? null : (JSON.parse(row.about) as About),
    verdicts: new Map(
      verdicts.map(
        ({ host, validity, reason, checked_at: checkedAt, status, code, request_id: requestId }) => [
          host,
          { validity, reason, checkedAt, status, code, requestId },
        ],
      ),
    ),
  };
}

export async function died({ db, record }: Change, fingerprint: Fingerprint, at: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('incident')
    .set({ dead_at: at })
    .where('fingerprint', '=', fingerprint)
    .where('dead_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) record({ at, kind: 'dead', fingerprint, data: {} });
}

export async function learn(
  { db, record }: Change,
  fingerprint: Fingerprint,
  host: string,
  verdict: Verdict,
): Promise<Validity | null> {
  const { validity, reason, checkedAt, status, code, requestId } = verdict;
  const before = await db
    .selectFrom('verdict')
    .select(['validity', 'checked_at'])
    .where('fingerprint', '=', fingerprint)
    .where('host', '=', host)
    .executeTakeFirst();
  const was = before?.validity ?? null;
  if (checkedAt === null || (was === 'inactive' && validity === 'unknown')) return was;
  // A run that asked before another one revoked the key may say so after it.
  if (was === 'inactive' && validity === 'active' && !isLater(checkedAt, before?.checked_at)) return null;
  const row = { validity, reason, checked_at: checkedAt, status, code, request_id: requestId };
  await db
    .insertInto('verdict')
    .values({ fingerprint, host, ...row })
    .onConflict((conflict) => conflict.columns(['fingerprint', 'host']).doUpdateSet(row))
    .execute();
  if (was !== validity) {
    const data = { validity, was, host, reason, status, code, request_id: requestId };
    record({ at: checkedAt, kind: 'verdict', fingerprint, data });
  }
  if (validity === 'active') await reopen({ db, record }, fingerprint, checkedAt);
  return was;
}

async function reopen({ db, record }: Change, fingerprint: Fingerprint, at: string): Promise<void> {
  const row = await db
    .selectFrom('incident')
    .select('dead_at')
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  const deadAt = row?.dead_at ?? null;
  if (deadAt === null || !isLater(at, deadAt)) return;
  await db.updateTable('incident').set({ dead_at: null }).where('fingerprint', '=', fingerprint).execute();
  record({ at, kind: 'alive', fingerprint, data: { dead_at: deadAt } });
}

function isLater(at: string, before: string | null | undefined): boolean {
  return before == null || Date.parse(at) > Date.parse(before);
}
