// Finds the lines of an encoding that was wrapped: PEM, YAML blocks, mail, JSON texts with `\n`, string literals that a
// program puts together. Where a wrap may as well be the end of the encoding, the lines' own look decides.
import { byteSet } from '../prefilter/byte-set.ts';
import {
  backslash,
  blank,
  carriageReturn,
  endOf,
  equalsSign,
  isIn,
  newline,
  startOf,
  startsWith,
} from './bytes.ts';
import { jointAt, templateJoint } from './joint.ts';
import { isEscaped, runStart } from './run.ts';

/** Encoded characters [start, end) without anything in between. */
export interface Stretch {
  start: number;
  end: number;
  /** Whether it surely goes on from the one before: a joint of literals, or a backslash at the end of the line. */
  firm: boolean;
  /** Whether the newline before it is an escape: such a text ends with its word. */
  written?: boolean;
}

interface Gap {
  end: number;
  firm: boolean;
  written?: boolean;
}

const opensGap = byteSet('\n\r\\"\'`%&=$#{');
const mostBlanks = 200;
/** Characters of the encoding that stand before it in its first line: the end of a colour, or of a name. */
const mostBefore = 8;
/** Newlines as escapes; one layer of any kind. */
const writtenNewlines = ['%0a', '%0d', '&#10;', '&#13;', '&#xa;', '&#xd;'];
const opensNumber = byteSet('uUxX0');
const numberedNewlines = ['u000a', 'u000d', 'x0a', 'x0d', '012', '015'];
/** The padding of base64, also as escapes; longest first. */
const writtenPadding = ['=3d', '=', '%3d', '&#x3d;', '&#61;', '\\u003d', '\\x3d'];
/** Marks of comments and of quoted mail at the start of a line. */
const leaders = byteSet('#>*;');
/** What can follow the last line of an encoding. */
const closes = byteSet('\n\r"\'`\\<)]},;%&|\0\x1b');

/** Offset behind one newline, plain or written as an escape; or -1. */
function skipNewline(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === newline || byte === carriageReturn) return at + 1;
  if (byte === backslash) {
    let letter = at;
    while (letter < at + 8 && bytes[letter] === backslash) letter++;
    if (bytes[letter] === 0x6e || bytes[letter] === 0x72) return letter + 1;
    if (!isIn(opensNumber, bytes, letter)) return -1;
    const code = numberedNewlines.find((text) => startsWith(bytes, letter, text, true));
    return code === undefined ? -1 : letter + code.length;
  }
  if (byte !== 0x25 && byte !== 0x26) return -1;
  const form = writtenNewlines.find((text) => startsWith(bytes, at, text, true));
  return form === undefined ? -1 : at + form.length;
}

/** The gap that starts at `at`, or null when what is there is none. */
export function gapAt(bytes: Uint8Array, at: number): Gap | null {
  if (!isIn(opensGap, bytes, at)) return null;
  // Padding, by far the most of all, is no joint.
  const isPadding = bytes[at] === equalsSign;
  if (isPadding && (bytes[at + 1] === equalsSign || !isIn(opensGap, bytes, at + 1))) return null;
  const joint = isPadding ? null : jointAt(bytes, at);
  if (joint !== null) return joint.kind === 'list' ? null : { end: joint.end, firm: true };
  const template = isPadding ? -1 : templateJoint(bytes, at);
  if (template >= 0) return { end: template, firm: true };
  // The soft break of quoted-printable; as padding it is told apart by what comes behind it.
  const first = skipNewline(bytes, isPadding ? at + 1 : at);
  if (first < 0) return null;
  let next = first;
  if (bytes[first - 1] !== newline) {
    // The second half of CR LF.
    const second = skipNewline(bytes, first);
    if (second >= 0) next = second;
  }
  const literal = jointAt(bytes, next);
  if (literal !== null && literal.kind !== 'list') return { end: literal.end, firm: true };
  const opened = templateJoint(bytes, next);
  if (opened >= 0) return { end: opened, firm: true };
  const limit = Math.min(bytes.length, next + mostBlanks);
  next = endOf(blank, bytes, next, limit);
  while (next < limit && startsWith(bytes, next, '%20')) next += 3;
  if (isIn(leaders, bytes, next)) next = endOf(blank, bytes, next + 1, limit);
  return {
    end: next,
    firm: false,
    written: bytes[first - 1] !== newline && bytes[first - 1] !== carriageReturn,
  };
}

