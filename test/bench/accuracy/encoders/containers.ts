// Archives and compressed files: made by node:zlib, by the writers that the tests of src/archive have, and (bzip2, xz) by
// the commands themselves where they are installed.
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { makeTar } from '../../../archive/make-tar.ts';
import { makeZip } from '../../../archive/make-zip.ts';
import { has, run } from '../../../archive/support.ts';
import { seeded, sourceLines } from '../../random.ts';
import { type Traced, type Variant, type Wrapped, surround } from '../traced.ts';

/** What is found inside points at the container as a whole. */
function packed(bytes: Buffer): Traced {
  return { bytes, start: 0, end: bytes.length, cuts: [] };
}

/** The bytes stand in the container as they are: keys point at their own place, and need no opening to be found. */
function verbatim(container: Buffer, inner: Wrapped): Traced {
  const by = container.indexOf(inner.bytes);
  if (by < 0 || (inner.shape === 'packed' && inner.start === 0)) return packed(container);
  return { bytes: container, start: inner.start + by, end: inner.end + by, cuts: [] };
}

const neighbour = { name: 'a/readme.txt', bytes: Buffer.from('# Payouts\n\nNothing here.\n'.repeat(40)) };

const text = sourceLines(seeded(5), 60).join('');

/** A file worth compressing: a few bytes would be kept as they are, and stand in the container in plain. */
function worthIt(inner: Wrapped): Buffer {
  const gap = inner.shape === 'binary' ? '\0\0\0\0' : '\n';
  return inner.shape === 'packed' ? inner.bytes : surround(inner, `${text}${gap}`, `${gap}${text}`).bytes;
}

function compressor(decoder: string, name: string, compress: (bytes: Buffer) => Buffer): Variant {
  return {
    decoder,
    name,
    makes: 'packed',
    makesStatement: false,
    ...(decoder === 'brotli' && { path: 'a.br' }),
    // Brotli is known by its name alone, which a compressed stream does not keep.
    fits: ({ path }) => path === null,
    encode: (inner) => packed(compress(worthIt(inner))),
  };
}

function archive(
  decoder: string,
  name: string,
  write: (bytes: Buffer, path: string) => Buffer,
  stored = false,
): Variant {
  return {
    decoder,
    name,
    makes: 'packed',
    makesStatement: false,
    fits: () => true,
    encode: (inner) => {
      const entry = inner.path ?? 'a/settings.txt';
      return stored ? verbatim(write(inner.bytes, entry), inner) : packed(write(worthIt(inner), entry));
    },
  };
}

const commands = ['bzip2', 'xz'].filter((command) => has(command));

/** Commands that would have made containers, but are not on this machine. */
export const absentCommands = ['bzip2', 'xz'].filter((command) => !commands.includes(command));

export const containers: readonly Variant[] = [
  compressor('gzip', 'level 9', (bytes) => gzipSync(bytes, { level: 9 })),
  compressor('zstd', 'level 3', (bytes) => zstdCompressSync(bytes)),
  compressor('brotli', 'by its name', (bytes) => brotliCompressSync(bytes)),
  ...commands.map((command) => compressor(command, '-9', (bytes) => run(command, ['-9', '-c'], bytes))),
  archive('zip', 'deflate', (bytes, name) => makeZip([neighbour, { name, bytes }])),
  archive('zip', 'deflate, sizes behind', (bytes, name) =>
    makeZip([{ name, bytes, described: true }, neighbour]),
  ),
  archive('zip', 'stored', (bytes, name) => makeZip([neighbour, { name, bytes, method: 0 }]), true),
  archive('tar', 'ustar', (bytes, name) => makeTar([neighbour, { name, bytes }]), true),
  archive('tar', 'pax', (bytes, name) => makeTar([neighbour, { name, bytes, long: 'pax' }]), true),
];
