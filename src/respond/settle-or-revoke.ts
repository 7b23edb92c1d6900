// Does about one key what was decided: an earlier revoke is brought to its end, a wanted one is made and
// proven, alone or as the end of a rotation.
import type { Outcome } from '../core/outcome.ts';
import { kills } from '../core/policy.ts';
import type { Decision } from '../core/policy.ts';
import { timestamp } from '../core/runtime.ts';
import type { Store } from '../core/store.ts';
import { markDead, noted } from './case.ts';
import type { Case, RespondInput } from './case.ts';
import { revoke } from './revoke.ts';
import type { Revocation } from './revoke.ts';
import { endRotation, rotateLeaked, wouldRotate } from './rotate-leaked.ts';
import { concludeRevokes, settleRevoke } from './settle.ts';

/** @param why why there is no store, if there is none. */
export async function settleOrRevoke(
  each: Case,
  store: Store | null,
  why: string,
  input: RespondInput,
): Promise<void> {
  const { finding, response } = each;
  const { decision } = response;
  const { environment } = finding.rule;
  if (!kills(decision.actions)) return settle(each, store, input);
  if (decision.dryRun) {
    response.outcomes.push(dryRun(decision, input));
    return;
  }
  const { api } = input;
  if (!store || !api) {
    const detail = `Nothing was revoked: the intent could not be recorded (${why}).`;
    response.outcomes.push({ action: 'revoke', result: 'failed', at: timestamp(input.clock), detail });
    return;
  }
  const managementKey = input.managementKeys[environment];
  const leaked = { secret: finding.secret, environment };
  const knownSince = Date.parse(response.firstSeenAt);
  const deps = { ...input, api, store, managementKey, knownSince };
  const { rotation } = decision;
  if (rotation === undefined) {
    await note(each, await revoke(leaked, deps), store, input);
    return;
  }
  const ended = await rotateLeaked(leaked, rotation, await input.rotator(), deps);
  if (ended.outcome) response.outcomes.push(ended.outcome);
  response.key = ended.key;
  if (ended.revocation) await note(each, ended.revocation, store, input);
}

/** What an earlier run began and never saw the end of. */
async function settle(each: Case, store: Store | null, input: RespondInput): Promise<void> {
  const { finding, verdict, response } = each;
  if (!store) return;
  const settled = await settleRevoke(finding.fingerprint, verdict, { ...input, store });
  if (settled) response.outcomes.push(settled);
  each.news = settled?.result === 'revoked';
  if (verdict.validity !== 'inactive' || !input.armed) return;
  const leaked = { secret: finding.secret, environment: finding.rule.environment };
  const ended = await endRotation(leaked, input.rotator, { ...input, store });
  if (ended) response.outcomes.push(ended);
}

/** Puts down how a revocation ended. */
async function note(each: Case, revocation: Revocation, store: Store, input: RespondInput): Promise<void> {
  const { finding, response } = each;
  const { result, at, detail, key, proof, intended } = revocation;
  response.outcomes.push({ action: 'revoke', result, at, detail });
  response.key = key;
  if (!intended) {
    await noted(input.log, () => store.withhold(finding.fingerprint, at, result, detail));
  }
  if (proof === null) return;
  each.news = true;
  await noted(input.log, () =>
    store.learn(finding.fingerprint, input.hosts[finding.rule.environment], proof),
  );
  await markDead(each, proof.checkedAt ?? at, store, input.log);
  await concludeRevokes(finding.fingerprint, { at, detail }, { store, log: input.log });
}

function dryRun({ rotation }: Decision, { clock }: RespondInput): Outcome {
  const at = timestamp(clock);
  if (rotation) return { action: 'rotate', result: 'dry-run', at, detail: wouldRotate(rotation) };
  const detail = 'An armed run (--revoke) would revoke this key.';
  return { action: 'revoke', result: 'dry-run', at, detail };
}
