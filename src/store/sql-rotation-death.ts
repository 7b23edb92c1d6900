// What a rotation proves is recorded where a scan records it: a key that leaked, and that a rotation revoked and proved
// dead, is dead in its incident, in the transaction of the step that proved it.
import type { Kysely } from 'kysely';
import type { Rotation, StepOutcome } from '../core/rotation.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Tables } from './schema.ts';
import { conclude, open } from './sql-acts.ts';
import { died, learn, recall } from './sql-incidents.ts';
import type { Change } from './sql-ledger.ts';

/** Does nothing for a key that no incident is about. */
export async function recordDeath(
  change: Change,
  environment: Rotation['environment'],
  keyId: string,
  { at, detail, death }: StepOutcome,
): Promise<void> {
  const { db } = change;
  const fingerprint = death?.fingerprint ?? (await soleOwner(db, environment, keyId));
  if (fingerprint === null || (await recall(db, fingerprint)) === null) return;
  if (death) await learn(change, fingerprint, death.host, death.proof);
  await died(change, fingerprint, death?.proof.checkedAt ?? at);
  for (const act of await open(db, fingerprint)) {
    if (act.action === 'revoke') await conclude(change, act.id, 'revoked', at, detail);
  }
}

/** Where the inventory contradicts itself, nobody knows which of the raw keys is dead. */
async function soleOwner(
  db: Kysely<Tables>,
  environment: Rotation['environment'],
  keyId: string,
): Promise<Fingerprint | null> {
  const owners = await db
    .selectFrom('inventory')
    .select('fingerprint')
    .where('environment', '=', environment)
    .where('key_id', '=', keyId)
    .execute();
  return owners.length === 1 ? (owners[0]?.fingerprint ?? null) : null;
}
