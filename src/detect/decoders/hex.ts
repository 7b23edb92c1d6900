// Hex in either case, wrapped, or with a separator between bytes: `61 6b`, `61:6b`, `616b 5f6c`, `0x61, 0x6b`.
import { byteSet } from '../prefilter/byte-set.ts';
import {
  blank,
  carriageReturn,
  endOf,
  hexDigit,
  hexNumber,
  isIn,
  newline,
  startOf,
  startsWith,
} from './bytes.ts';
import type { Decoded, Decoder, Reach } from './decoder.ts';
import { EncodedText, usualColumns } from './encoded-text.ts';
import { holdsHexText, startsHexContainer } from './plausible.ts';
import { newRewriting } from './rewriting.ts';
import { inRun, longestRun, runStart } from './run.ts';
import { type Stretch, stretchesFrom } from './stretch.ts';

/** Digits of a key of 24 bytes. */
const shortestRun = 48;
/** Digits without a separator before and behind an anchor. */
const context = 512;
const ahead = 2048;
/** Bytes that are read when there are separators. */
const mostSeparated = 320;
const longestKeyDigits = 400;
const mostSpace = 200;
/** `616b5f6c`. */
const listStart = 8;
/** `ak_`. */
const keyStart = '616b5f';
const mark = byteSet(',:;-');
const space = byteSet(' \t\r\n');
/** What a line of text consists of. */
const readable = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte <= 0x7e) || space[byte] === 1 ? 1 : 0,
);

function decodeAnchor(bytes: Buffer, anchor: number, reach: Reach): Decoded[] {
  // The prefilter's anchor starts with the second digit of `61`.
  const at = bytes[anchor] === 0x31 && bytes[anchor - 1] === 0x36 ? anchor - 1 : anchor;
  const limit = Math.min(bytes.length, at + ahead);
  const start = at - 2 * Math.floor((at - runStart(bytes, at, hexDigit, context)) / 2);
  const end = endOf(hexDigit, bytes, at, limit);
  if (end - at < 2) return [];
  if (end - at < shortestRun) {
    const separator = separatorAt(bytes, end);
    if (separator !== null) return decodeSeparated(bytes, start, end, separator);
  }
  const kind = start % 2 === 0 ? 'hex0' : 'hex1';
  if (at < (reach[kind] ?? 0)) return [];
  const lines = stretchesFrom(bytes, start, limit, hexDigit, listStart);
  reach[kind] = (lines[0]?.end ?? 0) - longestKeyDigits;
  const before = at === start ? wordBefore(bytes, lines[0]) : null;
  const text = new EncodedText(bytes, before === null ? lines : [before, ...lines]);
  const whole = text.decoded('hex', 0);
  return [whole, ...text.cutAtWraps('hex', whole, 0, before === null ? (at - start) / 2 : 1)];
}

/**
 * The last byte of the line before, when the two are lines of one text that was wrapped: equally long, or the one before as
 * long as encoders make them, and what it says can be read and is no key. A word that ends there (`stre`) goes on in what looks like a key. Or null.
 */
function wordBefore(bytes: Uint8Array, line: Stretch | undefined): Stretch | null {
  if (line === undefined) return null;
  const first = startOf(blank, bytes, line.start, mostSpace);
  if (bytes[first - 1] !== newline) return null;
  const end = bytes[first - 2] === carriageReturn ? first - 2 : first - 1;
  const start = startOf(hexDigit, bytes, end, context);
  const length = line.end - line.start;
  const isWrapped = end - start === length || (end - start > length && usualColumns.has(end - start));
  if (!isWrapped || (end - start) % 2 !== 0) return null;
  for (let i = start; i < end; i += 2) {
    const byte = hexNumber(bytes, i, 2);
    if (readable[byte] !== 1 || startsWith(bytes, i, keyStart, true)) return null;
  }
  return { start: end - 2, end, firm: true };
}

/** What stands between two bytes: a mark (0 for none), and `0x` or not. */
interface Separator {
  mark: number;
  prefixed: boolean;
}

const isPrefix = (bytes: Uint8Array, at: number) =>
  bytes[at] === 0x30 && ((bytes[at + 1] ?? 0) | 0x20) === 0x78;

