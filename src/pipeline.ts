// START READING HERE: one whole run, from bytes to report. Everything that touches the world comes in with the plan.
import type { Alerter } from './core/alerter.ts';
import type { AntonApi } from './core/anton-api.ts';
import type { Limits } from './core/breaker.ts';
import { Coverage } from './core/coverage.ts';
import { type Provenance, pathOf } from './core/blob.ts';
import { type Finding, type Match } from './core/match.ts';
import type { Policy } from './core/policy.ts';
import type { Report } from './core/report.ts';
import type { Environment, Rule } from './core/rule.ts';
import { type Clock, type Log, timestamp } from './core/runtime.ts';
import type { Fingerprint, Secret } from './core/secret.ts';
import type { FindKeys, Source } from './core/source.ts';
import type { Rotations } from './core/rotation.ts';
import type { Store } from './core/store.ts';
import type { Verdict } from './core/verdict.ts';
import { exposureOfPath } from './detect/context.ts';
import { groupFindings } from './detect/group.ts';
import { Scanner } from './detect/scanner.ts';
import { type Accepted, suppress } from './detect/suppress.ts';
import { withProgress } from './io/progress.ts';
import { type Handled, buildReport, reportFinding } from './report/build.ts';
import type { HostCheck } from './respond/breaker.ts';
import { type FailOn, exitCodeFor } from './respond/exit.ts';
import { isSuppressed } from './respond/decide.ts';
import { type UsesBefore, asksAboutUse, usesBefore } from './respond/last-use.ts';
import { remembered } from './respond/remembered.ts';
import type { Setting } from './respond/case.ts';
import { respond } from './respond/respond.ts';
import { judge } from './verify/verdict-table.ts';
import { verdictOf, verifyFindings } from './verify/verify-findings.ts';

/** What to do and with what; see `main.ts` for how it comes about. */
export interface Plan {
  version: string;
  rules: Rule[];
  /** Where the bytes come from, or a key that the user gave. */
  subject: Source | { name: 'key'; target: string; finding: Finding };
  /** Null: nothing is verified, so nothing can be revoked (`--offline`). */
  api: AntonApi | null;
  policy: Policy;
  /** What policy may ask about beside the findings. */
  setting: Setting;
  armed: boolean;
  alerters: Alerter[];
  managementKeys: Record<Environment, Secret | null>;
  /** The API's hosts, by which verdicts are remembered. */
  hosts: Record<Environment, string>;
  openStore: () => Promise<Store & Rotations>;
  /** How many keys may be revoked. */
  limits: Limits;
  failOn: FailOn;
  /** Accepted keys, or null without a baseline. */
  baseline: Accepted[] | null;
  /** Whether the user's configuration ignores a path. */
  isIgnored: (path: string) => boolean;
  progress: boolean;
  clock: Clock;
  log: Log;
  /** From 0 up to, not including, 1; for jitter and the control call's key. */
  random: () => number;
}

/**
 * Scan, detect, verify, decide, respond, report.
 * @throws AkguardError only when nothing could be scanned; everything else is in the report.
 */
export async function runPipeline(plan: Plan): Promise<Report> {
  const { clock, log, subject } = plan;
  const started = clock.now();
  const coverage = new Coverage();
  const scanned =
    'finding' in subject
      ? only(subject.finding)
      : await scan(subject, await makeScanner(plan), coverage, plan);
  const { findings } = scanned;
  log.debug('scanned', { findings: findings.length, complete: coverage.complete, bytes: coverage.bytes });
  const handled = await handle(findings, plan);
  return conclude({ ...scanned, started, coverage, handled }, plan);
}

/** What a scan found, and which baseline entries were of no use. */
export interface Scanned {
  findings: Finding[];
  unused: Fingerprint[];
  expired: Fingerprint[];
}

/** A scanner as the plan wants it. Making one is dear: those who scan again and again keep it. */
export async function makeScanner({ rules }: Plan): Promise<Scanner> {
  const { containers } = await import('./archive/containers.ts');
  return new Scanner(rules, containers);
}

/** Reads the source, and asks it where the matches come from; a source drops those that are not new here. */
export async function scan(
  source: Source,
  scanner: Scanner,
  coverage: Coverage,
  plan: Plan,
): Promise<Scanned> {
  const progress = withProgress(scanner, coverage, plan.progress);
  await source.read(progress.sink, coverage).finally(() => progress.end());
  for (const { provenance, why } of scanner.gaps.splice(0)) coverage.missed(nameOf(provenance), why);
  const matches = scanner.take();
  const findKeys: FindKeys = (bytes) => {
    scanner.whole({ kind: 'file', path: '' }, bytes);
    scanner.gaps.length = 0;
    return scanner.take().map(({ offset, line, column, secret }) => ({
      offset,
      line,
      column,
      fingerprint: secret.fingerprint,
    }));
  };
  const refined =
    matches.length === 0 ? [] : ((await source.refine?.(matches, findKeys, coverage)) ?? matches);
  const today = timestamp(plan.clock).slice(0, 10);
  const { unused, expired, ...marked } = suppress(
    refined.map(withPathExposure),
    plan.baseline ?? [],
    plan.isIgnored,
    today,
  );
  return { findings: groupFindings(marked.matches), unused, expired };
}

