// The report for a person at a terminal, perhaps woken at night: the most urgent key first, each key once,
// and at the end what was looked at, so that silence can be told from safety.
import type { Report } from '../core/report.ts';
import { findingLines } from './human-finding.ts';
import { gapLines, nothingFound, readLine, summaryLine } from './human-scan.ts';
import type { Style } from './style.ts';

/** Plain lines; nothing in them that came from a scanned tree can act on a terminal or a runner. */
export function human(report: Report, style: Style): string {
  const lines: string[] = [];
  if (report.findings.length === 0) {
    lines.push(nothingFound(report, style));
  } else {
    for (const finding of report.findings) lines.push(...findingLines(finding, style), '');
    lines.push(summaryLine(report), ...readLine(report, style));
  }
  lines.push(...gapLines(report, style));
  return `${lines.join('\n')}\n`;
}
