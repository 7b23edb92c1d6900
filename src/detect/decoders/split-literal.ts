// A key that a program puts together from adjacent string literals: `"ak_live_" + "…"`, `'…' . '…'`, `"…" "…"`,
// `["…", "…"].join("")`, `${"…"}`, and lines that end with a backslash.
import { carriageReturn, endOf, equalsSign, isIn, newline, quote, startsWith, word } from './bytes.ts';
import type { Decoded, Decoder, EventKind } from './decoder.ts';
import { byteSet, digits, lowerCase, upperCase } from '../prefilter/byte-set.ts';
import { jointAt, templateJoint } from './joint.ts';
import { longestKey, prefixes, rawKey, startsKey } from './raw-key.ts';
import { type Rewriting, discard, newRewriting } from './rewriting.ts';

const longestGap = 200;
/** Bytes of a program that one key can be spread over. */
const ahead = 2048;
const opensJoint = byteSet('"\'`\\$#{');
/** All that can be between two literals, bar letters: the way back to the first of them is looked for through these. */
const inGap = byteSet(' \t\r\n"\'`\\+.&|<>^~,_(){}$#@frbuLFRBUconcat8');
/** What joins the elements of a list or the arguments of a call: before its bracket, or behind it. */
const joinsWhatFollows = /\b(?:join|concat|concatenate|implode|strcat|strcpy|paste0|str_c)\b[^)\]]*$/i;
const joinsWhatPrecedes = /^[^\]{}]*\]\s*\.\s*join\b/;
const mostBetween = 128;
/** What the characters of a key are written with when a literal has them in escapes. */
const inEscapes = byteSet(`${lowerCase}${upperCase}${digits}_%\\&#;{}=\x1b[^`);
const longestLead = 32;
const shortestKey = 24;
const prefixLength = 8;
/** A key in escapes. */
const longestText = 480;

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

/**
 * Offset of the `a` that belongs to the event at `at`, which is at the k or at the quote before `_live_`; of the k when
 * the a may be in an escape; or -1.
 */
function keyStart(bytes: Uint8Array, at: number): number {
  let k = at;
  if (isIn(quote, bytes, at)) k = previous(bytes, at + 1, 0x6b);
  else if (bytes[at] !== 0x6b) return rawKey(bytes, at).start;
  if (k < 0) return -1;
  const a = previous(bytes, k, 0x61);
  return a < 0 && isIn(inEscapes, bytes, k - 1) ? k : a;
}

/** Whether the list around [start, end) is joined. */
function isJoined(bytes: Buffer, start: number, end: number): boolean {
  const before = bytes.toString('latin1', Math.max(0, start - mostBetween), start);
  const behind = bytes.toString('latin1', end, Math.min(bytes.length, end + mostBetween));
  return joinsWhatFollows.test(before) || joinsWhatPrecedes.test(behind);
}

/** Offset of the first byte to decode, or -1 when there is nothing to put together. */
function textStart(bytes: Uint8Array, at: number, kind: EventKind): number {
  if (kind === 'escaped') return wordStart(bytes, literalBefore(bytes, at));
  if (bytes[at] === 0x6b) {
    const { end, whole } = rawKey(bytes, at);
    if (!isIn(opensJoint, bytes, end) && !isIn(inEscapes, bytes, end) && !(whole && bytes[at - 1] !== 0x61))
      return -1;
  }
  const start = keyStart(bytes, at);
  return start < 0 ? -1 : wordStart(bytes, start);
}

/** Offset of the end of the literal before the one whose first escape is at `at`, when they are joined; or `at`. */
function literalBefore(bytes: Uint8Array, at: number): number {
  const start = wordStart(bytes, at) + 1;
  const least = Math.max(0, start - longestGap);
  for (let i = start - 1; i >= least && isIn(inGap, bytes, i); i--) {
    const end = jointAt(bytes, i)?.end ?? templateJoint(bytes, i);
    if (end === start) return i;
  }
  return at;
}

/** The byte before the word that the key is the end of: it may be an escape that stands before the key. */
function wordStart(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > at - longestLead && isIn(inEscapes, bytes, start - 1)) start--;
  return Math.max(0, start - 1);
}

/** Offset behind the soft break of quoted-printable at `at`, perhaps encoded again, or -1. */
function softBreakAt(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== equalsSign) return -1;
  let line = at + 1;
  while (startsWith(bytes, line, '3D')) line += 2;
  if (bytes[line] === carriageReturn) line++;
  return bytes[line] === newline ? line + 1 : -1;
}

