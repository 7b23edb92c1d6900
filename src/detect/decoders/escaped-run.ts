// A run of escapes, told by the prefilter: most are tables and patterns of programs, some are texts that are encoded in turn.
import { byteSet } from '../prefilter/byte-set.ts';
import { endOf, isIn, newline, quote, startsWith, word } from './bytes.ts';
import type { Decoded, Reach } from './decoder.ts';
import { type Escapes, probeSize, readText } from './escaped-text.ts';
import { jointAt } from './joint.ts';
import { type Rewriting, discard, newRewriting } from './rewriting.ts';
import { inRun } from './run.ts';

/** Bytes of a text in nothing but escapes. */
const longestRun = 1 << 20;
/** Such a text ends where no escape comes for so long; a line of quoted-printable has 76. */
const mostBetween = 80;
const mostLiterals = 8;
/** From a quote to the end of its line. */
const longestOperator = 6;
const mostBack = 4096;
/** Of a character and of escapes. */
const characterSizes = [1, 2, 3, 4, 6, 10];
/** UTF-16 or UTF-32 has more of them in what is probed. */
const fewestNuls = 16;
const fewestPure = 32;
/** What base64 has that texts escape, and what escapes start with and consist of. */
const othersInRun = byteSet('+/=%\\&#;');
/** What stands before a text that is no part of it. */
const opensText = byteSet(' \t\r\n"\'`=:,(>;');

/**
 * A text that consists of escapes from end to end, which may be encoded in turn; UTF-16 with its NULs escaped; or base64
 * and other escapes of which some characters (`/`, `+`, `=`, `%`, `&`) are escaped.
 */
export function decodeRun(
  escapes: Escapes,
  plain: Uint8Array,
  bytes: Buffer,
  at: number,
  reach: Reach,
): Decoded[] {
  const probed = Math.min(bytes.length, at + probeSize);
  const opener = endOf(plain, bytes, at, probed);
  // A hash, whose first opener is its padding, is as long as patience lasts.
  const isFar = opener - at > mostBetween + 1;
  if (isFar || opener === probed || !isIn(escapes.openers, bytes, opener)) return [];
  const probe = newRewriting();
  readText(escapes, bytes, at, probed, mostBetween, probe);
  let words = 0;
  let nuls = 0;
  let others = 0;
  for (let i = 0; i < probe.escaped.length; i++) {
    const byte = probe.byte(probe.escaped.at(i));
    words += word[byte] ?? 0;
    nuls += byte === 0 ? 1 : 0;
    others += othersInRun[byte] ?? 0;
  }
  // Tables of Unicode ranges in minified bundles are no text.
  const isDense =
    nuls >= fewestNuls ||
    (words >= 8 && words * 2 >= probe.escaped.length) ||
    (probe.escaped.at(fewestPure - 1) === fewestPure - 1 && isAscii(probe, fewestPure));
  const isBroken = breaksFullLine(probe, bytes);
  if (!isDense && !isBroken && others === 0) {
    discard(probe);
    return [];
  }
  const most = Math.min(bytes.length, at + longestRun);
  const limit = isDense || isBroken ? most : endOf(inRun, bytes, at, most);
  const out = newRewriting();
  const patience = isDense && !isBroken ? mostBetween : Infinity;
  const from = nuls >= fewestNuls ? wideStart(probe, bytes, at) : at;
  let end = readText(escapes, bytes, from, limit, patience, out);
  if (!isBroken) end = readLiterals(escapes, bytes, end, most, isDense, out);
  reach.run = end;
  // A text in nothing but escapes ends with them: what comes then shows no more than that.
  if (probe.escaped.at(fewestPure) === fewestPure && !isBroken)
    out.truncate(Math.min(out.length, Math.max(0, out.escaped.last()) + 2));
  discard(probe);
  return [out.finish()];
}

/**
 * Where UTF-16 or UTF-32 with nothing but its NULs escaped starts: what is no letter in it ends the run, which then starts
 * with the NULs of that character.
 */
function wideStart(probe: Rewriting, bytes: Uint8Array, at: number): number {
  let nuls = 0;
  while (probe.byte(nuls) === 0) nuls++;
  if (nuls === 0) return at;
  const size = probe.endOf(nuls - 1) - at;
  let start = at;
  for (let length = 1; length > 0 && start > at - mostBack;) {
    length = characterSizes.find((characters) => isAlike(bytes, start - characters - size, at, size)) ?? 0;
    if (length > 0) start -= length + size;
  }
  // The first character of little endian stands before; what stands before big endian is a quote or the like.
  const isMarked = bytes[start - 1] === 0x66 && bytes[start - 2] === 0x66;
  // A colon may be the first character, right behind a quote or a byte order mark.
  const isFirst =
    bytes[start - 1] === 0x3a && (isIn(quote, bytes, start - 2) || startsWith(bytes, start - 3, 'fe', true));
  return !isFirst && (isIn(opensText, bytes, start - 1) || isMarked) ? start : start - 1;
}

/** Whether the first soft break is one: it stands where lines are full. Elsewhere, it may be the padding of base64. */
function breaksFullLine(probe: Rewriting, bytes: Buffer): boolean {
  const removed = probe.removed.at(0);
  if (removed <= 0) return false;
  const mark = probe.endOf(removed - 1);
  const column = mark - bytes.lastIndexOf(newline, mark);
  return column >= 70 && column <= 76;
}

/** Whether the first bytes of what was decoded can be seen on paper; what fits no byte became a `?`. */
function isAscii(probe: Rewriting, count: number): boolean {
  let unknown = 0;
  for (let i = 0; i < count; i++) {
    const byte = probe.byte(i);
    if (byte < 0x20 || byte > 0x7e) return false;
    if (byte === 0x3f) unknown++;
  }
  return unknown * 4 < count;
}

/** Whether the same `size` bytes stand at two places. */
function isAlike(bytes: Uint8Array, a: number, b: number, size: number): boolean {
  if (a < 0) return false;
  for (let i = 0; i < size; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

/** Goes on in the literals that a program joins to the one that ended at `at`, or in the line before. */
function readLiterals(
  escapes: Escapes,
  bytes: Uint8Array,
  at: number,
  limit: number,
  isDense: boolean,
  out: Rewriting,
): number {
  let end = at;
  for (let i = 0; i < mostLiterals; i++) {
    const next = jointOver(bytes, end);
    if (next < 0 || !isIn(inRun, bytes, next)) break;
    for (; end < next; end++) out.copy(bytes[end] ?? 0, end);
    const most = isDense ? limit : endOf(inRun, bytes, end, limit);
    end = readText(escapes, bytes, end, most, isDense ? mostBetween : Infinity, out);
  }
  return end;
}

/** Offset behind the joint that starts at `at`, or holds the end of a line there; or -1. */
function jointOver(bytes: Uint8Array, at: number): number {
  const least = bytes[at] === newline ? at - longestOperator : at;
  for (let start = at; start >= least; start--) {
    const joint = jointAt(bytes, start);
    if (joint !== null && joint.kind !== 'list' && joint.end > at) return joint.end;
  }
  return -1;
}
