// A leaked key that policy wants rotated: a new one takes its place, then it is revoked. How that is done is not known here;
// the intent of the revoke stands in the store all the while, so that each later run settles it and people are told.
import { messageOf } from '../core/errors.ts';
import { placeName } from '../core/key-place.ts';
import type { IdentifiedKey, Outcome } from '../core/outcome.ts';
import type { DecidedRotation } from '../core/policy.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import { conclude, intend } from './acts.ts';
import type { Leaked } from './prove-dead.ts';
import type { Revocation, RevokeDeps } from './revoke.ts';
import { ending, provenDead, withIdentified } from './with-identified.ts';

/** The port through which keys are rotated; see `keys/rotate.ts`. */
export interface Rotator {
  /** A rotation of this key, begun earlier, has put a new key in its place and begun to revoke it. */
  isRevoking(environment: Environment, keyId: string): Promise<boolean>;
  /** Goes on with the rotation of the key, or begins one. Never throws for what the API, a place or the state do. */
  rotate(order: RotateOrder): Promise<Rotated>;
}

/** Unless `revokeFrom` is null, the leaked key is not revoked, however late it is. */
export interface RotateOrder extends DecidedRotation {
  leaked: Leaked;
  key: Pick<IdentifiedKey, 'id' | 'name'>;
}

/** How a run at a rotation ended. */
export interface Rotated {
  result: 'rotated' | 'waiting' | 'unfinished';
  /** The revoke of the leaked key was sent. */
  isRevokeBegun: boolean;
  /** Sentences for people: what was done, where things stand, how to go on. */
  detail: string;
  /** How the leaked key was proven dead, as a sentence; null unless it was rotated. */
  death: string | null;
}

/** What came of it. `revocation` is null while the leaked key has grace. */
export interface LeakRotation {
  outcome: Extract<Outcome, { action: 'rotate' }> | null;
  revocation: Revocation | null;
  key: IdentifiedKey | null;
}

/** What an unarmed run says. */
export function wouldRotate({ to, revokeFrom }: DecidedRotation): string {
  const places = to.map(placeName).join(' and ');
  const until = revokeFrom === null ? '' : `, not before ${revokeFrom}`;
  return `An armed run (--revoke) would make a new key, hand it over to ${places}, prove that it works, and revoke this one${until}.`;
}

/** Call only for a key whose decision is an armed rotation. Never throws for what the API or the store do. */
export async function rotateLeaked(
  leaked: Leaked,
  decided: DecidedRotation,
  rotator: Rotator,
  deps: RevokeDeps,
): Promise<LeakRotation> {
  const ended = await withIdentified(leaked, deps, (key) =>
    rotateIdentified(leaked, decided, key, rotator, deps),
  );
  return 'outcome' in ended ? ended : { outcome: null, revocation: ended, key: ended.key };
}

/** Brings to its end what an earlier run had no time to record: the key is dead. Null when there is no such rotation. */
export async function endRotation(
  leaked: Leaked,
  loadRotator: () => Promise<Rotator>,
  deps: Pick<RevokeDeps, 'store' | 'clock' | 'log'>,
): Promise<LeakRotation['outcome']> {
  try {
    const known = await deps.store.known(leaked.secret.fingerprint);
    if (known === null) return null;
    const rotator = await loadRotator();
    if (!(await rotator.isRevoking(leaked.environment, known.keyId))) return null;
    const key = { id: known.keyId, name: known.name };
    const { result, detail } = await rotator.rotate({ leaked, key, to: [], revokeFrom: null });
    return { action: 'rotate', result, at: timestamp(deps.clock), detail };
  } catch (error) {
    deps.log.warn('a rotation begun by an earlier run could not be looked up', { reason: messageOf(error) });
    return null;
  }
}

async function rotateIdentified(
  leaked: Leaked,
  decided: DecidedRotation,
  key: IdentifiedKey,
  rotator: Rotator,
  deps: RevokeDeps,
): Promise<LeakRotation> {
  const { store, clock, log, limits } = deps;
  const { fingerprint } = leaked.secret;
  const { environment } = leaked;
  const stopped = (why: string): LeakRotation => {
    const detail = `Nothing was revoked, and no new key was made: ${why}.`;
    return { outcome: null, revocation: ending('failed', clock, detail, key, null), key };
  };
  // To tell the key apart takes time: its grace may be over by now. Decided once, as a revoke must not be without its act.
  const isDue = decided.revokeFrom === null || clock.now() >= Date.parse(decided.revokeFrom);
  const revokeFrom = isDue ? null : decided.revokeFrom;
  let act: number | null = null;
  try {
    // A later run may find the key dead, and must know which one it was.
    const { id: keyId, name } = key;
    await store.register({
      fingerprint,
      keyId,
      environment,
      name,
      createdAt: timestamp(clock),
      source: 'registered',
    });
    if (isDue) {
      const intent = { fingerprint, action: 'revoke', target: keyId, payload: key.matchedBy } as const;
      const begun = await intend(store, clock, intent, { environment, mostAnHour: limits.mostAnHour });
      if (begun.kind === 'stopped') return stopped(begun.why);
      act = begun.intent.id;
    }
  } catch (error) {
    return stopped(`the intent could not be recorded (${messageOf(error)})`);
  }
  const { result, isRevokeBegun, detail, death } = await rotator.rotate({
    leaked,
    key,
    to: decided.to,
    revokeFrom,
  });
  const at = timestamp(clock);
  const outcome = { action: 'rotate', result, at, detail } as const;
  if (act === null && !isRevokeBegun) return { outcome, revocation: null, key };
  const dead = isRevokeBegun ? await provenDead(leaked, deps) : null;
  const doubt = isRevokeBegun ? 'unconfirmed' : 'failed';
  const revoked = dead === null ? doubt : 'revoked';
  const told = {
    revoked: death ?? `Key ${key.id} is refused; the rotation is not finished.`,
    unconfirmed: `A revoke of key ${key.id} was begun, and nothing proves yet that the key is dead.`,
    failed: `Key ${key.id} is not revoked, as the rotation is not finished.`,
  }[revoked];
  if (act !== null) await conclude(store, log, act, revoked, at, told);
  const revocation = { ...ending(revoked, clock, told, key, dead), intended: act !== null };
  return { outcome, revocation, key };
}
