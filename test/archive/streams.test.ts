// The compressors of one stream: node's own and the ones written here, by what other programs made.
import { execFileSync } from 'node:child_process';
import { brotliCompressSync, constants, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../src/archive/budget.ts';
import { type StreamKind, containerKind } from '../../src/archive/kind.ts';
import { streamCompressed } from '../../src/archive/open.ts';
import { has, lend, logText, open, run } from './support.ts';

const text = logText(150_000);

const compressors: Record<StreamKind, (bytes: Buffer, level?: number) => Buffer> = {
  gzip: (bytes, level = 6) => gzipSync(bytes, { level }),
  zstd: (bytes, level = 3) =>
    zstdCompressSync(bytes, {
      params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
    }),
  brotli: (bytes, level = 5) =>
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: level } }),
  bzip2: (bytes, level = 9) => run('bzip2', ['-c', `-${level}`], bytes),
  xz: (bytes, level = 6) => run('xz', ['-c', `-${level}`], bytes),
};
const kinds = (Object.keys(compressors) as StreamKind[]).map((kind) => ({
  kind,
  here: (kind !== 'bzip2' && kind !== 'xz') || has(kind),
}));

for (const { kind, here } of kinds) {
  describe.skipIf(!here)(`${kind}, if its command is on this machine`, () => {
    const compress = compressors[kind];

    test.each([1, 5, 9])('level %i', (level) => {
      const packed = compress(text, level);
      expect(containerKind(packed.subarray(0, 512), 'x.br')).toBe(kind);
      expect(outcome(open(kind, packed), text)).toEqual(right);
    });

    test.each([0, 1, 2, 100, 4096, 65_535, 65_536, 65_537])('%i bytes', (size) => {
      const bytes = text.subarray(0, size);
      expect(outcome(open(kind, compress(bytes)), bytes)).toEqual(right);
    });

    test('bytes that do not compress, and long runs', () => {
      const noise = noiseOf(200_000);
      for (const bytes of [
        noise,
        Buffer.alloc(3_000_000),
        Buffer.concat([Buffer.alloc(70_000, 'ab'), noise]),
      ])
        expect(outcome(open(kind, compress(bytes)), bytes)).toEqual(right);
    });

    test('the cuts of the input make no difference, and lent bytes are not kept', () => {
      const bytes = text.subarray(0, 20_000);
      const packed = compress(bytes);
      fc.assert(
        fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }), (sizes) => {
          expect(outcome(open(kind, lend(packed, sizes)), bytes)).toEqual(right);
        }),
        { numRuns: 50 },
      );
    });

    test('several streams one behind the other', () => {
      // brotli has no such thing: what is behind the end is passed over.
      const end = kind === 'brotli' ? '' : 'end';
      const packed = Buffer.concat([compress(text), compress(Buffer.alloc(0)), compress(Buffer.from('end'))]);
      const bytes = Buffer.concat([text, Buffer.from(end)]);
      expect(outcome(open(kind, packed), bytes)).toEqual(right);
    });

    test('cut off anywhere: what came out is a beginning, and the cut is said', () => {
      const bytes = text.subarray(0, 3000);
      const packed = compress(bytes);
      for (let length = 13; length < packed.length; length += 10) {
        const found = only(open(kind, packed.subarray(0, length)));
        expect(bytes.subarray(0, found.bytes.length).equals(found.bytes)).toBe(true);
        expect(found.reasons).toEqual([expect.stringMatching(/ends too early|damaged/)]);
      }
    });

    test('cut off late in a long file, nearly everything came out', () => {
      const packed = compress(text);
      const found = only(open(kind, packed.subarray(0, -20)));
      // bzip2 and brotli have blocks that are all or nothing.
      if (kind !== 'bzip2' && kind !== 'brotli')
        expect(found.bytes.length).toBeGreaterThan(text.length * 0.5);
      expect(found.reasons).toHaveLength(1);
    });

    test('as it comes, from an asynchronous stream', async () => {
      const budget = new Budget();
      const pieces: Buffer[] = [];
      for await (const piece of streamCompressed(kind, soon(lend(compress(text), [1000, 3])), budget))
        pieces.push(Buffer.from(piece));
      expect(Buffer.concat(pieces).equals(text)).toBe(true);
      expect(budget.reasons).toEqual([]);
    });

    test('leaving early gives back what is held', async () => {
      const budget = new Budget({ depth: 1 });
      for await (const _ of streamCompressed(kind, soon(lend(compress(text), [1000])), budget)) break;
      for await (const _ of streamCompressed(kind, soon(lend(compress(text), [1000])), budget)) break;
      expect(budget.depth).toBe(0);
      expect(budget.reasons).toEqual([]);
    });
  });
}

// brotli has no checksum.
const checked = kinds.filter(({ kind, here }) => here && kind !== 'brotli');

test.each(checked)('a flipped bit is noticed: $kind', ({ kind }) => {
  const bytes = text.subarray(0, 2000);
  const packed = compressors[kind](bytes);
  let differ = 0;
  // Inside the data: headers have fields that nobody reads.
  for (let at = 40; at < packed.length - 40; at += 7) {
    const broken = Buffer.from(packed);
    broken[at] = (broken[at] ?? 0) ^ 0x10;
    const found = only(open(kind, broken));
    if (found.bytes.equals(bytes)) continue;
    differ++;
    expect(found.reasons).toHaveLength(1);
  }
  expect(differ).toBeGreaterThan(10);
});

test('what the source of an asynchronous stream throws is not swallowed', async () => {
  const failing = (async function* () {
    yield gzipSync(text).subarray(0, 100);
    throw new Error('the disk is gone');
  })();
  const reading = async () => {
    for await (const _ of streamCompressed('gzip', failing, new Budget()));
  };
  await expect(reading()).rejects.toThrow('the disk is gone');
});

