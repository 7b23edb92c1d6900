// What the decoders of escapes in running text share: which stretch around an event they decode, and when they give up.
// Such a decoder reads one escape; everything else is here.
import { base64Alphabet, byteSet } from '../prefilter/byte-set.ts';
import { carriageReturn, equalsSign, isIn, newline, startsWith, word } from './bytes.ts';
import type { Decoded, Decoder, EventKind, Reach } from './decoder.ts';
import { decodeRun } from './escaped-run.ts';
import { type Escapes, probeSize, readText } from './escaped-text.ts';
import { longestKey, rawKey } from './raw-key.ts';
import { type Rewriting, discard, newRewriting } from './rewriting.ts';
import { inRun } from './run.ts';

/** Bytes before an event: the `a` and the character before it, in escapes applied more than once. */
const back = 128;
/** Events so far behind an earlier one are inside of what it decoded, however long the escapes of a key are. */
const covered = 400;
/** Openers in a row. */
const longestRow = 64;
/** A key in nothing but escapes, and what those consist of. */
const longestEscaped = 320;
const inEscapes = byteSet(`${base64Alphabet}%\\&#;{}=\x1b[`);
/** An escape so near the k is one for it or for what is before it, also when it is escaped again. */
const lead = 10;
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
  const encoding = kind === 'base64' || kind === 'hex' ? kind : null;
  if (kind === 'escaped' || encoding !== null) {
    if (!hasOpener(escapes, bytes, at - 16, at + longestEscaped)) return [];
  } else {
    // In plain text, the escape is where the key stops or right before it.
    const { start, end, whole } = rawKey(bytes, at);
    const inside =
      isIn(escapes.openers, bytes, end) ||
      (isIn(interrupts, bytes, end) && hasOpener(escapes, bytes, end, end + longestInterrupt));
    if (!inside && !((whole || kind === 'split') && isIn(escapes.closers, bytes, start - 1))) return [];
  }
  const last = Math.min(bytes.length, at + escapes.ahead);
  const own = encoding === null ? undefined : escapes.bounds?.(bytes, at, encoding, last);
  const limit = own?.limit ?? last;
  const out = newRewriting();
  const from = own?.from ?? textStart(escapes, bytes, at);
  let end = readText(escapes, bytes, from, Math.min(limit, at + probeSize), Infinity, out);
  // Most events are of another decoder, which a first look tells.
  const first = keyAt(out, at, kind);
  if (!first.touched && first.end < out.length) {
    discard(out);
    return [];
  }
  end = readText(escapes, bytes, end, limit, Infinity, out);
  if (!first.touched && !keyAt(out, at, kind).touched) {
    discard(out);
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
  const touched = out.escaped.isIn(mark - lead, end) || out.removed.isIn(mark - lead + 1, end);
  return { end, touched };
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
