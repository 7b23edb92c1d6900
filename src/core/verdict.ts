// What the API said to a presented key, and what that proves.

/** `active`: proven to work. `inactive`: proven dead. `unknown`: asked, no proof. `unverified`: not asked. */
export type Validity = 'active' | 'inactive' | 'unknown' | 'unverified';

/**
 * One answer of the Anton API, reduced to what a verdict needs; the body is dropped.
 * `failure` is everything that is not an HTTP answer of the API itself.
 */
export type Answer =
  | {
      kind: 'http';
      status: number;
      /** False when the body is not JSON in an envelope or shape that Anton documents. */
      anton: boolean;
      /** The error code of whichever envelope was used: snake_case, or a number as text; null on success. */
      code: string | null;
      /** The error message; bounded, and redacted of keys. */
      message: string | null;
      /** `X-Request-ID`. */
      requestId: string | null;
    }
  | { kind: 'failure'; why: FailureKind; detail: string; requestId: string | null };

/** `not-sent`: the key is of another environment than the host, so it was never presented. */
export type FailureKind =
  | 'timeout'
  | 'network'
  | 'tls'
  | 'dns'
  | 'redirect'
  | 'not-json'
  | 'wrong-shape'
  | 'not-sent';

/** What is known about one key, and by which answer. */
export interface Verdict {
  validity: Validity;
  /** One sentence for people. */
  reason: string;
  /** ISO 8601, or null when nothing was asked. */
  checkedAt: string | null;
  status: number | null;
  code: string | null;
  requestId: string | null;
}

/** The verdict of a key that nobody was asked about. */
export function unverified(reason: string): Verdict {
  return { validity: 'unverified', reason, checkedAt: null, status: null, code: null, requestId: null };
}
