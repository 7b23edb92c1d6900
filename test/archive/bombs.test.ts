// What must not happen: a small file that takes all memory, or all day. Bytes are counted; memory is measured in a process
// of its own.
import { execFileSync } from 'node:child_process';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../src/archive/budget.ts';
import { openContainer } from '../../src/archive/open.ts';
import { gzipBomb, nestedBomb, overlappingBomb, selfContainingZip } from './make-bomb.ts';
import { makeTar } from './make-tar.ts';
import { makeZip } from './make-zip.ts';
import { measure, open, openAll } from './support.ts';

const mib = 2 ** 20;
const small = { floor: mib, large: 16 * mib };

describe('stopped while it opens, and said once', () => {
  const bombs: [string, 'zip' | 'gzip', Buffer][] = [
    ['nested', 'zip', nestedBomb(3, 10, 4 * mib)],
    ['overlapping', 'zip', overlappingBomb(250, 4 * mib)],
    ['flat', 'zip', makeZip([{ name: 'z', bytes: Buffer.alloc(40 * mib) }])],
    ['one gzip', 'gzip', gzipSync(Buffer.alloc(40 * mib), { level: 9 })],
    ['many members', 'gzip', gzipBomb(40, mib)],
  ];

  test.each(bombs)('%s', (_, kind, bomb) => {
    const budget = new Budget({ ...small, ratio: 100, largeRatio: 50 });
    expect(bomb.length).toBeLessThan(45_000);
    const { bytes } = measure(kind, bomb, budget);
    expect(bytes).toBeLessThan(5 * mib);
    const why = /opens to more than (100|50) times its size; stopped after \d+ MiB$/;
    expect(budget.reasons.filter((reason) => why.test(reason))).toHaveLength(1);
    expect(budget.spent).toBe(true);
  });
});

test('the overlapping bomb is one: every entry opens', () => {
  const { entries, reasons } = open('zip', overlappingBomb(5, 1000));
  expect(entries.map(({ bytes }) => bytes.length)).toEqual([1000 + 34 * 4, 1000 + 34 * 3, 1068, 1034, 1000]);
  expect(reasons).toEqual([expect.stringMatching(/^0000 and 4 more: .*checksum/)]);
});

test('a zip that contains itself', () => {
  const zip = selfContainingZip();
  const { entries } = open('zip', zip);
  expect(entries.map(({ bytes }) => bytes.equals(zip))).toEqual([true]);
  const { opened, reasons } = openAll('zip', zip);
  expect(opened).toHaveLength(8);
  expect(reasons).toEqual([
    expect.stringMatching(/checksum/),
    expect.stringMatching(/nested more than 8 deep; not opened$/),
  ]);
});

test('what is too deep is not opened, and the rest is', () => {
  let bytes = makeZip([{ name: 'bottom', bytes: Buffer.from('x') }]);
  for (let i = 0; i < 20; i++)
    bytes = makeZip([
      { name: `${i}.zip`, bytes },
      { name: 'beside', bytes: Buffer.from('y') },
    ]);
  const { opened, reasons } = openAll('zip', bytes, { depth: 3 });
  expect(opened.map(({ chain }) => chain.length)).toEqual([1, 2, 3, 3, 2, 1]);
  expect(reasons).toEqual(['19.zip > 18.zip > 17.zip: nested more than 3 deep; not opened']);
});

test('too many entries', () => {
  const tar = makeTar(Array.from({ length: 50 }, (_, i) => ({ name: `${i}`, bytes: Buffer.from('x') })));
  const { entries, reasons } = open('tar', tar, { entries: 10 });
  expect(entries).toHaveLength(10);
  expect(reasons).toEqual(['10: holds more than 10 entries; the rest was not read']);
});

test('a zip in a stream that is too large to be held', () => {
  const inner = makeZip([{ name: 'a', bytes: Buffer.alloc(3 * mib), method: 0 }]);
  const budget = new Budget({ held: 2 * mib });
  measure('gzip', gzipSync(inner), budget);
  expect(budget.reasons).toEqual(['a zip of more than 2 MiB inside of another; not opened']);
});

test('what is held is given back', () => {
  const inner = makeZip([{ name: 'a', bytes: Buffer.alloc(1000), method: 0 }]);
  const tar = makeTar(Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, bytes: inner })));
  const budget = new Budget({ held: 2000 });
  expect(measure('tar', tar, budget).entries).toBe(40);
  expect(budget.reasons).toEqual([]);
});

test('an ordinary file of high ratio passes: the first 64 MiB are free', () => {
  const budget = new Budget();
  expect(measure('gzip', gzipSync(Buffer.alloc(60 * mib)), budget).bytes).toBe(60 * mib);
  expect(budget.reasons).toEqual([]);
});

test('input that brings nothing out costs, too', () => {
  const emptyBlocks = Buffer.alloc(100_000, Buffer.from('000000ffff', 'hex'));
  const packed = Buffer.concat([emptyBlocks, deflateRawSync(Buffer.from('x'))]);
  const zip = makeZip([{ name: 'a', bytes: Buffer.from('x'), packed }]);
  expect(open('zip', zip, { floor: 150_000, ratio: 0, largeRatio: 0 }).reasons).toEqual([]);
  expect(open('zip', zip, { floor: 50_000, ratio: 0, largeRatio: 0 }).reasons).toEqual([
    'a: opens to more than 0 times its size; stopped after 0 MiB',
  ]);
});

test('an entry that is left unread costs next to nothing', () => {
  const budget = new Budget({ floor: 300_000, ratio: 0, largeRatio: 0 });
  const zip = makeZip(['y', 'z'].map((name) => ({ name, bytes: Buffer.alloc(40 * mib) })));
  const names = [...openContainer('zip', zip, budget)].map((entry) => entry.name);
  expect(names).toEqual(['y', 'z']);
  expect(budget.reasons).toEqual([]);
});

test.each([
  ['gzip of 10 GB', 'gzipBomb(100, 100 * 2 ** 20)', 'gzip'],
  ['zips in zips, of petabytes', 'nestedBomb(6, 16, 2 ** 24)', 'zip'],
  ['overlapping entries, of 6 GB', 'overlappingBomb(250, 24 * 2 ** 20)', 'zip'],
])('memory stays small: %s', (_, bomb, kind) => {
  const script = `
    const { gzipBomb, nestedBomb, overlappingBomb } = await import('./test/archive/make-bomb.ts');
    const { measure } = await import('./test/archive/support.ts');
    const { Budget } = await import('./src/archive/budget.ts');
    const bomb = ${bomb};
    globalThis.gc();
    const before = process.memoryUsage.rss();
    let most = 0;
    const budget = new Budget({ large: 256 * 2 ** 20, largeRatio: 10 });
    const spend = budget.spend.bind(budget);
    let count = 0;
    budget.spend = (bytes) => {
      if (count++ % 64 === 0) most = Math.max(most, process.memoryUsage.rss());
      spend(bytes);
    };
    const { bytes } = measure('${kind}', bomb, budget);
    console.log(JSON.stringify({ grew: most - before, bytes, reasons: budget.reasons }));`;
  const output = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  const { grew, bytes, reasons } = JSON.parse(output) as { grew: number; bytes: number; reasons: string[] };
  expect(grew).toBeLessThan(100 * mib);
  expect(bytes).toBeLessThan(300 * mib);
  expect(reasons.at(-1)).toMatch(/opens to more than 1[,0]+ times its size; stopped after \d+ MiB$/);
});
