// Where what `redact` looks at starts and ends in bytes that are cut anywhere: lines, runs, and keys that have begun.
import { inRun } from '../decoders/run.ts';
import { newline } from '../lines.ts';
import { byteSet } from '../prefilter/byte-set.ts';
import { Kind } from '../prefilter/kinds.ts';
import type { Beginnings } from './beginnings.ts';
import type { MaskedKey } from './mask.ts';

/** A run of this length is waited for, since it may be a key that is wrapped twice; of a longer one, the last bytes. */
const shortestRun = 16;
const longestRun = 4096;
/** Between two lines of an encoding: indentation, a mark of a comment, quotes and what joins literals. */
const inLineGap = byteSet(' \t\r\n#>*;"\'`+.\\');
const longestGap = 400;
const inEmptyLine = byteSet(' \t\r\n\\=');
/** Characters at the end of a line that hold no whole byte of a key, or an equals sign of a soft break. */
const mostLoose = 3;

/** Behind the newline at or behind `at`, or `last`. */
export function lineEnd(bytes: Buffer, at: number, last: number): number {
  const end = bytes.subarray(0, last).indexOf(newline, at);
  return end < 0 ? last : end + 1;
}

/**
 * Behind the next line, or behind all next ones that add nothing to a key: a key may go on behind thousands of those, and
 * to look at it anew for each would take as many looks at as many lines.
 */
export function nextLimit(bytes: Buffer, at: number, last: number): number {
  let limit = lineEnd(bytes, at, last);
  let next = limit;
  for (let start = at; isEmptyLine(bytes, start, next); next = lineEnd(bytes, start, last))
    start = limit = next;
  return limit;
}

function isEmptyLine(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  while (at < end && inEmptyLine[bytes[at] ?? 0] === 1) at++;
  return at === end && at > start && bytes[end - 1] === newline;
}

/** Where the run starts that ends with the bytes up to `end`. */
function lastRun(bytes: Buffer, done: number, end: number): number {
  const least = Math.max(done, end - longestRun);
  let at = end;
  while (at > least && inRun[bytes[at - 1] ?? 0] === 1) at--;
  return at;
}

const encodedA =
  /(?:a|%(?:25)*61|\\+(?:x61|u0061|u\{61\}|U00000061|141)|&(?:amp;)*#(?:0{0,8}97|x0{0,8}61);?|=61)?[\\%&=#xu0{;25mp]{0,12}$/i;

/** About where the key of an event starts: what is before its body stays as it is, so this decides nothing. */
export function keyStart(bytes: Buffer, at: number, kind: Kind): number {
  if (kind === Kind.base64) return at;
  if (kind === Kind.hex) return at - 1;
  if (kind === Kind.wide) return at - (bytes[at + 2] === 0x5f ? 2 : 4);
  // The 7 of `&#0107;` is behind two digits of its own.
  const end = kind === Kind.escaped && bytes[at] === 0x37 ? at - 2 : at;
  const before = bytes.toString('latin1', Math.max(0, end - 24), end);
  return end - before.length + (encodedA.exec(before)?.index ?? before.length);
}

/**
 * The end of the line before a run that starts its line, if that line ends with a run, too: a key's prefix in base64 or
 * hex may have been cut there. Else -1.
 */
function longLineBefore(bytes: Buffer, run: number): number {
  let end = run;
  let lines = 0;
  while (run - end < longestGap && inLineGap[bytes[end - 1] ?? 0] === 1)
    if (bytes[--end] === newline) lines++;
  if (lines === 0) return -1;
  return end - lastRun(bytes, 0, end) >= shortestRun ? end : -1;
}

/** Whether a key goes up to the end of a line, or beyond it, whose prefix the end of its own first line cut: no anchor waits for it. */
function isCutKey(bytes: Buffer, key: MaskedKey, line: number, beginnings: Beginnings): boolean {
  if (key.depth === 0 || key.start >= line || key.end < line - mostLoose) return false;
  let end = key.start;
  while (inRun[bytes[end] ?? 0] === 1) end++;
  return end <= line && beginnings.at(bytes, 0, end) < end;
}

/**
 * Where a run starts that is waited for, since it may be a key that is wrapped twice, or the rest of one whose prefix was
 * cut by the end of the line before, or of one further up; or the end of the bytes.
 * @param mayWait false when none came for a while: only the rest of a key is waited for then.
 * @param keys that were found so far.
 */
export function openRun(
  bytes: Buffer,
  done: number,
  mayWait: boolean,
  beginnings: Beginnings,
  keys: readonly MaskedKey[],
): number {
  const run = lastRun(bytes, done, bytes.length);
  if (mayWait && bytes.length - run >= shortestRun) return run;
  const line = longLineBefore(bytes, run);
  if (line < 0) return bytes.length;
  const isRest =
    beginnings.at(bytes, 0, line) < line || keys.some((key) => isCutKey(bytes, key, line, beginnings));
  return isRest ? run : bytes.length;
}
