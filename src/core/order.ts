// What somebody who may asks akguard to do about a key, elsewhere than on a command line.
import type { Fingerprint } from './secret.ts';

/** `revoke` this one key now; `recheck` whether it works and where it is; take it for none that matters. */
export type OrderKind = 'revoke' | 'recheck' | 'false-positive';

/** One order. Holds no secret. */
export interface Order {
  fingerprint: Fingerprint;
  /** ISO 8601 UTC. */
  at: string;
  order: OrderKind;
  /** Who gave it, and by which right, for people. */
  who: string;
  right: string;
  /** Where it was given: a URL. */
  where: string;
  /** Of a `false-positive`; see `AcceptedKey`. */
  reason: string | null;
  expires: string | null;
}

/** A key that people know and accept, as in a baseline. */
export interface AcceptedKey {
  fingerprint: Fingerprint;
  /** Last day (YYYY-MM-DD, UTC) on which that counts, or null. */
  expires: string | null;
  reason: string | null;
}

/** What the store keeps of orders. */
export interface Orders {
  /** Puts an order into the ledger; a `false-positive` is accepted from then on, the latest of a key counts. */
  order(order: Order): Promise<void>;
  /** By fingerprint. */
  accepted(): Promise<AcceptedKey[]>;
}
