import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Kind } from '../../src/detect/prefilter/kinds.ts';
import { Prefilter } from '../../src/detect/prefilter/prefilter.ts';
import { makeKey } from '../helpers/keys.ts';
import { type Event, byPlace, oracle } from '../helpers/prefilter-oracle.ts';

const prefilter = new Prefilter(1 << 17);

/** All events of bytes that are all there is, by place. */
function eventsOf(bytes: Buffer): Event[] {
  bytes.copy(prefilter.area);
  return collect(prefilter, 0, bytes.length, true, 0).events.toSorted(byPlace);
}

/** The same in two scans, of which the first ends 256 to 287 bytes before the last byte. */
function eventsInTwo(bytes: Buffer): Event[] {
  bytes.copy(prefilter.area);
  const { events, reached } = collect(prefilter, 0, bytes.length, false, 0);
  return [...events, ...collect(prefilter, reached, bytes.length, true, 0).events].toSorted(byPlace);
}

/** Scans on until nothing is left or more bytes are needed. `base` is the place of the area in the whole. */
function collect(into: Prefilter, from: number, to: number, final: boolean, base: number) {
  const events: Event[] = [];
  for (;;) {
    const reached = into.scan(from, to, final);
    for (let i = 0; i < into.count; i++) events.push([(into.offsets[i] ?? 0) + base, into.kinds[i] as Kind]);
    if (reached === from || reached === to) return { events, reached };
    from = reached;
  }
}

const exact = (events: Event[]) => events.filter(([, kind]) => kind !== Kind.wideRun);

const anchors = [
  'ak_live_',
  'ak_test_',
  'ant_ocs_live_',
  'whsec_',
  `ak_" + "live_`,
  `"ak" + '_test_`,
  'ak_\x1b[0mlive_',
  'YWtfbGl2ZV',
  'YWtfdGVzdF',
  'FrX2xpdmVf',
  'FrX3Rlc3Rf',
  'ha19saXZlX',
  'ha190ZXN0X',
  '616b5f6c',
  '616B5F74',
  'a\0k\0_\0l\0',
  'a\0\0\0k\0\0\0_\0\0\0',
  'ak\\u005flive',
  'ak\\\\x5Flive',
  'ak\\u{5f}',
  'ak\\137',
  'ak%5flive',
  'ak%255F',
  'ak&#95;',
  'ak&amp;#x5F;',
  'ak&lowbar;',
  'ak=5Flive',
  'ak=\r\n_live',
  'ak\\=\r\n_live',
  'ak==\r\n5Flive',
  'ak\x1b[31m_',
  '\\x61\\x6b\\x5f',
  '\\u0061\\u006B_',
  '%61%6b%5f',
  '%2561%256B%255F',
  '=61=6B=5F',
  '=3D61=3D6B=3D5F',
  '&#97;&#107;&#95;',
  '&#0097;&#0107;&#0095;',
  '&#097&#0107&#095',
  '&#x61;&#x6b;&#x5f;',
  '\\141\\153\\137',
  '\\u{61}\\u{6b}\\u{5f}',
];
const fragment = fc
  .tuple(fc.constantFrom(...anchors), fc.nat(4), fc.nat(40))
  .map(([anchor, from, length]) => Buffer.from(anchor.slice(from, from + 3 + length), 'latin1'));
const runs = fc
  .tuple(
    fc.constantFrom('Ab3+', 'abc_', 'a1', '\\x5', '%2', 'A-_/', '_Z', 'Q', '='),
    fc.constantFrom(...'aAzZ09+/_-%\\=.'.split('')),
    fc.nat(60),
    fc.nat(260),
  )
  .map(([unit, other, before, after]) =>
    Buffer.from(unit.repeat(70).slice(0, before) + other + unit.repeat(140).slice(0, after)),
  );
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc
    .string({ unit: fc.constantFrom(...'ak_\0"\'=\\%&65bfFXYh1\n '.split('')), maxLength: 12 })
    .map((s) => Buffer.from(s)),
);
const salted = fc
  .array(fc.oneof({ weight: 4, arbitrary: fragment }, { weight: 2, arbitrary: noise }, runs), {
    maxLength: 14,
  })
  .map((parts) => Buffer.concat(parts));