describe('gzip', () => {
  const member = gzipSync(Buffer.from('inside'));

  test.each([
    ['zeros', Buffer.alloc(700)],
    ['text', Buffer.from('signed by nobody')],
    ['something like a header', Buffer.from('1f8b', 'hex')],
  ])('%s behind the end are passed over', (_, garbage) => {
    expect(outcome(open('gzip', Buffer.concat([member, garbage])), Buffer.from('inside'))).toEqual(right);
  });

  test('zeros between members', () => {
    const packed = Buffer.concat([member, Buffer.alloc(5), member]);
    expect(outcome(open('gzip', packed), Buffer.from('insideinside'))).toEqual(right);
  });

  test('all optional fields of the header', () => {
    const header = Buffer.from('1f8b081e000000000003', 'hex');
    const fields = Buffer.concat([Buffer.from('0300', 'hex'), Buffer.from('abcname\0comment\0xx', 'latin1')]);
    const packed = Buffer.concat([header, fields, member.subarray(10)]);
    expect(outcome(open('gzip', packed), Buffer.from('inside'))).toEqual(right);
    expect(only(open('gzip', packed.subarray(0, 20))).reasons).toEqual([
      'gzip data ends too early; read up to there',
    ]);
  });

  test('a wrong checksum', () => {
    const packed = Buffer.from(member);
    packed[packed.length - 8] = (packed[packed.length - 8] ?? 0) ^ 1;
    expect(only(open('gzip', packed))).toEqual({
      bytes: Buffer.from('inside'),
      reasons: ['gzip data damaged (checksum does not fit); read up to there'],
    });
  });

  test('a block that is no block', () => {
    const packed = Buffer.concat([
      member.subarray(0, 10),
      deflateRawSync(text).subarray(0, 50),
      Buffer.alloc(9, 255),
    ]);
    expect(only(open('gzip', packed)).reasons).toEqual([expect.stringMatching(/^gzip|^deflate/)]);
  });
});

test('zstd: skippable frames', () => {
  const skippable = Buffer.from('5f2a4d1803000000616263', 'hex');
  const frame = zstdCompressSync(text);
  const packed = Buffer.concat([skippable, frame, skippable, frame, skippable]);
  expect(outcome(open('zstd', packed), Buffer.concat([text, text]))).toEqual(right);
});

describe.skipIf(!has('xz'))('xz', () => {
  test.each([
    ['none', []],
    ['crc32', []],
    ['crc64', []],
    ['sha256', []],
    ['crc64', ['--lzma2=preset=6,lc=0,lp=4,pb=0']],
    ['crc64', ['--lzma2=preset=1,lc=4,lp=0,pb=4,dict=4KiB']],
    ['crc32', ['-9e']],
    ['crc64', ['--block-size=10000']],
    ['crc64', ['--x86', '--lzma2']],
  ])('--check=%s %j', (check, options) => {
    expect(outcome(open('xz', run('xz', ['-c', `--check=${check}`, ...options], text)), text)).toEqual(right);
  });

  test('more output than the history holds', () => {
    const half = logText(700_000);
    const bytes = Buffer.concat([half, noiseOf(30_000), half]);
    for (const options of [['--lzma2=preset=0,dict=4KiB'], ['--lzma2=preset=0,dict=1MiB']])
      expect(outcome(open('xz', run('xz', ['-c', ...options], bytes)), bytes)).toEqual(right);
  });

  test('a filter that would hide text is said', () => {
    const packed = run('xz', ['-c', '--delta=dist=4', '--lzma2'], text);
    expect(only(open('xz', packed)).reasons).toEqual(['xz filter 3 is not supported; not opened']);
  });

  test('padding between streams', () => {
    const packed = run('xz', ['-c'], text);
    const bytes = Buffer.concat([text, text]);
    expect(outcome(open('xz', Buffer.concat([packed, Buffer.alloc(8), packed])), bytes)).toEqual(right);
  });
});

test('node:zlib is loaded only when something is opened', () => {
  const script = `
    const loaded = () => process.moduleLoadList.includes('NativeModule zlib');
    const { containerKind } = await import('./src/archive/kind.ts');
    const { openContainer } = await import('./src/archive/open.ts');
    const { Budget } = await import('./src/archive/budget.ts');
    const bytes = Buffer.from('1f8b08000000000000030300000000000000000000', 'hex');
    const kind = containerKind(bytes, null);
    const before = loaded();
    [...openContainer(kind, bytes, new Budget())];
    console.log(kind, before, loaded());`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(output.trim()).toBe('gzip false true');
});

function only({ entries, reasons }: ReturnType<typeof open>): { bytes: Buffer; reasons: string[] } {
  expect(entries).toHaveLength(1);
  return { bytes: entries[0]?.bytes ?? Buffer.alloc(0), reasons };
}

const right = { entries: 1, named: false, same: true, reasons: [] };

/** Digested, since nobody wants to see buffers that differ. */
function outcome({ entries, reasons }: ReturnType<typeof open>, bytes: Buffer) {
  const [entry] = entries;
  const named = entry?.name !== '' || entry.at !== null;
  return { entries: entries.length, named, same: entry?.bytes.equals(bytes), reasons };
}

function noiseOf(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let state = 7;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

async function* soon(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}

test('a decompressor that met damage reads the next archive as if it were new', () => {
  const packed = gzipSync(text);
  const broken = Buffer.from(packed);
  broken.fill(0xff, 5000, 5100);
  expect(open('gzip', broken).reasons).not.toEqual([]);
  expect(open('gzip', packed.subarray(0, 9000)).reasons).not.toEqual([]);
  expect(outcome(open('gzip', packed), text)).toEqual(right);
});
