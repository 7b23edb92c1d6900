// What the decoders of escapes in running text share: which stretch around an event they decode, and when they give up.
// Such a decoder reads one escape; everything else is here.
import { base64Alphabet, byteSet } from '../prefilter/byte-set.ts';
import {
  backslash,
  carriageReturn,
  endOf,
  equalsSign,
  isIn,
  newline,
  quote,
  startsWith,
  word,
} from './bytes.ts';
import type { Decoded, Decoder, EventKind, Reach } from './decoder.ts';
import { jointAt } from './joint.ts';
import { longestKey, rawKey } from './raw-key.ts';
import { Rewriting } from './rewriting.ts';
import { inRun } from './run.ts';

export interface Escapes {
  name: string;
  kinds: readonly EventKind[];
  /** What an escape starts with, and what it can end with when it stands before a key. */
  openers: Uint8Array;
  closers: Uint8Array;
  /** The byte before a newline that does not end the text, or -1. */
  softBreak: number;
  /** How many newlines the text behind an event may have: between literals of a program that is escaped as it is. */
  newlines: number;
  /** How many bytes are decoded behind an event. */
  ahead: number;
  /** Reads the escape at `at`, puts what it stands for, and returns the offset behind it; or -1 when there is none. */
  read(bytes: Uint8Array, at: number, out: Rewriting): number;
}

/** Bytes before an event: the `a` and the character before it, in escapes applied more than once. */
const back = 128;
/** Events so far behind an earlier one are inside of what it decoded, however long the escapes of a key are. */
const covered = 400;
/** Bytes of a text in nothing but escapes. */
const longestRun = 1 << 20;
/** Such a text ends where no escape comes for so long; a line of quoted-printable has 76. */
const mostBetween = 80;
/** Openers in a row. */
const longestRow = 64;
const mostLiterals = 8;
/** From a quote to the end of its line. */
const longestOperator = 6;
const mostBack = 4096;
/** Of a character and of escapes. */
const characterSizes = [1, 2, 3, 4, 6, 10];
const probeSize = 384;
/** UTF-16 or UTF-32 has more of them in what is probed. */
const fewestNuls = 16;
const fewestPure = 32;
/** A key in nothing but escapes, and what those consist of. */
const longestEscaped = 320;
const inEscapes = byteSet(`${base64Alphabet}%\\&#;{}=\x1b[`);
/** An escape so near the k is one for it or for what is before it, also when it is escaped again. */
const lead = 10;
/** What base64 has that texts escape, and what escapes start with and consist of. */
const othersInRun = byteSet('+/=%\\&#;');
/** What stands before a text that is no part of it. */
const opensText = byteSet(' \t\r\n"\'`=:,(>;');
const othersInKey = byteSet('=%\\&\r\n\x1b^"\'`${#');
/** A key stops where an escape starts, or the joint of literals, a colour, the end of a line that holds one. */
const interrupts = byteSet('=%\\&\x1b^"\'`${#');
const longestInterrupt = 12;

export function escapeDecoder(escapes: Escapes): Decoder {
  // What a run consists of until the first escape.
  const plain = inRun.map((member, byte) => (escapes.openers[byte] === 1 ? 0 : member));
  return {
    name: escapes.name,
    kinds: escapes.kinds,
    decode: (bytes, at, kind, reach = {}) => {
      if (at < (reach[kind] ?? 0)) return [];
      return kind === 'run'
        ? decodeRun(escapes, plain, bytes, at, reach)
        : decodeKey(escapes, bytes, at, kind, reach);
    },
  };
}

function decodeKey(escapes: Escapes, bytes: Buffer, at: number, kind: EventKind, reach: Reach): Decoded[] {
  const isEncoded = kind === 'base64' || kind === 'hex';
  if (kind === 'escaped' || isEncoded) {
    if (!hasOpener(escapes, bytes, at - 16, at + longestEscaped)) return [];
  } else {
    // In plain text, the escape is where the key stops or right before it.
    const { start, end, whole } = rawKey(bytes, at);
    const inside =
      isIn(escapes.openers, bytes, end) ||
      (isIn(interrupts, bytes, end) && hasOpener(escapes, bytes, end, end + longestInterrupt));
    if (!inside && !((whole || kind === 'split') && isIn(escapes.closers, bytes, start - 1))) return [];
  }
  const limit = Math.min(bytes.length, at + escapes.ahead);
  const out = new Rewriting();
  const from = textStart(escapes, bytes, at);
  let end = readText(escapes, bytes, from, Math.min(limit, at + probeSize), Infinity, out);
  // Most events are of another decoder, which a first look tells.
  const first = keyAt(out, at, kind);
  if (!first.touched && first.end < out.length) {
    out.discard();
    return [];
  }
  end = readText(escapes, bytes, end, limit, Infinity, out);
  if (!first.touched && !keyAt(out, at, kind).touched) {
    out.discard();
    return [];
  }
  reach[kind] = end < limit ? end : at + covered;
  return [out.finish()];
}

