// The step's summary: the report, and what people should know about the run itself.
import { markdownCode } from '../core/text.ts';

/** @param report the report as Markdown. */
export function summaryOf(report: string, notes: readonly string[]): string {
  if (notes.length === 0) return report;
  // As code, since they may quote names of branches and what a server said.
  const lines = notes.map((text) => `- ${markdownCode(text)}`);
  return [report.trimEnd(), '', '### About this run', '', ...lines, ''].join('\n');
}

/** A text as it is, for people: nothing in it is Markdown. */
export function asBlock(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`;
}
