// Tells by their first bytes which blobs are containers. Called for every blob, so it looks at a few bytes and loads
// nothing.
import { isUtf8 } from 'node:buffer';

export type ContainerKind = 'zip' | 'tar' | StreamKind;
/** Compressors of one stream of bytes: the container has one entry. */
export type StreamKind = 'gzip' | 'bzip2' | 'xz' | 'zstd' | 'brotli';

/** As many first bytes as `containerKind` looks at; a tar header is one block of 512. */
export const headSize = 512;

/**
 * The kind of container that starts with these bytes, or null.
 * @param head the first `headSize` bytes of the blob, or all of a shorter one.
 * @param path by which brotli is known (`.br`): it has no magic number.
 */
export function containerKind(head: Buffer, path: string | null): ContainerKind | null {
  switch (head[0] ?? 0) {
    case 0x50:
      if (isZip(head)) return 'zip';
      break;
    case 0x1f:
      // RFC 1952: two magic bytes, method 8, and three flags that must be 0.
      if (head[1] === 0x8b && head[2] === 8 && ((head[3] ?? 0xff) & 0xe0) === 0) return 'gzip';
      break;
    case 0x42:
      if (isBzip2(head)) return 'bzip2';
      break;
    case 0xfd:
      if (head.toString('latin1', 1, 6) === '7zXZ\0') return 'xz';
      break;
  }
  if (head[257] === 0x75 && isTar(head)) return 'tar';
  if (isZstd(head)) return 'zstd';
  return path !== null && path.endsWith('.br') && !isText(head) ? 'brotli' : null;
}

/** A local header, the end record of an empty archive, or the marker of a split one. */
function isZip(head: Buffer): boolean {
  const [, k, a, b] = head;
  return k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6) || (a === 7 && b === 8));
}

/** `BZh`, a level, and the magic of a block or (in an empty archive) of the end: six digits of pi, or of its root. */
function isBzip2(head: Buffer): boolean {
  if (!/^BZh[1-9]/.test(head.toString('latin1', 0, 4))) return false;
  const magic = head.toString('hex', 4, 10);
  return magic === '314159265359' || magic === '177245385090';
}

/** RFC 8878: a frame, or skippable frames before one. */
function isZstd(head: Buffer): boolean {
  let at = 0;
  while (head.length >= at + 8 && head.readUInt32LE(at) >>> 4 === 0x184d2a5)
    at += 8 + head.readUInt32LE(at + 4);
  // Behind the head may be anything, also another format's frame; the decoder will tell.
  if (at + 4 > head.length) return at > 0;
  return head.readUInt32LE(at) === 0xfd2fb528;
}

/** Both makers, POSIX and GNU, have `ustar` there. The sum also keeps out texts that speak of it. */
function isTar(head: Buffer): boolean {
  return head.length >= headSize && head.toString('latin1', 257, 262) === 'ustar' && checksumFits(head);
}

/** Whether a tar header's checksum is right; some old tars summed signed bytes. */
export function checksumFits(header: Buffer): boolean {
  const stated = Number.parseInt(header.toString('latin1', 148, 156), 8);
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < headSize; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : (header[i] ?? 0);
    unsigned += byte;
    signed += byte < 128 ? byte : byte - 256;
  }
  return stated === unsigned || stated === signed;
}

/** So that a plain file by the name of a Brazilian domain is no broken container. */
function isText(head: Buffer): boolean {
  // The head may end within a character.
  let end = head.length;
  while (end > 0 && end > head.length - 4 && (head[end - 1] ?? 0) >= 0x80) end--;
  return isUtf8(head.subarray(0, end)) && !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString('latin1'));
}
