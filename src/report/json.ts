// The report as JSON: the public contract `akguard.report/1`, indented, in the contract's order of fields
// whatever order the report was built in.
import type { Outcome } from '../core/outcome.ts';
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { jsonSafe, maskKeys } from '../core/text.ts';

/**
 * Pretty JSON, two spaces, a newline at the end. Escapes keep it harmless in a terminal and to a CI runner; a key in
 * any text (a file's name, say) is masked.
 */
export function json(report: Report): string {
  return `${maskKeys(jsonSafe(JSON.stringify(ordered(report), null, 2)))}\n`;
}

function ordered({ schema, tool, scan, findings, summary, exit_code }: Report): Report {
  const { complete, files, commits, blobs, objects, lines, bytes, skipped } = scan.coverage;
  return {
    schema,
    tool: { name: tool.name, version: tool.version },
    scan: {
      source: scan.source,
      target: scan.target,
      started_at: scan.started_at,
      duration_ms: scan.duration_ms,
      coverage: {
        complete,
        files,
        commits,
        blobs,
        objects,
        lines,
        bytes,
        skipped: skipped.map(({ what, why }) => ({ what, why })),
      },
    },
    findings: findings.map(orderedFinding),
    summary: {
      findings: summary.findings,
      active: summary.active,
      inactive: summary.inactive,
      unknown: summary.unknown,
      unverified: summary.unverified,
      revoked: summary.revoked,
      alerts: summary.alerts,
    },
    exit_code,
  };
}

function orderedFinding(finding: ReportFinding): ReportFinding {
  const { verdict, key, decision } = finding;
  return {
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    environment: finding.environment,
    redacted: finding.redacted,
    verdict: {
      validity: verdict.validity,
      reason: verdict.reason,
      checked_at: verdict.checked_at,
      status: verdict.status,
      code: verdict.code,
      request_id: verdict.request_id,
    },
    key: key && { id: key.id, name: key.name, matched_by: key.matched_by },
    decision: {
      rule: decision.rule,
      actions: [...decision.actions],
      dry_run: decision.dry_run,
      withheld: decision.withheld,
    },
    outcomes: finding.outcomes.map(orderedOutcome),
    exposed_for_ms: finding.exposed_for_ms,
    matches: finding.matches.map(orderedMatch),
  };
}

function orderedOutcome(outcome: Outcome): Outcome {
  const { at, detail } = outcome;
  return outcome.action === 'revoke'
    ? { action: outcome.action, result: outcome.result, at, detail }
    : { action: outcome.action, result: outcome.result, at, detail };
}

function orderedMatch(match: ReportMatch): ReportMatch {
  return {
    source: match.source,
    path: match.path,
    line: match.line,
    column: match.column,
    commit: match.commit,
    author: match.author,
    committed_at: match.committed_at,
    blob: match.blob,
    ref: match.ref,
    encoding: [...match.encoding],
    url: match.url,
    suppressed: match.suppressed && { by: match.suppressed.by, reason: match.suppressed.reason },
  };
}
