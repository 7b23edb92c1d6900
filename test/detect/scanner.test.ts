import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/core/match.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const provenance = { kind: 'file', path: 'x' } as const;

/** What can be compared (and printed) of matches: never the key. */
function places(matches: readonly Match[]): string[] {
  return matches.map((m) => `${m.secret.fingerprint} ${m.offset} ${m.line}:${m.column}`).toSorted();
}

const scanner = new Scanner(rules);

function scanWhole(bytes: Buffer): string[] {
  scanner.whole(provenance, bytes);
  return places(scanner.take());
}

function scanPieces(bytes: Buffer, cuts: readonly number[]): { found: string[]; newlines: number } {
  scanner.open(provenance);
  let from = 0;
  for (const cut of [...cuts, bytes.length].toSorted((a, b) => a - b)) {
    scanner.write(bytes.subarray(from, cut));
    from = cut;
  }
  const newlines = scanner.close();
  return { newlines, found: places(scanner.take()) };
}

/** The definition, written as slowly and plainly as can be: what the scanner must agree with. */
function oracle(text: string): string[] {
  const found: string[] = [];
  for (const m of text.matchAll(/(?<![A-Za-z0-9_-])ak_(?:live|test)_[A-Za-z0-9_]+/g)) {
    const body = m[0].length - 8;
    if (body < 16 || body > 128) continue;
    const before = text.slice(0, m.index);
    found.push(`${m.index} ${before.split('\n').length}:${m.index - before.lastIndexOf('\n')}`);
  }
  return found;
}

const key = fc
  .tuple(fc.constantFrom('live' as const, 'test' as const), fc.nat(50))
  .map(([e, n]) => makeKey(e, n));
const noise = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'k', '_', 'l', 'i', 'v', 'e', '\n', ' ', '-', ';', '\0', 'A', '7'),
  }),
  fc.constantFrom('ak_', 'ak_live_', 'ak_test_', 'le', 'ak_liv', '\n\n', 'é', '\r\n'),
);
const text = fc
  .array(
    fc.oneof(
      noise,
      key,
      key.map((k) => k.slice(0, 20)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('scanner', () => {
  test('cuts anywhere change nothing: same keys, offsets, lines and columns', () => {
    const cuts = fc.array(fc.nat(600), { maxLength: 20 });
    fc.assert(
      fc.property(text, cuts, (t, at) => {
        const bytes = Buffer.from(t);
        const inside = at.map((cut) => Math.min(cut, bytes.length));
        const { found, newlines } = scanPieces(bytes, inside);
        expect(found).toEqual(scanWhole(bytes));
        expect(newlines).toBe(t.split('\n').length - 1);
      }),
      { numRuns: 2000 },
    );
  });

  test('every byte of a key can be the cut', () => {
    const bytes = Buffer.from(`first\nsecond ${makeKey('live', 1)}\nthird ${makeKey('test', 2)}`);
    const whole = scanWhole(bytes);
    expect(whole).toHaveLength(2);
    for (let cut = 0; cut <= bytes.length; cut++) expect(scanPieces(bytes, [cut]).found).toEqual(whole);
    const everywhere = Array.from({ length: bytes.length }, (_, i) => i);
    expect(scanPieces(bytes, everywhere).found).toEqual(whole);
  });

  test('agrees with the definition on generated keys in noise', () => {
    fc.assert(
      fc.property(text, (t) => {
        const latin1 = Buffer.from(t, 'utf8').toString('latin1');
        const scanned = scanWhole(Buffer.from(t)).map((place) => place.slice(33));
        // Noise can form a run that the placeholder check rejects; those the oracle can't know, so it may only have more.
        const wanted = new Set(oracle(latin1));
        for (const place of scanned) expect(wanted).toContain(place);
        for (const m of latin1.matchAll(/(?<![\w-])ak_(?:live|test)_[A-Za-z0-9]{24}(?!\w)/g)) {
          if (new Set(m[0].slice(8)).size > 12)
            expect(scanned.some((p) => p.startsWith(`${m.index} `))).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['at the first byte', (k: string) => k, 1],
    ['at the last byte of many lines', (k: string) => `${'x\n'.repeat(1000)}${k}`, 1],
    ['twice on one line', (k: string) => `${k} ${k}`, 2],
    ['between NUL bytes', (k: string) => `\0\0${k}\0`, 1],
    ['behind bytes that are not UTF-8', (k: string) => `\xff\xfe${k}\xff`, 1],
    ['in CRLF text', (k: string) => `a\r\n${k}\r\nb`, 1],
    ['in a URL', (k: string) => `https://x.test/?key=${k}&a=b`, 1],
    ['behind a letter', (k: string) => `x${k}`, 0],
    ['behind a dash', (k: string) => `-${k}`, 0],
    ['cut short', (k: string) => k.slice(0, 20), 0],
    ['in upper case', (k: string) => k.toUpperCase(), 0],
  ])('a key %s', (_, wrap, expected) => {
    expect(scanWhole(Buffer.from(wrap(makeKey('live', 7)), 'latin1'))).toHaveLength(expected);
  });

  test('a line of 100 MB, key at its far end, in pieces', () => {
    const piece = Buffer.alloc(1 << 20, 'a ');
    scanner.open(provenance);
    for (let i = 0; i < 100; i++) scanner.write(piece);
    scanner.write(Buffer.from(makeKey('live', 3)));
    scanner.close();
    expect(scanner.take().map(({ line, column }) => ({ line, column }))).toEqual([
      { line: 1, column: 100 * 2 ** 20 + 1 },
    ]);
  });
});
