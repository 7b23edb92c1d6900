// What a run's findings and outcomes mean for its exit code. Pure.
import { ExitCode, worst } from '../core/exit-code.ts';
import type { Outcome, RevokeResult } from '../core/outcome.ts';
import type { Decision } from '../core/policy.ts';
import type { Validity } from '../core/verdict.ts';

/** `any`: whatever is not proven inactive; `active`: only what is proven active; `none`: findings alone never fail. */
export type FailOn = 'any' | 'active' | 'none';

/** What the exit code depends on; `findings` without those of other runs. */
export interface Ending {
  failOn: FailOn;
  /** Everything that was asked for was read. */
  complete: boolean;
  /** False with `--offline`. */
  verifyAsked: boolean;
  findings: readonly {
    validity: Validity;
    suppressed: boolean;
    decision: Pick<Decision, 'actions'>;
    outcomes: readonly Outcome[];
  }[];
}

/** A revocation that was wanted and did not end with a dead key. */
const stillAlive: readonly RevokeResult[] = ['failed', 'unconfirmed', 'ambiguous', 'refused'];

/** The highest code that applies: 4 for a key that should be dead, 3 for a gap in what was asked, 1 for findings. */
export function exitCodeFor(ending: Ending): ExitCode {
  const codes: ExitCode[] = [ending.complete ? ExitCode.ok : ExitCode.incomplete];
  for (const finding of ending.findings) {
    if (failsOn(ending.failOn, finding)) codes.push(ExitCode.findings);
    // Also when suppressed: who can't tell whether it is a live key can't tell whether it may be suppressed.
    if (finding.validity === 'unknown' && ending.verifyAsked) codes.push(ExitCode.incomplete);
    for (const outcome of finding.outcomes) codes.push(codeOf(outcome));
  }
  return worst(codes);
}

function failsOn(failOn: FailOn, finding: Ending['findings'][number]): boolean {
  if (finding.suppressed || !finding.decision.actions.includes('fail')) return false;
  if (failOn === 'none') return false;
  return failOn === 'active' ? finding.validity === 'active' : finding.validity !== 'inactive';
}

function codeOf(outcome: Outcome): ExitCode {
  if (outcome.action === 'revoke') {
    return stillAlive.includes(outcome.result) ? ExitCode.alive : ExitCode.ok;
  }
  // A new key may be in its place, but the leaked one works on, or one that nobody has.
  if (outcome.action === 'rotate') {
    return outcome.result === 'unfinished' ? ExitCode.alive : ExitCode.ok;
  }
  // Nobody was told: that was asked for, and is missing.
  return outcome.result === 'failed' ? ExitCode.incomplete : ExitCode.ok;
}
