// Where bytes that come piece by piece may be cut without hiding anything from the decoders.
import { backslash } from './decoders/bytes.ts';
import { inRun } from './decoders/run.ts';
import { Kind } from './prefilter/kinds.ts';
import { enough, inRun as inToldRun, mayBeEncoded, shortestRun } from './prefilter/run.ts';

/** `\U0000005f` */
const longestEscape = 10;
const percentSign = 0x25;
/** A run of this length has been told by the prefilter, see `enough` in prefilter/run.ts. */
const toldRun = 512;
/** As much as `redact` keeps of what it has handed out. */
const nearRun = 4096;

/**
 * Where to stop at or before `limit`, and behind `done`, so that no run is cut that has not been told: at the start of the
 * run, if it is a short one.
 */
export function restPoint(bytes: Uint8Array, done: number, limit: number): number {
  const least = Math.max(done + 1, limit - toldRun);
  let at = limit;
  while (at > least && inRun[bytes[at - 1] ?? 0] === 1) at--;
  if (at > least) return at;
  // Not in the middle of an escape.
  at = limit;
  while (at > limit - longestEscape && bytes[at - 1] !== backslash && bytes[at - 1] !== percentSign) at--;
  return at > limit - longestEscape && at - 1 > done ? at - 1 : limit;
}

/** What the prefilter would have told of text that began before `at` and goes on behind it. */
export function runsOver(bytes: Uint8Array, at: number): Kind[] {
  const kinds: Kind[] = [];
  if (isToldRun(bytes, at)) kinds.push(Kind.run);
  let zeros = 0;
  for (let i = at - 16; i < at; i++) if (bytes[i] === 0) zeros++;
  if (zeros >= 8) kinds.push(Kind.wideRun);
  return kinds;
}

/** The start of the run that `at` is inside of, if it is near; or `at`: from there, a run is told as it was before. */
export function nearRunStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && inToldRun(bytes[start - 1] ?? 0)) if (at - --start > nearRun) return at;
  return start;
}

function isToldRun(bytes: Uint8Array, at: number): boolean {
  const isInside = (place: number) => inToldRun(bytes[place] ?? 0);
  if (!isInside(at - 1) || !isInside(at)) return false;
  let start = at - 1;
  while (start > at - enough && isInside(start - 1)) start--;
  if (start <= at - enough) return true;
  let end = at;
  while (end < start + shortestRun && isInside(end)) end++;
  return end >= start + shortestRun && mayBeEncoded(bytes, start);
}
