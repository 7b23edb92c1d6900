// Workflow commands for a step on GitHub: the runner turns them into annotations. It keeps ten of a type and 4,096 characters
// of each (actions/runner src/Runner.Worker/ExecutionContext.cs), so the ten most urgent places are chosen here.
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { logSafe, maskKeys } from '../core/text.ts';
import { countsAsSuppressed, headline, isInTree, isOpen, placeOf } from './finding-text.ts';
import { humanSummary } from './human.ts';
import { nextSteps } from './next-steps.ts';
import type { Style } from './style.ts';
import { counted } from './units.ts';

const mostAnnotations = 10;
const longestMessage = 4096;
const longestForeign = 400;

/** Every key once before any key twice; then one notice that counts the rest, and the end of the terminal report. */
export function github(report: Report, style: Style): string {
  const open = report.findings.filter(isOpen);
  const places = byTurns(open);
  const shown = places.slice(0, mostAnnotations);
  const lines = shown.map(([finding, match]) => annotation(finding, match));
  const left = places.length - shown.length;
  const { coverage } = report.scan;
  const summary = `${counted(report.summary.findings, 'key')}, ${report.summary.active} active, ${report.summary.revoked} revoked`;
  const rest = left > 0 ? `; ${counted(left, 'more place')} in the summary and the report` : '';
  if (report.findings.length > 0) lines.push(command('notice', { title: 'akguard' }, `${summary}${rest}.`));
  if (!coverage.complete) {
    const message = `Not everything asked for could be read (${coverage.skipped.length} skipped): this is no proof of absence.`;
    lines.push(command('warning', { title: 'akguard: incomplete' }, message));
  }
  const text = humanSummary(report, { ...style, color: false, runner: true });
  return `${lines.map((line) => `${line}\n`).join('')}${text}`;
}

function byTurns(findings: readonly ReportFinding[]): [ReportFinding, ReportMatch | null][] {
  const places = findings.flatMap((finding) => {
    const matches = finding.matches.filter((match) => !countsAsSuppressed(finding, match));
    // What can be pointed at goes first.
    const sorted = matches.toSorted((a, b) => Number(isInTree(b)) - Number(isInTree(a)));
    const all: (ReportMatch | null)[] = sorted.length === 0 ? [null] : sorted;
    return all.map((match, turn) => ({
      turn,
      place: [finding, match] as [ReportFinding, ReportMatch | null],
    }));
  });
  return places.toSorted((a, b) => a.turn - b.turn).map(({ place }) => place);
}

function annotation(finding: ReportFinding, match: ReportMatch | null): string {
  const where =
    match === null || !isInTree(match)
      ? {}
      : { file: safe(match.path ?? ''), line: String(match.line), col: String(match.column) };
  const place = match === null ? '' : ` Found in ${safe(placeOf(match))}:${match.line}:${match.column}.`;
  const steps = nextSteps(finding, { color: false, width: 100, runner: true }).join(' ');
  const message = `${safe(headline(finding))}.${place} ${steps} Fingerprint ${safe(finding.fingerprint)}.`;
  return command('error', { ...where, title: `Leaked Anton key (${finding.environment})` }, message);
}

/** A key in foreign text is masked before the text is cut, or most of it could be left. */
function safe(text: string): string {
  const masked = maskKeys(text);
  return logSafe(masked.length > longestForeign ? `${masked.slice(0, longestForeign)}…` : masked);
}

/** https://github.com/actions/toolkit packages/core/src/command.ts: `%` first. */
function command(
  name: 'error' | 'warning' | 'notice',
  properties: Record<string, string>,
  message: string,
): string {
  const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${name} ${list.join(',')}::${data(message.slice(0, longestMessage))}`;
}
