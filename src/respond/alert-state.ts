// Where a key stands, as an alert tells it.
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

function standing(finding: ReportFinding): AlertState {
  const revocation = finding.outcomes.filter((outcome) => outcome.action === 'revoke').at(-1);
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
