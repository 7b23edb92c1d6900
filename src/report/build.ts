// Builds the report from what a run knows. Here, once, foreign text loses any key that is in it (in a path, an author,
// a reason), so that no reporter can print one.
import type { Provenance, SourceName } from '../core/blob.ts';
import { pathOf } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { ExitCode } from '../core/exit-code.ts';
import type { Finding, Match } from '../core/match.ts';
import type { IdentifiedKey, Outcome } from '../core/outcome.ts';
import type { Decision } from '../core/policy.ts';
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { maskKeys } from '../core/text.ts';
import type { Verdict } from '../core/verdict.ts';

/** One finding with all that was learnt and done about it. */
export interface Handled {
  finding: Finding;
  verdict: Verdict;
  decision: Decision;
  key: IdentifiedKey | null;
  outcomes: Outcome[];
  exposedForMs: number | null;
}

export interface RunFacts {
  version: string;
  source: SourceName | 'key';
  target: string;
  /** `OWNER/REPO` in a scan of an organisation. */
  repository?: string | undefined;
  startedAt: string;
  durationMs: number;
  coverage: Coverage;
  baseline: Report['scan']['baseline'];
  handled: Handled[];
  exitCode: ExitCode;
}

export function buildReport(facts: RunFacts): Report {
  const { coverage, handled } = facts;
  const { complete, files, commits, blobs, objects, lines, bytes } = coverage;
  const findings = handled
    .map((each) => reportFinding(each, facts.source, facts.repository))
    .toSorted(byUrgency);
  const having = (validity: string) =>
    findings.filter((finding) => finding.verdict.validity === validity).length;
  const ending = (result: string) =>
    findings.flatMap((f) => f.outcomes).filter((o) => o.result === result).length;
  return {
    schema: 'akguard.report/1',
    tool: { name: 'akguard', version: facts.version },
    scan: {
      source: facts.source,
      target: maskKeys(facts.target),
      started_at: facts.startedAt,
      duration_ms: facts.durationMs,
      coverage: {
        complete,
        files,
        commits,
        blobs,
        objects,
        lines,
        bytes,
        skipped: coverage.skipped.map(({ what, why }) => ({ what: maskKeys(what), why: maskKeys(why) })),
      },
      baseline: facts.baseline,
      organisation: null,
    },
    findings,
    summary: {
      findings: findings.length,
      active: having('active'),
      inactive: having('inactive'),
      unknown: having('unknown'),
      unverified: having('unverified'),
      revoked: ending('revoked'),
      alerts: ending('alerted'),
    },
    exit_code: facts.exitCode,
  };
}

/** The part of the report that is about one finding; alerts are written from it, too. */
export function reportFinding(
  handled: Handled,
  source: SourceName | 'key',
  repository?: string,
): ReportFinding {
  const { finding, verdict, decision, key } = handled;
  return {
    fingerprint: finding.fingerprint,
    rule: finding.rule.id,
    environment: finding.rule.environment,
    redacted: finding.secret.redacted,
    vendor: finding.vendor,
    verdict: {
      validity: verdict.validity,
      reason: maskKeys(verdict.reason),
      checked_at: verdict.checkedAt,
      status: verdict.status,
      code: verdict.code,
      request_id: verdict.requestId,
    },
    key: key === null ? null : { id: key.id, name: maskKeys(key.name), matched_by: key.matchedBy },
    decision: {
      rule: decision.rule,
      actions: decision.actions,
      dry_run: decision.dryRun,
      withheld: decision.withheld,
    },
    outcomes: handled.outcomes.map((outcome) => ({ ...outcome, detail: maskKeys(outcome.detail) })),
    exposed_for_ms: handled.exposedForMs,
    matches: source === 'key' ? [] : finding.matches.map((match) => reportMatch(match, source, repository)),
  };
}

function reportMatch(match: Match, source: SourceName, repository: string | undefined): ReportMatch {
  const { provenance } = match;
  const commit = 'commit' in provenance ? provenance.commit : null;
  const path = pathOf(provenance);
  const standing = provenance.kind === 'commit' ? provenance.standing : undefined;
  return {
    source,
    repository: repository === undefined ? null : maskKeys(repository),
    path: path === null ? null : maskKeys(path),
    line: match.line,
    column: match.column,
    commit: commit?.id ?? null,
    author: commit === null ? null : maskKeys(commit.author),
    committed_at: commit?.committedAt ?? null,
    blob: objectOf(provenance),
    ref: commit?.ref === undefined || commit.ref === null ? null : maskKeys(commit.ref),
    tips: standing?.tips?.map(maskKeys) ?? null,
    refs: standing?.refs?.map(maskKeys) ?? null,
    encoding: match.encoding,
    member: match.member === null ? null : maskKeys(match.member),
    url: match.url === null ? null : maskKeys(match.url),
    exposure: match.exposure,
    suppressed: match.suppressed,
  };
}

function objectOf(provenance: Provenance): string | null {
  switch (provenance.kind) {
    case 'index':
    case 'commit':
      return provenance.blob;
    case 'object':
    case 'message':
      return provenance.id;
    case 'file':
    case 'log':
      return null;
  }
}

const validityOrder = ['active', 'unknown', 'unverified', 'inactive'];

/** For sorting: alive before unknown before dead, production before sandbox, exposed before not, then by fingerprint. */
export function byUrgency(a: ReportFinding, b: ReportFinding): number {
  const rank = (f: ReportFinding) => {
    const revoked = f.outcomes.some((outcome) => outcome.result === 'revoked');
    const exposed = f.matches.some((match) => match.exposure !== null);
    return (
      (revoked ? 3 : validityOrder.indexOf(f.verdict.validity)) * 4 +
      (f.environment === 'live' ? 0 : 2) +
      (exposed ? 0 : 1)
    );
  };
  return rank(a) - rank(b) || (a.fingerprint < b.fingerprint ? -1 : 1);
}
