// One key takes the place of another: create, deliver, prove, wait, revoke, prove dead. Each step is on record before it
// is taken, so that a run that was cut off anywhere is gone on with; and until the last step the old key lives.
import type { ListedKey } from '../core/anton-api.ts';
import { messageOf } from '../core/errors.ts';
import type { Rotation, StepRecord } from '../core/rotation.ts';
import { timestamp } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import { proofLimitMs } from '../respond/prove-dead.ts';
import { replace } from './replace.ts';
import { idsOf, retire, waitForQuiet } from './retire.ts';
import { type RotateInput, RotationRun, Stop } from './rotation-run.ts';
import { type Standing, standingOf } from './standing.ts';

/** Anton gives a request 25 s. */
const longestUnderWayMs = 60_000;

/** How a run at a rotation ended. */
export interface RotationEnd {
  /** `waiting`: the new key is in its place, and the old one must not be revoked yet. */
  result: 'rotated' | 'taken-back' | 'waiting' | 'unfinished';
  /** Why it is unfinished, or null. */
  why: string | null;
  /** A revoke was wanted and did not end with a dead key. */
  isAlive: boolean;
  /** The key that is in the old one's place, or null while none is. */
  newKeyId: string | null;
  startedAt: string;
  steps: StepRecord[];
}

/** Goes on with the rotation of the old key, or begins one. Never throws for what the API, a place or the state do. */
export function rotate(input: RotateInput): Promise<RotationEnd> {
  return work(input, async (run) => {
    const standing = await standingNow(run);
    const proven = (await stillGood(run, standing)) ?? (await replace(run));
    if (input.revokes === false) return 'waiting';
    const { made, dead, cleared } = await standingNow(run);
    // Of what is gone already nobody asks again: without the old key there may be nobody left to look with.
    const isCleared = cleared && run.input.managementKey === null;
    // Only a key whose answer was lost has to be looked for, in a list that can show it.
    const isLost = !isCleared && made.some(({ keyId }) => keyId === null);
    const listed = isLost ? await listSince(run, proven) : [];
    const superseded = isCleared ? [] : idsOf(made, listed).filter((id) => id !== proven);
    const doomed = [...superseded, input.old.id].filter((id) => !dead.has(id));
    if (standing.revoked.size === 0) await waitForQuiet(run, doomed, input.old.id);
    // The old key last: whatever fails before, it still works.
    for (const id of doomed) await retire(run, id);
    return 'rotated';
  });
}

/** How a rotation ended that was brought to its end before: to ask again is harmless. */
export function endOf(rotation: Rotation, steps: StepRecord[]): RotationEnd {
  const { startedAt } = rotation;
  const newKeyId = standingOf(steps, rotation.oldKeyId).proven;
  return { result: 'rotated', why: null, isAlive: false, newKeyId, startedAt, steps };
}

async function standingNow({ input, rotation }: RotationRun): Promise<Standing> {
  return standingOf(await input.store.rotationSteps(rotation), input.old.id);
}

/** A list that is not older than the key: what was made before it is shown as well. @throws Stop. */
async function listSince(run: RotationRun, keyId: string): Promise<ListedKey[]> {
  const { clock } = run.input;
  const deadline = clock.now() + proofLimitMs;
  for (let pause = 50; ; pause = Math.min(pause * 2, 2_000)) {
    const listed = await run.list();
    if (listed.some(({ id }) => id === keyId)) return listed;
    if (clock.now() >= deadline)
      throw new Stop(
        `the list does not show key ${keyId} yet, so keys whose answer was lost can't be looked for`,
      );
    await clock.sleep(pause);
  }
}

/** The proven key, unless somebody has revoked it since: then the old one must not go. */
async function stillGood(run: RotationRun, { proven, revoked, dead }: Standing): Promise<string | null> {
  const { old, sinks } = run.input;
  if (proven === null || dead.has(old.id)) return proven;
  const isDoomed = revoked.has(old.id);
  // Without a place for another key there is nothing left but to end.
  if (isDoomed && sinks.length === 0) return proven;
  try {
    const key = (await run.list()).find(({ id }) => id === proven);
    if (key === undefined) return isDoomed ? proven : null;
    return key.revokedAt === null ? proven : null;
  } catch (error) {
    // The old key may be dead already, and with it the last one who could ask.
    if (isDoomed && error instanceof Stop) return proven;
    throw error;
  }
}

/** Revokes what the rotation made, and leaves the old key in its place. */
export function takeBack(input: RotateInput): Promise<RotationEnd> {
  return work(input, async (run) => {
    const { made, dead, doubtSince } = await standingNow(run);
    const listed = await run.list();
    const old = listed.find(({ id }) => id === input.old.id);
    if (old === undefined || old.revokedAt !== null || dead.has(input.old.id))
      throw new Stop(`key ${input.old.id} does not work any more, so there is no way back`);
    if (doubtSince !== null && !(await worksStill(run, doubtSince)))
      throw new Stop(
        `a revoke of key ${input.old.id} was begun, and nothing proves that it still works, so there is no way back: let the rotation go on`,
      );
    const doomed = idsOf(made, listed).filter((id) => !dead.has(id));
    await waitForQuiet(run, doomed, input.old.id);
    for (const id of doomed) await retire(run, id);
    return 'taken-back';
  });
}

/** A list may be an old one, and a revoke may still be under way: only the key itself, presented a while later, proves that. */
async function worksStill({ input }: RotationRun, doubtSince: string): Promise<boolean> {
  const { api, clock, judge, environment, old } = input;
  if (old.secret === null || clock.now() - Date.parse(doubtSince) < longestUnderWayMs) return false;
  return judge(await api.check(old.secret, environment), environment) === 'active';
}

/**
 * The management key, unless it may be of another merchant than the old key: what it makes would pay from that one's account, and
 * what it lists would be that one's. An old key without its raw key was found in its list.
 */
async function sameMerchant({ api, environment, old, managementKey }: RotateInput): Promise<Secret | null> {
  if (managementKey === null || old.secret === null) return managementKey;
  const listing = await api.listKeys(managementKey, environment);
  return listing.ok && listing.keys.some(({ id }) => id === old.id) ? managementKey : null;
}

async function work(
  input: RotateInput,
  go: (run: RotationRun) => Promise<Exclude<RotationEnd['result'], 'unfinished'>>,
): Promise<RotationEnd> {
  const { store, clock, environment, old } = input;
  const startedAt = timestamp(clock);
  let rotation: Rotation | null = null;
  let result: RotationEnd['result'] = 'unfinished';
  let why: string | null = null;
  let isAlive = false;
  try {
    rotation = await store.beginRotation({ environment, oldKeyId: old.id, startedAt });
    if (rotation === null) throw new Stop('another run is at it');
    const managementKey = await sameMerchant(input);
    result = await go(new RotationRun({ ...input, managementKey }, rotation));
    if (result !== 'waiting') await store.endRotation(rotation, result, timestamp(clock));
  } catch (error) {
    why = messageOf(error);
    isAlive = error instanceof Stop && error.isAlive;
    result = 'unfinished';
  }
  const steps = rotation === null ? [] : await store.rotationSteps(rotation).catch(() => []);
  return {
    result,
    why,
    isAlive,
    newKeyId: result === 'taken-back' ? null : standingOf(steps, old.id).proven,
    startedAt: rotation?.startedAt ?? startedAt,
    steps,
  };
}
