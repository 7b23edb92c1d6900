// Quoted-printable, as in mail: `=5F`, and a `=` at the end of a line that goes on in the next (RFC 2045, section 6.7).
// The same sign ends base64 and stands before the value of a name, which looks alike where the value is encoded.
import { byteSet } from '../prefilter/byte-set.ts';
import {
  base64Character,
  blank,
  carriageReturn,
  endOf,
  equalsSign,
  hexDigit,
  hexNumber,
  isIn,
  newline,
  startOf,
} from './bytes.ts';
import { escapeDecoder } from './escape-decoder.ts';
import { startsKey } from './raw-key.ts';
import type { Rewriting } from './rewriting.ts';
import { runStart } from './run.ts';

/** White space that transport may have put behind a soft break. */
const mostBlanks = 8;
/** Characters of an encoding before its anchor, and from there to the end of a key. */
const longestLead = 512;
const longestEncoded = 512;
/** Characters of a group of base64 that stand before `FrX2` and `ha19`. */
const beforeAnchor: Record<number, number> = { 0x46: 2, 0x68: 3 };
/** What stands behind the rest of an encoding that a soft break is in. */
const closes = byteSet('=\n\r"\'`\\<)]},;%&|\0\x1b');

function read(bytes: Uint8Array, at: number, out: Rewriting): number {
  const code = hexNumber(bytes, at + 1, 2);
  if (code >= 0) {
    out.escape(code, at, at + 3);
    return at + 3;
  }
  let line = endOf(blank, bytes, at + 1, Math.min(bytes.length, at + mostBlanks));
  if (bytes[line] === carriageReturn) line++;
  // Two keys may each end with the mark.
  if (bytes[line] !== newline || startsKey(bytes, line + 1)) return -1;
  out.remove();
  return line + 1;
}

/**
 * Where the base64 or hex around an anchor starts, when that is right behind a `=` (`token=3061…`) and it comes out even
 * from there: then the sign is no escape, and the digits behind it say what stands before the key. Else null.
 */
function valueStart(bytes: Uint8Array, at: number, encoding: 'base64' | 'hex'): number | null {
  const isHex = encoding === 'hex';
  const start = runStart(bytes, at, isHex ? hexDigit : base64Character, longestLead);
  if (bytes[start - 1] !== equalsSign) return null;
  // An anchor of hex starts with the second digit of `61`.
  const before = isHex ? 1 : (beforeAnchor[bytes[at] ?? 0] ?? 0);
  return (at - start - before) % (isHex ? 2 : 4) === 0 ? start : null;
}

/** Where base64 ends with padding, behind which nothing goes on; `limit` when a `=` at the end of a line is a soft break. */
function paddingAt(bytes: Buffer, from: number, limit: number): number {
  const near = bytes.subarray(from, Math.min(limit, from + longestEncoded));
  for (let at = near.indexOf(newline); at >= 0; at = near.indexOf(newline, at + 1)) {
    const end = from + at;
    const mark = markBefore(bytes, end);
    if (mark < from) continue;
    const next = endOf(base64Character, bytes, end + 1, limit);
    const goesOn =
      next === limit || (isIn(closes, bytes, next) && (next > end + 1 || bytes[next] === equalsSign));
    // No `=` stands for itself before a soft break.
    if (!goesOn || bytes[mark - 1] === equalsSign) return mark;
  }
  return limit;
}

/** Offset of the `=` that the line ends with whose newline is at `end`; or -1. */
function markBefore(bytes: Uint8Array, end: number): number {
  const text = startOf(blank, bytes, bytes[end - 1] === carriageReturn ? end - 1 : end, mostBlanks);
  return bytes[text - 1] === equalsSign ? text - 1 : -1;
}

export const quotedPrintable = escapeDecoder({
  name: 'quoted-printable',
  kinds: ['escaped', 'split', 'plain', 'run', 'base64', 'hex'],
  openers: byteSet('='),
  closers: byteSet('0123456789abcdefABCDEF\n'),
  softBreak: equalsSign,
  newlines: 2,
  ahead: 2048,
  read,
  bounds: (bytes, at, encoding, limit) => ({
    from: valueStart(bytes, at, encoding),
    limit: paddingAt(bytes, at, limit),
  }),
});
