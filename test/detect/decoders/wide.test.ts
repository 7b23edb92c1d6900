import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decoded } from '../../../src/detect/decoders/decoder.ts';
import { utf16, utf32 } from '../../../src/detect/decoders/wide.ts';
import {
  type Encoded,
  keys,
  anyKey,
  anyText,
  keyOf,
  layOut,
  pieces,
  places,
  sightings,
  wanted,
} from './support.ts';

const nul = '\0';
const forms = [
  { name: 'UTF-16 LE', decoder: utf16, other: utf32, mark: '\xff\xfe', encode: (c: string) => c + nul },
  { name: 'UTF-16 BE', decoder: utf16, other: utf32, mark: '\xfe\xff', encode: (c: string) => nul + c },
  {
    name: 'UTF-32 LE',
    decoder: utf32,
    other: utf16,
    mark: '\xff\xfe\0\0',
    encode: (c: string) => c + nul.repeat(3),
  },
  {
    name: 'UTF-32 BE',
    decoder: utf32,
    other: utf16,
    mark: '\0\0\xfe\xff',
    encode: (c: string) => nul.repeat(3) + c,
  },
];

/**
 * Whether the key is found, with all of its bytes that are not NUL. Between other bytes nothing tells the byte order, and
 * the NULs that go with them may be those before.
 */
function isFound({ bytes, key, start, end }: Encoded, found: readonly Decoded[]): boolean {
  const place = sightings(found, key).find((sighting) => sighting.startsWith('key'));
  const [from = Infinity, to = -1] = (place?.slice(4) ?? '').split('-').map(Number);
  const outside = [bytes.subarray(start, Math.max(start, from)), bytes.subarray(Math.min(end, to), end)];
  return to - from === end - start && outside.every((rest) => rest.every((byte) => byte === 0));
}

/** Where the k of a key is, in any of the forms. */
const anchors = /k(?=\0{1,3}_\0{1,3}[lt])/g;

describe.each(forms)('$name', ({ decoder, other, mark, encode }) => {
  test.each([
    ['alone', '', '', '', ''],
    ['behind its byte order mark', mark, '', '', ''],
    ['at an odd offset', 'x', '', '', 'x'],
    ['at any alignment', 'xyz', 'key="', '"', 'yz'],
    ['in a text', mark, 'key = "', '"\r\nmore of it', ''],
    ['between other bytes', '\xc3\x28\x99', 'key=', ';', '\x01\x02\xff'],
  ])('a key %s', (_, before, start, end, behind) => {
    for (const key of keys) {
      const encoded = layOut(before, pieces(start + key + end, encode), behind, key, start.length);
      const [at = -1] = places(encoded.bytes, anchors);
      expect(isFound(encoded, decoder.decode(encoded.bytes, at, 'wide'))).toBe(true);
      expect(other.decode(encoded.bytes, at, 'wide')).toEqual([]);
    }
  });

  test('a run is decoded as far as it goes, from anywhere in its start', () => {
    const [key = ''] = keys;
    const plain = `${'words before '.repeat(20)}${key} ${'and behind '.repeat(2000)}`;
    const encoded = layOut(mark, pieces(plain, encode), '', key, 260);
    for (let at = mark.length; at < 40; at++) {
      const found = decoder.decode(encoded.bytes, at, 'wideRun');
      expect(found.map(({ bytes }) => bytes.toString('latin1') === plain)).toEqual([true]);
      expect(sightings(found, key)).toEqual([wanted(encoded)]);
    }
  });

  test('what is not ASCII becomes a question mark, or ends the text', () => {
    const latin = pieces('caf\xe9 au lait, s\xe9v\xe8re', encode);
    const { bytes } = layOut('', latin, '', 'x', 0);
    const text = decoder.decode(bytes, 0, 'wideRun').map((found) => found.bytes.toString('latin1'));
    expect(text).toEqual(['caf? au lait, s?v?re']);
  });

  test('a second event of the same run is not decoded again', () => {
    const { bytes } = layOut('', pieces('some words of a text '.repeat(20), encode), '', 'x', 0);
    const reach = {};
    expect(decoder.decode(bytes, 4, 'wideRun', reach)).toHaveLength(1);
    expect(decoder.decode(bytes, 100, 'wideRun', reach)).toEqual([]);
  });
});

test('zeros and short pieces are no text', () => {
  for (const { decoder } of forms) {
    expect(decoder.decode(Buffer.alloc(1000), 50, 'wideRun')).toEqual([]);
    expect(decoder.decode(Buffer.from('a\0k\0_\0l\0\x01\x02\x03'), 2, 'wide')).toEqual([]);
  }
});

test('a key among any bytes comes out with its place', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...forms),
      anyKey,
      fc.uint8Array({ maxLength: 50, min: 1 }),
      anyText('ab ="\n', 30),
      fc.uint8Array({ maxLength: 50, min: 1 }),
      ({ decoder, encode }, nth, before, start, behind) => {
        const key = keyOf(nth);
        const all = pieces(`${start}=${key}=`, encode);
        const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
        const encoded = layOut(text(before), all, text(behind), key, start.length + 1);
        const at = places(encoded.bytes, anchors).find((place) => place > encoded.start) ?? -1;
        expect(isFound(encoded, decoder.decode(encoded.bytes, at, 'wide'))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
