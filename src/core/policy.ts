// Policy is data: an ordered list of rules, the first that fits decides. `respond/decide.ts` applies it.
import type { Environment, Exposure } from './rule.ts';
import type { Validity } from './verdict.ts';

/**
 * `rotate`: a new key takes its place, then it is revoked. `ignore`: nothing is done, said or failed on; it stands alone, and never for a live key that is proven active.
 */
export type Action = 'revoke' | 'rotate' | 'alert' | 'fail' | 'ignore';

/** Who can read the repository. */
export type Visibility = 'public' | 'internal' | 'private';

/** Bounds of a time in ms, both of them open. */
interface Span {
  over?: number | undefined;
  under?: number | undefined;
}

/** What a rule asks for. A missing condition fits everything; one about something unknown fits nothing. */
export interface PolicyCondition {
  validity?: Validity[] | undefined;
  environment?: Environment[] | undefined;
  /** Ids of rules, as `akguard rules list` shows them. */
  rule?: string[] | undefined;
  /** Globs. Paths, branches and exposure are asked of one place at a time. */
  paths?: string[] | undefined;
  branches?: string[] | undefined;
  /** `none` fits places without exposure. */
  exposure?: (Exposure | 'none')[] | undefined;
  visibility?: Visibility[] | undefined;
  /** How long akguard has known of the key, in ms; commit times don't count, as anybody can write any. */
  age?: Span | undefined;
  /** For how long nobody but akguard has used the listed key, in ms. */
  unused?: Span | undefined;
}

/** One line of policy. */
export interface PolicyRule {
  name: string;
  when: PolicyCondition;
  actions: Action[];
  /** Of a rule that rotates: where the new key goes, as `key-place.ts` reads it. */
  to?: string[] | undefined;
  /** How long after the first sight a revoke waits, in ms; that of a rotation as well, whose new key is made at once. */
  grace?: number | undefined;
}

export type Policy = PolicyRule[];

/** Where a key was found, as far as policy asks. Null is unknown. */
export interface Place {
  path: string | null;
  branch: string | null;
  exposure: Exposure | null;
}

/** Whether the end is that the key does not work any more: what the laws about revokes are for. */
export function kills(actions: readonly Action[]): boolean {
  return actions.includes('revoke') || actions.includes('rotate');
}

/** What policy wants for one finding. `dryRun`: it wants a revoke or a rotation, but the run is not armed. */
export interface Decision {
  /** The policy rule that decided. */
  rule: string;
  actions: Action[];
  dryRun: boolean;
  /** Why something that policy names will not be done, or null. */
  withheld: string | null;
  /** Set exactly when `actions` has `rotate`. */
  rotation?: DecidedRotation;
}

/** Where the new key goes, and the time (ISO 8601 UTC) until which the old one must not be revoked, or null. */
export interface DecidedRotation {
  to: readonly string[];
  revokeFrom: string | null;
}