/** The separator at `at`, when it is followed by a byte on the same line; else null. */
function separatorAt(bytes: Uint8Array, at: number): Separator | null {
  const marked = isIn(mark, bytes, at);
  const next = endOf(blank, bytes, marked ? at + 1 : at, Math.min(bytes.length, at + 8));
  if (next === at) return null;
  const prefixed = isPrefix(bytes, next);
  if (hexNumber(bytes, prefixed ? next + 2 : next, 2) < 0) return null;
  return { mark: marked ? (bytes[at] ?? 0) : 0, prefixed };
}

/** Offset behind the separator at `at`, which may hold the end of a line; or -1. */
function skipSeparator(bytes: Uint8Array, at: number, separator: Separator): number {
  if (separator.mark > 0 && bytes[at] !== separator.mark) return -1;
  const from = separator.mark > 0 ? at + 1 : at;
  const next = endOf(space, bytes, from, Math.min(bytes.length, from + mostSpace));
  if (next === at || !separator.prefixed) return next === at ? -1 : next;
  return isPrefix(bytes, next) ? next + 2 : -1;
}

function decodeSeparated(bytes: Buffer, at: number, firstEnd: number, separator: Separator): Decoded[] {
  const size = firstEnd - at;
  if (size % 2 !== 0) return [];
  const out = newRewriting();
  let group = groupBefore(bytes, at, size);
  while (out.length < mostSeparated) {
    const end = endOf(hexDigit, bytes, group, Math.min(bytes.length, group + size + 1));
    // The last group may be shorter; a longer one is something else.
    if (end - group > size || (end - group) % 2 !== 0 || end === group) break;
    for (let i = group; i < end && out.length < mostSeparated; i += 2)
      out.escape(hexNumber(bytes, i, 2), i, i + 2);
    const next = skipSeparator(bytes, end, separator);
    if (next < 0 || end - group < size) break;
    group = next;
  }
  return out.length > 0 ? [out.finish()] : [];
}

/** Start of the group before, for the byte that stands before a key; or `at` when there is none on the line. */
function groupBefore(bytes: Uint8Array, at: number, size: number): number {
  let end = at;
  if (bytes[end - 1] !== undefined && ((bytes[end - 1] ?? 0) | 0x20) === 0x78) end -= 2;
  end = startOf(blank, bytes, end, 4);
  if (isIn(mark, bytes, end - 1)) end--;
  const start = startOf(hexDigit, bytes, end, size + 1);
  return end < at && end - start === size ? start : at;
}

function decodeRun(bytes: Buffer, at: number, reach: Reach): Decoded[] {
  if (at < (reach.run ?? 0)) return [];
  const limit = Math.min(bytes.length, at + longestRun);
  const found: Decoded[] = [];
  let start = runStart(bytes, at, hexDigit);
  while (start + shortestRun <= limit) {
    // From the last digit that it must have backwards: in other text, a look at one or two of 48 bytes is enough.
    let digit = start + shortestRun - 1;
    while (digit >= start && isIn(hexDigit, bytes, digit)) digit--;
    if (digit >= start) {
      start = digit + 1;
      if (isIn(inRun, bytes, digit)) continue;
      break;
    }
    const lines = stretchesFrom(bytes, start, limit, hexDigit);
    readRun(bytes, lines, found);
    start = lines.at(-1)?.end ?? limit;
  }
  reach.run = start;
  return found;
}

/** Adds what a run says, unless that is a hash. One of odd length starts or ends with a digit of something else. */
function readRun(bytes: Buffer, lines: readonly Stretch[], found: Decoded[]): void {
  let text = lines.length > 1 ? new EncodedText(bytes, lines) : null;
  const buffer = text?.buffer ?? bytes;
  const from = text?.base ?? lines[0]?.start ?? 0;
  const to = text === null ? (lines[0]?.end ?? 0) : text.length;
  for (let phase = 0; phase <= (to - from) % 2; phase++) {
    if (!holdsHexText(buffer, from + phase, to) && !startsHexContainer(buffer, from + phase)) continue;
    text ??= new EncodedText(bytes, lines);
    found.push(text.decoded('hex', phase));
  }
}

export const hex: Decoder = {
  name: 'hex',
  kinds: ['hex', 'run'],
  decode: (bytes, at, kind, reach = {}) =>
    kind === 'run' ? decodeRun(bytes, at, reach) : decodeAnchor(bytes, at, reach),
};
