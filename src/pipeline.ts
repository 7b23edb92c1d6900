// START READING HERE: one whole run, from bytes to report. Everything that touches the world comes in with the plan.
import type { Alerter } from './core/alerter.ts';
import type { AntonApi } from './core/anton-api.ts';
import type { Limits } from './core/breaker.ts';
import { Coverage } from './core/coverage.ts';
import { type Provenance, pathOf } from './core/blob.ts';
import type { KeySink } from './core/key-sink.ts';
import { type Finding, type Match } from './core/match.ts';
import type { Policy } from './core/policy.ts';
import type { Report } from './core/report.ts';
import type { Environment, Rule } from './core/rule.ts';
import { type Clock, type Log, timestamp } from './core/runtime.ts';
import type { Fingerprint, Secret } from './core/secret.ts';
import type { FindKeys, Source } from './core/source.ts';
import type { Rotations } from './core/rotation.ts';
import type { Store } from './core/store.ts';
import { exposureOfPath } from './detect/context.ts';
import { groupFindings } from './detect/group.ts';
import { Scanner } from './detect/scanner.ts';
import { type Accepted, suppress } from './detect/suppress.ts';
import { type Display, showProgress } from './io/progress.ts';
import { type Handled, buildReport } from './report/build.ts';
import { type FailOn, exitCodeFor } from './respond/exit.ts';
import { isSuppressed } from './respond/decide.ts';
import type { Setting } from './respond/case.ts';

/** What to do and with what; see `main.ts` for how it comes about. */
export interface Plan {
  version: string;
  rules: Rule[];
  /** Where the bytes come from, or a key that the user gave. */
  subject: Source | { name: 'key'; target: string; finding: Finding };
  /** Somebody who may gave an order about the one key that is looked for: it is asked about afresh, whatever was accepted. */
  isOrder?: boolean;
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
  /** Makes sinks of the places that policy names for new keys. @throws AkguardError AK_SINK. */
  readSinks: (places: readonly string[]) => Promise<KeySink[]>;
  /** How many keys may be revoked. */
  limits: Limits;
  failOn: FailOn;
  /** Whether broken archives count as read. */
  allowDamaged: boolean;
  /** Accepted keys, or null without a baseline. */
  baseline: Accepted[] | null;
  /** Whether the user's configuration ignores a path. */
  isIgnored: (path: string) => boolean;
  progress: boolean;
  /** Told of all found keys before anything is done or said about them. */
  onFound?: (findings: readonly Finding[]) => Promise<void>;
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
  const coverage = new Coverage(plan.allowDamaged);
  const scanned =
    'finding' in subject
      ? only(subject.finding)
      : await scan(subject, await makeScanner(plan), coverage, plan);
  const { findings } = scanned;
  await plan.onFound?.(findings);
  log.debug('scanned', { findings: findings.length, complete: coverage.complete, bytes: coverage.bytes });
  const handled = findings.length === 0 ? [] : await handleFound(findings, plan);
  return conclude({ ...scanned, started, coverage, handled }, plan);
}

/** A commit hook, which hardly ever finds a key, does not load what only a find needs. */
async function handleFound(findings: Finding[], plan: Plan): Promise<Handled[]> {
  const { handle } = await import('./handle.ts');
  return handle(findings, plan);
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
  const display = showProgress(coverage, plan.progress);
  await source.read(display.watch(scanner), coverage, display.scanning).finally(() => display.end());
  for (const { provenance, ...gap } of scanner.gaps.splice(0)) coverage.notOpened(nameOf(provenance), gap);
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
  const refined = matches.length === 0 ? [] : await refine(source, matches, findKeys, coverage, display);
  const today = timestamp(plan.clock).slice(0, 10);
  const { unused, expired, ...marked } = suppress(
    refined.map(withPathExposure),
    plan.baseline ?? [],
    plan.isIgnored,
    today,
  );
  return { findings: groupFindings(marked.matches), unused, expired };
}

async function refine(
  source: Source,
  matches: Match[],
  findKeys: FindKeys,
  coverage: Coverage,
  display: Display,
): Promise<Match[]> {
  if (source.refine === undefined) return matches;
  display.startOrigins(matches.length);
  try {
    return await source.refine(matches, findKeys, coverage, display.origins);
  } finally {
    display.end();
  }
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
    repository: repositoryOf(plan.subject),
    startedAt: new Date(started).toISOString(),
    durationMs: plan.clock.now() - started,
    coverage,
    baseline: plan.baseline === null ? null : { unused, expired },
    handled,
    exitCode,
  });
}

/** Where places of several repositories are told apart, the one that this is about. */
export function repositoryOf(subject: Plan['subject']): string | undefined {
  return 'repository' in subject ? subject.repository : undefined;
}
