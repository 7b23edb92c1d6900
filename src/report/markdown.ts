// The report as Markdown, for the summary of a workflow step. GitHub refuses more than 1 MiB as a whole, so it is cut by
// whole rows, and says how many are missing. All foreign text is code, where nothing of it can act.
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { markdownCode, maskKeys } from '../core/text.ts';
import { headline, placeOf, timelineOf, verdictOf } from './finding-text.ts';
import { nothingFound, summaryLine } from './human-scan.ts';
import { nextSteps } from './next-steps.ts';
import type { Style } from './style.ts';
import { count, counted, duration, size } from './units.ts';

/** Bytes, with room for the end of the report and for what else the step wrote. */
const mostBytes = 1024 * 1024 - 64 * 1024;
const mostPlaces = 50;
const mostSkipped = 200;
const longestForeign = 400;
const plain: Style = { color: false, width: 100, runner: false };

export function markdown(report: Report): string {
  const head = `# akguard: ${verdictOf(report)}\n\n${numbers(report)}\n`;
  const tail = `${coverage(report)}${notDone(report)}`;
  const blocks = report.findings.map(findingBlock);
  let left = mostBytes - bytesOf(head) - bytesOf(tail);
  const kept: string[] = [];
  for (const block of blocks) {
    left -= bytesOf(block);
    if (left < 0) break;
    kept.push(block);
  }
  const cut = blocks.length - kept.length;
  const note =
    cut === 0
      ? ''
      : `\n**${counted(cut, 'key')} left out here: the summary would be too long.** The report has all.\n`;
  return `${head}${kept.join('')}${note}${tail}`;
}

function numbers(report: Report): string {
  // The target, which is foreign, is told with the coverage.
  const empty = nothingFound({ ...report, scan: { ...report.scan, target: '' } }, plain);
  return report.findings.length > 0 ? summaryLine(report) : empty;
}

function findingBlock(finding: ReportFinding): string {
  const { verdict: said, key, decision } = finding;
  const facts = [
    `- Verdict: **${said.validity}**, ${code(said.reason)}${said.status === null ? '' : `, HTTP ${said.status}`}`,
    ...(key === null ? [] : [`- Key: ${code(key.id)} ${code(key.name)}, matched by ${key.matched_by}`]),
    `- Decided by policy rule ${code(decision.rule)}${decision.dry_run ? ' (dry run)' : ''}${decision.withheld === null ? '' : `: ${code(decision.withheld)}`}`,
    ...(finding.exposed_for_ms === null
      ? []
      : [`- Exposed for ${duration(finding.exposed_for_ms)} after it was first seen`]),
    `- Fingerprint: ${code(finding.fingerprint)}`,
  ];
  const steps = nextSteps(finding, plain).map((step, i) => `${i + 1}. ${code(step.replaceAll('`', "'"))}`);
  return [
    `\n## ${code(headline(finding))}\n`,
    `${facts.join('\n')}\n`,
    ...(steps.length === 0 ? [] : [`What to do next:\n\n${steps.join('\n')}\n`]),
    places(finding.matches),
    timeline(finding),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function places(matches: readonly ReportMatch[]): string {
  const rows = matches.slice(0, mostPlaces).map((match) => {
    const about = [
      ...(match.commit === null ? [] : [code(match.commit.slice(0, 10))]),
      ...(match.author === null ? [] : [code(match.author)]),
      ...match.encoding.map((wrap) => `in ${code(wrap)}`),
      ...(match.member === null ? [] : [`inside ${code(match.member)}`]),
      ...(match.suppressed === null ? [] : [`suppressed by ${match.suppressed.by}`]),
    ];
    return `| ${code(placeOf(match))} | ${match.line} | ${about.join(', ')} |\n`;
  });
  if (rows.length === 0) return '';
  const more = matches.length - rows.length;
  const note = more > 0 ? `\n${counted(more, 'more place')} left out here; the report has all.\n` : '';
  return `| place | line | about |\n| --- | --- | --- |\n${rows.join('')}${note}`;
}

function timeline(finding: ReportFinding): string {
  const rows = timelineOf(finding);
  if (rows.length === 0) return '';
  const lines = rows.map(
    ([at, what, detail]) => `| ${code(at)} | ${what} | ${detail === '' ? '' : code(detail)} |\n`,
  );
  return `| when | what | detail |\n| --- | --- | --- |\n${lines.join('')}`;
}

function coverage(report: Report): string {
  const { source, target, coverage: read, duration_ms } = report.scan;
  const parts = (['files', 'commits', 'objects', 'blobs', 'lines'] as const)
    .filter((what) => read[what] > 0)
    .map((what) => `${count(read[what])} ${what}`);
  const rows = read.skipped
    .slice(0, mostSkipped)
    .map(({ what, why }) => `| ${code(what)} | ${code(why)} |\n`);
  const more = read.skipped.length - rows.length;
  return [
    `\n## What was scanned\n\n`,
    `${source} ${code(target)}: ${[...parts, size(read.bytes)].join(', ')} in ${duration(duration_ms)}. `,
    read.complete ? 'Complete.\n' : '**Incomplete: this is no proof of absence.**\n',
    rows.length === 0 ? '' : `\n| skipped | why |\n| --- | --- |\n${rows.join('')}`,
    more > 0 ? `\n${counted(more, 'more')} skipped; the report has all.\n` : '',
  ].join('');
}

/** What was wanted and could not be done. */
function notDone({ findings }: Report): string {
  const bad = ['failed', 'refused', 'ambiguous', 'unconfirmed'];
  const lines = findings.flatMap((finding) =>
    finding.outcomes
      .filter(({ result }) => bad.includes(result))
      .map(
        ({ action, result, detail }) =>
          `- ${action} of ${code(finding.redacted)} **${result}**: ${code(detail)}\n`,
      ),
  );
  const shown = lines.slice(0, mostSkipped);
  const more = lines.length - shown.length;
  return lines.length === 0
    ? ''
    : `\n## What could not be done\n\n${shown.join('')}${more > 0 ? `- and ${count(more)} more\n` : ''}`;
}

function code(text: string): string {
  const masked = maskKeys(text);
  return markdownCode(masked.length > longestForeign ? `${masked.slice(0, longestForeign)}…` : masked);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