/** Whether the line of a stretch holds nothing else behind it. */
function endsLine(bytes: Uint8Array, { end, written = false }: Stretch): boolean {
  let padded = end;
  for (let i = 0; i < 3; i++) {
    const form = writtenPadding.find((text) => startsWith(bytes, padded, text, true));
    if (form === undefined) break;
    padded += form.length;
  }
  if (written && isIn(blank, bytes, padded)) return true;
  const next = endOf(blank, bytes, padded, Math.min(bytes.length, padded + mostBlanks));
  return next >= bytes.length || isIn(closes, bytes, next);
}

function startsLine(bytes: Uint8Array, start: number): boolean {
  const first = startOf(blank, bytes, start, mostBlanks);
  return first === 0 || bytes[first - 1] === newline;
}

/** Lines that start alike are a list of keys rather than a wrapped text, bar the zeros of binary data. */
function startAlike(bytes: Uint8Array, a: number, b: number, length: number): boolean {
  const first = bytes[a];
  let same = true;
  for (let i = 0; i < length; i++) {
    if (bytes[a + i] !== bytes[b + i]) return false;
    if (bytes[a + i] !== first) same = false;
  }
  return !same;
}

/** The end of the characters of `set` from which a gap, of fewer than 64 bytes, goes to `start`; or -1. */
export function endOfLineBefore(bytes: Uint8Array, start: number, set: Uint8Array): number {
  for (let end = start - 1; end > 0 && end > start - 64; end--) {
    if (!isIn(set, bytes, end - 1) || isIn(set, bytes, end)) continue;
    if (!isEscaped(bytes, end) && gapAt(bytes, end)?.end === start) return end;
  }
  return -1;
}

/** Whether a line goes on a text that was wrapped: the line before is as long and full, and starts otherwise. */
function isBehindFull(bytes: Uint8Array, line: Stretch, set: Uint8Array, listStart: number): boolean {
  const end = endOfLineBefore(bytes, line.start, set);
  if (end < 0 || bytes[end] === equalsSign) return false;
  const length = lengthOf(line);
  const start = runStart(bytes, end, set, length + 1);
  return end - start === length && !startAlike(bytes, start, line.start, listStart);
}

const lengthOf = (stretch: Stretch) => stretch.end - stretch.start;

/** Whether a stretch behind a newline, and not behind a joint, belongs to the encoding so far. */
function goesOn(
  bytes: Uint8Array,
  lines: readonly Stretch[],
  next: Stretch,
  set: Uint8Array,
  listStart: number,
): boolean {
  const last = lines.at(-1);
  const first = lines[0];
  if (last === undefined || first === undefined) return false;
  if (!endsLine(bytes, next)) return false;
  const isList = listStart > 0 && startAlike(bytes, last.start, next.start, listStart);
  if (isList && !isBehindFull(bytes, last, set, listStart)) return false;
  // The first line may be short, since something stands before it, and the last.
  const width =
    lines.length === 1 && !startsLine(bytes, first.start) ? Infinity : lengthOf(lines[1] ?? first);
  if (lengthOf(next) > width) return false;
  return lines.length === 1 || (lengthOf(last) === width && lengthOf(first) <= width + mostBefore);
}

/**
 * The stretches of one encoding from `start` on, none of them beyond `limit`; at least one, which may be empty.
 * @param set the characters of the encoding.
 * @param listStart lines that have so many first characters in common are encodings of their own, unless the line before
 *   shows that they go on a text; 0 for none. What is escaped character by character and then wrapped has such lines, too,
 *   but no key right at their starts.
 */
export function stretchesFrom(
  bytes: Uint8Array,
  start: number,
  limit: number,
  set: Uint8Array,
  listStart = 0,
): Stretch[] {
  let last: Stretch = { start, end: endOf(set, bytes, start, limit), firm: true };
  const lines = [last];
  while (last.end > last.start && last.end < limit) {
    const gap = gapAt(bytes, last.end);
    if (gap === null || gap.end >= limit) break;
    const next = { ...gap, start: gap.end, end: endOf(set, bytes, gap.end, limit) };
    if (next.end === next.start || !(gap.firm || goesOn(bytes, lines, next, set, listStart))) break;
    lines.push(next);
    last = next;
  }
  return lines;
}
