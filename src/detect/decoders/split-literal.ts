// A key that a program puts together from adjacent string literals: `"ak_live_" + "…"`, `'…' . '…'`, `"…" "…"`,
// `["…", "…"].join("")`, `${"…"}`, and lines that end with a backslash.
import { isIn, word } from './bytes.ts';
import type { Decoded, Decoder } from './decoder.ts';
import { byteSet } from '../prefilter/byte-set.ts';
import { jointAt } from './joint.ts';
import { longestKey, rawKey } from './raw-key.ts';
import { Rewriting } from './rewriting.ts';

const longestGap = 200;
/** Bytes of a program that one key can be spread over. */
const ahead = 2048;
const opensJoint = byteSet('"\'`\\$#{');
/** All that can be between two literals, bar letters: the way back to the first of them is looked for through these. */
const inGap = byteSet(' \t\r\n"\'`\\+.&|<>^~,_(){}$#@frbuLFRBUconcat8');
/** What joins the elements of a list or the arguments of a call. */
const joins = /\b(?:join|concat|concatenate|implode|strcat|strcpy|paste0|str_c)\b/i;
const templateOpens = byteSet('$#');

/** A literal inside of a template: `${"` opens it, `"}` closes it. Offset behind, or -1. */
function templateJoint(bytes: Uint8Array, at: number): number {
  let next = at;
  const closes = isQuote(bytes, next) && bytes[next + 1] === 0x7d;
  if (closes) next += 2;
  if (isIn(templateOpens, bytes, next) && bytes[next + 1] === 0x7b && isQuote(bytes, next + 2))
    return next + 3;
  if (bytes[next] === 0x7b && isQuote(bytes, next + 1)) return next + 2;
  return closes ? next : -1;
}

function isQuote(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return byte === 0x22 || byte === 0x27 || byte === 0x60;
}

/** Offset of the character of a literal that comes before the one at `at`, perhaps behind a joint; or -1. */
function previous(bytes: Uint8Array, at: number, wanted: number): number {
  if (bytes[at - 1] === wanted) return at - 1;
  const least = Math.max(0, at - longestGap);
  for (let i = at - 2; i >= least && isIn(inGap, bytes, i + 1); i--) {
    if (bytes[i] !== wanted) continue;
    if (jointAt(bytes, i + 1)?.end === at || templateJoint(bytes, i + 1) === at) return i;
  }
  return -1;
}

/** Offset of the `a` that belongs to the event at `at`, or -1: the event is at the k, or at the quote before `_live_`. */
function keyStart(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x6b) return previous(bytes, at, 0x61);
  if (!isQuote(bytes, at)) return rawKey(bytes, at).start;
  const k = previous(bytes, at + 1, 0x6b);
  return k < 0 ? -1 : previous(bytes, k, 0x61);
}

/** Whether the list around [start, end) is joined: by what stands before its bracket, or behind it. */
function isJoined(bytes: Buffer, start: number, end: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, start - 48), start);
  const behind = bytes.toString('latin1', end, Math.min(bytes.length, end + 32));
  return (
    (/[[(]\s*[a-zA-Z@$]{0,2}\\*["'`]*$/.test(before) && joins.test(before)) ||
    /^\\*["'`]*\s*,?\s*\]\s*\.\s*join\b/.test(behind)
  );
}

function decode(bytes: Buffer, at: number): Decoded[] {
  if (bytes[at] === 0x6b) {
    const { end, whole } = rawKey(bytes, at);
    if (!isIn(opensJoint, bytes, end) && !(whole && bytes[at - 1] !== 0x61)) return [];
  }
  const start = keyStart(bytes, at);
  if (start < 0) return [];
  const limit = Math.min(bytes.length, start + ahead);
  const out = new Rewriting();
  if (start > 0) out.copy(bytes[start - 1] ?? 0, start - 1);
  // Length of what was put together before the first comma.
  let unlisted = -1;
  let next = start;
  while (next < limit && out.length < longestKey) {
    const byte = bytes[next] ?? 0;
    if (word[byte] === 1) {
      out.copy(byte, next);
      next++;
      continue;
    }
    const joint = jointAt(bytes, next);
    const end = joint?.end ?? templateJoint(bytes, next);
    if (end <= next || !isIn(word, bytes, end)) {
      out.copy(byte, next);
      break;
    }
    if (joint?.kind === 'list' && unlisted < 0) unlisted = out.length;
    out.remove();
    next = end;
  }
  if (unlisted >= 0 && !isJoined(bytes, start, next)) out.truncate(unlisted);
  return out.removed.length === 0 ? [] : [out.finish()];
}

export const splitLiteral: Decoder = { name: 'split-literal', kinds: ['split', 'plain'], decode };
