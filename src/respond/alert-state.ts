// Where a key stands, as an alert tells it.
import type { ReportFinding } from '../core/report.ts';

/**
 * `revoked`: by akguard, and proven dead. `inactive`: dead for another reason. `in-doubt`: a revoke was sent, without
 * proof of death. The rest is as the verdict says.
 */
export type AlertState = 'revoked' | 'inactive' | 'in-doubt' | 'active' | 'unknown' | 'unverified';

export function alertState(finding: ReportFinding): AlertState {
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
};
