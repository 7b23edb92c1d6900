// Does about one key what was decided: an earlier revoke is brought to its end, a wanted one is made and proven.
import type { Outcome } from '../core/outcome.ts';
import { timestamp } from '../core/runtime.ts';
import type { Store } from '../core/store.ts';
import { markDead, noted } from './case.ts';
import type { Case, RespondInput } from './case.ts';
import { revoke } from './revoke.ts';
import { concludeRevokes, settleRevoke } from './settle.ts';

/** @param why why there is no store, if there is none. */
export async function settleOrRevoke(
  each: Case,
  store: Store | null,
  why: string,
  input: RespondInput,
): Promise<void> {
  const { finding, verdict, response } = each;
  const { environment } = finding.rule;
  if (!response.decision.actions.includes('revoke')) {
    const settled = store ? await settleRevoke(finding.fingerprint, verdict, { ...input, store }) : null;
    if (!settled) return;
    response.outcomes.push(settled);
    each.news = settled.result === 'revoked';
    return;
  }
  if (response.decision.dryRun) {
    response.outcomes.push(outcome(input, 'dry-run', 'An armed run (--revoke) would revoke this key.'));
    return;
  }
  const { api } = input;
  if (!store || !api) {
    const detail = `Nothing was revoked: the intent could not be recorded (${why}).`;
    response.outcomes.push(outcome(input, 'failed', detail));
    return;
  }
  const managementKey = input.managementKeys[environment];
  const leaked = { secret: finding.secret, environment };
  const knownSince = Date.parse(response.firstSeenAt);
  const { result, at, detail, key, proof, intended } = await revoke(leaked, {
    ...input,
    api,
    store,
    managementKey,
    knownSince,
  });
  response.outcomes.push({ action: 'revoke', result, at, detail });
  response.key = key;
  if (!intended) {
    await noted(input.log, () => store.withhold(finding.fingerprint, at, result, detail));
  }
  if (proof === null) return;
  each.news = true;
  await noted(input.log, () => store.learn(finding.fingerprint, input.hosts[environment], proof));
  await markDead(each, proof.checkedAt ?? at, store, input.log);
  await concludeRevokes(finding.fingerprint, { at, detail }, { store, log: input.log });
}

function outcome(input: RespondInput, result: 'dry-run' | 'failed', detail: string): Outcome {
  return { action: 'revoke', result, at: timestamp(input.clock), detail };
}
