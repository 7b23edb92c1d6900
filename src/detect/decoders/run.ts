// What base64 and hex share in their handling of runs: they start where the prefilter says, and go on as far as lines do.
import { base64Alphabet, byteSet } from '../prefilter/byte-set.ts';
import { backslash, equalsSign, escapeLetter, hexNumber, isIn, startOf } from './bytes.ts';

/** What can be in a run: base64, its padding, and escapes between one encoding and the next. */
export const inRun = byteSet(`${base64Alphabet}=%\\`);

const percentSign = 0x25;
/** No run is followed further: as much as a scanner has in memory at once. */
export const longestRun = 1 << 20;
/** An event is so near the start of its run. */
const lead = 64;

/** Where the characters of `set` around an event start, bar the last of an escape (`\nYWtf`, `%0AYWtf`). */
export function runStart(bytes: Uint8Array, at: number, set: Uint8Array, most = lead): number {
  const start = startOf(set, bytes, at, most);
  if (isEscaped(bytes, start + 1)) return Math.min(at, start + 1);
  return isEscaped(bytes, start + 2) ? Math.min(at, start + 2) : start;
}

/** Whether an escape (`\n`, `%0A`) ends at `end`. */
export function isEscaped(bytes: Uint8Array, end: number): boolean {
  if (bytes[end - 2] === backslash) return isIn(escapeLetter, bytes, end - 1);
  return bytes[end - 3] === percentSign && hexNumber(bytes, end - 2, 2) >= 0;
}

/** Where the next encoding of a run starts, behind padding, a name (`token=`) or an escape; `end` when the run is over. */
export function nextInRun(bytes: Uint8Array, end: number): number {
  let next = end;
  for (;;) {
    const byte = bytes[next];
    if (byte === equalsSign) next++;
    else if (byte === percentSign) next += hexNumber(bytes, next + 1, 2) >= 0 ? 3 : 1;
    else if (byte === backslash) next += isIn(escapeLetter, bytes, next + 1) ? 2 : 1;
    else return next;
  }
}
