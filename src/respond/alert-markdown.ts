// The text of an alert, for every channel that takes Markdown. All foreign text (paths, authors, reasons, names from
// the API) goes through `markdownCode`, so that nothing in it is markup, a mention or a link.
import type { Alert } from '../core/alerter.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ReportFinding } from '../core/report.ts';
import type { Fingerprint } from '../core/secret.ts';
import { duration, markdownCode } from '../core/text.ts';
import { placesSection } from './alert-places.ts';
import { alertSteps } from './alert-steps.ts';
import { alertState, isBack, knowledge, mayBeAlive, saidBy } from './alert-state.ts';
import type { AlertState } from './alert-state.ts';

/** The second line of an alert: what it lets people know; of a death, as of when, which texts of earlier versions do not say. */
const stateMarker = /^[^\n]*\n<!-- akguard:state=([a-z-]+)(?: as-of=(\S+))? -->/;

/** Hidden in the text; by it an alerter finds its alert for a fingerprint again. */
export function alertMarker(fingerprint: Fingerprint): string {
  return `<!-- akguard:fingerprint=v1:${fingerprint} -->`;
}

/**
 * Whether an earlier alert lets people know more than this one would: one who keeps no state, or whose API is down, must
 * not take it back that a key is dead. Proof that it has worked since does.
 */
export function knowsMore(earlier: string, { finding }: Alert): boolean {
  const told = toldBy(earlier);
  return told !== null && knowledge[told.state] > knowledge[alertState(finding)] && !isBack(finding, told);
}

/** Whether it lets them know less. */
export function knowsLess(earlier: string, { finding }: Alert): boolean {
  const told = toldBy(earlier);
  return told !== null && knowledge[told.state] < knowledge[alertState(finding)];
}

function toldBy(text: string): { state: AlertState; asOf: string | null } | null {
  const [, word = '', asOf = null] = stateMarker.exec(text) ?? [];
  return Object.hasOwn(knowledge, word) ? { state: word as AlertState, asOf } : null;
}

const titles: Record<AlertState, string> = {
  gone: 'is dead and in no branch',
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

/** The same input gives the same bytes. Ends with a newline. @param earlier the text this one takes the place of: its places stay. */
export function alertMarkdown(alert: Alert, earlier = ''): string {
  const { finding } = alert;
  const places = placesSection(finding.matches, earlier);
  const sections = [
    head(alert),
    `# ${alertTitle(finding)}`,
    whatItIs(alert),
    `## What to do next\n\n${numbered(alertSteps(finding))}`,
    `## Proof\n\n${proof(finding)}`,
    ...(places === '' ? [] : [`## Where it was found\n\n${places}`]),
    `## What happened\n\n${timeline(alert)}`,
    `Fingerprint: ${markdownCode(alert.fingerprint)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

/**
 * What anybody may read while the key may work: that it leaked, not where, by whom or when, nor which of the merchant's
 * keys it is. No foreign text at all: a request id or a detail could name a place.
 */
export function publicMarkdown(alert: Alert): string {
  const { finding } = alert;
  const steps = alertSteps({ ...finding, key: null });
  const sections = [
    head(alert),
    `# ${alertTitle(finding)}`,
    reach(finding),
    `## What to do next\n\n${numbered(steps)}`,
    '## Where it was found\n\nWithheld: everybody can read this repository, and the key may still work. The places are in ' +
      "the JSON report of the run that found it, in a draft security advisory of this repository where akguard may write one, and in alerts on channels that aren't public. They are shown here once the key is proven dead.",
    `Fingerprint: ${markdownCode(alert.fingerprint)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function head({ fingerprint, finding }: Alert): string {
  const { state, asOf } = saidBy(finding);
  // Of a key that may work not even the hour is told to everybody.
  const since = asOf === null || mayBeAlive(state) ? '' : ` as-of=${asOf}`;
  return `${alertMarker(fingerprint)}\n<!-- akguard:state=${state}${since} -->`;
}

function reach({ environment }: ReportFinding): string {
  return environment === 'live'
    ? 'A production key: whoever has it can move real money.'
    : 'A sandbox key: it moves no real money, but shows how keys are handled.';
}

function whatItIs({ finding, target }: Alert): string {
  return `${reach(finding)} akguard found it in ${markdownCode(target)} (rule ${markdownCode(finding.rule)}).`;
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
