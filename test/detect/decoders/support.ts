// What the tests of decoders share: encoded text of which it is known where each byte of the key went, and a judge that
// never prints a key.
import fc from 'fast-check';
import type { Decoded, Decoder, EventKind, Reach } from '../../../src/detect/decoders/decoder.ts';
import { makeKey } from '../../helpers/keys.ts';

/** Live and test, so that a body starts in each alignment and with each class. */
export const keys = [1, 2, 3, 4].flatMap((seed) => [makeKey('live', seed), makeKey('test', seed)]);

/** A key for a property; by number, so that a counterexample does not print it. */
export const anyKey = fc.nat(keys.length - 1);
export const keyOf = (nth: number): string => keys[nth] ?? '';

export const anyText = (characters: string, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), maxLength });

/** Encoded text that holds bits of the plain bytes [from, to); a gap has from = to. */
export interface Piece {
  text: string;
  from: number;
  to: number;
}

export const gap = (text: string): Piece => ({ text, from: -1, to: -1 });

/** One piece for each character of a text. */
export function pieces(plain: string, encode: (character: string, index: number) => string): Piece[] {
  return Array.from(plain, (c, index) => ({ text: encode(c, index), from: index, to: index + 1 }));
}

/** Puts `text` between pieces wherever `columns` of them are on a line. */
export function wrap(all: readonly Piece[], columns: number, text: string): Piece[] {
  return all.flatMap((piece, i) => (i > 0 && i % columns === 0 ? [gap(text), piece] : [piece]));
}

/** Encoded bytes, and the stretch of them that the key came to. */
export interface Encoded {
  bytes: Buffer;
  key: string;
  start: number;
  end: number;
}

/** Lays pieces out behind `before`; the key is the plain bytes [keyAt, keyAt + key.length). */
export function layOut(
  before: string,
  all: readonly Piece[],
  behind: string,
  key: string,
  keyAt: number,
): Encoded {
  let text = before;
  let start = -1;
  let end = -1;
  for (const piece of all) {
    const isKey = piece.to > keyAt && piece.from < keyAt + key.length;
    if (isKey && start < 0) start = text.length;
    text += piece.text;
    if (isKey) end = text.length;
  }
  return { bytes: Buffer.from(text + behind, 'latin1'), key, start, end };
}

/** Where decoded keys come from: `start-end` of each key-like word that a decoder found, and whether it is the key. */
export function sightings(found: readonly Decoded[], key: string): string[] {
  return found.flatMap(({ bytes, origin, end }) =>
    Array.from(bytes.toString('latin1').matchAll(/(?<![\w-])ak_(?:live|test)_\w{16,}/g), (match) => {
      const last = match.index + match[0].length - 1;
      return `${match[0] === key ? 'key' : 'other'} ${origin(match.index)}-${end(last)}`;
    }),
  );
}

/** What `sightings` must hold for an encoded key. */
export const wanted = ({ start, end }: Encoded): string => `key ${start}-${end}`;

/** Places that a pattern finds in bytes. */
export function places(bytes: Buffer, pattern: RegExp): number[] {
  return Array.from(bytes.toString('latin1').matchAll(pattern), ({ index }) => index);
}

/** All that a decoder makes of events at some places, in rising order, as the scanner asks. */
export function decodeAll(
  decoder: Decoder,
  bytes: Buffer,
  at: readonly number[],
  kind: EventKind,
): Decoded[] {
  const reach: Reach = {};
  return at.flatMap((place) => decoder.decode(bytes, place, kind, reach));
}
