// JSON Lines: a line for each key, so that a reader need not hold them all, and a last line with what the scan has come to.
import type { Report } from '../core/report.ts';
import { jsonSafe, maskKeys } from '../core/text.ts';

/**
 * Each finding as in the JSON report, with `"type":"finding"`; at the end `"type":"summary"` with scan, coverage, summary
 * and exit code. A file without that last line was cut short.
 */
export function jsonl(report: Report): string {
  const { findings, ...rest } = report;
  const lines = [
    ...findings.map((finding) => ({ type: 'finding', ...finding })),
    { type: 'summary', ...rest },
  ];
  return lines.map((line) => `${maskKeys(jsonSafe(JSON.stringify(line)))}\n`).join('');
}
