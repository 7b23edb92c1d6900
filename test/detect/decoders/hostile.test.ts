// Whatever the bytes are, a decoder ends, does not throw, does work in proportion to the bytes, and says where its output
// came from. Work is counted, not timed: each byte that is looked at, and each that is copied.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decoded, Decoder, EventKind, Reach } from '../../../src/detect/decoders/decoder.ts';
import { decoders } from '../../../src/detect/decoders/index.ts';
import { anyKey, keyOf } from './support.ts';

/** A buffer that counts how many of its bytes are read. */
function counted(bytes: Buffer): { proxy: Buffer; count: () => number } {
  let count = 0;
  const proxy = new Proxy(bytes, {
    get(target, name) {
      if (typeof name === 'string' && /^\d/.test(name)) {
        count++;
        return target[Number(name)];
      }
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const numbers = args.filter((arg) => typeof arg === 'number');
        if (numbers.length >= 2) count += Math.max(0, (numbers.at(-1) ?? 0) - (numbers.at(-2) ?? 0));
        else count += target.length;
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  return { proxy, count: () => count };
}

const size = 1 << 16;
const fill = (pattern: string) => Buffer.alloc(size, pattern, 'latin1');
const floods: [name: string, bytes: Buffer][] = [
  ['base64 characters', fill('QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w')],
  ['one base64 character', fill('A')],
  ['base64 lines', fill(`${'QUJDREVGR0hJSktMTU5P'.repeat(3)}\n`)],
  ['base64 anchors', fill('YWtf')],
  ['base64 anchors in words', fill('YWtfbGl2ZV8')],
  ['padding', fill('=')],
  ['a base64 character and padding', fill('Q=')],
  ['hex', fill('616b5f6c')],
  ['hex lines', fill(`${'616b5f6c'.repeat(8)}\n`)],
  ['hex with spaces', fill('61 6b 5f ')],
  ['percent signs', fill('%')],
  ['percent-encoded anchors', fill('%6B%5F')],
  ['percent-encoded newlines', fill('%0A')],
  ['backslashes', fill('\\')],
  ['escaped anchors', fill('k\\x5f')],
  ['escaped newlines', fill('\\n')],
  ['backslashes and newlines', fill('\\\n')],
  ['quotes', fill('"')],
  ['quotes and spaces', fill('"   ')],
  ['quotes and pluses', fill('" + ')],
  ['literals', fill('"a" + ')],
  ['literals with anchors', fill('"k_live_" + ')],
  ['anchors in plain text', fill('ak_live_"')],
  ['white space', fill(' ')],
  ['newlines', fill('\n')],
  ['ampersands', fill('&')],
  ['entities', fill('k&#95;')],
  ['ESC', fill('\x1b')],
  ['terminal strings without an end', fill('\x1b]')],
  ['written terminal strings without an end', fill('k_\\x1b]')],
  ['colours', fill('k_\x1b[0m')],
  ['zeros', fill('\0')],
  ['UTF-16', fill('k\0_\0')],
  ['UTF-32', fill('k\0\0\0_\0\0\0')],
  ['equals signs and newlines', fill('=\n')],
];

/** Events as dense as the kinds allow. */
const steps: Record<EventKind, number> = {
  plain: 7,
  split: 3,
  base64: 4,
  hex: 6,
  wide: 4,
  escaped: 4,
  run: 41,
  wideRun: 64,
};

/** The sum of work for one event each `step` bytes, of which only some are tried. */
function work(decoder: Decoder, bytes: Buffer, kind: EventKind, events: readonly number[]): number {
  const { proxy, count } = counted(bytes);
  const reach: Reach = {};
  for (const at of events) decoder.decode(proxy, at, kind, reach);
  return count();
}

const cases = decoders.flatMap((decoder) =>
  decoder.kinds.map((kind) => [decoder.name, kind, decoder] as const),
);

describe.each(cases)('%s: %s', (_, kind, decoder) => {
  test('work is in proportion to the bytes, and to the number of events', () => {
    for (const [name, bytes] of floods) {
      // Runs are told where they start; one event may look at all of the window, a few times over.
      const isRun = kind === 'run' || kind === 'wideRun';
      const first = isRun ? 0 : Math.floor(size / 2 / steps[kind]) * steps[kind];
      const one = work(decoder, bytes, kind, [first]);
      expect([name, one < (isRun ? size * 12 : 60_000)]).toEqual([name, true]);
      const dense = Array.from({ length: 512 / steps[kind] }, (__, i) => first + i * steps[kind]);
      const all = work(decoder, bytes, kind, dense);
      const most = (isRun ? size * 12 : one) + dense.length * 12_000;
      expect([name, all < most]).toEqual([name, true]);
    }
  });
});

/** Whether the places of what was decoded are inside of the bytes, and never fall. Looks at some, if there are many. */
function haveGoodPlaces(bytes: Buffer, found: readonly Decoded[]): boolean {
  return found.every((decoded) => {
    let origin = 0;
    let end = 0;
    for (let i = 0; i < decoded.bytes.length; i += Math.max(1, decoded.bytes.length >> 9)) {
      const from = decoded.origin(i);
      const to = decoded.end(i);
      if (from < origin || to < end || to <= from || to > bytes.length) return false;
      origin = from;
      end = to;
    }
    return true;
  });
}

const fragment = fc.oneof(
  fc.constantFrom('ak_', 'k_live_', 'k_test_', 'YWtf', 'FrX2', 'ha19', '616b5f', '61 6b 5f', '0x61, 0x6b'),
  fc.constantFrom('%6B', '%5F', '%', '%u005f', '\\u005f', '\\u{5f}', '\\x5', '\\137', '\\', '\\\\', '\\n'),
  fc.constantFrom('&#95;', '&#x', '&lowbar;', '&', '=5F', '=\n', '=\r\n', '=', '\n', '\r\n', '\n  '),
  fc.constantFrom('\x1b[0m', '\x1b]', '\x1b\\', '\\x1b[', '^[', '[0m', '\xe2\x90\x9b', '\x9b'),
  fc.constantFrom('"', "'", '`', '" + "', '", "', '"}', '${"', "' . '", '].join("")'),
  fc.constantFrom('k\0_\0l\0', '\0k\0_\0l', 'k\0\0\0_\0\0\0', '\xff\xfe', '\0'),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  fc.base64String({ maxLength: 80 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('hex')),
);

describe('any bytes', () => {
  test('every decoder, kind and place: no error, and places that make sense', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), anyKey, fc.nat(), (parts, nth, place) => {
        const half = parts.length >> 1;
        const text = [...parts.slice(0, half), keyOf(nth).slice(0, place % 40), ...parts.slice(half)].join(
          '',
        );
        const bytes = Buffer.from(text, 'latin1');
        const at = place % (bytes.length + 1);
        for (const decoder of decoders) {
          for (const kind of decoder.kinds) {
            const before = Buffer.from(bytes);
            expect(haveGoodPlaces(bytes, decoder.decode(bytes, at, kind))).toBe(true);
            expect(bytes.equals(before)).toBe(true);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('runs of 1 MiB come out no more often than in each of four alignments', () => {
    for (const [name, bytes] of floods) {
      const window = Buffer.alloc(1 << 20, bytes.subarray(0, 840));
      for (const [, kind, decoder] of cases.filter(([, of]) => of === 'run' || of === 'wideRun')) {
        const reach: Reach = {};
        let decoded = 0;
        for (let at = 0; at < window.length; at += steps[kind]) {
          for (const { bytes: output } of decoder.decode(window, at, kind, reach)) decoded += output.length;
        }
        expect([name, decoded <= window.length * 4]).toEqual([name, true]);
      }
    }
  });

  test.each(floods)('nothing but %s: no error at the edges, and places that make sense', (_, bytes) => {
    const window = bytes.subarray(0, 5000);
    for (const decoder of decoders) {
      for (const kind of decoder.kinds) {
        for (const at of [0, 1, 2, 3, 2500, 4997, 4998, 4999]) {
          expect(haveGoodPlaces(window, decoder.decode(window, at, kind))).toBe(true);
        }
      }
    }
  });

  test('an empty window', () => {
    for (const decoder of decoders) {
      for (const kind of decoder.kinds) expect(decoder.decode(Buffer.alloc(0), 0, kind)).toEqual([]);
    }
  });
});

test('a key at either edge of the window', () => {
  const wraps: [string, EventKind, (key: string) => string, number][] = [
    ['base64', 'base64', (key) => Buffer.from(key).toString('base64'), 0],
    ['hex', 'hex', (key) => Buffer.from(key).toString('hex'), 0],
    ['utf-16', 'wide', (key) => Buffer.from(key, 'utf16le').toString('latin1'), 2],
    ['percent', 'escaped', (key) => key.replaceAll('_', '%5F'), 1],
    ['js-escape', 'escaped', (key) => key.replaceAll('_', '\\u005f'), 1],
    ['html-entity', 'escaped', (key) => key.replaceAll('_', '&#95;'), 1],
    ['quoted-printable', 'escaped', (key) => key.replaceAll('_', '=5F'), 1],
    ['ansi', 'split', (key) => key.replace('live', '\x1b[mlive').replace('test', '\x1b[mtest'), 1],
    ['split-literal', 'plain', (key) => `${key.slice(0, 9)}" + "${key.slice(9)}`, 1],
  ];
  for (const [name, kind, encode, at] of wraps) {
    const decoder = decoders.find((candidate) => candidate.name === name);
    for (const nth of [0, 1, 2, 3]) {
      const found = decoder?.decode(Buffer.from(encode(keyOf(nth)), 'latin1'), at, kind) ?? [];
      const whole = found.some(({ bytes }) => bytes.toString('latin1') === keyOf(nth));
      expect([name, whole]).toEqual([name, true]);
    }
  }
});

test('each decoder is registered once, under a name of its own', () => {
  const names = decoders.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.toSorted()).toEqual([
    'ansi',
    'base64',
    'hex',
    'html-entity',
    'js-escape',
    'percent',
    'quoted-printable',
    'split-literal',
    'utf-16',
    'utf-32',
  ]);
});
