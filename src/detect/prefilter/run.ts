// Tells a run that may hold something encoded from words, paths, constants and ruled lines.
import { digits, lowerCase, upperCase } from './byte-set.ts';

/** A run that is undecided after so many bytes is told. */
export const enough = 256;

/** A shorter one is not told; scan.wat holds the same number. */
export const shortestRun = 40;

const inside = 1;
const lower = 2;
const upper = 4;
const notHex = 8;
const escape = 16;
const mixed = lower | upper;
/** So many digits of hex in a row are worth a look. */
const shortestHex = 40;

/** What each byte says about the run that it is in; 0 outside of runs. */
const traits = new Uint8Array(256);
const give = (characters: string, trait: number) => {
  for (let i = 0; i < characters.length; i++) traits[characters.charCodeAt(i)] = inside | trait;
};
// `=` only ends base64; inside of a run it joins names to values (id=…). `%` and `\` are of no base64, but of base64
// in a URL or a JSON text, and of text that is written in escapes from end to end.
give(digits, 0);
give(lowerCase, lower | notHex);
give(upperCase, upper | notHex);
give('abcdef', lower);
give('ABCDEF', upper);
give('+/-_', notHex);
give('%\\', escape | notHex);

/** Whether a byte belongs to runs. */
export function inRun(byte: number): boolean {
  return traits[byte] !== 0;
}

/**
 * Whether the run that starts at `start` is hex, mixes upper and lower case, or consists of escapes. 40 base64
 * characters of random bytes all lack one of the cases once in 10^9 times.
 * Looks at most `enough` bytes ahead.
 */
export function mayBeEncoded(bytes: Uint8Array, start: number): boolean {
  const limit = start + enough;
  let seen = 0;
  let at = start;
  // Hex may stand behind an escape (`\n`), or before one.
  let hex = 0;
  let isHex = false;
  for (; at < limit; at++) {
    const here = traits[bytes[at] ?? 0] ?? 0;
    if (here === 0) break;
    seen |= here;
    hex = (here & notHex) === 0 ? hex + 1 : 0;
    isHex ||= hex === shortestHex;
    // C++ symbols fill whole sections of binaries. As base64 this is FD 90 to FD 9F, with which nothing known starts.
    if ((seen & mixed) === mixed) return bytes[start] !== 0x5f || bytes[start + 1] !== 0x5a;
  }
  if (at === limit || isHex) return true;
  return (seen & escape) !== 0 && countEscapes(bytes, start, at) * 8 >= at - start;
}

function countEscapes(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (((traits[bytes[at] ?? 0] ?? 0) & escape) !== 0) count++;
  return count;
}
