// The report as JSON: the public contract `akguard.report/1`, in the order of fields that `build.ts` gives it.
import type { Report } from '../core/report.ts';
import { jsonSafe, maskKeys } from '../core/text.ts';

/**
 * Pretty JSON, two spaces, a newline at the end. Escapes keep it harmless in a terminal and to a CI runner; a key in
 * any text (a file's name, say) is masked.
 */
export function json(report: Report): string {
  return `${maskKeys(jsonSafe(JSON.stringify(report, null, 2)))}\n`;
}
