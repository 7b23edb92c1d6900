// Looks at the plain text of a key around an event, so that a decoder that is asked about each `k_live_` of a source
// file can say no after a few bytes.
import { isIn, startsWith, word } from './bytes.ts';

/** From the byte on that an event tells. */
export const prefixes: readonly string[] = ['k_live_', 'k_test_'];
/** No key is longer. */
export const longestKey = 160;

/** The plain bytes of a key at an event of the kinds `plain` and `split`. */
export interface RawKey {
  /** Offset of the first byte: of the `a`, or of the event when the `a` does not stand right before it. */
  start: number;
  /** Offset of the first byte that is not as in a key. */
  end: number;
  /** Whether the prefix is there to its end. */
  whole: boolean;
}

/** Whether the prefix of a key stands at a place. */
export function startsKey(bytes: Uint8Array, at: number): boolean {
  return startsWith(bytes, at, 'ak_live_') || startsWith(bytes, at, 'ak_test_');
}

export function rawKey(bytes: Uint8Array, at: number): RawKey {
  let start = at;
  let end = at;
  let whole = true;
  if (bytes[at] === 0x6b) {
    if (bytes[at - 1] === 0x61) start = at - 1;
    for (const prefix of prefixes) {
      let n = 0;
      while (n < prefix.length && bytes[at + n] === prefix.charCodeAt(n)) n++;
      end = Math.max(end, at + n);
    }
    whole = end - at === 7;
  } else if (startsWith(bytes, at - 3, 'ant_ocs_')) start = at - 3;
  else whole = startsWith(bytes, at, 'whsec_');
  if (whole) while (end - at < longestKey && isIn(word, bytes, end)) end++;
  return { start, end, whole };
}
