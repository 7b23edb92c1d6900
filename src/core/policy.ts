// Policy is data: an ordered list of rules, the first that fits decides. `respond/decide.ts` applies it.
import type { Environment } from './rule.ts';
import type { Validity } from './verdict.ts';

export type Action = 'revoke' | 'alert' | 'fail';

/** One line of policy. A missing condition fits everything. */
export interface PolicyRule {
  name: string;
  when: { validity?: Validity[] | undefined; environment?: Environment[] | undefined };
  actions: Action[];
}

export type Policy = PolicyRule[];

/** What policy wants for one finding. `dryRun`: it wants a revoke, but the run is not armed. */
export interface Decision {
  /** The policy rule that decided. */
  rule: string;
  actions: Action[];
  dryRun: boolean;
  /** Why something that policy names will not be done, or null. */
  withheld: string | null;
}
