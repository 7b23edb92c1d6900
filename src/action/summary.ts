// The step's summary: the report, and what people should know about the run itself.
import { markdownCode } from '../core/text.ts';

/** @param report the report as Markdown. */
export function summaryOf(report: string, notes: readonly string[]): string {
  if (notes.length === 0) return report;
  // As code, since they may quote names of branches and what a server said.
  const lines = notes.map((text) => `- ${markdownCode(text)}`);
  return [report.trimEnd(), '', '## About this run', '', ...lines, ''].join('\n');
}

/** Of a run that ended before there was a report. */
export function failureSummary(why: string): string {
  return `# akguard: the run failed\n\n${markdownCode(why)}\n`;
}
