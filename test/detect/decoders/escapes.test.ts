import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlEntity } from '../../../src/detect/decoders/html-entity.ts';
import { jsEscape } from '../../../src/detect/decoders/js-escape.ts';
import { percent } from '../../../src/detect/decoders/percent.ts';
import { quotedPrintable } from '../../../src/detect/decoders/quoted-printable.ts';
import { type Piece, keys, anyKey, anyText, keyOf, layOut, pieces, sightings, wanted } from './support.ts';

const code = (c: string) => c.charCodeAt(0);
const hex = (c: string, digits: number) => code(c).toString(16).padStart(digits, '0');

const forms = [
  { name: '%5F', decoder: percent, encode: (c: string) => `%${hex(c, 2).toUpperCase()}` },
  { name: '%5f', decoder: percent, encode: (c: string) => `%${hex(c, 2)}` },
  { name: '%u005F', decoder: percent, encode: (c: string) => `%u${hex(c, 4).toUpperCase()}` },
  { name: '\\u005f', decoder: jsEscape, encode: (c: string) => `\\u${hex(c, 4)}` },
  { name: '\\u{5F}', decoder: jsEscape, encode: (c: string) => `\\u{${hex(c, 2).toUpperCase()}}` },
  { name: '\\u{00005f}', decoder: jsEscape, encode: (c: string) => `\\u{${hex(c, 6)}}` },
  { name: '\\U0000005f', decoder: jsEscape, encode: (c: string) => `\\U${hex(c, 8)}` },
  { name: '\\x5f', decoder: jsEscape, encode: (c: string) => `\\x${hex(c, 2)}` },
  { name: '\\x{5f}', decoder: jsEscape, encode: (c: string) => `\\x{${hex(c, 2)}}` },
  { name: '\\137', decoder: jsEscape, encode: (c: string) => `\\${code(c).toString(8).padStart(3, '0')}` },
  { name: '&#95;', decoder: htmlEntity, encode: (c: string) => `&#${code(c)};` },
  { name: '&#0000095;', decoder: htmlEntity, encode: (c: string) => `&#00000${code(c)};` },
  { name: '&#x5f;', decoder: htmlEntity, encode: (c: string) => `&#x${hex(c, 2)};` },
  { name: '&#X005F;', decoder: htmlEntity, encode: (c: string) => `&#X${hex(c, 4).toUpperCase()};` },
  { name: '=5F', decoder: quotedPrintable, encode: (c: string) => `=${hex(c, 2).toUpperCase()}` },
];

/** Where the k of the key, or the escape for it, starts. */
function atK(all: readonly Piece[], before: string, keyAt: number): number {
  let at = before.length;
  for (const { text } of all.slice(0, keyAt + 1)) at += text.length;
  return at;
}

