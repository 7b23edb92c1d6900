import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64 } from '../../../src/detect/decoders/base64.ts';
import {
  type Encoded,
  type Piece,
  decodeAll,
  gap,
  anyKey,
  anyText,
  keyOf,
  keys,
  layOut,
  places,
  sightings,
  wanted,
  wrap,
} from './support.ts';

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlSafe = `${standard.slice(0, 62)}-_`;

/** By bits, so that it is known which characters hold a byte: one piece for each character. */
function encode(plain: string, alphabet = standard, padded = true): Piece[] {
  const bits = Array.from(plain, (c) => c.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  const all: Piece[] = [];
  for (let bit = 0; bit < bits.length; bit += 6) {
    const value = Number.parseInt(bits.slice(bit, bit + 6).padEnd(6, '0'), 2);
    const to = Math.min(plain.length, Math.ceil((bit + 6) / 8));
    all.push({ text: alphabet[value] ?? '', from: Math.floor(bit / 8), to });
  }
  const missing = padded ? (4 - (all.length % 4)) % 4 : 0;
  return [...all, ...Array.from({ length: missing }, () => gap('='))];
}

const textOf = (all: readonly Piece[]) => all.map(({ text }) => text).join('');
const anchors = /YWtf|FrX[23]|ha19/g;
/** Runs as the prefilter tells them: the first byte of 40 or more of the alphabets and of escapes. */
const runs = /(?<![A-Za-z0-9+/_%\\-])[A-Za-z0-9+/_%\\-]{40,}/g;

const fromAnchors = (encoded: Encoded) =>
  sightings(decodeAll(base64, encoded.bytes, places(encoded.bytes, anchors), 'base64'), encoded.key);
const fromRuns = (encoded: Encoded) =>
  sightings(decodeAll(base64, encoded.bytes, places(encoded.bytes, runs), 'run'), encoded.key);

/** The three alignments, and more of each. */
const lead = ['', ':', '::', 'user:', '{"key":"', 'x=1&key='];

const surroundings: [name: string, before: string, behind: string][] = [
  ['alone', '', ''],
  ['in JSON', '{"token": "', '", "next": 1}'],
  ['in a Kubernetes secret', 'data:\n  token: ', '\n  user: cm9vdA==\n'],
  ['as Basic auth', 'Authorization: Basic ', '\r\nAccept: */*\r\n'],
  ['behind a name', 'token=', '&x=1'],
  ['behind a name and a dash', 'secret-', '.'],
  ['behind a path', 'GET /api/v1/', '/next HTTP/1.1'],
  ['in a data URI', 'url(data:text/plain;base64,', ')'],
  ['behind an escaped newline', '"a\\n', '\\nb"'],
  ['behind an encoded equals sign', 'q%3D', '%26x'],
  ['behind a colour', '\x1b[38;5;121m', '\x1b[0m'],
  ['before a word on the next line', '', '\nEOF\n'],
];

describe.each(surroundings)('a key %s', (_, before, behind) => {
  test.each([
    ['standard, padded', standard, true],
    ['standard, not padded', standard, false],
    ['URL-safe, padded', urlSafe, true],
    ['URL-safe, not padded', urlSafe, false],
  ] as const)('%s, in every alignment', (_name, alphabet, padded) => {
    for (const key of keys) {
      for (const start of lead) {
        for (const rest of ['', '"', '"}', '"}\n', '?>>~~']) {
          const encoded = layOut(
            before,
            encode(start + key + rest, alphabet, padded),
            behind,
            key,
            start.length,
          );
          expect(fromAnchors(encoded)).toContain(wanted(encoded));
        }
      }
    }
  });
});

const gaps: [name: string, text: string][] = [
  ['a newline', '\n'],
  ['CR LF', '\r\n'],
  ['a newline and indentation', '\n      '],
  ['a newline in a comment', '\n# '],
  ['\\n', '\\n'],
  ['\\r\\n', '\\r\\n'],
  ['\\\\n', '\\\\n'],
  ['a backslash at the end of the line', '\\\n  '],
  ['two literals', '"\n  "'],
  ['two literals and a plus', '" +\n    "'],
  ['two literals and a dot', "' .\n '"],
  ['two literals with \\n inside', '\\n"\n"'],
  ['a soft break', '=\n'],
  ['a soft break with CR', '=\r\n'],
  ['%0A', '%0A'],
  ['%0D%0A', '%0D%0A'],
  ['&#10;', '&#10;'],
];

describe.each(gaps)('wrapped with %s', (_, text) => {
  test('at any column from 4 to 100, by anchor or by run', () => {
    for (const [i, key] of keys.entries()) {
      const start = lead[i % lead.length] ?? '';
      const plain = `${'text before; '.repeat(i)}${start}${key}" and text behind, of more lines than one`;
      const keyAt = plain.length - 1 - key.length - ' and text behind, of more lines than one'.length;
      for (let columns = 4; columns <= 100; columns++) {
        const encoded = layOut('x: "', wrap(encode(plain), columns, text), '"\n', key, keyAt);
        // An anchor that the wrap cuts is no event; then the line has to be long enough for a run.
        const cut = places(encoded.bytes.subarray(encoded.start - 4), anchors).length === 0;
        if (cut && columns < 44) continue;
        const found = cut ? fromRuns(encoded) : fromAnchors(encoded);
        expect(found, `${columns} columns`).toContain(wanted(encoded));
      }
    }
  });
});

describe('where a line ends and the key does not', () => {
  test.each([60, 64, 72, 76])('a text wrapped at %i columns gives whole keys only', (columns) => {
    for (const key of keys) {
      // The key's 25th byte is where the line ends, then the 26th, and so on.
      for (let more = 25; more < key.length; more++) {
        const start = `${'-'.repeat((columns * 6) / 8 - more - 1)}:`;
        const encoded = layOut(
          '',
          wrap(encode(`${start}${key}" and more text`), columns, '\n'),
          '\n',
          key,
          start.length,
        );
        expect(fromAnchors(encoded)).toEqual([wanted(encoded)]);
      }
    }
  });

  test('a key that fills its line is whole, whatever the next line is', () => {
    for (const key of keys) {
      const encoded = layOut('', encode(`${key}a`), '\n0123\n', `${key}a`, 0);
      expect(encoded.bytes.includes('=')).toBe(false);
      expect(fromAnchors(encoded)).toContain(wanted(encoded));
    }
  });

  test('a list of encoded keys, one in a line, gives each of them', () => {
    const [a = '', b = ''] = keys.map((key) => `${key}a`);
    const lines = [a, b, a].map((key) => textOf(encode(key)));
    const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
    const found = decodeAll(base64, bytes, places(bytes, anchors), 'base64');
    expect(sightings(found, a).filter((s) => s.startsWith('key'))).toHaveLength(2);
    expect(sightings(found, b).filter((s) => s.startsWith('key'))).toHaveLength(1);
  });
});

describe('two lines that start alike', () => {
  test('are a list behind another encoded secret of the same length, too', () => {
    const [a = '', b = ''] = keys.map((key) => `${key.slice(0, 32)}a`);
    for (const secret of [a, `${a}b`, `${a}bc`]) {
      const lines = [`p${secret.slice(1)}`, secret, b + secret.slice(b.length)].map((s) => textOf(encode(s)));
      const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
      const found = decodeAll(base64, bytes, places(bytes, anchors), 'base64');
      // All keys that the scan looks at: what is behind the sure bytes is not looked at.
      const seen = found.map((decoded) => ({
        ...decoded,
        bytes: decoded.bytes.subarray(0, decoded.sure),
      }));
      expect(sightings(seen, secret).filter((s) => s.startsWith('key'))).toHaveLength(1);
    }
  });

  test.each(['\n', '\\n', '\r\n  '])(
    'are lines of a text when the line before starts otherwise (%j)',
    (newline) => {
      const key = `${keys[0] ?? ''}try`;
      // The key goes on from one to the other, both of which start with `try`.
      const start = `${'-'.repeat(48)}${'try: '.padEnd(48 - key.length + 3, '.')}`;
      const text = encode(`${start}${key}" and so on, as it was`);
      const encoded = layOut('', wrap(text, 64, newline), '\n', key, start.length);
      expect(fromAnchors(encoded)).toEqual([wanted(encoded)]);
    },
  );
});

describe('encoded more than once', () => {
  const once = (plain: string) => textOf(encode(plain));

  test.each(['', 'token=', '/api/v1/', '/x/', '/', 'sha512-', '\\n', '%3D', 'id%3D', 'a+b/c-', '{"a":"'])(
    'a run behind %s holds the text in one of its readings',
    (before) => {
      for (const key of keys) {
        const inner = once(`user:${key}`);
        const bytes = Buffer.from(`${before}${once(inner)}`, 'latin1');
        const found = decodeAll(base64, bytes, places(bytes, runs), 'run');
        expect(found.some((decoded) => decoded.bytes.toString('latin1').includes(inner))).toBe(true);
      }
    },
  );

  test('what starts with the signature of a container is decoded from its first byte', () => {
    const zip = `PK\x03\x04${Array.from({ length: 90 }, (_, i) => String.fromCharCode(128 + ((i * 37) % 128))).join('')}`;
    const gzip = zip.replace('PK\x03\x04', '\x1f\x8b\x08\x00');
    for (const plain of [zip, gzip]) {
      for (const before of ['', 'data=', '/files/']) {
        const bytes = Buffer.from(`${before}${once(plain)}`, 'latin1');
        const found = base64.decode(bytes, 0, 'run');
        expect(found.some((decoded) => decoded.bytes.equals(Buffer.from(plain, 'latin1')))).toBe(true);
      }
    }
  });

  test.each([
    ['a hash', () => createHash('sha512').update('x').digest()],
    ['zeros', () => Buffer.alloc(300)],
    ['bytes of 8 bits', () => Buffer.alloc(5000, Buffer.from([0x80, 0xff, 0xc3]))],
  ])('%s is not decoded', (_, make) => {
    const bytes = Buffer.from(`"sha512-${make().toString('base64')}"`);
    expect(base64.decode(bytes, 1, 'run')).toEqual([]);
  });

  test('a run that an earlier event came to is not decoded again', () => {
    const bytes = Buffer.from(
      textOf(wrap(encode('Some text of several lines. '.repeat(40)), 76, '\n')),
      'latin1',
    );
    const at = places(bytes, /^/gm);
    expect(at.length).toBeGreaterThan(10);
    expect(decodeAll(base64, bytes, at, 'run')).toHaveLength(1);
  });
});

describe('properties', () => {
  const noise = anyText('abZ9 \n"=/+-_.:,%\\', 60);
  const plain = anyText('abcXYZ019 {}":,;?>~/\n', 40);

  test('a key behind anything, in any text, comes out with its place', () => {
    fc.assert(
      fc.property(noise, plain, anyKey, plain, fc.boolean(), fc.boolean(), (b, p, nth, s, safe, pad) => {
        const key = keyOf(nth);
        const start = `${p}:`;
        const all = encode(`${start}${key}:${s}`, safe ? urlSafe : standard, pad);
        const encoded = layOut(`${b} `, all, ' ', key, start.length);
        expect(fromAnchors(encoded)).toContain(wanted(encoded));
      }),
      { numRuns: 2000 },
    );
  });

  test('a run agrees with a decoder written by bits, wherever it starts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', minLength: 40, maxLength: 300 }), (text) => {
        const all = encode(text, standard, false);
        const bytes = Buffer.from(textOf(all), 'latin1');
        const [first] = base64.decode(bytes, 0, 'run');
        if (first === undefined) return;
        expect(first.bytes.toString('latin1')).toBe(text);
        for (let i = 0; i < text.length; i++) {
          const holding = all.flatMap((piece, at) => (piece.from <= i && i < piece.to ? [at] : []));
          expect([first.origin(i), first.end(i)]).toEqual([holding[0], (holding.at(-1) ?? 0) + 1]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
