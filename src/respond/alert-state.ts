// Where a key stands, as an alert tells it.
import type { Outcome } from '../core/outcome.ts';
import type { ReportFinding } from '../core/report.ts';

/**
 * `revoked`: by akguard, and proven dead. `inactive`: dead for another reason. `in-doubt`: a revoke was sent, without
 * proof of death. `gone`: dead, and proven to be in no branch tip. The rest is as the verdict says.
 */
export type AlertState = 'gone' | 'revoked' | 'inactive' | 'in-doubt' | 'active' | 'unknown' | 'unverified';

export function alertState(finding: ReportFinding): AlertState {
  const state = standing(finding);
  return (state === 'revoked' || state === 'inactive') && isGone(finding) ? 'gone' : state;
}

/** Known only where the history was asked: elsewhere nobody can say that no branch holds it. */
function isGone({ matches }: ReportFinding): boolean {
  return matches.length > 0 && matches.every(({ tips }) => tips !== null && tips.length === 0);
}

/** Anybody who comes by the key can use it, or may be able to. */
export function mayBeAlive(state: AlertState): boolean {
  return knowledge[state] < knowledge.inactive;
}

/** What an alert lets people know, and as of when: ISO 8601 UTC, null where that is not known. */
export interface Said {
  state: AlertState;
  asOf: string | null;
}

export function saidBy(finding: ReportFinding): Said {
  const state = alertState(finding);
  const death = revocationOf(finding);
  const isDeath = death?.result === 'revoked' || death?.result === 'already-inactive';
  return { state, asOf: isDeath ? death.at : finding.verdict.checked_at };
}

/** An alert takes the place of an earlier one when it lets people know more, or when the key that was told dead has worked since. */
export function saysMore(finding: ReportFinding, before: Said): boolean {
  return knowledge[alertState(finding)] > knowledge[before.state] || isBack(finding, before);
}

/** People were told that the key is dead, and it has worked since. */
export function isBack(finding: ReportFinding, before: Said): boolean {
  if (mayBeAlive(before.state) || finding.verdict.validity !== 'active') return false;
  const { state, asOf } = saidBy(finding);
  if (!mayBeAlive(state) || asOf === null) return false;
  // A run that asked before another one revoked the key may tell so after it.
  return before.asOf === null || Date.parse(asOf) > Date.parse(before.asOf);
}

function revocationOf({ outcomes }: ReportFinding): Outcome | undefined {
  return outcomes.findLast(({ action }) => action === 'revoke');
}

function standing(finding: ReportFinding): AlertState {
  const revocation = revocationOf(finding);
  if (revocation?.result === 'revoked') return 'revoked';
  if (revocation?.result === 'already-inactive') return 'inactive';
  if (revocation?.result === 'unconfirmed') return 'in-doubt';
  return finding.verdict.validity;
}

/** How much an alert of this state lets people know: one that says more takes the place of one that said less. */
export const knowledge: Readonly<Record<AlertState, number>> = {
  unverified: 0,
  unknown: 1,
  active: 2,
  'in-doubt': 3,
  inactive: 4,
  revoked: 4,
  gone: 5,
};
