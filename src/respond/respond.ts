// Everything that is done about a run's findings: decide, settle, revoke, then tell. Revoke first, tell second; one
// key after the other, as each revocation may change what the next key may do.
import type { Alert, Alerter } from '../core/alerter.ts';
import type { AntonApi } from '../core/anton-api.ts';
import type { Limits } from '../core/breaker.ts';
import { messageOf } from '../core/errors.ts';
import type { Finding } from '../core/match.ts';
import type { IdentifiedKey, Outcome } from '../core/outcome.ts';
import type { Decision, Policy, Visibility } from '../core/policy.ts';
import type { ReportFinding } from '../core/report.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Fingerprint, Secret } from '../core/secret.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import { alert } from './alert.ts';
import { judgeHosts, judgeReturn, judgeRevokes } from './breaker.ts';
import type { HostCheck } from './breaker.ts';
import { decide, isSuppressed } from './decide.ts';
import type { Question } from './decide.ts';
import { lastUseOf } from './last-use.ts';
import type { UsesBefore } from './last-use.ts';
import { placesOf } from './places.ts';
import type { Judge } from './prove-dead.ts';
import { letGo } from './remembered.ts';
import { revoke } from './revoke.ts';
import { concludeRevokes, settleRevoke } from './settle.ts';
import { sightingOf } from './sighting.ts';

/** A finding and what is known about its key. */
export interface Verified {
  finding: Finding;
  verdict: Verdict;
}

/** The branch and the repository a run is about, where known, and how globs are matched. */
export interface Setting {
  branch: string | null;
  visibility: Visibility | null;
  fitsGlob: (glob: string, text: string) => boolean;
}

export interface RespondInput {
  items: readonly Verified[];
  policy: Policy;
  /** What policy may ask about beside the findings. */
  setting: Setting;
  /** `--revoke` was given. */
  armed: boolean;
  /** What was scanned, for people. */
  target: string;
  /** When this run first saw its findings; ISO 8601 UTC. */
  foundAt: string;
  /** Null for a run that asks nobody (`--offline`); then no key is proven active, and none can be revoked. */
  api: AntonApi | null;
  judge: Judge;
  managementKeys: Readonly<Record<Environment, Secret | null>>;
  /** The host that judges the keys of an environment: what one says about a key is not what another would say. */
  hosts: Readonly<Record<Environment, string>>;
  limits: Limits;
  /** Of a policy that asks about uses: what the lists said before this run presented a key. */
  uses?: UsesBefore | null;
  /** How the hosts answered the control calls of this run. */
  hostChecks: readonly HostCheck[];
  /** Null for a run that neither revokes nor alerts. Opened once, on first need, and closed here. */
  openStore: (() => Promise<Store>) | null;
  alerters: readonly Alerter[];
  /** How the report shows a finding; alerts show the same. */
  describe(item: Verified, response: Response): ReportFinding;
  clock: Clock;
  random(): number;
  log: Log;
}

/** What was decided and done about one finding. */
export interface Response {
  decision: Decision;
  key: IdentifiedKey | null;
  outcomes: Outcome[];
  firstSeenAt: string;
  /** First sight to proven death, or null while either is unknown. */
  exposedForMs: number | null;
}

/** A response in the making. */
interface Case extends Verified {
  response: Response;
  deadAt: string | null;
  /** This run revoked the key, or settled an earlier revoke of it. */
  news: boolean;
}

/** Never throws for a store, an API or a channel that fails: the outcomes say so. */
export async function respond(input: RespondInput): Promise<Map<Fingerprint, Response>> {
  const { store, why } = await open(input);
  try {
    const cases: Case[] = [];
    if (store) await noted(input.log, () => judgeHosts(input.hostChecks, input.items, store));
    for (const item of input.items) cases.push(await begin(item, store, input));
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

async function begin(item: Verified, store: Store | null, input: RespondInput): Promise<Case> {
  const { finding, verdict } = item;
  const { environment } = finding.rule;
  const question = (firstSeenAt: string | null, lastUsedAt: string | null): Question => ({
    environment,
    verdict,
    policy: input.policy,
    armed: input.armed,
    suppressed: isSuppressed(finding, verdict.validity),
    facts: {
      rule: finding.rule.id,
      places: placesOf(finding, input.setting.branch),
      visibility: input.setting.visibility,
      firstSeen: firstSeenAt === null ? null : Date.parse(firstSeenAt),
      lastUsed: lastUsedAt === null ? null : Date.parse(lastUsedAt),
      now: input.clock.now(),
      fitsGlob: input.setting.fitsGlob,
    },
  });
  const decision = decide(question(null, null));
  const response = { decision, key: null, outcomes: [], firstSeenAt: input.foundAt, exposedForMs: null };
  const begun: Case = { ...item, response, deadAt: null, news: false };
  if (!store) return begun;
  try {
    const { fingerprint } = finding;
    const use = input.uses ? await lastUse(item, store, input) : null;
    const about = { ...input.setting, ...(use && { lastUsedAt: use.kept }) };
    const incident = await store.sight(sightingOf(finding, input.target, input.foundAt, about));
    begun.response.firstSeenAt = incident.firstSeenAt;
    begun.response.decision = decide(question(incident.firstSeenAt, use?.known ?? null));
    begun.deadAt = incident.deadAt;
    const was = await store.learn(fingerprint, input.hosts[environment], verdict);
    await judgeReturn(was, item, store, input.clock);
    if (verdict.validity === 'inactive') {
      // Dead at first sight, it may have been so for years: the same time for both says that no exposure is known.
      const isNew = incident.firstSeenAt === input.foundAt;
      await markDead(begun, isNew ? input.foundAt : (verdict.checkedAt ?? input.foundAt), store, input.log);
    }
  } catch (error) {
    input.log.warn('a finding could not be recorded', { reason: messageOf(error) });
  }
  return begun;
}

/** `known` decides; `kept` is the latest that was ever known, for a later run that finds nothing but its own traces. */
async function lastUse(
  item: Verified,
  store: Store,
  input: RespondInput,
): Promise<{ known: string | null; kept: string | null }> {
  const { secret, fingerprint, rule } = item.finding;
  const memory = await store.recall(fingerprint);
  const { api, uses } = input;
  const knownSince = Date.parse(memory?.incident.firstSeenAt ?? input.foundAt);
  const leaked = { secret, environment: rule.environment };
  // Only a key that works can be told apart.
  const isAsked = item.verdict.validity === 'active' && api && uses;
  const known = isAsked ? await lastUseOf(leaked, memory, { ...input, api, store, uses, knownSince }) : null;
  return { known, kept: known ?? memory?.about?.lastUsedAt ?? null };
}

async function settleOrRevoke(
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

/** Records what can't be taken back any more: a store that fails now must not hide it. */
async function noted(log: Log, record: () => Promise<unknown>): Promise<void> {
  try {
    await record();
  } catch (error) {
    log.warn('something that happened could not be recorded', { reason: messageOf(error) });
  }
}

async function markDead(each: Case, at: string, store: Store, log: Log): Promise<void> {
  const { response, finding } = each;
  each.deadAt ??= at;
  const exposed = Date.parse(each.deadAt) - Date.parse(response.firstSeenAt);
  response.exposedForMs = exposed > 0 ? exposed : null;
  await noted(log, () => store.died(finding.fingerprint, at));
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

function outcome(input: RespondInput, result: 'dry-run' | 'failed', detail: string): Outcome {
  return { action: 'revoke', result, at: timestamp(input.clock), detail };
}
