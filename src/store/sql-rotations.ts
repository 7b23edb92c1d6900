// Rotations as queries. A rotation belongs to one run at a time, and each step is written only by the run it belongs to.
// Each change is recorded in the transaction that makes it; only signs of life are not.
import type { Kysely } from 'kysely';
import type { LedgerEvent } from '../core/ledger.ts';
import type { BegunRevoke, Rotation, RotationStep, Rotations, StepRecord } from '../core/rotation.ts';
import type { Fingerprint } from '../core/secret.ts';
import { maybeAtWork } from './owner.ts';
import type { Tables } from './schema.ts';
import { stops } from './sql-breaker.ts';
import type { Change } from './sql-ledger.ts';
import { recordDeath } from './sql-rotation-death.ts';

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

export async function openRotations(db: Db): Promise<Rotation[]> {
  return rotations(db).where('result', 'is', null).orderBy('id').execute();
}

function rotationsOf(db: Db, environment: Rotation['environment'], oldKeyId: string) {
  return rotations(db).where('environment', '=', environment).where('old_key_id', '=', oldKeyId);
}

function rotations(db: Db) {
  return db
    .selectFrom('rotation')
    .select(['id', 'environment', 'old_key_id as oldKeyId', 'started_at as startedAt']);
}

export async function beginRotation(
  { db, record }: Change,
  owner: string,
  ...[rotation]: Args<'beginRotation'>
): Promise<Rotation | null> {
  const { environment, oldKeyId: old_key_id, startedAt: started_at } = rotation;
  const begun = await db
    .insertInto('rotation')
    .values({ environment, old_key_id, started_at, owner, touched_at: started_at })
    .onConflict((conflict) =>
      conflict.columns(['environment', 'old_key_id']).where('result', 'is', null).doNothing(),
    )
    .executeTakeFirst();
  const held = await db
    .selectFrom('rotation')
    .selectAll()
    .where('environment', '=', environment)
    .where('old_key_id', '=', old_key_id)
    .where('result', 'is', null)
    .executeTakeFirstOrThrow();
  const taken = { id: held.id, environment, oldKeyId: old_key_id, startedAt: held.started_at };
  if (held.owner !== owner) {
    const age = Date.parse(started_at) - Date.parse(held.touched_at);
    if (maybeAtWork(held.owner, age)) return null;
    await db
      .updateTable('rotation')
      .set({ owner, touched_at: started_at })
      .where('id', '=', held.id)
      .execute();
    record(await moved(db, taken, { state: 'taken over', at: started_at, takenFrom: held.owner }));
  } else if (begun.numInsertedOrUpdatedRows === 1n) {
    record(await moved(db, taken, { state: 'begun', at: started_at }));
  }
  return taken;
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
  change: Change,
  owner: string,
  ...[rotation, step, target, at]: Args<'beginStep'>
): Promise<number> {
  await keepRotation(change.db, owner, rotation, at);
  return intend(change, rotation, step, target, at);
}

export async function mayRevoke(
  change: Change,
  owner: string,
  ...[rotation, at, mostAnHour]: Args<'mayRevoke'>
): Promise<string | null> {
  await keepRotation(change.db, owner, rotation, at);
  return stopped(change, rotation, rotation.oldKeyId, at, mostAnHour);
}

export async function beginRevoke(
  change: Change,
  owner: string,
  ...[rotation, keyId, at, mostAnHour]: Args<'beginRevoke'>
): Promise<BegunRevoke> {
  await keepRotation(change.db, owner, rotation, at);
  const why = await stopped(change, rotation, keyId, at, mostAnHour);
  if (why !== null) return { kind: 'stopped', why };
  return { kind: 'begun', id: await intend(change, rotation, 'revoke', keyId, at) };
}

/** Asks the breaker; what it stops is noted as withheld. */
async function stopped(
  change: Change,
  { id: rotation, environment, oldKeyId }: Rotation,
  keyId: string,
  at: string,
  mostAnHour: number,
): Promise<string | null> {
  const doomed = { fingerprint: null, keyId, oldKeyId };
  const why = await stops(change, { environment, mostAnHour }, doomed, at);
  if (why === null) return null;
  const fingerprint = await incidentOf(change.db, environment, keyId);
  const data = { action: 'revoke', result: 'failed', rotation, target: keyId, why };
  change.record({ at, kind: 'withheld', fingerprint, data });
  return why;
}

async function intend(
  { db, record }: Change,
  rotation: Rotation,
  step: RotationStep,
  target: string,
  at: string,
): Promise<number> {
  const { id } = await db
    .insertInto('rotation_step')
    .values({ rotation_id: rotation.id, step, target, intended_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const fingerprint = await incidentOf(db, rotation.environment, rotation.oldKeyId);
  record({ at, kind: 'step-intent', fingerprint, data: { rotation: rotation.id, id, step, target } });
  return id;
}

export async function endStep(change: Change, ...[id, outcome]: Args<'endStep'>): Promise<void> {
  const { db, record } = change;
  const { result, at, detail, made } = outcome;
  const step = await db
    .selectFrom('rotation_step')
    .innerJoin('rotation', 'rotation.id', 'rotation_step.rotation_id')
    .select(['step', 'target', 'rotation_id', 'environment', 'old_key_id'])
    .where('rotation_step.id', '=', id)
    .where('rotation_step.result', 'is', null)
    .executeTakeFirst();
  if (!step) return;
  const key_id = made?.keyId ?? null;
  const row = { result, concluded_at: at, detail, key_id, fingerprint: made?.fingerprint ?? null };
  await db.updateTable('rotation_step').set(row).where('id', '=', id).execute();
  const fingerprint = await incidentOf(db, step.environment, step.old_key_id);
  const data = { rotation: step.rotation_id, id, step: step.step, target: step.target, result, detail };
  const key = { key_id, key_fingerprint: row.fingerprint };
  record({ at, kind: 'step-outcome', fingerprint, data: { ...data, ...key } });
  if (step.step === 'revoke' && result === 'done')
    await recordDeath(change, step.environment, step.target, outcome);
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
  { db, record }: Change,
  owner: string,
  ...[rotation, result, at]: Args<'endRotation'>
): Promise<void> {
  await keepRotation(db, owner, rotation, at);
  await db.updateTable('rotation').set({ result }).where('id', '=', rotation.id).execute();
  record(await moved(db, rotation, { state: result === 'rotated' ? result : 'taken back', at }));
}

async function moved(
  db: Db,
  { id, environment, oldKeyId }: Rotation,
  move: { state: string; at: string; takenFrom?: string },
): Promise<LedgerEvent> {
  const { state, at, takenFrom: taken_from = null } = move;
  const fingerprint = await incidentOf(db, environment, oldKeyId);
  const data = { rotation: id, environment, old_key: oldKeyId, state, taken_from };
  return { at, kind: 'rotation', fingerprint, data };
}

/** Of a key that leaked and is in the inventory: the page of its incident tells of its rotation. Null for all others. */
async function incidentOf(
  db: Db,
  environment: Rotation['environment'],
  keyId: string,
): Promise<Fingerprint | null> {
  const row = await db
    .selectFrom('inventory')
    .innerJoin('incident', 'incident.fingerprint', 'inventory.fingerprint')
    .select('incident.fingerprint')
    .where('inventory.environment', '=', environment)
    .where('key_id', '=', keyId)
    .orderBy('incident.fingerprint')
    .executeTakeFirst();
  return row?.fingerprint ?? null;
}
