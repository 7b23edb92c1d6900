// What the sandbox was asked and what it did: append-only, and without any key, so that tests and drills can
// prove what happened (and what did not) from the server's side.
import type { Environment } from '../core/rule.ts';
import type { FaultKind, Step } from './faults.ts';

/** One request. */
export interface LedgerEntry {
  /** ISO 8601. */
  at: string;
  environment: Environment;
  method: string;
  /** Without the query; key-shaped parts are masked. */
  path: string;
  /** What the request asked for, or null for a request outside the contract. */
  step: Step | null;
  /** Null when the connection was cut instead of an answer. */
  status: number | null;
  /** What changed. A repeated revoke changes nothing. */
  effect: 'create' | 'revoke' | null;
  /** The id of the key that was presented, if it is known here, also when it was refused. */
  keyId: string | null;
  fault: FaultKind | null;
}

/** A path that can be kept and shown: bounded, and without a key that somebody put into it. */
export function safePath(path: string): string {
  return path.replace(/ak_(live|test)_\w+/gi, 'ak_$1_****').slice(0, 200);
}
