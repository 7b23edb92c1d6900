// The port of what takes a new key: one place a raw key may go to besides Anton.
import type { Secret } from './secret.ts';

export interface KeySink {
  /** As the user wrote it, e.g. `file:app.key`. */
  readonly name: string;
  /** Throws with a sentence when it can not take a key. Called before a key is made, so that none is made in vain. */
  prepare(): Promise<void>;
  /**
   * Hands the key over; a repeat takes the place of the key before. Returns where it is now, for people. Throws with a
   * sentence; then nobody knows whether it arrived.
   */
  take(key: Secret): Promise<string>;
}
