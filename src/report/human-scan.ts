// The end of the terminal report: what was found in numbers, what was read, and what was not.
import type { Report } from '../core/report.ts';
import { foreign, paint, type Style } from './style.ts';
import { count, counted, duration, size } from './units.ts';

// Ten lines show what kind of thing was skipped; a list of ten thousand hides the verdict.
const mostSkipped = 10;

/** One line: keys by validity, what was done. */
export function summaryLine({ summary, findings }: Report): string {
  const places = findings.reduce((n, finding) => n + finding.matches.length, 0);
  const numbers = (['active', 'inactive', 'unknown', 'unverified', 'revoked'] as const)
    .filter((what) => summary[what] > 0)
    .map((what) => `${count(summary[what])} ${what}`);
  if (summary.alerts > 0) numbers.push(counted(summary.alerts, 'alert'));
  const where = places === 0 ? '' : ` in ${counted(places, 'place')}`;
  return `${counted(summary.findings, 'key')}${where}: ${numbers.join(', ')}.`;
}

/** `1,234 files, 5 commits (12.3 MB)`, or null when nothing at all was read. */
function amountRead({ scan: { coverage } }: Report): string | null {
  const parts = [
    ...(coverage.files > 0 ? [counted(coverage.files, 'file')] : []),
    ...(coverage.commits > 0 ? [counted(coverage.commits, 'commit')] : []),
    // Every blob is an object; where objects are counted, blobs say nothing new.
    ...(coverage.objects > 0 ? [counted(coverage.objects, 'object')] : []),
    ...(coverage.objects === 0 && coverage.files === 0 && coverage.blobs > 0
      ? [counted(coverage.blobs, 'blob')]
      : []),
    ...(coverage.lines > 0 ? [counted(coverage.lines, 'line')] : []),
  ];
  if (parts.length === 0 && coverage.bytes === 0) return null;
  const bytes = size(coverage.bytes);
  return parts.length === 0 ? bytes : `${parts.join(', ')} (${bytes})`;
}

const nothingThere = {
  files: 'no file there',
  staged: 'nothing is staged',
  range: 'these commits add nothing',
  history: 'the repository is empty',
  log: 'the log is empty',
  'actions-logs': 'no run has a log',
  message: 'the message is empty',
  org: 'no repository fits',
  key: 'no key was given',
};

/** The first line of a scan that found nothing. */
export function nothingFound(report: Report, style: Style): string {
  const { source, target, coverage } = report.scan;
  const read = amountRead(report);
  if (read !== null) return `No Anton keys found in ${read}.`;
  const looked = `(scan ${source} ${foreign(style, target)})`;
  return coverage.complete
    ? `Nothing to scan ${looked}: ${nothingThere[source]}.`
    : `Nothing could be read ${looked}.`;
}

/** What was read, for a scan that found something. */
export function readLine(report: Report, style: Style): string[] {
  const { source, target, duration_ms } = report.scan;
  if (source === 'key') return [];
  const read = amountRead(report) ?? 'nothing';
  return [`Read ${read} in ${duration(duration_ms)} (scan ${source} ${foreign(style, target)}).`];
}

/** What a scan of organisations came by and cost; nothing for any other. */
export function organisationLines({ scan: { organisation } }: Report): string[] {
  if (organisation === null) return [];
  const { repositories: r, incidents, cost } = organisation;
  const parts = [
    `${count(r.scanned)} scanned`,
    `${count(r.unchanged)} unchanged`,
    ...(r.failed > 0 ? [`${count(r.failed)} not read to the end`] : []),
    ...(r.left_out > 0 ? [`${count(r.left_out)} left out`] : []),
  ];
  const keys = `Keys: ${count(incidents.new)} new, ${count(incidents.known)} known, ${count(incidents.settled)} settled.`;
  return [
    `${counted(r.listed, 'repository', 'repositories')}: ${parts.join(', ')}.`,
    ...(incidents.new + incidents.known + incidents.settled > 0 ? [keys] : []),
    `Cost: ${counted(cost.api_calls, 'API call')}, ${counted(cost.clones, 'clone')} (${size(cost.bytes_cloned)}).`,
  ];
}

/** What was not read and why; then, when something asked for is missing, the line that says so. */
export function gapLines(report: Report, style: Style): string[] {
  const { skipped, complete } = report.scan.coverage;
  const lines: string[] = [];
  if (skipped.length > 0) {
    lines.push(`Skipped ${count(skipped.length)}:`);
    for (const { what, why } of skipped.slice(0, mostSkipped)) {
      lines.push(`  ${foreign(style, what)}: ${foreign(style, why)}`);
    }
    const more = skipped.length - mostSkipped;
    if (more > 0) lines.push(`  and ${count(more)} more (--format json lists all)`);
  }
  const { unused, expired } = report.scan.baseline ?? { unused: [], expired: [] };
  if (unused.length > 0) lines.push(`Baseline entries that fit nothing any more: ${unused.join(', ')}`);
  if (expired.length > 0) lines.push(`Baseline entries whose day is over: ${expired.join(', ')}`);
  const red = (text: string) => lines.push(paint(style, ['bold', 'red'], text));
  if (!complete) red('INCOMPLETE: not everything asked for could be read, so this is no proof of absence.');
  if (complete && report.exit_code === 3) {
    const { unknown } = report.summary;
    const missing =
      unknown > 0 ? `${counted(unknown, 'key')} could not be verified` : 'an alert could not be sent';
    red(`INCOMPLETE: ${missing}; run it again.`);
  }
  if (report.exit_code === 4)
    red('ALIVE: a key that had to be revoked may still work; do its next steps now.');
  return lines;
}
