// A row for each place, for spreadsheets: RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe
// in front (https://owasp.org/www-community/attacks/CSV_Injection).
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { maskKeys, visible } from '../core/text.ts';
import { standing } from './standing.ts';

type Cell = string | number | null;

const columns: [name: string, of: (finding: ReportFinding, match: ReportMatch | null) => Cell][] = [
  ['fingerprint', ({ fingerprint }) => fingerprint],
  ['rule', ({ rule }) => rule],
  ['environment', ({ environment }) => environment],
  ['redacted', ({ redacted }) => redacted],
  ['validity', ({ verdict }) => verdict.validity],
  ['standing', (finding) => standing(finding)],
  ['reason', ({ verdict }) => verdict.reason],
  ['checked_at', ({ verdict }) => verdict.checked_at],
  ['policy_rule', ({ decision }) => decision.rule],
  ['outcomes', ({ outcomes }) => outcomes.map(({ action, result }) => `${action} ${result}`).join('; ')],
  ['repository', (_, match) => match?.repository ?? null],
  ['path', (_, match) => match?.path ?? null],
  ['member', (_, match) => match?.member ?? null],
  ['line', (_, match) => match?.line ?? null],
  ['column', (_, match) => match?.column ?? null],
  ['commit', (_, match) => match?.commit ?? null],
  ['author', (_, match) => match?.author ?? null],
  ['committed_at', (_, match) => match?.committed_at ?? null],
  ['encoding', (_, match) => match?.encoding.join(' in ') ?? null],
  ['url', (_, match) => match?.url ?? null],
  ['suppressed_by', (_, match) => match?.suppressed?.by ?? null],
];

/** A line with the names of the columns comes first, also when nothing was found. */
export function csv({ findings }: Report): string {
  const rows = findings.flatMap((finding) => {
    const matches: (ReportMatch | null)[] = finding.matches.length === 0 ? [null] : finding.matches;
    return matches.map((match) => columns.map(([, of]) => cell(of(finding, match))));
  });
  return [columns.map(([name]) => name), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = visible(maskKeys(value));
  // A control character at the start is no longer one, but what it was before is what a reader may guess from.
  const safe = /^[\s'"]*[=+\-@＝＋－＠]|^[\t\r]/.test(value) ? `'${text}` : text;
  return /[",\r\n#:]|^\s|\s$/.test(safe) ? `"${brokenUp(safe).replaceAll('"', '""')}"` : safe;
}

/** Printed where a runner reads along, no cell may be one of its commands. */
function brokenUp(text: string): string {
  return text.replaceAll('##[', '#\u2060#\u2060[');
}
