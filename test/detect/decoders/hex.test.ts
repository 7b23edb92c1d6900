import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hex } from '../../../src/detect/decoders/hex.ts';
import {
  type Encoded,
  decodeAll,
  keys,
  anyKey,
  anyText,
  keyOf,
  layOut,
  pieces,
  places,
  sightings,
  wanted,
  wrap,
} from './support.ts';

const lower = (c: string) => c.charCodeAt(0).toString(16).padStart(2, '0');
const upper = (c: string) => lower(c).toUpperCase();
const mixed = (c: string, i: number) => (i % 2 === 0 ? lower(c) : upper(c));

/** `61`, and what the prefilter calls the anchor: the second digit of it. */
const anchors = /61(?=[^0-9]{0,12}(?:0x)?6b)/gi;
const fromAnchors = ({ bytes, key }: Encoded, shift = 0) =>
  sightings(
    decodeAll(
      hex,
      bytes,
      places(bytes, anchors).map((at) => at + shift),
      'hex',
    ),
    key,
  );

const surroundings: [name: string, before: string, behind: string][] = [
  ['alone', '', ''],
  ['in quotes', 'x = "', '";'],
  ['behind 0x', '0x', ' '],
  ["in SQL's form", "X'", "'"],
  ['behind a name', 'key=', '&x=1'],
  ['behind a path', '/api/', '/1'],
  ['at the end of a line', 'dump ', '\nEOF\n'],
  ['behind an encoded equals sign', 'q%3D', '%26'],
  ['before a number', '', ' 3541 ms'],
];

describe.each(surroundings)('a key %s', (_, before, behind) => {
  test.each([
    ['lower case', lower],
    ['upper case', upper],
    ['mixed case', mixed],
  ])('in %s', (_name, encode) => {
    for (const key of keys) {
      for (const [start, end] of [
        ['', ''],
        ['"', '"'],
        ['user:', ' '],
        ['{"a":"', '"}\n'],
      ] as const) {
        const encoded = layOut(before, pieces(start + key + end, encode), behind, key, start.length);
        expect(fromAnchors(encoded)).toContain(wanted(encoded));
        expect(fromAnchors(encoded, 1)).toContain(wanted(encoded));
      }
    }
  });
});

test.each([
  ['a newline', '\n'],
  ['CR LF and indentation', '\r\n    '],
  ['\\n', '\\n'],
  ['a backslash at the end of the line', '\\\n'],
  ['two literals', '"\n"'],
  ['two literals and a plus', '" + "'],
  ['%0A', '%0A'],
])('wrapped with %s at any column of bytes', (_, text) => {
  for (const [i, key] of keys.entries()) {
    const plain = `${'before '.repeat(i)}${key} and more text behind`;
    for (let columns = 2; columns <= 60; columns++) {
      const encoded = layOut('"', wrap(pieces(plain, lower), columns, text), '"\n', key, i * 7);
      // An anchor that the wrap cuts is no event.
      const isCut = places(encoded.bytes.subarray(encoded.start), /^616b/g).length === 0;
      const found = isCut ? [wanted(encoded)] : fromAnchors(encoded);
      expect(found, `${columns} columns`).toContain(wanted(encoded));
    }
  }
});

describe.each([
  ['a space', ' '],
  ['a colon', ':'],
  ['a dash', '-'],
  ['a comma and a space', ', '],
])('with %s', (_, separator) => {
  test.each([
    ['between bytes', 1, ''],
    ['between groups of two', 2, ''],
    ['between groups of four', 4, ''],
    ['and 0x', 1, '0x'],
    ['and 0X', 1, '0X'],
  ])('%s', (_name, size, prefix) => {
    for (const key of keys) {
      for (const [before, behind] of [
        ['', ''],
        ['= {', '};\n'],
        ['  ', '\n  more\n'],
      ] as const) {
        const start = '=='.repeat(size);
        const plain = `${start}${key}"`;
        const all = pieces(plain, (c, i) => {
          if (i % size > 0) return lower(c);
          return `${i === 0 ? '' : separator}${prefix}${lower(c)}`;
        });
        const encoded = layOut(before, all, behind, key, start.length);
        // Separators belong to the piece of the byte behind them here.
        const found = fromAnchors({ ...encoded, start: encoded.start });
        const exact = encoded.start + separator.length + prefix.length;
        expect(found).toContain(`key ${exact}-${encoded.end}`);
      }
    }
  });

  test('and lines of eight bytes', () => {
    for (const key of keys) {
      for (const prefix of ['', '0x']) {
        const bytes = Array.from(key, (c) => prefix + lower(c));
        const lines = [];
        while (bytes.length > 0) lines.push(bytes.splice(0, 8).join(separator));
        const text = `{\n  ${lines.join(`${separator.trimEnd()}\n  `)}\n}\n`;
        const found = sightings(
          decodeAll(hex, Buffer.from(text), places(Buffer.from(text), anchors), 'hex'),
          key,
        );
        expect(found.filter((s) => s.startsWith('key'))).toHaveLength(1);
      }
    }
  });
});