describe.each(forms)('$name', ({ decoder, encode }) => {
  const styles: [string, (c: string, index: number) => string][] = [
    ['underscores', (c) => (c === '_' ? encode(c) : c)],
    ['the k and the underscores', (c) => (c === '_' || c === 'k' ? encode(c) : c)],
    ['everything', encode],
    ['all but letters and digits', (c) => (/\w/.test(c) && c !== '_' ? c : encode(c))],
    ['every second character', (c, i) => (i % 2 === 0 ? encode(c) : c)],
  ];

  test.each(styles)('%s', (_, style) => {
    for (const key of keys) {
      for (const [before, start, end, behind] of [
        ['', '', '', ''],
        ['"', '', '', '"'],
        ['?', 'key=', '&', 'x=1 '],
        ['line\n', '"a": "', '"', '\nline\n'],
      ] as const) {
        const all = pieces(start + key + end, style);
        const encoded = layOut(before, all, behind, key, start.length);
        const at = atK(all, before, start.length);
        // With the second character in plain text, the event is where the plain text of the prefix stops.
        expect(sightings(decoder.decode(encoded.bytes, at, 'escaped'), key)).toContain(wanted(encoded));
      }
    }
  });

  test('wherever an event points at inside of the escape for the k', () => {
    for (const key of keys) {
      const all = pieces(key, encode);
      const encoded = layOut('"', all, '"', key, 0);
      const at = atK(all, '"', 0);
      for (let inside = 0; inside < encode('k').length; inside++) {
        const found = decoder.decode(encoded.bytes, at + inside, 'escaped');
        expect(sightings(found, key)).toEqual([wanted(encoded)]);
      }
    }
  });

  test('one character of the key, whichever it is', () => {
    for (const key of keys) {
      for (let which = 0; which < key.length; which++) {
        const all = pieces(key, (c, i) => (i === which ? encode(c) : c));
        const encoded = layOut(' ', all, ' ', key, 0);
        const kind = which < 3 ? 'escaped' : which < 8 ? 'split' : 'plain';
        const found = decoder.decode(encoded.bytes, atK(all, ' ', 0), kind);
        expect(sightings(found, key), `${which}`).toEqual([wanted(encoded)]);
      }
    }
  });

  test('applied twice, it comes off in two steps', () => {
    for (const key of keys) {
      const all = pieces(key, (c) => (c === '_' ? Array.from(encode(c), encode).join('') : c));
      const encoded = layOut(' ', all, ' ', key, 0);
      const [once] = decoder.decode(encoded.bytes, 2, 'escaped');
      if (once === undefined) throw new Error('nothing was decoded');
      const place = once.bytes.indexOf('ak') + 1;
      const [twice] = decoder.decode(once.bytes, place, 'escaped');
      const start = twice?.bytes.indexOf(key) ?? -1;
      expect(start).toBeGreaterThanOrEqual(0);
      const outer = [
        once.origin(twice?.origin(start) ?? -1),
        once.end((twice?.end(start + key.length - 1) ?? 0) - 1),
      ];
      expect(outer).toEqual([encoded.start, encoded.end]);
    }
  });

  test('a text without escapes gives nothing', () => {
    const bytes = Buffer.from(`a ${keys[0]} b, and task_list %zz \\q &x; =zz`);
    for (const kind of ['plain', 'split', 'escaped', 'run'] as const) {
      const found = decoder.decode(bytes, 3, kind);
      expect(found).toEqual([]);
    }
  });

  test('any place, any mixture, any surroundings', () => {
    const noise = anyText('ab 9"=\n<>?', 40);
    fc.assert(
      fc.property(
        noise,
        anyKey,
        fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }),
        noise,
        (before, nth, which, behind) => {
          const key = keyOf(nth);
          const all = pieces(`:${key}:`, (c, i) => (which[i] === true || i === 3 ? encode(c) : c));
          const encoded = layOut(`${before} `, all, ` ${behind}`, key, 1);
          const found = decoder.decode(encoded.bytes, atK(all, `${before} `, 1), 'escaped');
          expect(sightings(found, key)).toEqual([wanted(encoded)]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what stands before a key in plain text', () => {
  test.each([
    ['%3D', percent],
    ['%22%3A%20', percent],
    ['\\n', jsEscape],
    ['\\r\\n', jsEscape],
    ['\\t', jsEscape],
    ['\\u003d', jsEscape],
    ['\\x20', jsEscape],
    ['\\\\n', jsEscape],
    ['=3D', quotedPrintable],
  ])('%s is no part of it', (before, decoder) => {
    for (const key of keys) {
      const encoded = layOut(`"x${before}`, pieces(key, String), '" ', key, 0);
      const found = decoder.decode(encoded.bytes, encoded.start + 1, 'plain');
      const again = found.flatMap((first) =>
        before.startsWith('\\\\')
          ? decoder
              .decode(first.bytes, first.bytes.indexOf('ak_') + 1, 'plain')
              .map((second) => ({ ...second, origin: (i: number) => first.origin(second.origin(i)) }))
          : [first],
      );
      expect(
        again.some(({ bytes }) => bytes.includes(key) && !/\w$/.test(bytes.toString().split(key)[0] ?? 'x')),
      ).toBe(true);
    }
  });
});

test.each([
  ['\\_ of Markdown', jsEscape, '_', '\\_'],
  ['&lowbar;', htmlEntity, '_', '&lowbar;'],
  ['&UnderBar;', htmlEntity, '_', '&UnderBar;'],
])('%s', (_, decoder, character, text) => {
  for (const key of keys) {
    const encoded = layOut(
      '(',
      pieces(key, (c) => (c === character ? text : c)),
      ')',
      key,
      0,
    );
    expect(sightings(decoder.decode(encoded.bytes, 2, 'escaped'), key)).toEqual([wanted(encoded)]);
  }
});

test('a number without its semicolon', () => {
  for (const key of keys) {
    const all = pieces(key, (c, i) => (i === 2 ? '&#95' : c));
    const encoded = layOut('(', all, ')', key, 0);
    expect(sightings(htmlEntity.decode(encoded.bytes, 2, 'escaped'), key)).toEqual([wanted(encoded)]);
  }
});

test.each([
  ['=\n', '=\n'],
  ['=\r\n', '=\r\n'],
  ['blanks behind the equals sign', '= \t\r\n'],
])('a soft break inside of a key: %s', (_, text) => {
  for (const key of keys) {
    for (let at = 3; at < key.length; at++) {
      const all = pieces(key, (c, i) => (i === at ? text + c : c));
      const encoded = layOut('mail\n"', all, '"\n', key, 0);
      const found = quotedPrintable.decode(encoded.bytes, 7, at < 8 ? 'split' : 'plain');
      expect(sightings(found, key)).toEqual([wanted(encoded)]);
    }
  }
});

test('names of HTML stand for what they say', () => {
  const text = 'ak&lowbar;x &quot;&amp;&lt;&gt;&apos;&colon;&equals;&lpar;&Tab;&NewLine;&nosuch;&quot';
  const [found] = htmlEntity.decode(Buffer.from(text), 1, 'escaped');
  expect(found?.bytes.toString('latin1')).toBe('ak_x "&<>\':=(\t\n&nosuch;&quot');
});

test('escapes of JavaScript stand for what they say', () => {
  const text = 'ak\\x5fx \\n\\t\\r\\"\\\\\\/\\0\\101\\u00e9\\u0416\\x4\\u{1f600}\\q\\';
  const [found] = jsEscape.decode(Buffer.from(text), 1, 'escaped');
  expect(found?.bytes.toString('latin1')).toBe('ak_x \n\t\r"\\/\0A\xe9?\\x4?q\\');
});

describe('runs', () => {
  const base64 = (key: string) => Buffer.from(key).toString('base64');

  test.each(forms.filter(({ decoder }) => decoder.kinds.includes('run')))(
    'a text in nothing but $name',
    ({ decoder, encode }) => {
      for (const key of keys) {
        const text = base64(key);
        const bytes = Buffer.from(
          `${pieces(text, encode)
            .map((piece) => piece.text)
            .join('')}" and words`,
        );
        const found = decoder.decode(bytes, 0, 'run');
        expect(found.map((decoded) => decoded.bytes.toString().startsWith(`${text}"`))).toEqual([true]);
      }
    },
  );

  test.each([
    ['%2F', percent, '/'],
    ['%2B', percent, '+'],
    ['\\/', jsEscape, '/'],
    ['\\u002b', jsEscape, '+'],
  ])('base64 with %s', (text, decoder, character) => {
    const plain = `aGVsbG8${character}d29ybGQhIFRoaXMgaXMgYSB0ZXh0IHRoYXQgaXMgbG9uZyBlbm91Z2g`;
    const bytes = Buffer.from(`${plain.replace(character, text)}" more`);
    expect(decoder.decode(bytes, 0, 'run').map((found) => found.bytes.toString())).toEqual([plain]);
  });

  test('a table of Unicode ranges is no text', () => {
    const table = Array.from(
      { length: 50 },
      (_, i) => `\\u${(0x600 + i * 7).toString(16).padStart(4, '0')}`,
    ).join('');
    expect(jsEscape.decode(Buffer.from(table), 0, 'run')).toEqual([]);
  });
});
