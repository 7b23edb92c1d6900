// A leaked key, wrapped at birth. The one class in the project that holds a raw key: whatever is done
// to it by accident (print, serialise, clone, throw) shows the fingerprint instead.
import { inspect } from 'node:util';

/** First 32 hex digits of SHA-256("akguard:1:" + key). Names a key everywhere: baseline, store, alerts, reports. */
export type Fingerprint = string;

/** The fingerprint of a raw key. */
export function fingerprintOf(key: string): Fingerprint {
  // Loaded with the first key: a commit hook, which finds none, would pay for it with a tenth of Node's own start.
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256').update(`akguard:1:${key}`).digest('hex').slice(0, 32);
}

/**
 * Holds a raw key and cannot print it. Nominal: `#key` makes a look-alike fail to compile.
 * The public fields are own and enumerable, so two different secrets never compare equal.
 */
export class Secret {
  /** What every rendering shows: `[secret <fingerprint>]`. Kept as a field so that structuredClone carries it, too. */
  readonly label: string;
  readonly fingerprint: Fingerprint;
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
    this.fingerprint = fingerprintOf(key);
    this.label = `[secret ${this.fingerprint}]`;
  }

  /** The raw key. Only the Anton door, Action masking, and what hands a new key over may call this (a test greps for callers). */
  expose(): string {
    return this.#key;
  }

  /** What people see: the prefix and the last 4 characters, as in Anton's portal: `ak_live_****aB3x`. */
  get redacted(): string {
    // Spelt out: a looser pattern would print the first words of a secret that is no Anton key.
    const prefix = /^(?:ak|ant_ocs?)_(?:live|test)_/.exec(this.#key)?.[0] ?? '';
    const last = this.#key.length - prefix.length >= 12 ? this.#key.slice(-4) : '';
    return `${prefix}****${last}`;
  }

  toString(): string {
    return this.label;
  }

  toJSON(): string {
    return this.label;
  }

  [Symbol.toPrimitive](): string {
    return this.label;
  }

  [inspect.custom](): string {
    return this.label;
  }
}
