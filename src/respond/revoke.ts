// Revokes one leaked key and proves it dead. Each step may fail, be cut off or be repeated; the result says what is
// certain, and nothing is done whose intent could not be written down first.
import { whySpent } from '../core/breaker.ts';
import type { Limits } from '../core/breaker.ts';
import { messageOf } from '../core/errors.ts';
import type { IdentifiedKey, RevokeResult } from '../core/outcome.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { AntonApi } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import type { Secret } from '../core/secret.ts';
import type { Intent, Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { conclude, intend } from './acts.ts';
import { deadAlready, ending, otherKey, withIdentified } from './with-identified.ts';
import { proofLimitMs, proveDead } from './prove-dead.ts';
import type { Death, Judge, Leaked } from './prove-dead.ts';
import { sendRevoke } from './send-revoke.ts';

export interface RevokeDeps {
  api: AntonApi;
  judge: Judge;
  store: Store;
  /** The management key of the leaked key's environment, if there is one. */
  managementKey: Secret | null;
  limits: Limits;
  hosts: Readonly<Record<Environment, string>>;
  /** ms since the epoch: the key was made before. */
  knownSince: number;
  clock: Clock;
  random(): number;
  log: Log;
}

/** How a revocation ended. `proof` is set exactly when the key is proven dead, and `intended` when it was begun. */
export interface Revocation {
  result: Exclude<RevokeResult, 'dry-run'>;
  at: string;
  detail: string;
  key: IdentifiedKey | null;
  proof: Verdict | null;
  intended: boolean;
}

/** Call only for a key whose decision is an armed revoke. Never throws for what the API or the store do. */
export function revoke(leaked: Leaked, deps: RevokeDeps): Promise<Revocation> {
  return withIdentified(leaked, deps, (key) => revokeIdentified(leaked, key, deps));
}

async function revokeIdentified(leaked: Leaked, key: IdentifiedKey, deps: RevokeDeps): Promise<Revocation> {
  const { clock } = deps;
  const act = {
    fingerprint: leaked.secret.fingerprint,
    action: 'revoke',
    target: key.id,
    payload: key.matchedBy,
  } as const;
  const { run, mostAnHour } = deps.limits;
  const spent = whySpent(run, act.fingerprint);
  if (spent !== null) return ending('failed', clock, `Nothing was revoked: ${spent}.`, key, null);
  let intended: Awaited<ReturnType<typeof intend>>;
  try {
    intended = await intend(deps.store, clock, act, { environment: leaked.environment, mostAnHour });
  } catch (error) {
    const detail = `Nothing was revoked: the intent could not be recorded (${messageOf(error)}).`;
    return ending('failed', clock, detail, key, null);
  }
  if (intended.kind === 'stopped') {
    return ending('failed', clock, `Nothing was revoked: ${intended.why}.`, key, null);
  }
  run.begun.add(act.fingerprint);
  const revocation = await actAndProve(leaked, key, intended, deps);
  await record(intended.intent, revocation, deps);
  return revocation;
}

async function actAndProve(
  leaked: Leaked,
  key: IdentifiedKey,
  { waited, taken }: { waited: boolean; taken: boolean },
  deps: RevokeDeps,
): Promise<Revocation> {
  const { clock } = deps;
  const end = (result: Revocation['result'], what: string, dead: Death | null = null) => ({
    ...ending(result, clock, `Key ${key.id}, identified by ${key.matchedBy}, ${what}.`, key, dead),
    intended: true,
  });
  if (waited) {
    const dead = await deadAlready(leaked, deps);
    if (dead !== null) return end('already-inactive', 'was revoked by another run', dead);
  }

  const sentAt = clock.now();
  const sent = await sendRevoke(leaked, key.id, otherKey(leaked, deps.managementKey), deps.api);
  const inDoubt = sent.kind === 'accepted' || sent.kind === 'lost' || (taken && sent.kind === 'unsent');
  // A refused or unsent revoke needs no patience, but one look: an earlier attempt may have worked. One that was cut off
  // may even do so later.
  const dead = await proveDead(leaked, deps, inDoubt ? proofLimitMs : 0);
  if (dead !== null) {
    const how = sent.kind === 'accepted' ? '' : ` (the answer to the revoke was ${sent.text})`;
    return end('revoked', `was refused ${dead.at - sentAt} ms after the revoke was sent${how}`, dead);
  }
  if (sent.kind === 'refused') return end('refused', `is not revoked: the API refused with ${sent.text}`);
  if (sent.kind === 'unsent' && !inDoubt)
    return end('failed', `is not revoked: the revoke did not get through (${sent.text})`);
  const elapsed = clock.now() - sentAt;
  return end('unconfirmed', `was not refused within ${elapsed} ms of the revoke (answer: ${sent.text})`);
}

async function record(intent: Intent, revocation: Revocation, deps: RevokeDeps): Promise<void> {
  await conclude(deps.store, deps.log, intent.id, revocation.result, revocation.at, revocation.detail);
}
