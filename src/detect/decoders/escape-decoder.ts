// What the decoders of escapes in running text share: which stretch around an event they decode, and when they give up.
// Such a decoder reads one escape; everything else is here.
import { byteSet } from '../prefilter/byte-set.ts';
import { endOf, isIn, newline, word } from './bytes.ts';
import type { Decoded, Decoder, EventKind, Reach } from './decoder.ts';
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
  /** How many bytes are decoded behind an event. */
  ahead: number;
  /** Reads the escape at `at`, puts what it stands for, and returns the offset behind it; or -1 when there is none. */
  read(bytes: Uint8Array, at: number, out: Rewriting): number;
}

/** Bytes before an event: the `a` and the character before it, in escapes applied more than once. */
const back = 128;
/** Events so far behind an earlier one are inside of what it decoded, however long the escapes of a key are. */
const covered = 400;
/** Bytes of a text in nothing but escapes; it ends where no escape comes for so long. */
const longestRun = 1 << 18;
const mostBetween = 64;
const probeSize = 256;
/** An escape so near the k is one for it or for what is before it, also when it is escaped again. */
const lead = 10;
const joinsBase64 = byteSet('+/=');

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
  if (kind === 'escaped') {
    if (!hasOpener(escapes, bytes, at - 16, at + mostBetween)) return [];
  } else {
    // In plain text, the escape is where the key stops or right before it.
    const { start, end, whole } = rawKey(bytes, at);
    const inside = isIn(escapes.openers, bytes, end);
    if (!inside && !(whole && isIn(escapes.closers, bytes, start - 1))) return [];
  }
  const limit = Math.min(bytes.length, at + escapes.ahead);
  const out = new Rewriting();
  const from = textStart(escapes, bytes, at);
  let end = readText(escapes, bytes, from, Math.min(limit, at + probeSize), Infinity, out);
  // Most events are of another decoder, which a first look tells.
  const first = keyAt(out, at);
  if (!first.touched && first.end < out.length) return [];
  end = readText(escapes, bytes, end, limit, Infinity, out);
  if (!first.touched && !keyAt(out, at).touched) return [];
  reach[kind] = end < limit ? end : at + covered;
  return [out.finish()];
}

/** Where the key around an event ends in what was decoded, and whether an escape is part of it or right before it. */
function keyAt(out: Rewriting, at: number): { end: number; touched: boolean } {
  let mark = 0;
  while (mark < out.length && out.endOf(mark) <= at) mark++;
  let end = mark;
  while (end - mark < longestKey && word[out.byte(end)] === 1) end++;
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
      const before = bytes[from - 2] === 0x0d ? bytes[from - 3] : bytes[from - 2];
      if (before !== escapes.softBreak) break;
    }
    from--;
  }
  for (let i = 0; i < mostBetween && from > 0 && bytes[from] === bytes[from - 1]; i++) {
    if (!isIn(escapes.openers, bytes, from)) break;
    from--;
  }
  return from;
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
    if (byte === newline || at - last > patience) break;
    out.copy(byte, at);
    at++;
  }
  return at;
}

/**
 * A text that consists of escapes from end to end, which may be encoded in turn; or base64 of which some characters
 * (`/`, `+`, `=`) are escaped.
 */
function decodeRun(escapes: Escapes, plain: Uint8Array, bytes: Buffer, at: number, reach: Reach): Decoded[] {
  const probed = Math.min(bytes.length, at + probeSize);
  const opener = endOf(plain, bytes, at, probed);
  if (opener === probed || !isIn(escapes.openers, bytes, opener)) return [];
  const probe = new Rewriting();
  readText(escapes, bytes, at, probed, mostBetween, probe);
  let words = 0;
  let others = 0;
  for (const index of probe.escaped) {
    const byte = probe.byte(index);
    words += word[byte] ?? 0;
    others += joinsBase64[byte] ?? 0;
  }
  // Tables of Unicode ranges in minified bundles are no text.
  const isDense = words >= 8 && words * 2 >= probe.escaped.length;
  if (!isDense && others === 0) return [];
  const most = Math.min(bytes.length, at + longestRun);
  const limit = isDense ? most : endOf(inRun, bytes, at, most);
  const out = new Rewriting();
  reach.run = readText(escapes, bytes, at, limit, isDense ? mostBetween : Infinity, out);
  return [out.finish()];
}
