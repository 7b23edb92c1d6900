// The sandbox's keys. As with the real service, a key is shown once, when it is made; only its SHA-256 is kept.
import { createHash, randomBytes } from 'node:crypto';
import type { Environment } from '../core/rule.ts';

const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What is kept of a key, which is what generation A shows of it. Times are ISO 8601. */
export interface ApiKey {
  id: string;
  merchant_id: string;
  name: string;
  prefix: string;
  environment: Environment;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
}

/** All keys of the sandbox's one merchant, oldest first. */
export class KeyRing {
  readonly merchantId = `mer_${randomText(16)}`;
  readonly #byHash = new Map<string, ApiKey>();
  /** Last four characters by id: generation D shows them. */
  readonly #lastFour = new Map<string, string>();
  readonly #now: () => number;
  readonly #idPrefix: string;

  /** @param idPrefix what every id starts with: `key_`, or `ak_` in generation D. */
  constructor(now: () => number, idPrefix: 'key_' | 'ak_' = 'key_') {
    this.#now = now;
    this.#idPrefix = idPrefix;
  }

  create(environment: Environment, name: string): { key: ApiKey; raw: string } {
    const prefix = `ak_${environment}_`;
    const raw = prefix + realisticBody();
    const key: ApiKey = {
      id: this.#idPrefix + randomText(16),
      merchant_id: this.merchantId,
      name,
      prefix,
      environment,
      created_at: this.#timestamp(),
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    };
    this.#byHash.set(sha256(raw), key);
    this.#lastFour.set(key.id, raw.slice(-4));
    return { key, raw };
  }

  find(raw: string): ApiKey | null {
    return this.#byHash.get(sha256(raw)) ?? null;
  }

  lastFour(key: ApiKey): string {
    return this.#lastFour.get(key.id) ?? '';
  }

  list(environment: Environment): ApiKey[] {
    return [...this.#byHash.values()].filter((key) => key.environment === environment);
  }

  /** Moves the time forward at every use, also for two uses within one millisecond. */
  touch(key: ApiKey): void {
    const last = key.last_used_at === null ? 0 : Date.parse(key.last_used_at);
    key.last_used_at = new Date(Math.max(this.#now(), last + 1)).toISOString();
  }

  /** True if this call revoked the key, false if it was revoked before. */
  revoke(key: ApiKey): boolean {
    if (key.revoked_at !== null) return false;
    key.revoked_at = this.#timestamp();
    return true;
  }

  #timestamp(): string {
    return new Date(this.#now()).toISOString();
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function randomText(length: number): string {
  // 248 is the largest multiple of 62 in a byte: above it some characters would come up more often.
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += base62[byte % 62];
    }
  }
  return text;
}

/** Chance may leave out a class or spell a placeholder; whoever filters those would then rightly drop the key. */
function realisticBody(): string {
  for (;;) {
    const body = randomText(32);
    const mixed = /[a-z]/.test(body) && /[A-Z]/.test(body) && /[0-9]/.test(body);
    if (mixed && new Set(body).size >= 18 && !/(.)\1\1|todo/i.test(body)) return body;
  }
}
