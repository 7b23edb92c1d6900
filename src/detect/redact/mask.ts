// What stands in place of a key: `****` and its last four characters for the body, so that `ak_live_****aB3x` is read
// where the key stood, in the key's own escapes or UTF-16; what is between the pieces of a key (colour codes, quotes,
// line ends) stays. Base64, hex and what is wrapped more than once become the plain `ak_live_****aB3x`.
import type { Decoded } from '../decoders/decoder.ts';
import { newline } from '../lines.ts';
import type { Find } from '../search.ts';

/** Bytes [start, end) of the input, and what they become. */
export interface Mask {
  start: number;
  end: number;
  text: string;
  /** Whether it is the one that counts of all masks of a key. */
  isFirst: boolean;
}

/** The masks of one key, in order. */
export interface MaskedKey {
  /** Of the key with its wrapping. */
  start: number;
  end: number;
  length: number;
  depth: number;
  masks: Mask[];
}

/** The same key in bytes of which the first `drop` were dropped. */
export function moved(key: MaskedKey, drop: number): MaskedKey {
  const masks = key.masks.map((mask) => ({ ...mask, start: mask.start - drop, end: mask.end - drop }));
  return { ...key, start: key.start - drop, end: key.end - drop, masks };
}

const shortestForLast4 = 12;

function stars(body: string): string {
  return `****${body.length >= shortestForLast4 ? body.slice(-4) : ''}`;
}

/** A key in plain. */
export function maskPlain(find: Pick<Find, 'rule' | 'key' | 'start' | 'end'>): MaskedKey {
  const { rule, key, start, end } = find;
  const text = stars(key.slice(rule.prefix.length));
  const mask = { start: start + rule.prefix.length, end, text, isFirst: true };
  return { start, end, length: key.length, depth: 0, masks: [mask] };
}

/** Bytes without a gap, and how many characters of the key end at or before their end. */
interface Piece {
  start: number;
  end: number;
  characters: number;
  /** Counted from the first line that the key is on. */
  line: number;
}

/** A key that came out of a decoder of that name. */
export function maskDecoded(bytes: Buffer, name: string, decoded: Decoded, find: Find): MaskedKey {
  const { rule, key } = find;
  const isSingle = find.encoding.length === 0;
  const isDigits = name === 'base64' || name === 'hex';
  const isWide = name.startsWith('utf');
  const keepsPrefix = isSingle && !isDigits;
  const pieces = piecesOf(
    bytes,
    decoded,
    keepsPrefix ? find.start + rule.prefix.length : find.start,
    find,
    isDigits,
    isWide,
  );
  if (keepsPrefix) for (const piece of pieces) piece.characters += rule.prefix.length;
  const body = isSingle ? key : '';
  const shown = (characters: number) =>
    isSingle ? stars(body.slice(rule.prefix.length, characters)) : stars(key.slice(rule.prefix.length));
  const least = isSingle ? rule.prefix.length + rule.body.min : 0;
  // A line that ends with nothing of the body is as good as any constant, and is not waited for.
  const first = keepsPrefix || !isSingle ? 0 : firstOfBody(pieces, rule.prefix.length);
  const used = pieces.slice(first);
  const masks: Mask[] = [];
  let named = -1;
  for (const [i, { start, end, line }] of used.entries()) {
    let text = '';
    if (named < 0) {
      named = namedLine(used, least);
      const last = used.findLast((piece) => piece.line <= named);
      text = shown(last?.characters ?? 0);
      if (!keepsPrefix && first === 0) text = rule.prefix + text;
    } else if (line > named && used[i - 1]?.line !== line) text = '****';
    if (isWide) text = spread(text, decoded.end(0) - decoded.origin(0));
    masks.push({ start, end, text, isFirst: i === 0 });
  }
  return {
    start: decoded.origin(find.start),
    end: decoded.end(find.end - 1),
    length: key.length,
    depth: 1 + find.encoding.length,
    masks,
  };
}

/** The first line at whose end the key is one already; what comes behind it may come later, when this is written. */
function namedLine(pieces: readonly Piece[], least: number): number {
  for (const [i, piece] of pieces.entries()) {
    if (piece.characters >= least && pieces[i + 1]?.line !== piece.line) return piece.line;
  }
  return pieces.at(-1)?.line ?? 0;
}

/** The first piece on the first line that holds something of the body. */
function firstOfBody(pieces: readonly Piece[], prefix: number): number {
  const line = pieces.find((piece) => piece.characters > prefix)?.line;
  return pieces.findIndex((piece) => piece.line === line);
}

