// The port between what makes objects (git/) and what looks at them (detect/): both work in one memory, so that nothing is
// copied on the way.
import type { WasmMemory } from './web-assembly.ts';

/** Memory to work in: addresses [start, end) of it are free. */
export interface Workspace {
  readonly memory: WasmMemory;
  /** All of the memory. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** Tells quickly whether bytes may hold a match. It may be wrong with yes, never with no. */
export interface Sieve extends Workspace {
  /**
   * Whether the bytes at [at, at + size) are to be scanned. The 64 bytes before and the 128 behind are overwritten.
   * @param changes for bytes that were made of others of which the answer was no: the places where they are no copy of
   *   those and what is around them, as pairs of start and end relative to `at`, in order. Null for all other bytes.
   */
  look(at: number, size: number, changes: Uint32Array | null): boolean;
}
