// Where what `redact` looks at starts and ends in bytes that are cut anywhere: lines, runs, and keys that have begun.
import { inRun } from '../decoders/run.ts';
import { newline } from '../lines.ts';
import { byteSet } from '../prefilter/byte-set.ts';
import { Kind } from '../prefilter/kinds.ts';

/** A run of this length is waited for, since it may be a key that is wrapped twice; of a longer one, the last bytes. */
export const shortestRun = 16;
const longestRun = 4096;
/** Between two lines of an encoding: indentation, a mark of a comment, quotes and what joins literals. */
const inLineGap = byteSet(' \t\r\n#>*;"\'`+.\\');
const longestGap = 400;

/** Behind the newline at or behind `at`, or `last`. */
export function lineEnd(bytes: Buffer, at: number, last: number): number {
  const end = bytes.subarray(0, last).indexOf(newline, at);
  return end < 0 ? last : end + 1;
}

/** What the prefilter would have told of text that began before `from`. */
export function runsInto(bytes: Buffer, from: number): Kind[] {
  if (from === 0) return [];
  const kinds: Kind[] = [];
  if (inRun[bytes[from - 1] ?? 0] === 1 && inRun[bytes[from] ?? 0] === 1) kinds.push(Kind.run);
  let zeros = 0;
  for (let at = from - 16; at < from; at++) if (bytes[at] === 0) zeros++;
  if (zeros >= 8) kinds.push(Kind.wideRun);
  return kinds;
}

/** Where the run at the end of the bytes starts. */
export function lastRun(bytes: Buffer, done: number): number {
  const least = Math.max(done, bytes.length - longestRun);
  let at = bytes.length;
  while (at > least && inRun[bytes[at - 1] ?? 0] === 1) at--;
  return at;
}

const encodedA =
  /(?:a|%(?:25)*61|\\+(?:x61|u0061|u\{61\}|U00000061|141)|&(?:amp;)*#(?:97|x61);?|=61)?[\\%&=#xu0{;25mp]{0,12}$/i;

/** About where the key of an event starts: what is before its body stays as it is, so this decides nothing. */
export function keyStart(bytes: Buffer, at: number, kind: Kind): number {
  if (kind === Kind.base64) return at;
  if (kind === Kind.hex) return at - 1;
  if (kind === Kind.wide) return at - (bytes[at + 2] === 0x5f ? 2 : 4);
  const before = bytes.toString('latin1', Math.max(0, at - 24), at);
  return at - before.length + (encodedA.exec(before)?.index ?? before.length);
}

/**
 * The end of the line before a run that starts its line, if that line ends with a run, too: a key's prefix in base64 or
 * hex may have been cut there. Else -1.
 */
export function longLineBefore(bytes: Buffer, run: number): number {
  let end = run;
  while (run - end < longestGap && inLineGap[bytes[end - 1] ?? 0] === 1) end--;
  if (!bytes.subarray(end, run).includes(newline)) return -1;
  return end - lastRun(bytes.subarray(0, end), 0) >= shortestRun ? end : -1;
}
