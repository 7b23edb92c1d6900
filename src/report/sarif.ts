// SARIF 2.1.0 as GitHub's code scanning takes it: one result for each place, with a fingerprint that outlives moves of
// the line. Limits and needed fields: https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning
import type { Report, ReportFinding, ReportMatch } from '../core/report.ts';
import { fingerprintOf } from '../core/secret.ts';
import { jsonSafe, maskKeys, visible } from '../core/text.ts';
import { countsAsSuppressed, headline, isInTree, isOpen, placeOf } from './finding-text.ts';
import { nextSteps } from './next-steps.ts';
import { counted } from './units.ts';

const mostResults = 25_000;
const mostOfOneKey = 1_000;
const mostNotes = 1_000;
const longestForeign = 400;

/** One run; `automationDetails.id` keeps scans of different sources from closing each other's alerts. */
export function sarif(report: Report): string {
  const { findings, scan } = report;
  const room = Math.max(1, Math.min(mostOfOneKey, Math.floor(mostResults / Math.max(1, findings.length))));
  const reported = findings.slice(0, mostResults);
  const rules = [...new Map(reported.map((finding) => [finding.rule, finding])).values()].map(rule);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const results = reported.flatMap((finding) => resultsOf(finding, index.get(say(finding.rule)) ?? 0, room));
  const places = findings.reduce((n, { matches }) => n + Math.max(1, matches.length), 0);
  const left = places - results.length;
  const notes = [
    ...(left > 0
      ? [`${counted(left, 'place')} left out here: a SARIF file has its limits. The JSON report has all.`]
      : []),
    ...scan.coverage.skipped.slice(0, mostNotes).map(({ what, why }) => say(`Skipped ${what}: ${why}`)),
  ];
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'akguard',
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules,
          },
        },
        automationDetails: { id: `akguard/${scan.source}/` },
        invocations: [
          {
            executionSuccessful: scan.coverage.complete,
            exitCode: report.exit_code,
            startTimeUtc: scan.started_at,
            toolExecutionNotifications: notes.map((text) => ({ level: 'warning', message: { text } })),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
  return `${maskKeys(jsonSafe(JSON.stringify(log, null, 2)))}\n`;
}

function rule({ rule: id, environment }: ReportFinding) {
  const short =
    environment === 'live'
      ? 'Leaked Anton Payments secret of production'
      : 'Leaked Anton Payments secret of the sandbox';
  const full =
    environment === 'live'
      ? 'A secret of Anton Payments that moves real money stands where others can read it.'
      : 'A secret of the Anton Payments sandbox, which moves no real money, stands where others can read it.';
  const help =
    'Revoke it first: app.antonpayments.com > Settings > API Keys > Revoke. Then give what uses it a new one, and take it out of where it was found.';
  return {
    id: say(id),
    name: say(id).replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${short}.` },
    fullDescription: { text: full },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: environment === 'live' ? 'error' : 'warning' },
    properties: {
      tags: ['security', 'secret', 'anton-payments'],
      precision: 'very-high',
      'problem.severity': environment === 'live' ? 'error' : 'warning',
      // GitHub shows more than 9 as critical, 4 to 6.9 as medium.
      'security-severity': environment === 'live' ? '9.8' : '5.5',
    },
  };
}

function resultsOf(finding: ReportFinding, ruleIndex: number, room: number) {
  const seen = new Map<string, number>();
  const all: (ReportMatch | null)[] = finding.matches.length === 0 ? [null] : finding.matches;
  const shown = all.slice(0, room);
  const left = all.length - shown.length;
  const steps = nextSteps(finding, { color: false, width: 100, runner: false }).map(literal).join(' ');
  return shown.map((match, i) => {
    const uri = uriOf(match);
    const nth = (seen.get(uri) ?? 0) + 1;
    seen.set(uri, nth);
    const where =
      match === null || isInTree(match)
        ? ''
        : ` Not in the work tree: ${literal(placeOf(match))}${commitOf(match)}.`;
    const more =
      left > 0 && i === shown.length - 1 ? ` ${counted(left, 'more place')} of this key left out here.` : '';
    const line = match?.line ?? 1;
    return {
      ruleId: say(finding.rule),
      ruleIndex,
      level: isOpen(finding) ? (finding.environment === 'live' ? 'error' : 'warning') : 'note',
      message: { text: `${literal(headline(finding))}.${where} ${steps}${more}`.trim() },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri },
            region: { startLine: line, startColumn: match?.column ?? 1, endLine: line },
          },
        },
      ],
      // The key's own fingerprint is a salted hash; neither line nor commit is in it, but the how-manieth of its file is.
      partialFingerprints: {
        primaryLocationLineHash: `${fingerprintOf(`${finding.fingerprint}\n${uri}`)}:${nth}`,
      },
      // Either all results have this, or none (SARIF 2.1.0, 3.27.23).
      suppressions: match === null ? [] : suppressionsOf(finding, match),
      properties: { fingerprint: say(finding.fingerprint), validity: finding.verdict.validity },
    };
  });
}

function commitOf({ commit, path }: ReportMatch): string {
  return commit === null || path === null ? '' : ` in commit ${literal(commit.slice(0, 10))}`;
}

function suppressionsOf(finding: ReportFinding, match: ReportMatch) {
  if (match.suppressed === null || !countsAsSuppressed(finding, match)) return [];
  const { by, reason } = match.suppressed;
  const justification = say(`${by}${reason === null ? '' : `: ${reason}`}`);
  return [{ kind: by === 'inline' ? 'inSource' : 'external', status: 'accepted', justification }];
}

/** Relative, and never one of a file in the tree for what is not there: GitHub would show a line that holds no key. */
function uriOf(match: ReportMatch | null): string {
  if (match === null) return 'standard-input';
  if (isInTree(match)) return encoded(match.path ?? '');
  if (match.commit !== null) return encoded(`git/commit/${match.commit}/${match.path ?? 'message'}`);
  if (match.path === null && match.blob !== null) return encoded(`git/object/${match.blob}`);
  return match.path === null || match.path === '' || match.path === '-'
    ? 'standard-input'
    : encoded(`outside/${match.path}`);
}

function encoded(path: string): string {
  const parts = maskKeys(path)
    .toWellFormed()
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  return parts.map((part) => (part === '..' ? 'up' : encodeURIComponent(part))).join('/') || 'standard-input';
}

function say(text: string): string {
  const masked = maskKeys(text);
  return visible(masked.length > longestForeign ? `${masked.slice(0, longestForeign)}…` : masked) || '-';
}

/** For `message.text`, where `[a](b)` is a link and `{0}` stands for an argument (SARIF 2.1.0, 3.11.5, 3.11.6). */
function literal(text: string): string {
  return say(text)
    .replaceAll(/[\\[\]]/g, String.raw`\$&`)
    .replaceAll(/[{}]/g, '$&$&')
    .replaceAll('@', '@\u200b');
}
