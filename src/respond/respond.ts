// Everything that is done about a run's findings: decide, settle, revoke, then tell. Revoke first, tell second; one
// key after the other, as each revocation may change what the next key may do.
import type { Alert } from '../core/alerter.ts';
import { messageOf } from '../core/errors.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock } from '../core/runtime.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Store } from '../core/store.ts';
import { alert } from './alert.ts';
import { judgeHosts, judgeRevokes } from './breaker.ts';
import { noted } from './case.ts';
import type { Case, RespondInput, Response } from './case.ts';
import { consider } from './consider.ts';
import { letGo } from './remembered.ts';
import { settleOrRevoke } from './settle-or-revoke.ts';

/** Never throws for a store, an API or a channel that fails: the outcomes say so. */
export async function respond(input: RespondInput): Promise<Map<Fingerprint, Response>> {
  const { store, why } = await open(input);
  try {
    const cases: Case[] = [];
    if (store) await noted(input.log, () => judgeHosts(input.hostChecks, input.items, store));
    for (const item of input.items) cases.push(await consider(item, store, input));
    for (const each of byOrderOfRevocation(cases, input.managementKeys)) {
      await settleOrRevoke(each, store, why, input);
      if (store)
        await noted(input.log, () =>
          judgeRevokesOf(each.finding.rule.environment, cases, store, input.clock),
        );
    }
    for (const each of cases) await tell(each, store, input);
    return new Map(cases.map((each) => [each.finding.fingerprint, each.response]));
  } finally {
    if (store && input.armed) {
      await letGo(
        input.items.map(({ finding }) => finding),
        store,
        input.log,
      );
    }
    await store?.close().catch((error: unknown) => {
      input.log.warn('the state could not be closed', { reason: messageOf(error) });
    });
  }
}

/** Findings must be reported and people told even if the store is broken; only revocation can't do without. */
async function open(input: RespondInput): Promise<{ store: Store | null; why: string }> {
  if (!input.openStore || input.items.length === 0) return { store: null, why: 'this run keeps no state' };
  try {
    return { store: await input.openStore(), why: '' };
  } catch (error) {
    const why = messageOf(error);
    input.log.warn('the state can not be used: nothing is revoked', { reason: why });
    return { store: null, why };
  }
}

async function tell(each: Case, store: Store | null, input: RespondInput): Promise<void> {
  const { finding, response } = each;
  if (input.alerters.length === 0) return;
  const about: Alert = {
    fingerprint: finding.fingerprint,
    finding: input.describe(each, response),
    target: input.target,
    firstSeenAt: response.firstSeenAt,
  };
  // A revoke that was wanted and not done is told of, whatever policy says about alerts.
  const isAlive = response.outcomes.some(({ result }) => result === 'failed');
  const wanted = each.news || isAlive || response.decision.actions.includes('alert');
  const occasion = { wanted, isDead: each.deadAt !== null };
  response.outcomes.push(...(await alert(about, occasion, { ...input, store })));
}

function judgeRevokesOf(
  environment: Environment,
  cases: readonly Case[],
  store: Store,
  clock: Clock,
): Promise<void> {
  const results = cases
    .filter((each) => each.finding.rule.environment === environment)
    .flatMap((each) => each.response.outcomes.map(({ result }) => result));
  return judgeRevokes(results, environment, store, clock);
}

/** Management keys that leaked come last: until then they can revoke the others. */
function byOrderOfRevocation(cases: readonly Case[], management: RespondInput['managementKeys']): Case[] {
  const isManagement = (each: Case) =>
    management[each.finding.rule.environment]?.fingerprint === each.finding.fingerprint;
  return [...cases.filter((each) => !isManagement(each)), ...cases.filter(isManagement)];
}
