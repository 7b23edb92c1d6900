// What was done about a finding, and how it ended.

export type RevokeResult =
  | 'revoked'
  | 'already-inactive'
  | 'dry-run'
  | 'refused'
  | 'ambiguous'
  | 'unconfirmed'
  | 'failed';
/** `waiting`: the new key is in its place, and the leaked one has grace. `unfinished`: a later run goes on. */
export type RotateResult = 'rotated' | 'waiting' | 'unfinished' | 'dry-run';
export type AlertResult = 'alerted' | 'already-alerted' | 'failed';

/** One thing done (or deliberately not done) for one finding. */
export type Outcome =
  | { action: 'revoke'; result: RevokeResult; at: string; detail: string }
  /** A revoke that is due has an outcome of its own. */
  | { action: 'rotate'; result: RotateResult; at: string; detail: string }
  | { action: 'alert'; result: AlertResult; at: string; detail: string };

/** How a listed key is told apart; see `respond/identify.ts`. */
export const waysToIdentify = ['sole-key', 'masked-suffix', 'last-used-probe', 'inventory'] as const;

/** The listed key that the leaked one is proven to be. */
export interface IdentifiedKey {
  id: string;
  name: string;
  matchedBy: (typeof waysToIdentify)[number];
}
