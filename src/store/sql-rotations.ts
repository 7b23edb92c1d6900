// Rotations as queries. A rotation belongs to one run at a time, and each step is written only by the run it belongs to.
import type { Kysely } from 'kysely';
import type { Rotation, Rotations, StepRecord } from '../core/rotation.ts';
import { maybeAtWork } from './owner.ts';
import type { Tables } from './schema.ts';

type Db = Kysely<Tables>;
type Args<Method extends keyof Rotations> = Parameters<Rotations[Method]>;

export async function openRotation(
  db: Db,
  ...[environment, oldKeyId]: Args<'openRotation'>
): Promise<Rotation | null> {
  const query = rotationsOf(db, environment, oldKeyId).where('result', 'is', null);
  return (await query.executeTakeFirst()) ?? null;
}

export async function finishedRotation(
  db: Db,
  ...[environment, oldKeyId]: Args<'finishedRotation'>
): Promise<Rotation | null> {
  const query = rotationsOf(db, environment, oldKeyId).where('result', '=', 'rotated');
  return (await query.orderBy('id', 'desc').executeTakeFirst()) ?? null;
}

function rotationsOf(db: Db, environment: Rotation['environment'], oldKeyId: string) {
  return db
    .selectFrom('rotation')
    .select(['id', 'environment', 'old_key_id as oldKeyId', 'started_at as startedAt'])
    .where('environment', '=', environment)
    .where('old_key_id', '=', oldKeyId);
}

export async function beginRotation(
  db: Db,
  owner: string,
  ...[rotation]: Args<'beginRotation'>
): Promise<Rotation | null> {
  const { environment, oldKeyId: old_key_id, startedAt: started_at } = rotation;
  await db
    .insertInto('rotation')
    .values({ environment, old_key_id, started_at, owner, touched_at: started_at })
    .onConflict((conflict) =>
      conflict.columns(['environment', 'old_key_id']).where('result', 'is', null).doNothing(),
    )
    .execute();
  const held = await db
    .selectFrom('rotation')
    .selectAll()
    .where('environment', '=', environment)
    .where('old_key_id', '=', old_key_id)
    .where('result', 'is', null)
    .executeTakeFirst();
  // Brought to its end between the two statements.
  if (!held) return null;
  if (held.owner !== owner) {
    const age = Date.parse(started_at) - Date.parse(held.touched_at);
    if (maybeAtWork(held.owner, age)) return null;
    const taken = await db
      .updateTable('rotation')
      .set({ owner, touched_at: started_at })
      .where('id', '=', held.id)
      // Of two runs that both find it abandoned, one gets it.
      .where('owner', '=', held.owner)
      .where('touched_at', '=', held.touched_at)
      .executeTakeFirst();
    if (taken.numUpdatedRows !== 1n) return null;
  }
  return { id: held.id, environment, oldKeyId: old_key_id, startedAt: held.started_at };
}

export async function keepRotation(
  db: Db,
  owner: string,
  ...[rotation, at]: Args<'keepRotation'>
): Promise<void> {
  const kept = await db
    .updateTable('rotation')
    .set({ touched_at: at })
    .where('id', '=', rotation.id)
    .where('owner', '=', owner)
    .where('result', 'is', null)
    .executeTakeFirst();
  if (kept.numUpdatedRows !== 1n) throw new Error('another run has taken over this rotation');
}

export async function beginStep(
  db: Db,
  owner: string,
  ...[rotation, step, target, at]: Args<'beginStep'>
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await keepRotation(trx, owner, rotation, at);
    const { id } = await trx
      .insertInto('rotation_step')
      .values({ rotation_id: rotation.id, step, target, intended_at: at })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  });
}

export async function endStep(db: Db, ...[id, outcome]: Args<'endStep'>): Promise<void> {
  const { result, at: concluded_at, detail, made } = outcome;
  await db
    .updateTable('rotation_step')
    .set({
      result,
      concluded_at,
      detail,
      key_id: made?.keyId ?? null,
      fingerprint: made?.fingerprint ?? null,
    })
    .where('id', '=', id)
    .where('result', 'is', null)
    .execute();
}

export async function rotationSteps(db: Db, ...[rotation]: Args<'rotationSteps'>): Promise<StepRecord[]> {
  return db
    .selectFrom('rotation_step')
    .select([
      'id',
      'step',
      'target',
      'intended_at as at',
      'result',
      'concluded_at as endedAt',
      'detail',
      'key_id as keyId',
      'fingerprint',
    ])
    .where('rotation_id', '=', rotation.id)
    .orderBy('id')
    .execute();
}

export async function endRotation(
  db: Db,
  owner: string,
  ...[rotation, result, at]: Args<'endRotation'>
): Promise<void> {
  await keepRotation(db, owner, rotation, at);
  await db.updateTable('rotation').set({ result }).where('id', '=', rotation.id).execute();
}