/** Whether a whole key is the end of what was put together so far. */
function endsWithKey(out: Rewriting): boolean {
  let start = out.length;
  while (out.length - start <= longestKey && word[out.byte(start - 1)] === 1) start--;
  if (out.length - start < shortestKey || out.byte(start) !== 0x61) return false;
  return prefixes.some((prefix) => agreeing(out, start + 1, prefix) === prefix.length);
}

/** How many bytes of what was put together agree with a text. */
function agreeing(out: Rewriting, at: number, text: string): number {
  let n = 0;
  while (n < text.length && out.byte(at + n) === text.charCodeAt(n)) n++;
  return n;
}

/**
 * Whether what was put together has a key's prefix at the event, as far as no escape is in it. If not, nothing will come of
 * it, and to search it (it may hold the next events, too) would be work without an end.
 */
function mayHoldKey(out: Rewriting, bytes: Uint8Array, at: number): boolean {
  const isBehind = isIn(quote, bytes, at);
  if (!isBehind && bytes[at] !== 0x6b) return true;
  let k = 0;
  while (k < out.length && out.endOf(k) <= at) k++;
  if (isBehind) k--;
  return prefixes.some((prefix) => {
    const n = agreeing(out, k, prefix);
    return n === prefix.length || word[out.byte(k + n)] !== 1;
  });
}

/**
 * Whether a literal looks like the rest of a key that is long enough without it. Where nothing says that the two belong
 * together, they may as well be two arguments, or one in each line: `curl -u "…" "https://…"`.
 */
function isRest(bytes: Buffer, at: number): boolean {
  const end = endOf(word, bytes, at, Math.min(bytes.length, at + longestKey));
  const text = bytes.toString('latin1', at, end);
  // An escape or a colour goes on in it.
  const isOpen =
    isIn(quote, bytes, end) ||
    bytes[end] === 0x1b ||
    /^\\(?:x1b|u001b|033)/.test(bytes.toString('latin1', end, end + 6));
  return (end - at > 4 || isOpen) && !/^(?:[A-Za-z]?[a-z_]*|[A-Z_]*)$/.test(text);
}

function decode(bytes: Buffer, at: number, kind: EventKind): Decoded[] {
  const start = textStart(bytes, at, kind);
  if (start < 0) return [];
  const limit = Math.min(bytes.length, start + ahead);
  const out = newRewriting();
  // Length of what was put together before the first comma.
  let unlisted = -1;
  let sure = -1;
  // Whether it is still to be seen what is at the event.
  let isOpen = kind !== 'escaped';
  let next = start;
  if (word[bytes[next] ?? 0] !== 1 && inEscapes[bytes[next] ?? 0] !== 1) out.copy(bytes[next] ?? 0, next++);
  while (next < limit && out.length < longestText) {
    const byte = bytes[next] ?? 0;
    const joint = word[byte] === 1 ? null : jointAt(bytes, next);
    const end = word[byte] === 1 ? next : (joint?.end ?? templateJoint(bytes, next));
    if (end > next && (isIn(word, bytes, end) || isIn(inEscapes, bytes, end))) {
      if (startsKey(bytes, end)) break;
      if (isOpen && !mayHoldKey(out, bytes, at)) break;
      isOpen &&= out.length <= longestLead + prefixLength;
      const isSure = joint === null || joint.kind === 'operator' || end === next + 2;
      if (sure < 0 && !isSure && endsWithKey(out) && !isRest(bytes, end)) sure = out.length;
      if (joint?.kind === 'list' && unlisted < 0) unlisted = out.length;
      out.remove();
      next = end;
      continue;
    }
    const softBreak = softBreakAt(bytes, next);
    while (next < softBreak) {
      out.copy(bytes[next] ?? 0, next);
      next++;
    }
    if (softBreak > 0) continue;
    out.copy(byte, next);
    next++;
    if (word[byte] !== 1 && inEscapes[byte] !== 1) break;
  }
  if (unlisted >= 0 && !isJoined(bytes, start, next)) out.truncate(unlisted);
  if (out.removed.length === 0 || (isOpen && !mayHoldKey(out, bytes, at))) {
    discard(out);
    return [];
  }
  return [sure >= 0 && sure < out.length ? { ...out.finish(), sure } : out.finish()];
}

export const splitLiteral: Decoder = { name: 'split-literal', kinds: ['split', 'plain', 'escaped'], decode };
