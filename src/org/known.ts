// What is known of a repository, as reports. Pure.
import type { Outcome } from '../core/outcome.ts';
import type { Report, ReportFinding } from '../core/report.ts';
import { maskKeys } from '../core/text.ts';
import type { RepositoryMemory } from '../core/repository-memory.ts';

/** What is said of a repository is said with its name. */
export function named(report: Report, name: string): Report {
  const { scan } = report;
  const skipped = scan.coverage.skipped.map(({ what, why }) => ({
    what: maskKeys(what.startsWith(name) ? what : `${name}: ${what}`),
    why,
  }));
  return { ...report, scan: { ...scan, coverage: { ...scan.coverage, skipped } } };
}

/** What is remembered of a repository, by the name that it has now. */
export function reportOf({ report, name: before }: RepositoryMemory, raw: string): Report {
  const name = maskKeys(raw);
  if (before === name) return report;
  const renamed = (finding: ReportFinding) => ({
    ...finding,
    matches: finding.matches.map((match) => ({ ...match, repository: name })),
  });
  return { ...report, findings: report.findings.map(renamed) };
}

const deaths: readonly Outcome['result'][] = ['revoked', 'already-inactive', 'rotated'];

/** What this run has proven dead is dead to the next one, which has no reason to ask again. */
export function asKnown(report: Report): Report {
  const findings = report.findings.map((finding): ReportFinding => {
    const death = finding.outcomes.findLast(({ result }) => deaths.includes(result));
    if (death === undefined || finding.verdict.validity === 'inactive') return finding;
    const { at: checked_at, detail: reason } = death;
    return { ...finding, verdict: { ...finding.verdict, validity: 'inactive', checked_at, reason } };
  });
  return { ...report, findings };
}
