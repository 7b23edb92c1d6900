// Whether a key that was seen to begin may go on behind the bytes there are: the question that decides what is held back.
// The decoders can't tell, since to them the end of the bytes is the end of the text.
import { base64Character, hexDigit, isIn, word } from '../decoders/bytes.ts';
import { Kind } from '../prefilter/kinds.ts';
import { type Gaps, base64Gaps, hexGaps, listGaps, textGaps } from './gaps.ts';

/** A key, without the `a` and the `k` that may stand before an event, has at least and at most so many characters. */
const shortestKey = 22;
const longestKey = 140;
/** Of any encoding, hex being the longest. */
const mostCharacters = 2 * longestKey;
/** By the first character that is the key's alone: what makes a whole group of it, and how many bytes that adds. */
const beforeBase64: Record<string, [string, number]> = { F: ['AG', 1], h: ['AAB', 2] };
/** The value of a name, up to the key in it: no element of a list that something joins, as any other literal may be. */
const opensValue = /[:=]\s*[a-z@$]{0,2}\\*["'`]*(["'`])[^"'`]*$/i;
/** In brackets that nothing has closed, what looks like a value may be an element with quotes in it. */
const opensBrackets = /[[(][^[\](){}]*$/;
/** A literal behind another, right at the place in a key that is looked at. */
const opensElement = /,\s*[a-z@$]{0,2}\\*["'`]+$/i;
/** The first end of a literal that another may follow in a list. */
const closesElement = /(["'`])\s*,/;
const longestLead = 512;
const longestGap = 200;
const mostEmpty = 4;
const prefix = /^ak_(?:live|test)_/;

/** What the bytes from an event to a limit say of the key that begins there. */
export interface Outlook {
  /** Nothing says that it is over. */
  goesOn: boolean;
  /** It is long enough to be worth decoding. */
  mayBeKey: boolean;
}

/** @param kind of an event that tells an anchor; a run has no key of its own. */
export function lookAt(bytes: Buffer, at: number, kind: Kind, limit: number): Outlook {
  if (kind === Kind.wide) return lookAtWide(bytes, at, limit);
  if (kind === Kind.base64) {
    const { text, goesOn } = walk(bytes, at, limit, base64Character, base64Gaps);
    const [before, bytesBefore] = beforeBase64[text.charAt(0)] ?? ['', 0];
    const decoded = Buffer.from(before + text, 'base64').toString('latin1');
    return lookAtDecoded(decoded.slice(bytesBefore), goesOn);
  }
  if (kind === Kind.hex) {
    const { text, goesOn } = walk(bytes, at - 1, limit, hexDigit, hexGaps);
    return lookAtDecoded(Buffer.from(text, 'hex').toString('latin1'), goesOn);
  }
  return lookAtText(bytes, at, kind, limit);
}

function lookAtText(bytes: Buffer, at: number, kind: Kind, limit: number): Outlook {
  let from = at;
  if (kind === Kind.escaped) from = behindK(bytes, at);
  else if (kind === Kind.split && bytes[at] !== 0x6b) from = at + 1;
  const before = bytes.toString('latin1', Math.max(0, at - longestLead), at);
  const isList = opensElement.test(bytes.toString('latin1', Math.max(0, from - longestGap), from));
  const opened = opensValue.exec(before)?.[1];
  const behind = bytes.toString('latin1', from, Math.min(limit, from + longestLead));
  const closed = closesElement.exec(behind)?.[1] ?? opened;
  // In a list, a colon may as well be in the literal before: `["me:ak", "_live_…"]`. What another quote closes is no value.
  const isValue = !isList && opened !== undefined && closed === opened && !opensBrackets.test(before);
  const gaps = isValue ? textGaps : listGaps;
  const { text, leftOut, goesOn, isListed } = walk(bytes, from, limit, word, gaps, isList);
  const { mayBeKey } = outlook(text.length + leftOut, goesOn);
  return { goesOn: isListed || outlook(text.length, goesOn).goesOn, mayBeKey };
}

/** Offset behind the k of an event of the kind `escaped`. */
function behindK(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x6b) return at + 1;
  const isLong = bytes[at] === 0x23 || bytes[at] === 0x5c;
  const end = bytes[at] === 0x37 ? at + 1 : at + (isLong ? 4 : 3);
  return bytes[end] === 0x3b || bytes[end] === 0x7d ? end + 1 : end;
}

function outlook(characters: number, goesOn: boolean): Outlook {
  return { goesOn: goesOn && characters <= longestKey, mayBeKey: characters >= shortestKey };
}

/** @param decoded as far as it goes, from the key's first byte on. */
function lookAtDecoded(decoded: string, goesOn: boolean): Outlook {
  let end = 0;
  while (end < decoded.length && word[decoded.charCodeAt(end)] === 1) end++;
  const isPrefix = prefix.test(decoded) || (decoded.length < 8 && end === decoded.length);
  return isPrefix ? outlook(end, goesOn && end === decoded.length) : { goesOn: false, mayBeKey: false };
}

/** What is between a place and a limit, as far as it may be a key. */
interface Walk {
  /** The characters without the gaps; what may be an escape is a character. */
  text: string;
  /** The number of colours and soft breaks, which may have been characters after all. */
  leftOut: number;
  /** Whether there is nothing else up to the limit. */
  goesOn: boolean;
  /** Whether what joins its list may still come, for a key that ends where an escape seems to go on in it. */
  isListed: boolean;
}

function walk(
  bytes: Buffer,
  at: number,
  limit: number,
  set: Uint8Array,
  gaps: Gaps,
  behindComma = false,
): Walk {
  const all = bytes.toString('latin1', at, limit);
  let text = '';
  let leftOut = 0;
  let next = 0;
  let goesOn = false;
  let isListed = false;
  let empty = 0;
  let isList = behindComma;
  for (;;) {
    const from = next;
    while (next < all.length && set[all.charCodeAt(next)] === 1) next++;
    empty = next > from ? 0 : empty + 1;
    // No encoding has empty lines; of escapes each is a character.
    if (set !== word && empty > mostEmpty) return { text, leftOut, goesOn: false, isListed };
    text += all.slice(from, next);
    if (next === all.length || text.length > mostCharacters) return { text, leftOut, goesOn: true, isListed };
    goesOn ||= gaps.some.some((gap) => endOf(gap, all, next) >= 0);
    if (isList && gaps.behindList !== undefined && text.length <= longestKey)
      isListed ||= endOf(gaps.behindList, all, next) >= 0;
    const character = longest(gaps.characters, all, next);
    const gap = longest(gaps.whole, all, next);
    const end = Math.max(character, gap);
    if (end <= next) return { text, leftOut, goesOn, isListed };
    // Of what may be either, it is the one that makes the key shorter: it is waited for longer then.
    if (character > gap) text += '_';
    else if (gap > longest(gaps.whole.slice(-1), all, next)) leftOut++;
    isList ||= all.slice(next, end).includes(',');
    next = end;
  }
}

function longest(patterns: readonly RegExp[], text: string, at: number): number {
  return Math.max(-1, ...patterns.map((pattern) => endOf(pattern, text, at)));
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Units of the body, each with its NULs, from the k of an event on. */
function lookAtWide(bytes: Buffer, at: number, limit: number): Outlook {
  const width = bytes[at + 2] === 0x5f ? 2 : 4;
  let end = at;
  while (end < limit && ((end - at) % width === 0 ? isIn(word, bytes, end) : bytes[end] === 0)) end++;
  return outlook(Math.ceil((end - at) / width), end === limit);
}
