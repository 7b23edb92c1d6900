// What was done about a finding, and how it ended.

export type RevokeResult =
  | 'revoked'
  | 'already-inactive'
  | 'dry-run'
  | 'refused'
  | 'ambiguous'
  | 'unconfirmed'
  | 'failed';
export type AlertResult = 'alerted' | 'already-alerted' | 'failed';

/** One thing done (or deliberately not done) for one finding. */
export type Outcome =
  | { action: 'revoke'; result: RevokeResult; at: string; detail: string }
  | { action: 'alert'; result: AlertResult; at: string; detail: string };

/** How a listed key is told apart; see `respond/identify.ts`. */
export const waysToIdentify = ['sole-key', 'masked-suffix', 'last-used-probe', 'inventory'] as const;

/** The listed key that the leaked one is proven to be. */
export interface IdentifiedKey {
  id: string;
  name: string;
  matchedBy: (typeof waysToIdentify)[number];
}
