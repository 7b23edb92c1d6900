// The first half of a rotation: make a key, hand it over, prove that it works. Nothing happens to the old key here.
import { messageOf } from '../core/errors.ts';
import { timestamp } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import { type RotationRun, Stop, isRefusal, said } from './rotation-run.ts';
import { newName } from './standing.ts';

const firstPauseMs = 50;
const longestPauseMs = 2_000;
/** How long a new key may take to be known everywhere. */
const proofLimitMs = 15_000;

/** The id of a new key that is where it belongs and works. @throws Stop. */
export async function replace(run: RotationRun): Promise<string> {
  if (run.input.sinks.length === 0) throw new Stop('there is no place for a new key');
  await run.foresee();
  const { id, secret } = await make(run);
  run.newSecret = secret;
  await deliver(run, secret);
  await prove(run, id, secret);
  return id;
}

async function make(run: RotationRun): Promise<{ id: string; secret: Secret }> {
  const { api, environment, old, managementKey, clock, store, token } = run.input;
  const bearer = managementKey ?? old.secret;
  if (bearer === null) throw new Stop('there is no key to ask with');
  const id = token();
  const name = newName(old.name, timestamp(clock), id);
  let made: { id: string; secret: Secret } | null = null;
  let why = '';
  await run.step('create', name, async () => {
    const creation = await api.createKey(bearer, environment, name, `akguard-rotate-${id}`);
    if (!creation.ok) {
      why = said(creation.answer);
      // In doubt, it is found by its name later on.
      return isRefusal(creation.answer) ? { result: 'failed', detail: `no key was made (${why})` } : null;
    }
    const { key, secret } = creation;
    const { fingerprint } = secret;
    made = { id: key.id, secret };
    const createdAt = timestamp(clock);
    await store
      .register({ fingerprint, keyId: key.id, environment, name, createdAt, source: 'rotated' })
      .catch((error: unknown) => {
        run.input.log.warn('the new key is not in the inventory', { reason: messageOf(error) });
      });
    const detail = `key ${key.id} (${secret.redacted}) was made`;
    return { result: 'done', detail, made: { keyId: key.id, fingerprint } };
  });
  if (made === null) throw new Stop(`no new key was given (${why})`);
  return made;
}

async function deliver(run: RotationRun, secret: Secret): Promise<void> {
  for (const sink of run.input.sinks) {
    let why = '';
    const outcome = await run.step('deliver', sink.name, async () => {
      try {
        return { result: 'done', detail: `handed over to ${await sink.take(secret)}` };
      } catch (error) {
        why = messageOf(error);
        return { result: 'failed', detail: why };
      }
    });
    if (outcome?.result !== 'done') throw new Stop(`the new key may not have reached ${sink.name} (${why})`);
  }
}

async function prove(run: RotationRun, id: string, secret: Secret): Promise<void> {
  const { api, judge, environment, clock } = run.input;
  let why = '';
  const outcome = await run.step('prove', id, async () => {
    const deadline = clock.now() + proofLimitMs;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const answer = await api.check(secret, environment);
      if (judge(answer, environment) === 'active')
        return { result: 'done', detail: `key ${id} works (${said(answer)})` };
      why = said(answer);
      if (clock.now() >= deadline) return { result: 'failed', detail: `key ${id} does not work (${why})` };
      await clock.sleep(pause);
    }
  });
  if (outcome?.result !== 'done') throw new Stop(`the new key does not work (${why})`);
}
