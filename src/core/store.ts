// The port to what akguard remembers between runs; `store/` implements it. No raw key ever goes in. Each change goes into
// the ledger in the same step: there is none without its line, and no line without its change.
import type { OpenBreaker, RevokeGate } from './breaker.ts';
import type { Inventory } from './inventory.ts';
import type { LedgerEntry, LedgerHead, LedgerProblem } from './ledger.ts';
import type { Orders } from './order.ts';
import type { AlertResult, RevokeResult } from './outcome.ts';
import type { Place, Visibility } from './policy.ts';
import type { Environment } from './rule.ts';
import type { Fingerprint } from './secret.ts';
import type { Validity, Verdict } from './verdict.ts';

/** A finding over time. Times are ISO 8601 UTC. */
export interface Incident {
  fingerprint: Fingerprint;
  environment: Environment;
  redacted: string;
  firstSeenAt: string;
  /** When the key was first proven dead, or null; null again once it has worked after that. */
  deadAt: string | null;
}

/** How an incident began, for its first line in the ledger. Foreign text in it has been masked. */
export interface Sighting extends Omit<Incident, 'deadAt'> {
  rule: string;
  /** What was scanned. */
  target: string;
  /** The earliest commit that holds the key: its time and author; null where none is known. */
  leakedAt: string | null;
  leakedBy: string | null;
  /** In how many places. */
  places: number;
  /** What `policy explain` wants to know later; the latest sighting counts, and it is not part of the ledger. */
  about: About;
}

/** What policy may ask about a finding. */
export interface About {
  rule: string;
  /** Some of them, if there are many. */
  places: Place[];
  visibility: Visibility | null;
  /** When the key was last used by others than akguard, as listed; null is unknown. Missing where no policy asked. */
  lastUsedAt?: string | null;
}

/** All that is remembered about a key. */
export interface Memory {
  incident: Incident;
  about: About | null;
  /** By host. */
  verdicts: Map<string, Verdict>;
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

/** An intent that is about to be recorded. */
export interface NewIntent extends Omit<Intent, 'id'> {
  /**
   * Of an alert, what it says, as JSON: it can be told without a scan. Of a revoke, how its key was told apart. No secret.
   */
  payload?: string;
}

/** An act without a result. */
export interface OpenAct extends Intent {
  payload: string | null;
}

/** A concluded act. */
export interface Concluded {
  at: string;
  detail: string;
  target: string;
  payload: string | null;
}

/** How long an open intent is believed to be in work. A revoke or an alert takes seconds. */
export const intentLeaseMs = 60_000;

/** What is known about keys. */
export interface Incidents {
  /** Makes the incident on first sight, else returns the one known. */
  sight(sighting: Sighting): Promise<Incident>;
  /** Keeps the first time given for a fingerprint. */
  died(fingerprint: Fingerprint, at: string): Promise<void>;
  /**
   * Remembers what a host said about the key of an incident; the ledger gets a line when the validity is another one than
   * before. Neither an unknown nor what is older takes the place of a proof of death; that the key works later than it was dead
   * reopens its incident. Returns the validity that this one takes the place of, or null.
   */
  learn(fingerprint: Fingerprint, host: string, verdict: Verdict): Promise<Validity | null>;
  /** Null for a key that was never sighted. */
  recall(fingerprint: Fingerprint): Promise<Memory | null>;
}

/** What came of an attempt to begin an act. `why` is a clause for people. */
export type Intended =
  /** `taken`: from a run that may have done some of it. */
  | { kind: 'intended'; intent: Intent; taken: boolean }
  /** Another run may still be at it. */
  | { kind: 'busy' }
  | { kind: 'stopped'; why: string };

/** How long a run may hold a key: to tell it apart from others can take two minutes. */
export const claimLeaseMs = 180_000;

/** What is done about them. */
export interface Acts {
  /**
   * Records an act before it is done. An act that is open already is taken over when the run that holds it is gone
   * (dead, or silent for `intentLeaseMs`). With a gate, the breaker is asked first.
   */
  intend(intent: NewIntent, gate?: RevokeGate): Promise<Intended>;
  /**
   * Holds a key for this run, until `release`: two runs that tried to tell one key apart at once, by using it, would confuse
   * each other; and so would one that only checks it. False while another run holds it that may be at work. No act, so no line in the ledger.
   */
  claim(fingerprint: Fingerprint, at: string): Promise<boolean>;
  release(fingerprint: Fingerprint): Promise<void>;
  /** Does nothing for an act that has its result. With `unconfirmed` the act stays open. */
  conclude(id: number, result: RevokeResult | AlertResult, at: string, detail: string): Promise<void>;
  /** Notes a revoke that was wanted and not even begun. */
  withhold(fingerprint: Fingerprint, at: string, result: RevokeResult, why: string): Promise<void>;
  /** Intents without a result, oldest first. */
  open(fingerprint?: Fingerprint): Promise<OpenAct[]>;
  /** Alerts whose last telling failed, by channel; oldest first. */
  owed(): Promise<OpenAct[]>;
  /** The latest concluded act of this kind; with this result, and on this target, unless null is given. */
  last(
    fingerprint: Fingerprint,
    action: Intent['action'],
    target: string | null,
    result: RevokeResult | AlertResult | null,
  ): Promise<Concluded | null>;
}

/** What stops revocations; see `breaker.ts`. */
export interface Breakers {
  /** Does nothing when it is open for that reason already. */
  trip(breaker: OpenBreaker): Promise<void>;
  /** A host was found in order at `at`: closes what opened before for a reason that this answers. */
  mend(environment: Environment, at: string): Promise<void>;
  /** Closes it, and counts from here. */
  reset(at: string): Promise<void>;
  /** Why it is open, and how many keys were revoked within the hour before `at`. */
  breaker(at: string): Promise<{ open: OpenBreaker[]; lastHour: number }>;
}

/** What was recorded about all of it. */
export interface LedgerReader {
  /** The lines behind `after` (a `seq`), in order; at most `most`. */
  ledger(after: number, most: number): Promise<LedgerEntry[]>;
  /** Holds the ledger against itself, its head file, and a head that was noted elsewhere, if there is one. */
  checkLedger(noted: LedgerHead | null): Promise<{ head: LedgerHead; problems: LedgerProblem[] }>;
}

export interface Store extends Inventory, Incidents, Acts, Breakers, Orders, LedgerReader {
  close(): Promise<void>;
}
