// A rotation's end as people and programs read it: what was done, where things stand, and how to go on or back.
import { visible } from '../core/text.ts';
import type { Rotation, StepRecord } from '../core/rotation.ts';
import type { RotationEnd } from './rotate.ts';
import { standingOf } from './standing.ts';

/** What the texts need to know of the old key. */
export interface OldKey {
  id: string;
  name: string;
  environment: string;
}

export function rotationText(end: RotationEnd, old: OldKey): string {
  const which = `${old.environment} key ${old.id} (${visible(old.name)})`;
  const heads = {
    rotated: `Rotated ${which}: key ${end.newKeyId} is in its place, and the old one is dead.`,
    'taken-back': `Took the rotation of ${which} back: what it made is dead, and the old key works on.`,
    waiting: `Key ${end.newKeyId} is in the place of ${which}, which is not revoked yet.`,
    unfinished: `Not finished: ${which}: ${visible(end.why ?? '')}.`,
  };
  const steps = end.steps.map(({ at, step, result, detail, target }) => {
    const what = detail ?? `begun, and nobody knows how it ended (${target})`;
    return `  ${at}  ${step.padEnd(7)}  ${(result ?? 'in doubt').padEnd(8)}  ${visible(what)}\n`;
  });
  const next = nextSteps(end, old).map((sentence) => `${sentence}\n`);
  return `${heads[end.result]}\n${steps.join('')}${next.join('')}`;
}

const sameCommand =
  'To go on: run the same command again; it goes on from here (--now does not wait for quiet).';

/** Sentences for people; none when it is finished. @param on how to go on. */
export function nextSteps(end: RotationEnd, old: OldKey, on = sameCommand): string[] {
  if (end.result !== 'unfinished') return [];
  const isDead = end.steps.some(
    ({ step, target, result }) => step === 'revoke' && target === old.id && result === 'done',
  );
  const isInDoubt = end.steps.some(({ step, target }) => step === 'revoke' && target === old.id);
  const standing = isDead
    ? `The old key ${old.id} is dead.`
    : isInDoubt
      ? `A revoke of the old key ${old.id} was begun; it may be dead.`
      : `The old key ${old.id} works on, and nothing needs to change.`;
  const made =
    end.newKeyId === null
      ? 'No new key is in its place for certain.'
      : `Key ${end.newKeyId} is in its place and works.`;
  const back = `To go back: give the old key back to what uses it, then run \`akguard rotate --key ${old.id} --back\`.`;
  const hasMade = end.steps.some(({ step }) => step === 'create');
  return [`${standing} ${made}`, on, ...(hasMade && !isDead && !isInDoubt ? [back] : [])];
}

/** One line on a rotation that a run left: where it stands, and how to go on or back. */
export function openRotationText(rotation: Rotation, steps: StepRecord[]): string {
  const { environment, oldKeyId: id, startedAt } = rotation;
  const newKeyId = standingOf(steps, id).proven;
  const on = `To go on: \`akguard rotate --key ${id} --to PLACE --now\`, or a scan with --revoke that finds the key.`;
  const end = { result: 'unfinished', why: null, isAlive: false, newKeyId, startedAt, steps } as const;
  const next = nextSteps(end, { id, name: '', environment }, on);
  return `${environment} key ${id}, begun at ${startedAt}: ${next.join(' ')}`;
}

/** The public contract `akguard.rotation/1`. */
export function rotationJson(end: RotationEnd, old: OldKey, exitCode: number): object {
  return {
    schema: 'akguard.rotation/1',
    result: end.result,
    why: end.why,
    environment: old.environment,
    old: { id: old.id, name: old.name },
    new: end.newKeyId === null ? null : { id: end.newKeyId },
    started_at: end.startedAt,
    steps: end.steps.map(({ step, target, at, result, endedAt: ended_at, detail, keyId, fingerprint }) => ({
      step,
      target,
      at,
      result,
      ended_at,
      detail,
      key_id: keyId,
      fingerprint,
    })),
    next: nextSteps(end, old),
    exit_code: exitCode,
  };
}
