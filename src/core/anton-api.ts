// The port through which verify/ and respond/ reach Anton's API; `anton/client.ts` is the one implementation.
import type { Environment } from './rule.ts';
import type { Secret } from './secret.ts';
import type { Answer } from './verdict.ts';

/** A key as the API lists it; never the key itself. Times are ISO 8601 or null. */
export interface ListedKey {
  id: string;
  merchantId: string | null;
  name: string;
  environment: Environment;
  /** Last characters of the key where the API shows them (generation D: `***` + 4), else null. */
  suffix: string | null;
  createdAt: string | null;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
}

export type Listing = { ok: true; keys: ListedKey[]; answer: Answer } | { ok: false; answer: Answer };
export type Creation = { ok: true; key: ListedKey; secret: Secret } | { ok: false; answer: Answer };

/**
 * Never throws for anything the network or the API does: that is an `Answer` of kind `failure`.
 * A key goes only to the host of the environment given.
 */
export interface AntonApi {
  /** Presents a key once, on the endpoint that gives away least. */
  check(key: Secret, environment: Environment): Promise<Answer>;
  /** All pages. `ok: false` unless every page was read. */
  listKeys(bearer: Secret, environment: Environment): Promise<Listing>;
  /** `idempotencyKey` is deterministic, so that a repeat is the same request to the API. */
  revokeKey(bearer: Secret, environment: Environment, id: string, idempotencyKey: string): Promise<Answer>;
  createKey(
    bearer: Secret,
    environment: Environment,
    name: string,
    idempotencyKey: string,
  ): Promise<Creation>;
}
