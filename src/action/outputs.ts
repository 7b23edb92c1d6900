// The files through which a step hands on its outputs and its summary.
import { randomUUID } from 'node:crypto';
import type { Report } from '../core/report.ts';
import { maskKeys } from '../core/text.ts';
import { appendText } from '../io/append-text.ts';

export type OutputName =
  | 'findings'
  | 'active'
  | 'revoked'
  | 'complete'
  | 'report-path'
  | 'sarif-path'
  | 'issues';
export type Outputs = Record<OutputName, string>;

/** Before anything is known, and so what stays when a run fails early: nothing is complete. */
export const noOutputs: Outputs = {
  findings: '0',
  active: '0',
  revoked: '0',
  complete: 'false',
  'report-path': '',
  'sarif-path': '',
  issues: '',
};

/** The outputs of a report. Other steps and logs see them, so they hold no text from elsewhere but links and paths of ours. */
export function outputsOf(report: Report): Outputs {
  const { summary, scan, findings } = report;
  const links = findings.flatMap(({ outcomes }) =>
    outcomes.flatMap(({ action, detail }) =>
      action === 'alert' ? (detail.match(/https?:\/\/[\w.:/-]+\/issues\/\d+/g) ?? []) : [],
    ),
  );
  return {
    ...noOutputs,
    findings: String(summary.findings),
    active: String(summary.active),
    revoked: String(summary.revoked),
    complete: String(scan.coverage.complete),
    issues: [...new Set(links)].join('\n'),
  };
}

/** A delimiter that nobody can guess: with one of ours, a value could end itself and set other outputs. */
export async function writeOutputs(path: string | undefined, outputs: Outputs): Promise<void> {
  if (!path) return;
  const lines = Object.entries(outputs).map(([name, value]) => {
    const end = `akguard_${randomUUID()}`;
    return `${name}<<${end}\n${maskKeys(value)}\n${end}\n`;
  });
  await appendText(path, lines.join(''));
}

/** The runner drops a summary that is larger, and says so in red. */
const mostBytes = 1024 * 1024;

export async function writeSummary(path: string | undefined, markdown: string): Promise<void> {
  if (!path) return;
  await appendText(path, fitting(maskKeys(markdown)));
}

/** Cut at the end of a line, with a word that it was. */
export function fitting(markdown: string, limit = mostBytes): string {
  const bytes = Buffer.from(markdown);
  if (bytes.length <= limit) return markdown;
  const word = '\n\nThe rest is left out: a summary ends at 1 MiB. The report holds everything.\n';
  const end = bytes.lastIndexOf(0x0a, limit - Buffer.byteLength(word));
  return `${bytes.toString('utf8', 0, Math.max(0, end))}${word}`;
}
