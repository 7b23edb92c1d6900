// Where a key stands after the run, as one tag: the words of a report and its next steps both follow from it.
import type { ReportFinding } from '../core/report.ts';

/**
 * `dead`: proven, by this run or before it. `suppressed`: every place is suppressed, and it is no active live key.
 * `armed-only`: a dry run. `doubt`: a revoke without an answer. `failed`: a revoke that did not work or was not dared.
 * `alive`: active, and policy did not ask for a revoke. `unknown` and `unverified`: as the verdict says.
 */
export type Standing =
  | 'dead'
  | 'suppressed'
  | 'armed-only'
  | 'doubt'
  | 'failed'
  | 'alive'
  | 'unknown'
  | 'unverified';

export function standing(finding: ReportFinding): Standing {
  const { verdict, matches, decision, environment } = finding;
  const result = revocation(finding)?.result;
  if (result === 'revoked' || result === 'already-inactive' || verdict.validity === 'inactive') return 'dead';
  if (result === 'unconfirmed') return 'doubt';
  if (result === 'failed' || result === 'refused' || result === 'ambiguous') return 'failed';
  if (result === 'dry-run' || decision.dry_run) return 'armed-only';
  const mayHide = verdict.validity !== 'active' || environment === 'test';
  if (mayHide && matches.length > 0 && matches.every((match) => match.suppressed)) return 'suppressed';
  return verdict.validity === 'active' ? 'alive' : verdict.validity;
}

/** The latest rotate outcome, or undefined. */
export function rotation(finding: ReportFinding) {
  return finding.outcomes.filter((outcome) => outcome.action === 'rotate').at(-1);
}

/** The latest revoke outcome, or undefined. */
export function revocation(finding: ReportFinding) {
  return finding.outcomes.filter((outcome) => outcome.action === 'revoke').at(-1);
}