function piecesOf(
  bytes: Buffer,
  decoded: Decoded,
  from: number,
  find: Find,
  isDigits: boolean,
  isWide: boolean,
): Piece[] {
  const pieces: Piece[] = [];
  // A character of base64 may hold bits of the byte before: it is left.
  let reached = isDigits && from > 0 ? decoded.end(from - 1) : 0;
  let line = 0;
  const add = (start: number, end: number, characters: number) => {
    const last = pieces.at(-1);
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.characters = characters;
    } else if (end > reached) {
      if (last !== undefined && bytes.subarray(last.end, start).includes(newline)) line++;
      pieces.push({ start: Math.max(start, reached), end, characters, line });
    }
    reached = Math.max(reached, end);
  };
  for (let i = from; i < find.end; i++) {
    const start = decoded.origin(i);
    const end = decoded.end(i);
    const before = i - from;
    if (isWide) {
      const at = bytes[start] === 0 ? end - 1 : start;
      // The NULs between units belong to the key; those at its ends may not.
      add(pieces.at(-1)?.end ?? at, at + 1, before + 1);
    } else if (isDigits && end - start > 2) {
      add(start, start + 1, before);
      add(end - 1, end, before + 1);
    } else add(start, end, before + 1);
  }
  return pieces;
}

/** The text in units of `width` bytes, from its first character to its last. */
function spread(text: string, width: number): string {
  return Array.from(text).join('\0'.repeat(width - 1));
}

/** Two that start so near to each other are one, read in two ways: a prefix is longer. */
const near = 4;

/**
 * Masks without overlaps, in order. Of keys that start at one place, those that are wrapped once count first (what is
 * wrapped twice is not waited for, so it may be there or not), then the longest.
 */
export function layOut(keys: readonly MaskedKey[]): Mask[] {
  const best: MaskedKey[] = [];
  const longer: MaskedKey[] = [];
  const rank = ({ depth }: MaskedKey) => (depth < 2 ? 1 : depth);
  const sorted = keys.toSorted(
    (a, b) => rank(a) - rank(b) || b.length - a.length || a.depth - b.depth || a.start - b.start,
  );
  for (const key of sorted) {
    const better = best.find(({ start }) => Math.abs(start - key.start) <= near);
    if (better === undefined) best.push(key);
    else if (key.length > better.length) longer.push(key);
  }
  const masks = best.flatMap((key) =>
    key.masks.flatMap((mask) => {
      // What goes on from the line or the literal before may be a key of its own, which says so itself.
      const isWeak = !mask.isFirst;
      const stronger = best.filter(
        (other) =>
          rank(other) < rank(key) || (isWeak && rank(other) === rank(key) && other.start > key.start),
      );
      return without(mask, stronger);
    }),
  );
  // What another reading has beyond the one that counts is a part of a key, too.
  for (const key of longer)
    for (const { start, end } of key.masks)
      masks.push(...without({ start, end, text: '****', isFirst: false }, best));
  const laid: Mask[] = [];
  let reached = -1;
  for (const mask of masks.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = laid.at(-1);
    if (last === undefined || mask.start >= reached) laid.push({ ...mask });
    else if (mask.end > reached) last.end = mask.end;
    reached = Math.max(reached, mask.end);
  }
  return laid;
}

/** What is left of a mask outside of some keys. */
function without(mask: Mask, keys: readonly MaskedKey[]): Mask[] {
  const { start, end } = mask;
  const key = keys.find((other) => other.start < end && start < other.end);
  if (key === undefined) return [mask];
  const part = (from: number, to: number): Mask[] =>
    from < to ? without({ start: from, end: to, text: '****', isFirst: false }, keys) : [];
  return [...part(start, key.start), ...part(key.end, end)];
}

/** Bytes [from, to), and the rest of a mask that starts in them, masked; and how many keys that are. */
export function masked(
  bytes: Buffer,
  from: number,
  to: number,
  masks: readonly Mask[],
): { out: Buffer; end: number; count: number } {
  const parts: Buffer[] = [];
  let count = 0;
  let at = from;
  for (const { start, end, text, isFirst } of masks) {
    if (end <= at || Math.max(start, at) >= to) continue;
    if (start > at) parts.push(bytes.subarray(at, start));
    parts.push(Buffer.from(text, 'latin1'));
    if (isFirst) count++;
    at = end;
  }
  if (to > at) parts.push(bytes.subarray(at, to));
  const [only = Buffer.alloc(0)] = parts;
  return { out: parts.length > 1 ? Buffer.concat(parts) : only, end: Math.max(to, at), count };
}
