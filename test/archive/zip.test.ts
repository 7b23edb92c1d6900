import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ZipFile, makeZip } from './make-zip.ts';
import { has, lend, logText, open, openAll, run } from './support.ts';

const text = logText(5000);
const a: ZipFile = { name: 'a.txt', bytes: text };
const b: ZipFile = { name: 'b.txt', bytes: Buffer.from('another entry') };

const whole: [string, Buffer, string[]][] = [
  ['deflated', makeZip([a, b]), ['a.txt', 'b.txt']],
  ['stored', makeZip([{ ...a, method: 0 }, b]), ['a.txt', 'b.txt']],
  ['zstd', makeZip([{ ...a, method: 93, packed: zstdCompressSync(text) }, b]), ['a.txt', 'b.txt']],
  ['sizes behind the data', makeZip([{ ...a, described: true }, b]), ['a.txt', 'b.txt']],
  ['zip64', makeZip([a, b], { zip64: true }), ['a.txt', 'b.txt']],
  [
    'zip64 behind a prefix',
    makeZip([a, b], { zip64: true, prefix: Buffer.from('#!/bin/sh\n') }),
    ['a.txt', 'b.txt'],
  ],
  ['a comment', makeZip([a, b], { comment: Buffer.from('by hand') }), ['a.txt', 'b.txt']],
  ['a comment with an end record in it', makeZip([a, b], { comment: makeZip([]) }), ['a.txt', 'b.txt']],
  ['a prefix', makeZip([a, b], { prefix: Buffer.from('#!/bin/sh\n') }), ['a.txt', 'b.txt']],
  ['a climbing name', makeZip([{ ...a, name: '../../x' }, b]), ['../../x', 'b.txt']],
  ['an absolute name', makeZip([{ ...a, name: 'C:\\x' }, b]), ['C:\\x', 'b.txt']],
  ['a folder', makeZip([{ name: 'f/', bytes: Buffer.alloc(0), method: 0 }, a]), ['a.txt']],
  ['a packed size that is too small', makeZip([{ ...a, lie: { packedSize: 3 } }, b]), ['a.txt', 'b.txt']],
  [
    'a packed size that is too large',
    makeZip([{ ...a, lie: { packedSize: 2 ** 31 } }, b]),
    ['a.txt', 'b.txt'],
  ],
  ['a size that is no size', makeZip([{ ...a, lie: { size: 7 } }, b]), ['a.txt', 'b.txt']],
  ['an entry listed twice', listedTwice(), ['a.txt']],
  ['an entry that is not listed', makeZip([b, a], { unlisted: ['a.txt'] }), ['b.txt', 'a.txt']],
  [
    'an entry of unknown size not listed',
    makeZip([b, { ...a, described: true }], { unlisted: ['a.txt'] }),
    ['b.txt', 'a.txt'],
  ],
  ['a zip before the zip', Buffer.concat([makeZip([a]), makeZip([b])]), ['b.txt', 'a.txt']],
];

test.each(whole)('%s', (_, zip, names) => {
  for (const input of [zip, lend(zip, [100, 1, 700])]) {
    const { entries, reasons } = open('zip', input);
    expect(reasons).toEqual([]);
    expect(entries.map((entry) => entry.name)).toEqual(names);
    for (const { name, bytes } of entries) expect(bytes.equals(name === 'b.txt' ? b.bytes : text)).toBe(true);
  }
});

test('from a file on disk, of which only parts are read at a time', () => {
  inFolder((folder) => {
    const big = makeZip([a, { name: 'big', bytes: Buffer.alloc(3_000_000, 'ab'), method: 0 }, b], {
      zip64: true,
    });
    for (const [kind, bytes] of [
      ['zip', big],
      ['gzip', gzipSync(big)],
    ] as const) {
      const path = join(folder, kind);
      writeFileSync(path, bytes);
      const fd = openSync(path, 'r');
      const buffer = Buffer.alloc(1 << 20);
      const read = (offset: number, length: number) =>
        buffer.subarray(0, readSync(fd, buffer, 0, Math.min(length, buffer.length), offset));
      const { opened, reasons } = openAll(kind, { size: bytes.length, read });
      closeSync(fd);
      expect(reasons).toEqual([]);
      expect(opened.slice(-3).map((entry) => entry.bytes.length)).toEqual([5000, 3_000_000, b.bytes.length]);
      expect(opened.at(-3)?.bytes.equals(text)).toBe(true);
    }
  });
});

test('only stored entries are verbatim', () => {
  const zip = makeZip([{ ...a, method: 0 }, b]);
  expect(open('zip', zip).entries.map(({ at }) => at)).toEqual([zip.indexOf(a.bytes), null]);
});