describe('runs', () => {
  const encode = (plain: string) => Buffer.from(plain, 'latin1').toString('hex');

  test.each(['', '0x', 'key=', 'sha256-', '/path/', 'g'])('behind %s', (before) => {
    for (const key of keys) {
      const inner = Buffer.from(key).toString('base64');
      const bytes = Buffer.from(`${before}${encode(inner)} end`);
      const [found] = hex.decode(bytes, 0, 'run');
      expect(found?.bytes.toString('latin1') === inner).toBe(true);
      expect([found?.origin(0), found?.end(inner.length - 1)]).toEqual([before.length, bytes.length - 4]);
    }
  });

  test('of odd length are read both ways', () => {
    const inner = Buffer.from(keys[0] ?? '').toString('base64');
    const readings = hex.decode(Buffer.from(`7${encode(inner)}`), 0, 'run');
    expect(readings.some(({ bytes }) => bytes.toString('latin1') === inner)).toBe(true);
  });

  test('with the signature of a container are decoded', () => {
    const gzip = `1f8b08${'f0e1d2c3'.repeat(20)}`;
    expect(hex.decode(Buffer.from(gzip), 0, 'run')).toHaveLength(1);
  });

  test('that are hashes are not decoded, nor what is no hex', () => {
    const hash = createHash('sha256').update('x').digest();
    for (const text of [hash.toString('hex'), hash.toString('base64').repeat(9), '0'.repeat(500)]) {
      expect(hex.decode(Buffer.from(text), 0, 'run')).toEqual([]);
    }
  });

  test('in lines are decoded once', () => {
    const text = encode('Some text of several lines. '.repeat(40)).replaceAll(/(.{60})/g, '$1\n');
    const bytes = Buffer.from(text);
    const found = decodeAll(hex, bytes, places(bytes, /^/gm), 'run');
    expect(found.map((decoded) => decoded.bytes.length)).toEqual([28 * 40]);
  });
});

test('a key in any noise comes out with its place', () => {
  const noise = anyText('abZ9 \n"=/+-_.:,%\\x0', 60);
  fc.assert(
    fc.property(
      noise,
      anyText('acXZ09 {}":,\n', 40),
      anyKey,
      fc.constantFrom(lower, upper, mixed),
      noise,
      (before, start, nth, encode, behind) => {
        const key = keyOf(nth);
        const encoded = layOut(
          `${before}"`,
          pieces(`${start}:${key}:`, encode),
          ` ${behind}`,
          key,
          start.length + 1,
        );
        expect(fromAnchors(encoded)).toContain(wanted(encoded));
      },
    ),
    { numRuns: 2000 },
  );
});

describe('what stands before a key that starts its line', () => {
  const key = keys[0] ?? '';
  const text = Buffer.from(key).toString('hex');
  const readable = Buffer.from(`{"token":"${'up'.repeat(key.length)}`.slice(0, key.length)).toString('hex');
  const hash = createHash('sha512').update('x').digest('hex').slice(0, text.length);
  const other = Buffer.from(keys[1] ?? '').toString('hex');
  const short = readable.slice(0, -4);

  test.each([
    ['a line of the same text', `${readable}\n`, true],
    ['a line that ends with CR LF, and an indentation', `${readable}\r\n    `, true],
    ['a hash', `${hash}\n`, false],
    ['another key', `${other}\n`, false],
    ['a line of another length', `${short}\n`, false],
    ['an empty line', `${readable}\n\n`, false],
  ])('%s', (_, before, isOneText) => {
    const [decoded] = hex.decode(Buffer.from(`${before}${text}\n`), before.length + 1, 'hex');
    expect(decoded?.bytes.subarray(0, 4).toString('latin1').endsWith('ak_')).toBe(isOneText);
  });
});
