// What the world may read of a report. Log, summary and annotations of a run in a public repository can be read by anybody,
// and nobody is told there where a key is that may still work, by whom or when it leaked, nor which of the merchant's keys it is.
import type { Report, ReportFinding, ReportMatch } from './core/report.ts';
import { alertState, mayBeAlive } from './respond/alert-state.ts';

export interface PublicReport {
  report: Report;
  /** Keys whose places are withheld. */
  withheld: number;
}

/** A report that is the same, but for the places of keys that may work. */
export function publicReport(report: Report): PublicReport {
  const isWithheld = (finding: ReportFinding) => mayBeAlive(alertState(finding));
  return {
    report: {
      ...report,
      findings: report.findings.map((finding) => (isWithheld(finding) ? withoutPlaces(finding) : finding)),
    },
    withheld: report.findings.filter(isWithheld).length,
  };
}

/** Any foreign text could name a place, so all of it goes; links to alerts stay, which GitHub shows to who may see them. */
function withoutPlaces(finding: ReportFinding): ReportFinding {
  return {
    ...finding,
    key: null,
    verdict: { ...finding.verdict, reason: 'withheld', code: null, request_id: null },
    outcomes: finding.outcomes.map((outcome) =>
      outcome.action === 'alert' && outcome.result !== 'failed'
        ? outcome
        : { ...outcome, detail: 'withheld' },
    ),
    matches: finding.matches.length === 0 ? [] : [nowhere(finding.matches)],
  };
}

/** One place that is none: as in a log, which nothing can point into. */
function nowhere(matches: readonly ReportMatch[]): ReportMatch {
  const isSuppressed = matches.every(({ suppressed }) => suppressed !== null);
  const by = matches.find(({ suppressed }) => suppressed !== null)?.suppressed?.by ?? 'baseline';
  return {
    source: 'log',
    repository: null,
    path: 'withheld',
    line: 1,
    column: 1,
    commit: null,
    author: null,
    committed_at: null,
    blob: null,
    ref: null,
    tips: null,
    refs: null,
    encoding: [],
    member: null,
    url: null,
    exposure: null,
    suppressed: isSuppressed ? { by, reason: null } : null,
  };
}

/** Says what is missing, and where it went. */
export function withheldNote({ withheld }: PublicReport, { findings }: Report): string {
  const alerts = findings.flatMap(({ outcomes }) =>
    outcomes.flatMap(({ action, result, detail }) =>
      action === 'alert' && result !== 'failed' ? [detail] : [],
    ),
  );
  const told =
    alerts.length === 0
      ? ''
      : `, and for who may see it, in what was told: ${alerts.slice(0, 10).join('; ')}`;
  const keys = withheld === 1 ? 'a key' : `${withheld} keys`;
  return (
    `Everybody can read this run, and ${keys} found here may still work, so the places are withheld. They are in the JSON report ` +
    `(output \`report-path\`; make it no artifact of a public repository)${told}.`
  );
}
