// START READING HERE: one whole run, from bytes to report. Everything that touches the world comes in with the plan.
import type { Alerter } from './core/alerter.ts';
import type { AntonApi } from './core/anton-api.ts';
import { Coverage } from './core/coverage.ts';
import type { Finding } from './core/match.ts';
import type { Policy } from './core/policy.ts';
import type { Report } from './core/report.ts';
import type { Environment, Rule } from './core/rule.ts';
import { type Clock, type Log, timestamp } from './core/runtime.ts';
import type { Secret } from './core/secret.ts';
import type { FindKeys, Source } from './core/source.ts';
import type { Store } from './core/store.ts';
import { type Verdict, unverified } from './core/verdict.ts';
import { groupFindings } from './detect/group.ts';
import { Scanner } from './detect/scanner.ts';
import { withProgress } from './io/progress.ts';
import { type Handled, buildReport, reportFinding } from './report/build.ts';
import { type FailOn, exitCodeFor } from './respond/exit.ts';
import { isSuppressed } from './respond/decide.ts';
import { respond } from './respond/respond.ts';
import { judge } from './verify/verdict-table.ts';
import { verifyKeys } from './verify/verify.ts';

/** What to do and with what; see `main.ts` for how it comes about. */
export interface Plan {
  version: string;
  rules: Rule[];
  /** Where the bytes come from, or a key that the user gave. */
  subject: Source | { name: 'key'; target: string; finding: Finding };
  /** Null: nothing is verified, so nothing can be revoked (`--offline`). */
  api: AntonApi | null;
  policy: Policy;
  armed: boolean;
  alerters: Alerter[];
  managementKeys: Record<Environment, Secret | null>;
  openStore: () => Promise<Store>;
  failOn: FailOn;
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

  const findings = 'finding' in subject ? [subject.finding] : await scan(subject, plan, coverage);
  const foundAt = timestamp(clock);
  log.debug('scanned', { findings: findings.length, complete: coverage.complete, bytes: coverage.bytes });

  const verdicts = await verify(findings, plan);
  const items = findings.map((finding) => ({ finding, verdict: verdictOf(finding, verdicts) }));

  const handled = await respondTo(items, foundAt, plan);

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
  const { version } = plan;
  const [source, target, startedAt] = [subject.name, subject.target, new Date(started).toISOString()];
  return buildReport({
    version,
    source,
    target,
    startedAt,
    durationMs: clock.now() - started,
    coverage,
    handled,
    exitCode,
  });
}

/** Reads the source, and asks it where the matches come from; a source drops those that are not new here. */
async function scan(source: Source, plan: Plan, coverage: Coverage): Promise<Finding[]> {
  const scanner = new Scanner(plan.rules);
  const progress = withProgress(scanner, coverage, plan.progress);
  await source.read(progress.sink, coverage).finally(() => progress.end());
  if (scanner.matches.length === 0) return [];
  const findKeys: FindKeys = (bytes) => {
    const inner = new Scanner(plan.rules);
    inner.whole({ kind: 'file', path: '' }, bytes);
    return inner.matches.map(({ offset, line, column, secret }) => ({
      offset,
      line,
      column,
      fingerprint: secret.fingerprint,
    }));
  };
  const matches = (await source.refine?.(scanner.matches, findKeys, coverage)) ?? scanner.matches;
  return groupFindings(matches);
}

async function verify(findings: Finding[], { api, clock, random }: Plan): Promise<Map<string, Verdict>> {
  if (api === null || findings.length === 0) return new Map();
  const keys = findings.map(({ secret, rule }) => ({ secret, environment: rule.environment }));
  return verifyKeys(keys, api, { clock, random });
}

function verdictOf(finding: Finding, verdicts: Map<string, Verdict>): Verdict {
  return verdicts.get(finding.fingerprint) ?? unverified('Not verified: this run is offline.');
}

/** Decides for every finding; revokes and tells where that is wanted. The state is opened only if so. */
async function respondTo(
  items: { finding: Finding; verdict: Verdict }[],
  foundAt: string,
  plan: Plan,
): Promise<Handled[]> {
  const acts = plan.armed || plan.alerters.length > 0;
  const responses = await respond({
    ...plan,
    items,
    target: plan.subject.target,
    foundAt,
    api: plan.api,
    judge: (answer) => judge(answer, true).validity,
    openStore: acts ? plan.openStore : null,
    describe: ({ finding, verdict }, response) =>
      reportFinding({ finding, verdict, ...response }, plan.subject.name),
  });
  return items.flatMap(({ finding, verdict }) => {
    const response = responses.get(finding.fingerprint);
    return response === undefined ? [] : [{ finding, verdict, ...response }];
  });
}
