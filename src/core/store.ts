// The port to what akguard remembers between runs; `store/` implements it. No raw key ever goes in.
import type { Inventory } from './inventory.ts';
import type { AlertResult, RevokeResult } from './outcome.ts';
import type { Environment } from './rule.ts';
import type { Fingerprint } from './secret.ts';

/** A finding over time. Times are ISO 8601 UTC. */
export interface Incident {
  fingerprint: Fingerprint;
  environment: Environment;
  redacted: string;
  firstSeenAt: string;
  /** When the key was first proven dead, or null. */
  deadAt: string | null;
}

/** Written before an act; an act without a result is in doubt, and the next run settles it. */
export interface Intent {
  id: number;
  fingerprint: Fingerprint;
  action: 'revoke' | 'alert';
  /** The key id for a revoke, the channel for an alert. */
  target: string;
  at: string;
}

/** How long an open intent is believed to be in work. A revoke or an alert takes seconds. */
export const intentLeaseMs = 60_000;

export interface Store extends Inventory {
  /** Makes the incident on first sight, else returns the one known. */
  sight(incident: Omit<Incident, 'deadAt'>): Promise<Incident>;
  /** Keeps the first time given for a fingerprint. */
  died(fingerprint: Fingerprint, at: string): Promise<void>;
  /**
   * Records an act before it is done. An act that is open already is taken over when the run that holds it is gone
   * (dead, or silent for `intentLeaseMs`); null while that run may still be at it.
   */
  intend(intent: Omit<Intent, 'id'>): Promise<Intent | null>;
  /** Does nothing for an act that has its result. */
  conclude(id: number, result: RevokeResult | AlertResult, at: string, detail: string): Promise<void>;
  /** Intents without a result, oldest first. */
  open(fingerprint?: Fingerprint): Promise<Intent[]>;
  /** The latest concluded act of this kind with this result, or null. */
  last(
    fingerprint: Fingerprint,
    action: Intent['action'],
    target: string | null,
    result: RevokeResult | AlertResult,
  ): Promise<{ at: string; detail: string; target: string } | null>;
  close(): Promise<void>;
}
