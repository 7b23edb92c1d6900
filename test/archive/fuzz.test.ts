// Whatever the bytes are: nothing is thrown, what comes out is bounded, and what is not a whole container says so.
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../src/archive/budget.ts';
import type { ContainerKind } from '../../src/archive/kind.ts';
import { makeTar } from './make-tar.ts';
import { makeZip } from './make-zip.ts';
import { has, logText, measure, run } from './support.ts';

const mib = 2 ** 20;
const text = logText(4000);

const samples: [ContainerKind, Buffer][] = [
  [
    'zip',
    makeZip([
      { name: 'a', bytes: text },
      { name: 'b', bytes: text, method: 0 },
    ]),
  ],
  ['zip', makeZip([{ name: 'a', bytes: text, described: true }], { zip64: true })],
  [
    'tar',
    makeTar([
      { name: 'a', bytes: text },
      { name: 'b'.repeat(300), bytes: text, long: 'pax' },
    ]),
  ],
  ['gzip', gzipSync(makeTar([{ name: 'a', bytes: text }]))],
  ['zstd', zstdCompressSync(text)],
  ['brotli', brotliCompressSync(text)],
];
if (has('bzip2')) samples.push(['bzip2', run('bzip2', ['-c'], text)]);
if (has('xz')) samples.push(['xz', run('xz', ['-c'], text)]);

/** Returns the reasons. */
function check(kind: ContainerKind, bytes: Buffer): string[] {
  const budget = new Budget({ floor: mib, ratio: 10, large: 2 * mib, largeRatio: 1, entries: 100 });
  const { bytes: out } = measure(kind, bytes, budget);
  // Inner containers count again at each depth.
  expect(out).toBeLessThan(4 * mib);
  expect(budget.depth).toBe(0);
  return budget.reasons;
}

describe.each(samples)('%s', (kind, sample) => {
  test('random bytes behind its magic number', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 4, max: 40 }), (random, keep) => {
        expect(check(kind, Buffer.concat([sample.subarray(0, keep), random])).length).toBeLessThan(100);
      }),
      { numRuns: 300 },
    );
  });

  test('a few bytes changed, cut out or put in', () => {
    const at = fc.integer({ min: 0, max: sample.length - 1 });
    const change = fc.record({ at, cut: fc.nat(20), put: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes = sample;
        for (const { at: place, cut, put } of changes)
          bytes = Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + cut)]);
        expect(check(kind, bytes).length).toBeLessThan(100);
      }),
      { numRuns: 500 },
    );
  });

  test('as it is, there is nothing to say', () => {
    expect(check(kind, sample)).toEqual([]);
  });
});