describe('agrees with the definition', () => {
  test('on anchors, fragments of them, runs and noise', () => {
    fc.assert(
      fc.property(salted, (bytes) => {
        expect(exact(eventsOf(bytes))).toEqual(oracle(bytes));
      }),
      { numRuns: 3000 },
    );
  });

  test.each(anchors.map((anchor) => [JSON.stringify(anchor), anchor]))(
    'on %s at every alignment',
    (_, anchor) => {
      for (let before = 0; before < 70; before++) {
        for (const behind of [0, 1, 256]) {
          const bytes = Buffer.concat([
            Buffer.alloc(before, '.'),
            Buffer.from(anchor, 'latin1'),
            Buffer.alloc(behind),
          ]);
          const events = exact(eventsOf(bytes));
          expect(events).toEqual(oracle(bytes));
          expect(events.length).toBeGreaterThan(0);
          expect(exact(eventsInTwo(bytes))).toEqual(events);
        }
      }
    },
  );

  test('what an earlier scan left in the area is not seen', () => {
    const bytes = Buffer.from('ak_live_'.repeat(30));
    eventsOf(bytes);
    for (let length = 0; length < 100; length++)
      expect(exact(eventsOf(bytes.subarray(0, length)))).toEqual(oracle(bytes.subarray(0, length)));
  });
});

