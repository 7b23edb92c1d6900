// Brings what earlier runs left open to its end without a scan, and so without the leaked key. That key can't be presented
// here: a revoke counts when the list shows it. That is proof enough to end an act, as `revoked_at` comes from the record by
// which the API judges keys, and nothing undoes it; that the key is refused is left to the next scan that finds it, and
// until then no incident is called dead.
import type { Alerter } from '../core/alerter.ts';
import type { AntonApi } from '../core/anton-api.ts';
import { messageOf } from '../core/errors.ts';
import type { ReportFinding } from '../core/report.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import type { Memory, OpenAct, Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { answerText } from './answer-text.ts';
import { alertFrom, payloadOf } from './alert-payload.ts';
import { isBack, saidBy } from './alert-state.ts';
import { conclude } from './acts.ts';

export interface SettleDeps {
  store: Store;
  api: AntonApi;
  managementKeys: Readonly<Record<Environment, Secret | null>>;
  hosts: Readonly<Record<Environment, string>>;
  /** @throws what makes a channel unusable here. */
  alerterFor(channel: string): Promise<Alerter>;
  clock: Clock;
  log: Log;
}

/** How it stands with one act. `text` is a sentence for people. */
export interface Settled {
  act: OpenAct;
  isSettled: boolean;
  text: string;
}

/** @throws AkguardError AK_STORE. */
export async function settleAll(deps: SettleDeps): Promise<Settled[]> {
  const { store } = deps;
  const open = await store.open();
  const settled: Settled[] = [];
  for (const act of open.filter((each) => each.action === 'revoke')) {
    settled.push({ act, ...(await settleRevoke(act, deps)) });
  }
  for (const act of [...open.filter((each) => each.action === 'alert'), ...(await store.owed())]) {
    settled.push({ act, ...(await settleAlert(act, deps)) });
  }
  return settled;
}

type Ending = Omit<Settled, 'act'>;

const left = (text: string): Ending => ({ isSettled: false, text });

async function settleRevoke(act: OpenAct, deps: SettleDeps): Promise<Ending> {
  const { store, clock } = deps;
  const memory = await store.recall(act.fingerprint);
  if (!memory) return left('nothing is known about this key');
  if (!(await store.claim(act.fingerprint, timestamp(clock)))) return left('another run is at it');
  try {
    const why = await revoked(act, memory, deps);
    if (why.kind === 'doubt') return left(why.text);
    await conclude(store, deps.log, act.id, 'revoked', timestamp(clock), why.text);
    return { isSettled: true, text: why.text };
  } finally {
    await store.release(act.fingerprint);
  }
}

async function revoked(
  { target, at }: OpenAct,
  { incident, verdicts }: Memory,
  { api, managementKeys, hosts }: SettleDeps,
): Promise<{ kind: 'revoked' | 'doubt'; text: string }> {
  const { environment } = incident;
  const verdict = verdicts.get(hosts[environment]);
  if (verdict?.validity === 'inactive') {
    return { kind: 'revoked', text: `Key ${target} was proven dead at ${verdict.checkedAt}.` };
  }
  const doubt = (text: string) => ({ kind: 'doubt' as const, text });
  const key = managementKeys[environment];
  if (!key) {
    return doubt(
      `only a scan that finds the key, or a management key of the ${environment} environment, can tell`,
    );
  }
  const listing = await api.listKeys(key, environment);
  if (!listing.ok) return doubt(`the keys could not be listed (${answerText(listing.answer)})`);
  const listed = listing.keys.find((each) => each.id === target);
  if (!listed) return doubt(`key ${target} is not among the keys that the management key may see`);
  if (listed.revokedAt === null) {
    return doubt(
      `key ${target} is listed as working, so the revoke begun at ${at} had no effect: ` +
        'scan again with --revoke, or revoke it in the portal',
    );
  }
  const text = `Key ${target} is listed as revoked since ${listed.revokedAt}; it was not presented again.`;
  return { kind: 'revoked', text };
}

async function settleAlert(act: OpenAct, deps: SettleDeps): Promise<Ending> {
  const { store, clock, log } = deps;
  const { fingerprint, target: channel } = act;
  const alert = alertFrom(act.payload);
  if (!alert) return left('what it says was not kept; the next scan that finds the key tells it');
  const memory = await store.recall(fingerprint);
  const now = memory?.verdicts.get(deps.hosts[memory.incident.environment]);
  if (now) alert.finding = upToDate(alert.finding, now);
  try {
    const alerter = await deps.alerterFor(channel);
    const intended = await store.intend({
      fingerprint,
      action: 'alert',
      target: channel,
      at: timestamp(clock),
      payload: payloadOf(alert),
    });
    if (intended.kind !== 'intended') return left('another run is at it');
    const { id } = intended.intent;
    try {
      const { where } = await alerter.tell(alert);
      await conclude(store, log, id, 'alerted', timestamp(clock), where);
      return { isSettled: true, text: `told: ${where}` };
    } catch (error) {
      await conclude(store, log, id, 'failed', timestamp(clock), messageOf(error));
      throw error;
    }
  } catch (error) {
    return left(`nobody was told: ${messageOf(error)}`);
  }
}

/** What is known by now, where it is another thing than what was to be told: that the key is dead, or that it works after all. */
function upToDate(finding: ReportFinding, now: Verdict): ReportFinding {
  const { validity, reason, checkedAt, status, code, requestId } = now;
  const verdict = { validity, reason, checked_at: checkedAt, status, code, request_id: requestId };
  if (validity === 'inactive' && finding.verdict.validity !== 'inactive') return { ...finding, verdict };
  const outcomes = finding.outcomes.filter(({ action }) => action !== 'revoke');
  const alive = { ...finding, verdict, outcomes, exposed_for_ms: null };
  return isBack(alive, saidBy(finding)) ? alive : finding;
}
