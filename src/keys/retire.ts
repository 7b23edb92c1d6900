// The second half of a rotation: wait until keys are quiet, revoke them, prove them dead. Used for the old key, for new
// keys that another one has replaced, and for the way back.
import type { ListedKey } from '../core/anton-api.ts';
import type { Answer } from '../core/verdict.ts';
import { messageOf } from '../core/errors.ts';
import type { StepOutcome } from '../core/rotation.ts';
import { timestamp } from '../core/runtime.ts';
import { proofLimitMs, proveDead } from '../respond/prove-dead.ts';
import { type RotationRun, Stop, isRefusal, said } from './rotation-run.ts';
import type { MadeKey } from './standing.ts';

const firstPauseMs = 50;
const longestPauseMs = 2_000;
const longestLookMs = 10_000;

/** The ids of made keys, those whose answer was lost found by their name; without those that are revoked. */
export function idsOf(made: readonly MadeKey[], listed: readonly ListedKey[]): string[] {
  const ids = made.flatMap(({ name, keyId }) =>
    keyId === null ? listed.filter((key) => key.name === name).map(({ id }) => id) : [keyId],
  );
  const revoked = new Set(listed.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !revoked.has(id));
}

/**
 * Waits until none of the keys was used for as long as is asked. What counts is that the times of last use stand still
 * while our own clock goes on, so the server's clock may be wrong. @throws Stop when they are still in use.
 */
export async function waitForQuiet(run: RotationRun, ids: readonly string[], target: string): Promise<void> {
  const { clock, store, quietForMs, waitMs } = run.input;
  if (quietForMs === null || ids.length === 0) return;
  // The old key must not watch itself: each look would be a use.
  if (run.newSecret === null && run.input.managementKey === null)
    throw new Stop('without a management key nobody can see whether the old key is still used');
  let last = '';
  const outcome = await run.step('quiet', target, async () => {
    const started = clock.now();
    let stillSince = started;
    let seen = uses(await run.list(), ids);
    while (clock.now() - stillSince < quietForMs) {
      if (clock.now() - started >= waitMs)
        return { result: 'failed', detail: `still in use after ${seconds(clock.now() - started)}` };
      const left = started + waitMs - clock.now();
      await clock.sleep(Math.min(Math.max(quietForMs / 4, firstPauseMs), longestLookMs, left));
      await store.keepRotation(run.rotation, timestamp(clock)).catch((error: unknown) => {
        throw new Stop(messageOf(error));
      });
      const now = uses(await run.list(), ids);
      if (now !== seen) stillSince = clock.now();
      seen = now;
      last = now;
    }
    return { result: 'done', detail: `not used for ${seconds(clock.now() - stillSince)}` };
  });
  if (outcome?.result !== 'done')
    throw new Stop(`the key to be revoked is still in use (last use ${last.replace(/^.*=/, '')})`);
}

function uses(listed: readonly ListedKey[], ids: readonly string[]): string {
  return ids.map((id) => `${id}=${listed.find((key) => key.id === id)?.lastUsedAt ?? 'never'}`).join(' ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** Revokes one key and proves it dead. @throws Stop when that is not certain. */
export async function retire(run: RotationRun, id: string): Promise<void> {
  const { clock } = run.input;
  let why = '';
  const outcome = await run.step('revoke', id, async () => {
    const started = clock.now();
    const answer = await sendRevoke(run, id);
    // Also when it was refused: an earlier attempt may have worked.
    const proof = await deathOf(run, id, answer);
    if (proof !== null) {
      const detail = `key ${id} is dead ${clock.now() - started} ms after the revoke was sent (${proof.how})`;
      return { result: 'done', detail, ...(proof.death && { death: proof.death }) };
    }
    why = said(answer);
    return isRefusal(answer) ? { result: 'failed', detail: `key ${id} was not revoked (${why})` } : null;
  });
  if (outcome?.result !== 'done') throw new Stop(`key ${id} is not proven dead (${why})`, true);
}

async function sendRevoke(run: RotationRun, id: string) {
  const { api, environment } = run.input;
  const [first, ...others] = run.bearers;
  if (first === undefined) throw new Stop('there is no key to ask with');
  let answer = await api.revokeKey(first, environment, id, `akguard-rotate-${id}`);
  for (const bearer of others) {
    if (answer.kind === 'failure' || ![401, 403, 404].includes(answer.status)) break;
    answer = await api.revokeKey(bearer, environment, id, `akguard-rotate-${id}`);
  }
  return answer;
}

/**
 * By presenting it where we have it, else by the list; null when the limit came first. Of a key that was named by its id, or made
 * by a run that is gone, nobody here has the raw key; the list says by what the API judges it, and a revoke can't be undone.
 */
async function deathOf(
  run: RotationRun,
  id: string,
  answer: Answer,
): Promise<{ how: string; death?: StepOutcome['death'] } | null> {
  const { clock, environment, old, hosts } = run.input;
  const limitMs = isRefusal(answer) ? 0 : proofLimitMs;
  if (id === old.id && old.secret !== null) {
    const dead = await proveDead({ secret: old.secret, environment }, run.input, limitMs);
    if (dead === null) return null;
    const { fingerprint } = old.secret;
    const death = { fingerprint, host: hosts[environment], proof: dead.proof };
    return { how: 'presented again, it was refused', death };
  }
  const deadline = clock.now() + limitMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const how = await listedDeath(run, id, answer);
    if (how !== null) return { how };
    if (clock.now() >= deadline) return null;
    await clock.sleep(pause);
  }
}

async function listedDeath(run: RotationRun, id: string, answer: Answer): Promise<string | null> {
  let listed: readonly ListedKey[];
  try {
    listed = await run.list();
  } catch (error) {
    if (error instanceof Stop) return null;
    throw error;
  }
  const key = listed.find((each) => each.id === id);
  if (key) return key.revokedAt === null ? null : 'listed as revoked';
  // A host may leave revoked keys out; that alone says nothing, for a list may be stale.
  const isGone = answer.kind === 'http' && answer.anton && (answer.status < 300 || answer.status === 404);
  return isGone ? `${said(answer)}, and no longer listed` : null;
}
