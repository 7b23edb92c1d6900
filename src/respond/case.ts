// One finding on its way through a run: what comes in, what was decided and done about it, and how its death is noted.
import type { Alerter } from '../core/alerter.ts';
import type { AntonApi } from '../core/anton-api.ts';
import type { Limits } from '../core/breaker.ts';
import { messageOf } from '../core/errors.ts';
import type { Finding } from '../core/match.ts';
import type { IdentifiedKey, Outcome } from '../core/outcome.ts';
import type { Decision, Policy, Visibility } from '../core/policy.ts';
import type { ReportFinding } from '../core/report.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import type { Store } from '../core/store.ts';
import type { Verdict } from '../core/verdict.ts';
import type { HostCheck } from './breaker.ts';
import type { UsesBefore } from './last-use.ts';
import type { Judge } from './prove-dead.ts';
import type { Rotator } from './rotate-leaked.ts';

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
  /** Loaded when a key is to be rotated, or was by an earlier run. */
  rotator: () => Promise<Rotator>;
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
export interface Case extends Verified {
  response: Response;
  deadAt: string | null;
  /** This run revoked the key, or settled an earlier revoke of it. */
  news: boolean;
}

/** Records what can't be taken back any more: a store that fails now must not hide it. */
export async function noted(log: Log, record: () => Promise<unknown>): Promise<void> {
  try {
    await record();
  } catch (error) {
    log.warn('something that happened could not be recorded', { reason: messageOf(error) });
  }
}

/** When the key was proven dead: the first time given counts. */
export async function markDead(each: Case, at: string, store: Store, log: Log): Promise<void> {
  const { response, finding } = each;
  each.deadAt ??= at;
  const exposed = Date.parse(each.deadAt) - Date.parse(response.firstSeenAt);
  response.exposedForMs = exposed > 0 ? exposed : null;
  await noted(log, () => store.died(finding.fingerprint, at));
}
