// Where a rotation stands, from the steps on record. Pure: what goes on after a crash is decided here.
import type { StepRecord } from '../core/rotation.ts';

/** A key that this rotation made, or may have made: without an id its answer was lost, and its name finds it again. */
export interface MadeKey {
  name: string;
  keyId: string | null;
}

export interface Standing {
  /** Oldest first. */
  made: MadeKey[];
  /**
   * The key that was handed over to every place and then shown to work, or null. One on its way back is none, and so is one after
   * which another was to be handed over: however that ended, nobody knows which of them is where it belongs.
   */
  proven: string | null;
  /** Keys proven dead. */
  dead: ReadonlySet<string>;
  /** Keys whose revoke was begun, however it ended. */
  revoked: ReadonlySet<string>;
  /** When the last revoke of the old key was begun of which nobody knows how it ended; null when there is none. */
  doubtSince: string | null;
  /** No key was made since the revoke of the old one was begun: whatever had to go before the old one, went. */
  cleared: boolean;
}

/**
 * Only a key that was proven counts: a raw key is nowhere but in the run that made it, so one whose run is gone can't be
 * proven any more, and another takes its place. A proof whose outcome could not be recorded counts when the revoke of the old key
 * was begun after it: no run begins that one before it has seen the new key work.
 */
export function standingOf(steps: readonly StepRecord[], oldKeyId: string): Standing {
  const done = steps.filter(({ result }) => result === 'done');
  const revoked = new Set(steps.filter(({ step }) => step === 'revoke').map(({ target }) => target));
  const lastHandOver = steps.findLastIndex(({ step }) => step === 'deliver');
  const lastRevoke = steps.findLastIndex(({ step, target }) => step === 'revoke' && target === oldKeyId);
  const proof = steps.findLast(
    ({ step, target, result }, i) =>
      step === 'prove' &&
      (result === 'done' || (result === null && i < lastRevoke)) &&
      !revoked.has(target) &&
      i > lastHandOver,
  );
  const doubt = steps.findLast(
    ({ step, target, result }) => step === 'revoke' && target === oldKeyId && result === null,
  );
  return {
    doubtSince: doubt?.at ?? null,
    made: steps.filter(({ step }) => step === 'create').map(({ target, keyId }) => ({ name: target, keyId })),
    proven: proof?.target ?? null,
    dead: new Set(done.filter(({ step }) => step === 'revoke').map(({ target }) => target)),
    revoked,
    cleared: lastRevoke > steps.findLastIndex(({ step }) => step === 'create'),
  };
}

/** `checkout (rotated 2026-01-02, 3f9a2c1d)`: unlike any other name, so that a key whose answer was lost is found by it. */
export function newName(oldName: string, at: string, token: string): string {
  const base = oldName.replace(/ \(rotated [^()]*\)$/, '').trim();
  return `${(base === '' ? 'key' : base).slice(0, 60)} (rotated ${at.slice(0, 10)}, ${token})`;
}
