import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TarFile, makeTar } from './make-tar.ts';
import { has, lend, logText, open, run } from './support.ts';

const text = logText(3000);
const long = `${'folder/'.repeat(40)}file.txt`;

const right: [string, TarFile, string][] = [
  ['a short name', { name: 'a.txt', bytes: text }, 'a.txt'],
  ['a name by pax', { name: long, bytes: text, long: 'pax' }, long],
  ['a name by GNU', { name: long, bytes: text, long: 'gnu' }, long],
  ['a size in base 256', { name: 'a', bytes: text, binarySize: true }, 'a'],
  ['a name that climbs', { name: '../../etc/passwd', bytes: text }, '../../etc/passwd'],
  ['an absolute name', { name: '/etc/passwd', bytes: text }, '/etc/passwd'],
  ['a name with an escape', { name: 'a\x1b[2J', bytes: text }, 'a\x1b[2J'],
  ['a type of the future', { name: 'a', bytes: text, type: 'Q' }, 'a'],
  ['a type of the past', { name: 'a', bytes: text, type: '\0' }, 'a'],
  ['exactly one block', { name: 'a', bytes: text.subarray(0, 512) }, 'a'],
  ['one byte', { name: 'a', bytes: text.subarray(0, 1) }, 'a'],
];

test.each(right)('%s', (_, file, name) => {
  const other = { name: 'b', bytes: Buffer.from('the next entry') };
  expect(names(open('tar', makeTar([file, other])))).toEqual({ names: [name, 'b'], reasons: [] });
  expect(open('tar', makeTar([file, other])).entries[0]?.bytes.equals(file.bytes)).toBe(true);
});

test.each(['1', '2', '3', '4', '5', '6'])('type %s has no bytes, and is passed over', (type) => {
  const files = [
    { name: 'link', bytes: Buffer.alloc(0), type },
    { name: 'b', bytes: text },
  ];
  expect(names(open('tar', makeTar(files)))).toEqual({ names: ['b'], reasons: [] });
});

test('entries are verbatim: they stand in the tar as they are', () => {
  const tar = makeTar([{ name: 'a', bytes: text }]);
  const [entry] = open('tar', tar).entries;
  expect(entry?.at).toBe(tar.indexOf(text));
});

test.each([0, 1, 2, 20])('%i blocks of zeros at the end, and another tar behind them', (end) => {
  const one = makeTar([{ name: 'a', bytes: text }], end);
  const two = makeTar([{ name: 'b', bytes: text }]);
  expect(names(open('tar', Buffer.concat([one, two])))).toEqual({ names: ['a', 'b'], reasons: [] });
});

test('anything behind the end is passed over', () => {
  const tar = Buffer.concat([makeTar([{ name: 'a', bytes: text }]), Buffer.from('x'.repeat(1000))]);
  expect(names(open('tar', tar))).toEqual({ names: ['a'], reasons: [] });
});

test('cut off in an entry: its beginning is read, and the cut is said once', () => {
  const tar = makeTar([
    { name: 'a', bytes: text },
    { name: 'b', bytes: text },
  ]);
  const at = tar.indexOf(text, 1000) + 100;
  const found = open('tar', tar.subarray(0, at));
  expect(names(found)).toEqual({
    names: ['a', 'b'],
    reasons: ['b: tar data ends too early; read up to there'],
  });
  expect(found.entries[1]?.bytes.equals(text.subarray(0, 100))).toBe(true);
});

test('a damaged header ends the tar', () => {
  const tar = makeTar([
    { name: 'a', bytes: text },
    { name: 'b', bytes: text },
  ]);
  const at = tar.indexOf('b\0\0\0');
  tar[at] = 0x63;
  expect(names(open('tar', tar))).toEqual({
    names: ['a'],
    reasons: ['tar header damaged; read up to there'],
  });
});

test('a huge pax header takes no memory, and the entry behind it is read', () => {
  const pax = { name: 'pax', bytes: Buffer.alloc(3 << 20, 'x'), type: 'x' };
  expect(names(open('tar', makeTar([pax, { name: 'a', bytes: text }])))).toEqual({
    names: ['a'],
    reasons: [],
  });
});

test('the cuts of the input make no difference, and an entry may be left unread', () => {
  const tar = makeTar(right.map(([, file]) => file));
  const whole = open('tar', tar);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 10 }), (sizes) => {
      expect(open('tar', lend(tar, sizes)).entries.map(fingerprint)).toEqual(whole.entries.map(fingerprint));
    }),
    { numRuns: 50 },
  );
});

describe.skipIf(!has('tar'))('the tar command, if it is on this machine', () => {
  test.each([
    ['ustar', []],
    ['pax', []],
    ['gnu', []],
    ['gnu', ['--sparse']],
    ['pax', ['--sparse']],
  ])('--format=%s %j', (format, options) => {
    const folder = mkdtempSync(join(tmpdir(), 'akguard-test-'));
    try {
      const name = `${'n'.repeat(format === 'ustar' ? 90 : 200)}.txt`;
      writeFileSync(join(folder, name), text);
      symlinkSync(name, join(folder, 'link'));
      writeFileSync(join(folder, 'sparse'), Buffer.concat([text, Buffer.alloc(100_000)]));
      truncateSync(join(folder, 'sparse'), 4_000_000);
      const { entries, reasons } = open(
        'tar',
        run('tar', [`--format=${format}`, ...options, '-c', '.'], undefined, folder),
      );
      expect(reasons).toEqual([]);
      expect(entries.map((entry) => entry.name.replace('./', '')).toSorted()).toEqual(
        [name, 'sparse'].toSorted(),
      );
      for (const { bytes } of entries) expect(bytes.includes(text)).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function names({ entries, reasons }: ReturnType<typeof open>) {
  return { names: entries.map((entry) => entry.name), reasons };
}

function fingerprint({ name, bytes }: { name: string; bytes: Buffer }): string {
  return `${name} ${bytes.toString('base64')}`;
}