/** Where the key around an event ends in what was decoded, and whether an escape is part of it or right before it. */
function keyAt(out: Rewriting, at: number, kind: EventKind): { end: number; touched: boolean } {
  let mark = 0;
  while (mark < out.length && out.endOf(mark) <= at) mark++;
  let end = mark;
  // Where the key is in escapes of another kind as well, those are part of it.
  const [most, set] = kind === 'escaped' ? [longestEscaped, inEscapes] : [longestKey, word];
  if (kind === 'base64' || kind === 'hex') end = Math.min(out.length, mark + longestEscaped);
  else while (end - mark < most && set[out.byte(end)] === 1) end++;
  // Where an escape of another kind starts, a soft break or a joint of literals, those are part of the key, too.
  if (othersInKey[out.byte(end)] === 1) end = Math.min(out.length, end + longestInterrupt);
  end = Math.max(end, mark + 7);
  const escaped = out.escaped.some((index) => index >= mark - lead && index < end);
  return { end, touched: escaped || out.removed.some((index) => index > mark - lead && index < end) };
}

/** Whether an escape can start in [from, to). */
function hasOpener(escapes: Escapes, bytes: Uint8Array, from: number, to: number): boolean {
  const end = Math.min(bytes.length, to);
  for (let i = Math.max(0, from); i < end; i++) if (escapes.openers[bytes[i] ?? 0] === 1) return true;
  return false;
}

/** Where the text around an event starts: behind a newline, and not inside of a row of openers (`\\\\`). */
function textStart(escapes: Escapes, bytes: Uint8Array, at: number): number {
  const least = Math.max(0, at - back);
  let from = at;
  while (from > least) {
    if (bytes[from - 1] === newline) {
      const end = bytes[from - 2] === carriageReturn ? from - 2 : from - 1;
      // The mark may be encoded again.
      const isMarked = escapes.softBreak === equalsSign && startsWith(bytes, end - 3, '=3D');
      if (bytes[end - 1] !== escapes.softBreak && !isMarked) break;
    }
    from--;
  }
  for (let i = 0; i < longestRow && from > 0 && bytes[from] === bytes[from - 1]; i++) {
    if (!isIn(escapes.openers, bytes, from)) break;
    from--;
  }
  return from;
}

/** Whether what was decoded ends with what makes a line go on in quoted-printable or in a program. */
function isContinued(out: Rewriting): boolean {
  const end = out.byte(out.length - 1) === carriageReturn ? out.length - 1 : out.length;
  const last = out.byte(end - 1);
  return last === equalsSign || last === backslash;
}

/** Decodes [from, limit), up to a newline or to where no escape came for `patience` bytes; returns where it ended. */
function readText(
  escapes: Escapes,
  bytes: Uint8Array,
  from: number,
  limit: number,
  patience: number,
  out: Rewriting,
): number {
  let last = from;
  let newlines = 0;
  let at = from;
  while (at < limit) {
    const byte = bytes[at] ?? 0;
    if (escapes.openers[byte] === 1) {
      const next = escapes.read(bytes, at, out);
      if (next > at) {
        at = next;
        last = next;
        continue;
      }
    }
    if (at - last > patience) break;
    if (byte === newline && !isContinued(out) && newlines++ === escapes.newlines) break;
    out.copy(byte, at);
    at++;
  }
  return at;
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
  const [removed] = probe.removed;
  if (removed === undefined || removed === 0) return false;
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

/**
 * A text that consists of escapes from end to end, which may be encoded in turn; UTF-16 with its NULs escaped; or base64
 * and other escapes of which some characters (`/`, `+`, `=`, `%`, `&`) are escaped.
 */
function decodeRun(escapes: Escapes, plain: Uint8Array, bytes: Buffer, at: number, reach: Reach): Decoded[] {
  const probed = Math.min(bytes.length, at + probeSize);
  const opener = endOf(plain, bytes, at, probed);
  if (opener === probed || !isIn(escapes.openers, bytes, opener)) return [];
  const probe = new Rewriting();
  readText(escapes, bytes, at, probed, mostBetween, probe);
  let words = 0;
  let nuls = 0;
  let others = 0;
  for (const index of probe.escaped) {
    const byte = probe.byte(index);
    words += word[byte] ?? 0;
    nuls += byte === 0 ? 1 : 0;
    others += othersInRun[byte] ?? 0;
  }
  // Tables of Unicode ranges in minified bundles are no text.
  const isDense =
    nuls >= fewestNuls ||
    (words >= 8 && words * 2 >= probe.escaped.length) ||
    (probe.escaped[fewestPure - 1] === fewestPure - 1 && isAscii(probe, fewestPure));
  const isBroken = breaksFullLine(probe, bytes);
  if (!isDense && !isBroken && others === 0) {
    probe.discard();
    return [];
  }
  const most = Math.min(bytes.length, at + longestRun);
  const limit = isDense || isBroken ? most : endOf(inRun, bytes, at, most);
  const out = new Rewriting();
  const patience = isDense && !isBroken ? mostBetween : Infinity;
  const from = nuls >= fewestNuls ? wideStart(probe, bytes, at) : at;
  let end = readText(escapes, bytes, from, limit, patience, out);
  if (!isBroken) end = readLiterals(escapes, bytes, end, most, isDense, out);
  reach.run = end;
  // A text in nothing but escapes ends with them: what comes then shows no more than that.
  if (probe.escaped[fewestPure] === fewestPure && !isBroken)
    out.truncate(Math.min(out.length, (out.escaped.at(-1) ?? 0) + 2));
  return [out.finish()];
}
