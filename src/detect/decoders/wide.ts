// UTF-16 and UTF-32 of either byte order, at any alignment, with or without a byte order mark. All that is looked for is
// ASCII, so a text ends where its NULs do, and each unit becomes one byte.
import { byteSet } from '../prefilter/byte-set.ts';
import { isIn, word } from './bytes.ts';
import type { Decoded, Decoder, EventKind, Reach } from './decoder.ts';

/** Bytes around an anchor; a key of UTF-32 fits into `context`. */
const context = 640;
const ahead = 2048;
/** Bytes of a run. */
const longestRun = 1 << 20;
const shortest = 16;

/** Whether a unit of the text stands at `at` (the byte that is not NUL), with NULs up to the one behind it. */
function isFollowed(bytes: Uint8Array, at: number, width: number): boolean {
  if (bytes[at] === 0 || at + width >= bytes.length || bytes[at + width] === 0) return false;
  for (let i = 1; i < width; i++) if (bytes[at + i] !== 0) return false;
  return true;
}

/** Whether the bytes [from, from + count) are NUL. */
function areNul(bytes: Uint8Array, from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (bytes[i] !== 0) return false;
  return true;
}

/** Units whose bytes that are not NUL stand at `first`, `first + width`, and so on. */
interface Units {
  first: number;
  last: number;
  isBigEndian: boolean;
}

/** Bytes that are followed by NULs, and whether nothing of the kind stands before the first and behind the last. */
interface Run {
  first: number;
  last: number;
  isStart: boolean;
  isEnd: boolean;
}

/** What text consists of. */
const text = byteSet(`\t\n\r${String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 0x20 + i))}`);

/**
 * The ways to read bytes of a text between which NULs stand. The units are little endian if NULs follow the last, and
 * big endian if NULs precede the first. If neither is so, a byte at one of the ends is no part of the text.
 */
function readings(bytes: Uint8Array, run: Run, width: number): Units[] {
  const { first, last } = run;
  // The second half of a byte order mark of big endian looks like a unit of little endian.
  if (bytes[first] === 0xff && bytes[first - 1] === 0xfe)
    return [{ first: first + width, last, isBigEndian: true }];
  // In the middle of a text there are NULs on both sides of each byte.
  const isBig = run.isStart && areNul(bytes, first - width + 1, width - 1);
  const isLittle = run.isEnd && areNul(bytes, last + 1, width - 1);
  // Units of a text are aligned, as a rule.
  const aligned = first % width === width - 1;
  if (!run.isStart || !run.isEnd) {
    // NULs at the one end that there is may as well be the binary data around the text.
    const isBigEndian = isBig || isLittle || run.isStart === run.isEnd ? aligned : run.isEnd;
    return [{ first, last, isBigEndian }];
  }
  if (isBig || isLittle) return [{ first, last, isBigEndian: isBig && isLittle ? aligned : isBig }];
  const big = { first: first + width, last, isBigEndian: true };
  const little = { first, last: last - width, isBigEndian: false };
  if (isIn(text, bytes, first) !== isIn(text, bytes, last)) return [isIn(text, bytes, last) ? big : little];
  // A quote or a space next to a word is what surrounds the text; two words may be part of a key each.
  if (isIn(word, bytes, first) !== isIn(word, bytes, last)) return [isIn(word, bytes, last) ? big : little];
  const [likely, other] = aligned ? [big, little] : [little, big];
  return isIn(word, bytes, first) ? [likely, other] : [likely];
}

function decodeUnits(bytes: Uint8Array, units: Units, width: number): Decoded {
  const { first, last, isBigEndian } = units;
  const out = Buffer.allocUnsafe((last - first) / width + 1);
  for (let i = 0, from = first; i < out.length; i++, from += width) {
    const byte = bytes[from] ?? 0;
    out[i] = byte < 0x80 ? byte : 0x3f;
  }
  const start = isBigEndian ? first - width + 1 : first;
  return {
    bytes: out,
    origin: (index) => start + index * width,
    end: (index) => start + (index + 1) * width,
  };
}

function decodeWide(bytes: Buffer, at: number, kind: EventKind, width: number, reach: Reach): Decoded[] {
  if (at < (reach[kind] ?? 0)) return [];
  let unit = at;
  while (unit < at + width && !isFollowed(bytes, unit, width)) unit++;
  if (unit === at + width) return [];
  let first = unit;
  const least = Math.max(0, unit - context);
  while (first - width >= least && isFollowed(bytes, first - width, width)) first -= width;
  let last = unit;
  const limit = unit + (kind === 'wideRun' ? longestRun : ahead);
  while (last < limit && isFollowed(bytes, last, width)) last += width;
  if ((last - first) / width < shortest) return [];
  reach[kind] = last < limit ? last : Math.max(at + 1, last - context);
  const isStart = first - width < 0 || !isFollowed(bytes, first - width, width);
  return readings(bytes, { first, last, isStart, isEnd: last < limit }, width).map((units) =>
    decodeUnits(bytes, units, width),
  );
}

function wideDecoder(name: string, width: number): Decoder {
  return {
    name,
    kinds: ['wide', 'wideRun'],
    decode: (bytes, at, kind, reach = {}) => decodeWide(bytes, at, kind, width, reach),
  };
}

export const utf16 = wideDecoder('utf-16', 2);
export const utf32 = wideDecoder('utf-32', 4);
