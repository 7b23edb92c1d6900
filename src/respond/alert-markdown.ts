// The text of an alert, for every channel that takes Markdown. All foreign text (paths, authors, reasons, names from
// the API) goes through `markdownCode`, so that nothing in it is markup, a mention or a link.
import type { Alert } from '../core/alerter.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ReportFinding, ReportMatch } from '../core/report.ts';
import type { Fingerprint } from '../core/secret.ts';
import { duration, markdownCode } from '../core/text.ts';
import { alertSteps } from './alert-steps.ts';
import { alertState, knowledge } from './alert-state.ts';
import type { AlertState } from './alert-state.ts';

const maximumPlaces = 50;

/** Hidden in the text; by it an alerter finds its alert for a fingerprint again. */
export function alertMarker(fingerprint: Fingerprint): string {
  return `<!-- akguard:fingerprint=v1:${fingerprint} -->`;
}

/**
 * Whether an earlier alert lets people know more than this one would: one who keeps no state, or whose API is down, must
 * not take it back that a key is dead.
 */
export function knowsMore(earlier: string, alert: Alert): boolean {
  const state = /^[^\n]*\n<!-- akguard:state=([a-z-]+) -->/.exec(earlier)?.[1] ?? '';
  return (
    Object.hasOwn(knowledge, state) && knowledge[state as AlertState] > knowledge[alertState(alert.finding)]
  );
}

const titles: Record<AlertState, string> = {
  revoked: 'was revoked',
  inactive: 'does not work any more',
  'in-doubt': 'may still be active: its revocation is not confirmed',
  active: 'is active',
  unknown: 'may be active',
  unverified: 'was found',
};

/** One line, plain text; `redacted` is our own text and safe anywhere. */
export function alertTitle(finding: ReportFinding): string {
  return `Leaked Anton Payments key ${finding.redacted} ${titles[alertState(finding)]}`;
}

/** The same input gives the same bytes. Ends with a newline. */
export function alertMarkdown(alert: Alert): string {
  const { finding } = alert;
  const sections = [
    `${alertMarker(alert.fingerprint)}\n<!-- akguard:state=${alertState(finding)} -->`,
    `# ${alertTitle(finding)}`,
    whatItIs(alert),
    `## What to do next\n\n${numbered(alertSteps(finding))}`,
    `## Proof\n\n${proof(finding)}`,
    ...(finding.matches.length > 0 ? [`## Where it was found\n\n${places(finding.matches)}`] : []),
    `## What happened\n\n${timeline(alert)}`,
    `Fingerprint: ${markdownCode(alert.fingerprint)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function whatItIs({ finding, target }: Alert): string {
  const reach =
    finding.environment === 'live'
      ? 'A production key: whoever has it can move real money.'
      : 'A sandbox key: it moves no real money, but shows how keys are handled.';
  return `${reach} akguard found it in ${markdownCode(target)} (rule ${markdownCode(finding.rule)}).`;
}

function proof({ verdict, key }: ReportFinding): string {
  const rows = [
    `- When verified: **${verdict.validity}**. ${markdownCode(verdict.reason)}`,
    ...(verdict.checked_at === null ? [] : [`- Checked at: ${verdict.checked_at}`]),
    ...(verdict.status === null ? [] : [`- HTTP status: ${verdict.status}`]),
    ...(verdict.code === null ? [] : [`- Code: ${markdownCode(verdict.code)}`]),
    ...(verdict.request_id === null ? [] : [`- Request id: ${markdownCode(verdict.request_id)}`]),
    ...(key === null
      ? []
      : [
          `- Key id: ${markdownCode(key.id)}, named ${markdownCode(key.name)} (identified by ${key.matched_by})`,
        ]),
  ];
  return rows.join('\n');
}

function places(matches: readonly ReportMatch[]): string {
  const shown = matches.slice(0, maximumPlaces).map((match) => {
    const path = match.path ?? match.blob ?? 'unknown place';
    const cells = [
      markdownCode(`${path}:${match.line}`),
      match.commit === null ? '' : markdownCode(match.commit.slice(0, 12)),
      match.author === null ? '' : markdownCode(match.author),
      match.committed_at === null ? '' : markdownCode(match.committed_at),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const more = matches.length - shown.length;
  const table = ['| place | commit | author | date |', '| --- | --- | --- | --- |', ...shown].join('\n');
  return more > 0 ? `${table}\n\nand ${more} more` : table;
}

function timeline(alert: Alert): string {
  const { finding } = alert;
  const committed = finding.matches
    .flatMap((match) => match.committed_at ?? [])
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(0);
  const { checked_at: checkedAt, validity } = finding.verdict;
  const events = [
    ...(committed === undefined ? [] : [`${markdownCode(committed)}: committed`]),
    `${alert.firstSeenAt}: found`,
    ...(checkedAt === null ? [] : [`${checkedAt}: verified, ${validity}`]),
    ...finding.outcomes.filter((outcome) => outcome.action === 'revoke').map(revokeEvent),
  ];
  const exposed = finding.exposed_for_ms;
  const summary = exposed === null ? [] : [`From first sight to proven death: ${duration(exposed)}.`];
  return [events.map((event) => `- ${event}`).join('\n'), ...summary].join('\n\n');
}

function revokeEvent({ at, result, detail }: Outcome): string {
  return `${at}: revoke: **${result}**. ${markdownCode(detail)}`;
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, i) => `${i + 1}. ${step}`).join('\n');
}