function nameOf(provenance: Provenance): string {
  return pathOf(provenance) ?? ('id' in provenance ? `object ${provenance.id}` : '');
}

function only(finding: Finding): Scanned {
  return { findings: [finding], unused: [], expired: [] };
}

function withPathExposure(match: Match): Match {
  const path = pathOf(match.provenance);
  return match.exposure !== null || path === null
    ? match
    : { ...match, exposure: exposureOfPath(match.rule, path) };
}

/** Verifies, decides, responds. */
export async function handle(findings: Finding[], plan: Plan): Promise<Handled[]> {
  const foundAt = timestamp(plan.clock);
  const hostChecks: HostCheck[] = [];
  const state = openOnce(findings, plan);
  const known = await recall(findings, state, plan);
  const fresh = findings.filter(({ fingerprint }) => !known.has(fingerprint));
  const uses = await lookBefore(
    findings.filter(({ fingerprint }) => known.get(fingerprint)?.validity !== 'inactive'),
    state,
    plan,
  );
  const asked = await verifyFindings(fresh, plan, (environment, clean, why) =>
    hostChecks.push({ environment, clean, at: timestamp(plan.clock), why }),
  );
  const verdicts = new Map([...known, ...asked]);
  const items = findings.map((finding) => ({ finding, verdict: verdictOf(finding, verdicts) }));
  return respondTo(items, { foundAt, hostChecks, uses }, state, plan);
}

/** The state, for runs that act on what they find; null for others, which never pay for it. */
function openOnce(findings: Finding[], plan: Plan): (() => Promise<Store>) | null {
  if (findings.length === 0 || !(plan.armed || plan.alerters.length > 0)) return null;
  let opened: Promise<Store> | null = null;
  return () => (opened ??= plan.openStore());
}

/** Who gives a key by hand wants to know it from Anton. */
async function recall(
  findings: Finding[],
  state: (() => Promise<Store>) | null,
  plan: Plan,
): Promise<Map<Fingerprint, Verdict>> {
  const { hosts, armed, clock, log } = plan;
  const store = 'finding' in plan.subject || plan.api === null ? null : await state?.().catch(() => null);
  return store ? remembered(findings, store, { hosts, armed, log, clock }) : new Map();
}

/** What a policy that asks about the last use has to know before a key is presented; null for any other. */
async function lookBefore(
  findings: Finding[],
  state: (() => Promise<Store>) | null,
  { api, policy, managementKeys }: Plan,
): Promise<UsesBefore | null> {
  if (api === null || state === null || !asksAboutUse(policy)) return null;
  return usesBefore(new Set(findings.map(({ rule }) => rule.environment)), api, managementKeys);
}

/** Decides for every finding; revokes and tells where that is wanted. The state is opened only if so. */
async function respondTo(
  items: { finding: Finding; verdict: Verdict }[],
  seen: { foundAt: string; hostChecks: HostCheck[]; uses: UsesBefore | null },
  openStore: (() => Promise<Store>) | null,
  plan: Plan,
): Promise<Handled[]> {
  const responses = await respond({
    ...plan,
    items,
    ...seen,
    target: plan.subject.target,
    api: plan.api,
    judge: (answer) => judge(answer, true).validity,
    openStore,
    describe: ({ finding, verdict }, response) =>
      reportFinding({ finding, verdict, ...response }, plan.subject.name),
  });
  return items.flatMap(({ finding, verdict }) => {
    const response = responses.get(finding.fingerprint);
    return response === undefined ? [] : [{ finding, verdict, ...response }];
  });
}

/** What a run has come to. */
export interface Run extends Omit<Scanned, 'findings'> {
  /** Milliseconds since the epoch. */
  started: number;
  coverage: Coverage;
  handled: Handled[];
}

/** The exit code that a run has earned, and its report. */
export function conclude({ started, coverage, handled, unused, expired }: Run, plan: Plan): Report {
  const exitCode = exitCodeFor({
    failOn: plan.failOn,
    complete: coverage.complete,
    verifyAsked: plan.api !== null,
    findings: handled.map(({ finding, verdict, decision, outcomes }) => ({
      validity: verdict.validity,
      suppressed: isSuppressed(finding, verdict.validity),
      decision,
      outcomes,
    })),
  });
  return buildReport({
    version: plan.version,
    source: plan.subject.name,
    target: plan.subject.target,
    startedAt: new Date(started).toISOString(),
    durationMs: plan.clock.now() - started,
    coverage,
    baseline: plan.baseline === null ? null : { unused, expired },
    handled,
    exitCode,
  });
}
