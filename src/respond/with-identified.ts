// What comes before a leaked key is revoked or rotated: this run has it for itself, it is not dead already, and it is certain
// which listed key it is.
import { messageOf } from '../core/errors.ts';
import { waysToIdentify } from '../core/outcome.ts';
import type { IdentifiedKey } from '../core/outcome.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import { claim } from './acts.ts';
import { identify } from './identify.ts';
import { proveDead } from './prove-dead.ts';
import type { Death, Leaked } from './prove-dead.ts';
import type { Revocation, RevokeDeps } from './revoke.ts';

/** What `act` comes to, or why there was nothing to act on. Never throws for what the API or the store do. */
export async function withIdentified<T>(
  leaked: Leaked,
  deps: RevokeDeps,
  act: (key: IdentifiedKey) => Promise<T>,
): Promise<T | Revocation> {
  const { clock, store, log } = deps;
  const { fingerprint } = leaked.secret;
  let waited: boolean;
  try {
    waited = await claim(store, clock, fingerprint);
  } catch (error) {
    const detail = `Nothing was revoked: the intent could not be recorded (${messageOf(error)}).`;
    return ending('failed', clock, detail, null, null);
  }
  try {
    const proof = waited ? await provenDead(leaked, deps) : null;
    if (proof) return ending('already-inactive', clock, 'Another run has just proven it dead.', null, proof);
    const key = await tellApart(leaked, deps);
    return 'result' in key ? key : await act(key);
  } finally {
    await store.release(fingerprint).catch((error: unknown) => {
      log.warn('a key could not be released; other runs wait until it is', { reason: messageOf(error) });
    });
  }
}

async function tellApart(leaked: Leaked, deps: RevokeDeps): Promise<IdentifiedKey | Revocation> {
  const { clock } = deps;
  const found = await identify(leaked.secret, leaked.environment, {
    ...deps,
    observer: otherKey(leaked, deps.managementKey),
    earlier: await begunBefore(leaked, deps),
    inventory: deps.store,
  });
  if (found.kind === 'identified') return found.key;
  // Somebody may have revoked it since it was verified; then there is no failure to report.
  if (found.kind === 'failed') {
    const dead = await deadAlready(leaked, deps);
    if (dead !== null)
      return ending('already-inactive', clock, 'The key was refused before it was revoked.', null, dead);
  }
  const result = found.kind === 'ambiguous' ? 'ambiguous' : 'failed';
  return ending(result, clock, `Nothing was revoked: ${found.why}.`, null, null);
}

/** The key that an earlier run identified: the evidence of that day may not be had again. */
async function begunBefore(
  leaked: Leaked,
  deps: RevokeDeps,
): Promise<Pick<IdentifiedKey, 'id' | 'matchedBy'> | null> {
  const open = await deps.store.open(leaked.secret.fingerprint).catch(() => []);
  const [act] = open.filter((each) => each.action === 'revoke');
  const matchedBy = waysToIdentify.find((way) => way === act?.payload);
  return act && matchedBy ? { id: act.target, matchedBy } : null;
}

/** By what another run has proven meanwhile, else by presenting the key once. */
export async function deadAlready(leaked: Leaked, deps: RevokeDeps): Promise<Death | null> {
  return (await provenDead(leaked, deps)) ?? proveDead(leaked, deps, 0);
}

/** By what the state says; without it, nothing is known. */
export async function provenDead(
  leaked: Leaked,
  { store, hosts }: Pick<RevokeDeps, 'store' | 'hosts'>,
): Promise<Death | null> {
  const memory = await store.recall(leaked.secret.fingerprint).catch(() => null);
  const proof = memory?.verdicts.get(hosts[leaked.environment]);
  return proof?.validity === 'inactive' ? { at: Date.parse(proof.checkedAt ?? ''), proof } : null;
}

/** The management key, unless that is the one that leaked. */
export function otherKey(leaked: Leaked, managementKey: Secret | null): Secret | null {
  return managementKey?.fingerprint === leaked.secret.fingerprint ? null : managementKey;
}

/** A revocation that was not begun. */
export function ending(
  result: Revocation['result'],
  clock: Clock,
  detail: string,
  key: IdentifiedKey | null,
  dead: Death | null,
): Revocation {
  return { result, at: timestamp(clock), detail, key, proof: dead?.proof ?? null, intended: false };
}
