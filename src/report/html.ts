// The report as one HTML file, to be opened in a browser or put on a ticket. It loads nothing and runs nothing: no script,
// no font, no picture, and a policy that would forbid them. All foreign text is escaped and stands in <code>.
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { headline, placeOf, timelineOf, verdictOf } from './finding-text.ts';
import { css, cssHash } from './html-style.ts';
import { gapLines, nothingFound, readLine, summaryLine } from './human-scan.ts';
import { foreignMarkup, markupSafe } from './markup.ts';
import { nextSteps } from './next-steps.ts';
import { type Standing, standing } from './standing.ts';
import type { Style } from './style.ts';
import { counted, duration } from './units.ts';

const mostPlaces = 1_000;
const mostSkipped = 1_000;
const longestLink = 400;
const plain: Style = { color: false, width: 100, runner: false };
const policy = `default-src 'none'; style-src 'sha256-${cssHash}'; base-uri 'none'; form-action 'none'`;

const looks: Record<Standing, 'bad' | 'unsure' | 'good'> = {
  dead: 'good',
  suppressed: 'good',
  'armed-only': 'bad',
  doubt: 'bad',
  failed: 'bad',
  alive: 'bad',
  unknown: 'unsure',
  unverified: 'unsure',
};

export function html(report: Report): string {
  const title = `akguard: ${verdictOf(report)}`;
  const found = report.findings.length > 0;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${css}</style>
</head>
<body>
<h1>${title}</h1>
<p>${found ? summaryLine(report) : markupSafe(nothingFound(report, plain))}</p>
${report.findings.map(findingSection).join('')}${scanned(report)}</body>
</html>
`;
}

function findingSection(finding: ReportFinding): string {
  const steps = nextSteps(finding, plain).map((step) => `<li>${stepText(step)}</li>\n`);
  return [
    `<section class="${looks[standing(finding)]}">\n<h2>${code(headline(finding))}</h2>\n`,
    facts(finding),
    steps.length === 0 ? '' : `<h3>What to do next</h3>\n<ol>\n${steps.join('')}</ol>\n`,
    places(finding.matches),
    timeline(finding),
    '</section>\n',
  ].join('');
}

function facts({ verdict, key, decision, exposed_for_ms, fingerprint }: ReportFinding): string {
  const status = verdict.status === null ? '' : `, HTTP ${verdict.status}`;
  const withheld = decision.withheld === null ? '' : `: ${code(decision.withheld)}`;
  const rows = [
    ['Verdict', `<strong>${verdict.validity}</strong>, ${code(verdict.reason)}${status}`],
    ...(key === null ? [] : [['Key', `${code(key.id)} ${code(key.name)}, matched by ${key.matched_by}`]]),
    ['Policy rule', `${code(decision.rule)}${decision.dry_run ? ' (dry run)' : ''}${withheld}`],
    ...(exposed_for_ms === null ? [] : [['Exposed', `${duration(exposed_for_ms)} after it was first seen`]]),
    ['Fingerprint', code(fingerprint)],
  ];
  return `<dl>\n${rows.map(([name, text]) => `<dt>${name}</dt><dd>${text}</dd>\n`).join('')}</dl>\n`;
}

function places(matches: readonly ReportMatch[]): string {
  const rows = matches.slice(0, mostPlaces).map((match) => {
    const about = [
      ...(match.commit === null ? [] : [code(match.commit.slice(0, 10))]),
      ...(match.author === null ? [] : [code(match.author)]),
      ...match.encoding.map((wrap) => `in ${code(wrap)}`),
      ...(match.member === null ? [] : [`inside ${code(match.member)}`]),
      ...(match.suppressed === null ? [] : [suppressed(match.suppressed)]),
    ];
    return [linked(match.url, code(placeOf(match))), `${match.line}:${match.column}`, about.join(', ')];
  });
  return table('Where it was found', ['place', 'line', 'about'], rows, matches.length - rows.length, 'place');
}

function suppressed({ by, reason }: NonNullable<ReportMatch['suppressed']>): string {
  return `suppressed by ${by}${reason === null ? '' : `: ${code(reason)}`}`;
}

/** A link only to where https leads: `javascript:` and the like are text. */
function linked(url: string | null, text: string): string {
  const address = url === null ? null : URL.parse(url);
  // A longer one would be cut short, and lead somewhere else.
  if (address?.protocol !== 'https:' || address.href.length > longestLink) return text;
  return `<a href="${foreignMarkup(address.href)}" rel="noopener noreferrer">${text}</a>`;
}

function timeline(finding: ReportFinding): string {
  const rows = timelineOf(finding).map(([at, what, detail]) => [
    code(at),
    what,
    detail === '' ? '' : code(detail),
  ]);
  return table('Timeline', ['when', 'what', 'detail'], rows);
}

function scanned(report: Report): string {
  const { skipped } = report.scan.coverage;
  const shown = skipped.slice(0, mostSkipped).map(({ what, why }) => [code(what), code(why)]);
  // The list of what was skipped comes as a table; the sentences behind it say what that means.
  const withoutList = { ...report.scan, coverage: { ...report.scan.coverage, skipped: [] } };
  const gaps = gapLines({ ...report, scan: withoutList }, plain);
  const parts = [
    ...readLine(report, plain).map((line) => `<p>${markupSafe(line)}</p>\n`),
    ...gaps.map((line) => `<p>${gapText(line)}</p>\n`),
    table('Skipped', ['what', 'why'], shown, skipped.length - shown.length, 'thing'),
  ].join('');
  return parts === '' ? '' : `<h2>What was scanned</h2>\n${parts}`;
}

/** Lines that begin with a word in capitals say that something is still to be done. */
function gapText(line: string): string {
  return /^[A-Z]+:/.test(line) ? `<strong class="bad">${markupSafe(line)}</strong>` : markupSafe(line);
}

/** Cells are HTML already. @param left rows that are not shown. */
function table(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  left = 0,
  one = 'row',
): string {
  if (rows.length === 0) return '';
  const head = heads.map((name) => `<th scope="col">${name}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`).join('');
  const more =
    left > 0 ? `<p>${counted(left, `more ${one}`)} left out here; the JSON report has all.</p>\n` : '';
  return `<h3>${title}</h3>\n<table>\n<tr>${head}</tr>\n${body}</table>\n${more}`;
}

/** A step is escaped already, but not for HTML; what is in backticks is a command. */
function stepText(step: string): string {
  return markupSafe(step).replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}

function code(text: string): string {
  return `<code>${foreignMarkup(text)}</code>`;
}