const partly: [string, Buffer, string[], string[]][] = [
  ['encrypted', makeZip([{ ...a, encrypted: true }, b]), ['b.txt'], ['a.txt: encrypted; not opened']],
  [
    'many encrypted',
    makeZip([{ ...a, encrypted: true }, { ...a, name: 'c', encrypted: true }, b]),
    ['b.txt'],
    ['a.txt and 1 more: encrypted; not opened'],
  ],
  [
    'lzma',
    makeZip([{ ...a, method: 14, packed: text }, b]),
    ['b.txt'],
    ['a.txt: zip compression method 14 is not supported; not opened'],
  ],
  [
    'a wrong place',
    makeZip([{ ...b, lie: { offset: 3 } }, a]),
    // It is found all the same, by its own header.
    ['a.txt', 'b.txt'],
    ['b.txt: zip entry is not where the directory says'],
  ],
  [
    'a place beyond everything',
    makeZip([{ ...b, lie: { offset: 0xfffffffe } }, a]),
    ['a.txt', 'b.txt'],
    ['b.txt: zip entry is not where the directory says'],
  ],
  [
    'a wrong checksum',
    makeZip([{ ...b, lie: { crc: 7 } }]),
    ['b.txt'],
    ['b.txt: zip data damaged (checksum does not fit); read up to there'],
  ],
  [
    'no directory',
    makeZip([a, { ...b, described: true }], { cut: true }),
    ['a.txt', 'b.txt'],
    ['zip cut off or damaged: it has no directory; read as far as its entries have headers of their own'],
  ],
];

test.each(partly)('%s', (_, zip, names, reasons) => {
  const found = open('zip', zip);
  expect(found.entries.map((entry) => entry.name)).toEqual(names);
  expect(found.reasons).toEqual(reasons);
});

test('damage in one entry leaves the others alone', () => {
  const zip = makeZip([{ ...a, packed: Buffer.alloc(40, 0xff) }, b]);
  const { entries, reasons } = open('zip', zip);
  expect(entries.map((entry) => entry.bytes.toString())).toEqual(['', 'another entry']);
  expect(reasons).toEqual([expect.stringMatching(/^a\.txt: deflate data damaged/)]);
});

test('cut off anywhere, everything whole before the cut is read, and the cut is said', () => {
  const zip = makeZip([b, a, { ...b, name: 'c' }]);
  const second = zip.indexOf('PK\x03\x04', 4);
  for (let length = second; length < zip.length; length += 10) {
    const { entries, reasons } = open('zip', zip.subarray(0, length));
    expect(entries[0]?.bytes.toString()).toBe('another entry');
    for (const { name, bytes } of entries) {
      const truth = name === 'a.txt' ? text : b.bytes;
      expect(truth.subarray(0, bytes.length).equals(bytes)).toBe(true);
    }
    expect(reasons).toHaveLength(1);
  }
});

test('a zip in a tar in a gzip in a zip, each with its chain', () => {
  const inner = makeZip([{ name: 'key.txt', bytes: Buffer.from('deep') }]);
  const outer = makeZip([{ name: 'x.gz', bytes: gzipSync(inner) }]);
  const { opened, reasons } = openAll('zip', outer);
  expect(reasons).toEqual([]);
  expect(opened.map(({ chain }) => chain)).toEqual([
    ['zip:x.gz'],
    ['zip:x.gz', 'gzip:'],
    ['zip:x.gz', 'gzip:', 'zip:key.txt'],
  ]);
  expect(opened.at(-1)?.bytes.toString()).toBe('deep');
});

test('a gap deep inside says where it is', () => {
  const inner = makeZip([{ ...a, encrypted: true }]);
  const outer = makeZip([{ name: 'libs/x.gz', bytes: gzipSync(inner) }]);
  expect(openAll('zip', outer).reasons).toEqual(['libs/x.gz > a.txt: encrypted; not opened']);
});

test('a name in an old code page is shown somehow', () => {
  const zip = makeZip([{ name: 'n', bytes: text }]);
  zip[30] = 0x84;
  zip[zip.lastIndexOf('PK\x01\x02') + 46] = 0x84;
  expect(open('zip', zip).entries.map(({ name }) => name)).toEqual(['\x84']);
});

describe.skipIf(!has('zip'))('the zip command, if it is on this machine', () => {
  test.each([[['-9']], [['-0']], [['-fd']], [['-Z', 'bzip2']]])('zip %j', (options) => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'a.txt'), text);
      writeFileSync(join(folder, 'b.txt'), b.bytes);
      run('zip', ['-q', ...options, 'x.zip', 'a.txt', 'b.txt'], undefined, folder);
      const { entries, reasons } = open('zip', readFileSync(join(folder, 'x.zip')));
      expect(reasons).toEqual([]);
      expect(entries.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
      expect(entries[0]?.bytes.equals(text)).toBe(true);
    });
  });

  test('written to a pipe, and encrypted', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'a.txt'), text);
      const piped = open('zip', run('zip', ['-q', '-', '-'], text, folder));
      expect(piped.reasons).toEqual([]);
      expect(piped.entries[0]?.bytes.equals(text)).toBe(true);
      run('zip', ['-q', '-P', 'secret', 'x.zip', 'a.txt'], undefined, folder);
      expect(open('zip', readFileSync(join(folder, 'x.zip'))).reasons).toEqual([
        'a.txt: encrypted; not opened',
      ]);
    });
  });
});

function inFolder(act: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-test-'));
  try {
    act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Two lines of the directory point at one header. */
function listedTwice(): Buffer {
  const packed = deflateRawSync(text);
  const nothing = Buffer.alloc(0);
  return makeZip([
    { ...a, packed },
    {
      name: 'again',
      bytes: nothing,
      packed: nothing,
      method: 0,
      lie: { offset: 0, packedSize: packed.length },
    },
  ]);
}
