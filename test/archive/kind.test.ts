import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type ContainerKind, containerKind, headSize } from '../../src/archive/kind.ts';
import { makeTar, sealed } from './make-tar.ts';
import { makeZip } from './make-zip.ts';

const text = Buffer.from('a line of text\n'.repeat(50));
const tar = makeTar([{ name: 'a', bytes: text }]);
const skippable = Buffer.from('502a4d1803000000616263', 'hex');

const containers: [string, Buffer, string | null, ContainerKind | null][] = [
  ['a zip', makeZip([{ name: 'a', bytes: text }]), null, 'zip'],
  ['an empty zip', makeZip([]), null, 'zip'],
  ['a part of a split zip', Buffer.concat([Buffer.from('PK\x07\x08'), makeZip([])]), null, 'zip'],
  ['a tar', tar, null, 'tar'],
  ['a tar by GNU', gnu(tar), null, 'tar'],
  ['gzip', gzipSync(text), null, 'gzip'],
  ['bzip2', Buffer.from('425a68393141592653590000', 'hex'), null, 'bzip2'],
  ['empty bzip2', Buffer.from('425a683917724538509000000000', 'hex'), null, 'bzip2'],
  ['xz', Buffer.from('fd377a585a000004', 'hex'), null, 'xz'],
  ['zstd', zstdCompressSync(text), null, 'zstd'],
  ['zstd behind a skippable frame', Buffer.concat([skippable, zstdCompressSync(text)]), null, 'zstd'],
  ['lz4 behind a skippable frame', Buffer.concat([skippable, Buffer.from('04224d18', 'hex')]), null, null],
  ['brotli by its name', brotliCompressSync(text), 'page.html.br', 'brotli'],
  ['brotli by another name', brotliCompressSync(text), 'page.html', null],
  ['a text named after a Brazilian domain', text, 'example.com.br', null],
  ['a text that ends within a character', Buffer.from(`${'a'.repeat(511)}é`).subarray(0, 512), 'x.br', null],
  ['a text that begins with PK', Buffer.from('PK is short for Phil Katz'), null, null],
  ['a text that begins with BZh9', Buffer.from('BZh9 is a magic number'), null, null],
  [
    'a text with ustar in the right place',
    Buffer.from(`${'x'.repeat(257)}ustar${'x'.repeat(300)}`),
    null,
    null,
  ],
  ['a tar header cut off', tar.subarray(0, 511), null, null],
  ['gzip with flags of the future', Buffer.from('1f8b08e000000000', 'hex'), null, null],
  ['one byte of gzip', Buffer.of(0x1f), null, null],
  ['nothing', Buffer.alloc(0), 'x.br', null],
];

test.each(containers)('%s', (_, bytes, path, kind) => {
  expect(containerKind(bytes.subarray(0, headSize), path)).toBe(kind);
});

function gnu(bytes: Buffer): Buffer {
  const header = Buffer.from(bytes.subarray(0, 512));
  header.write('ustar  \0', 257, 'latin1');
  return Buffer.concat([sealed(header), bytes.subarray(512)]);
}
