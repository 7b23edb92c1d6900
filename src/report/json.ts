// The report as JSON: the public contract `akguard.report/1`, in the order of fields that `build.ts` gives it.
import type { Report } from '../core/report.ts';
import { jsonSafe, maskKeys } from '../core/text.ts';

/**
 * Pretty JSON, two spaces, a newline at the end. Escapes keep it harmless in a terminal and to a CI runner; a key in
 * any text (a file's name, say) is masked.
 */
export function json(report: Report): string {
  return write(report, 2);
}

/** The same on one line, for a run that gives one report after another. */
export function jsonLine(report: Report): string {
  return write(report, 0);
}

function write(report: Report, indent: number): string {
  return `${maskKeys(jsonSafe(JSON.stringify(report, null, indent)))}\n`;
}