test('cuts anywhere change nothing', () => {
  const small = new Prefilter(1024);
  fc.assert(
    fc.property(salted, fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 30 }), (bytes, sizes) => {
      const events: Event[] = [];
      let base = 0;
      let from = 0;
      let to = 0;
      let read = 0;
      for (const size of [...sizes, ...Array.from({ length: 40 }, () => 300)]) {
        const final = read + size >= bytes.length;
        to += bytes.copy(small.area, to, read, read + size);
        read += size;
        const { events: some, reached } = collect(small, from, to, final, base);
        events.push(...some);
        if (final) break;
        // Keep the 64 bytes that the next scan may look back to.
        const keep = Math.max(0, reached - 64);
        small.area.copyWithin(0, keep, to);
        [base, from, to] = [base + keep, reached - keep, to - keep];
      }
      expect(exact(events.toSorted(byPlace))).toEqual(oracle(bytes));
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['windows', (i: number) => `k_'${'.'.repeat(i % 4)}`],
  ['windows of two buckets', () => `"_live_"ak_' `],
  ['runs', (i: number) => `${'x'.repeat(40 + (i % 5))}A `],
])('more events than there is room for: %s', (_, unit) => {
  const text = Array.from({ length: 30_000 }, (__, i) => unit(i)).join('');
  const bytes = Buffer.from(text.slice(0, prefilter.area.length));
  const events = eventsOf(bytes);
  expect(events).toEqual(oracle(bytes));
  expect(events.length).toBeGreaterThan(2500);
});

describe('a key in each encoding is told', () => {
  const key = makeKey('live', 11);
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
  const utf32 = (text: string) => Buffer.from(text.split('').flatMap((c) => [c.charCodeAt(0), 0, 0, 0]));
  const each = (text: string, encode: (code: number) => string) =>
    text.replace(/./g, (c) => encode(c.charCodeAt(0)));
  const hex = (code: number, width = 2) => code.toString(16).padStart(width, '0');
  test.each<[string, Kind, Buffer | string]>([
    ['plain', Kind.plain, key],
    ['UTF-16 LE', Kind.wide, Buffer.from(key, 'utf16le')],
    ['UTF-16 BE', Kind.wide, utf16be(key)],
    ['UTF-32 LE', Kind.wide, utf32(key)],
    ['UTF-32 BE', Kind.wide, Buffer.from(utf32(key)).swap32()],
    ['hex', Kind.hex, Buffer.from(key).toString('hex')],
    ['upper-case hex', Kind.hex, Buffer.from(key).toString('hex').toUpperCase()],
    ['base64', Kind.base64, Buffer.from(key).toString('base64')],
    ['base64, second alignment', Kind.base64, Buffer.from(`:${key}`).toString('base64')],
    ['base64, third alignment', Kind.base64, Buffer.from(`::${key}`).toString('base64url')],
    ['percent-encoding', Kind.escaped, each(key, (c) => `%${hex(c)}`)],
    ['percent-encoding of the rest', Kind.escaped, key.replaceAll('_', '%5F')],
    ['JSON escapes', Kind.escaped, each(key, (c) => `\\u${hex(c, 4)}`)],
    ['JavaScript escapes', Kind.escaped, each(key, (c) => `\\x${hex(c)}`)],
    ['code point escapes', Kind.escaped, each(key, (c) => `\\u{${hex(c)}}`)],
    ['octal escapes', Kind.escaped, each(key, (c) => `\\${c.toString(8)}`)],
    ['decimal entities', Kind.escaped, each(key, (c) => `&#${c};`)],
    ['decimal entities with zeros', Kind.escaped, each(key, (c) => `&#000${c};`)],
    ['hexadecimal entities', Kind.escaped, each(key, (c) => `&#x${hex(c)};`)],
    ['quoted-printable', Kind.escaped, each(key, (c) => `=${hex(c).toUpperCase()}`)],
    ['base64 of base64', Kind.run, Buffer.from(Buffer.from(key).toString('base64')).toString('base64')],
    ['base64 in JavaScript escapes', Kind.run, each(btoa(key), (c) => `\\x${hex(c)}`)],
    ['base64 in UTF-16', Kind.wideRun, Buffer.from(btoa(key), 'utf16le')],
  ])('%s', (_, kind, encoded) => {
    const bytes = Buffer.from(encoded);
    for (let before = 0; before < 40; before++) {
      const kinds = eventsOf(Buffer.concat([Buffer.alloc(before, ' '), bytes, Buffer.from(' ')])).map(
        ([, k]) => k,
      );
      expect(kinds).toContain(kind);
    }
  });

  test.each([0, 1, 2])(
    'base64 with %i bytes before it, wrapped at any column but inside the first 4',
    (before) => {
      const text = Buffer.from(`${':'.repeat(before)}${key}`).toString('base64');
      const first = [0, 2, 3][before] ?? 0;
      for (const wrap of ['\n', '\r\n', '\\n', '\n    ', '=\n']) {
        for (let column = 1; column < text.length; column++) {
          if (column > first && column < first + 4) continue;
          const wrapped = Buffer.from(text.slice(0, column) + wrap + text.slice(column));
          expect(eventsOf(wrapped).map(([, k]) => k)).toContain(Kind.base64);
        }
      }
    },
  );

  test.each(['" + "', `' '`, '\x1b[0m', '\\u001b[1m', '=\n', '`+`'])(
    'cut by %j anywhere in its prefix',
    (cut) => {
      for (let at = 2; at < 8; at++) {
        const bytes = Buffer.from(`"${key.slice(0, at)}${cut}${key.slice(at)}"`);
        expect(eventsOf(bytes).length).toBeGreaterThan(0);
      }
    },
  );
});

describe('wide runs', () => {
  const letters = (count: number) => Buffer.from('W\u00e9. 3'.repeat(count).slice(0, count), 'latin1');
  const widen = (text: Buffer, width: number, phase: number) =>
    Buffer.from([...text].flatMap((c) => Array.from({ length: width }, (_, i) => (i === phase ? c : 0))));
  test.each([
    [2, 0],
    [2, 1],
    [4, 0],
    [4, 3],
  ])('%i bytes a character, the %ith is not NUL: told once, from 64 bytes on', (width, phase) => {
    for (let before = 0; before < 70; before++) {
      const wide = widen(letters(64 / width + before), width, phase);
      const bytes = Buffer.concat([Buffer.alloc(before, '.'), wide, Buffer.alloc(40, '.')]);
      const events = eventsOf(bytes).filter(([, kind]) => kind === Kind.wideRun);
      expect(events.length).toBe(1);
      const later = eventsInTwo(Buffer.concat([bytes, Buffer.alloc(120, '.')]));
      expect(later.filter(([, kind]) => kind === Kind.wideRun)).toEqual(events);
      const [[at] = [-1]] = events;
      // Where NUL comes first, the byte before it belongs to a run of the other byte order.
      expect(at).toBeGreaterThanOrEqual(before - 1);
      expect(at + 32).toBeLessThanOrEqual(before + wide.length);
    }
  });

  test.each([
    ['NUL bytes', Buffer.alloc(500)],
    ['text', Buffer.alloc(500, 'a. ')],
    ['small numbers of 64 bits', Buffer.alloc(512, '\x05\0\0\0\0\0\0\0')],
    ['pairs of bytes', Buffer.alloc(500, 'ab\0\0')],
  ])('%s are none', (_, bytes) => {
    expect(eventsOf(bytes)).toEqual([]);
  });
});

test('counts newlines', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('\n', 'a', '\x8a', '\r'), maxLength: 300 }),
      fc.nat(300),
      fc.nat(300),
      (text, a, b) => {
        const bytes = Buffer.from(text, 'latin1');
        const from = Math.min(a, b, bytes.length);
        const to = Math.min(Math.max(a, b), bytes.length);
        bytes.copy(prefilter.area);
        const wanted = bytes.toString('latin1', from, to).split('\n').length - 1;
        expect(prefilter.countNewlines(from, to)).toBe(wanted);
      },
    ),
    { numRuns: 1000 },
  );
});
