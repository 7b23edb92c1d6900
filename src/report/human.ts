// The report for a person at a terminal, perhaps woken at night: the most urgent key first, each key once,
// and at the end what was looked at, so that silence can be told from safety.
import type { Report } from '../core/report.ts';
import { findingLines } from './human-finding.ts';
import { gapLines, nothingFound, organisationLines, readLine, summaryLine } from './human-scan.ts';
import type { Style } from './style.ts';

/** Plain lines; nothing in them that came from a scanned tree can act on a terminal or a runner. */
export function human(report: Report, style: Style): string {
  return humanFindings(report, style) + humanSummary(report, style);
}

/** Only the keys, each with an empty line behind it. */
export function humanFindings({ findings }: Report, style: Style): string {
  return joined(findings.flatMap((finding) => [...findingLines(finding, style), '']));
}

/** Only the end of the report. */
export function humanSummary(report: Report, style: Style): string {
  const found = report.findings.length > 0;
  const numbers = found ? [summaryLine(report), ...readLine(report, style)] : [nothingFound(report, style)];
  return joined([...numbers, ...organisationLines(report), ...gapLines(report, style)]);
}

function joined(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
