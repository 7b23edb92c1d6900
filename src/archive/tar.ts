// tar: ustar, pax and GNU, as a stream. Entries are cut out of it without copying; links and devices hold no bytes.
import { Gap, truncated } from './budget.ts';
import { checksumFits } from './kind.ts';
import type { Source } from './source.ts';

export const blockSize = 512;

/** A tar entry: `pieces` must be read, or left, before the next one. */
export interface TarEntry {
  name: string;
  size: number;
  pieces: Iterable<Buffer>;
}

/** Longer names and attributes are not kept in memory. */
const mostMeta = 1 << 20;

/** Archives that were written one behind the other are read through. @throws Gap */
export function* readTar(source: Source): Generator<TarEntry, void> {
  let long: Partial<Meta> = {};
  let afterZeros = false;
  for (;;) {
    if (!source.has(blockSize)) {
      if (source.has(1) && !afterZeros) truncated('tar');
      return;
    }
    const header = source.take(blockSize);
    if (isZero(header)) {
      afterZeros = true;
      continue;
    }
    if (!checksumFits(header)) {
      // Behind the end mark is padding of any kind; the scan of the outer bytes has seen it.
      if (afterZeros) return;
      throw new Gap('tar header damaged; read up to there', true);
    }
    afterZeros = false;
    const type = String.fromCharCode(header[156] ?? 0);
    const stated = readNumber(header.subarray(124, 136));
    if (stated === null) throw new Gap('tar header damaged; read up to there', true);
    const name = long.name ?? ownName(header);
    if (type === 'x' || type === 'L' || type === 'g' || type === 'K') {
      const meta = readMeta(source, stated);
      if (type === 'x') long = { ...long, ...pax(meta) };
      if (type === 'L') long = { ...long, name: text(meta, 0, meta.length) };
      continue;
    }
    // Links (1, 2), devices (3, 4), folders (5) and pipes (6) have no bytes, whatever size they state.
    const size = type >= '1' && type <= '6' ? 0 : (long.size ?? stated);
    if (type === 'S') skipSparseMap(source, header);
    long = {};
    const end = source.position + size;
    if (size > 0) yield { name, size, pieces: piecesUntil(source, end) };
    for (const _ of piecesUntil(source, end));
    const padding = (blockSize - (size % blockSize)) % blockSize;
    if (source.has(padding)) source.take(padding);
  }
}

interface Meta {
  name: string;
  size: number;
}

function* piecesUntil(source: Source, end: number): Generator<Buffer, void> {
  while (source.position < end) {
    const piece = source.some(end - source.position);
    if (piece === null) truncated('tar');
    yield piece;
  }
}

/** The bytes of a long name or of attributes; empty when there are too many. */
function readMeta(source: Source, size: number): Buffer {
  const end = source.position + size;
  const pieces: Buffer[] = [];
  for (const piece of piecesUntil(source, end)) if (size <= mostMeta) pieces.push(Buffer.from(piece));
  for (const _ of piecesUntil(source, end + ((blockSize - (size % blockSize)) % blockSize)));
  return Buffer.concat(pieces);
}

/** Records of `LENGTH KEY=VALUE\n`, the length being that of the whole record. */
function pax(bytes: Buffer): Partial<Meta> {
  const meta: Partial<Meta> = {};
  let at = 0;
  while (at < bytes.length) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 20), 10);
    const equals = bytes.indexOf('=', at);
    if (!(length > 0) || equals < 0) break;
    const key = bytes.toString('latin1', bytes.indexOf(' ', at) + 1, equals);
    const value = bytes.toString('utf8', equals + 1, at + length - 1);
    if (key === 'path' || key === 'GNU.sparse.name') meta.name = value;
    if (key === 'size' && /^\d{1,15}$/.test(value)) meta.size = Number(value);
    at += length;
  }
  return meta;
}

/** In old GNU archives the map of a sparse file goes on in further blocks. Its bytes come without the holes. */
function skipSparseMap(source: Source, header: Buffer): void {
  let more = header[482] === 1;
  while (more) {
    if (!source.has(blockSize)) truncated('tar');
    more = source.take(blockSize)[504] === 1;
  }
}

function ownName(header: Buffer): string {
  const name = text(header, 0, 100);
  // GNU's magic ends with a blank, and has other things where POSIX has the prefix.
  const prefix = header[262] === 0 ? text(header, 345, 500) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Up to the first zero. */
function text(bytes: Buffer, from: number, to: number): string {
  const zero = bytes.indexOf(0, from);
  return bytes.toString('utf8', from, zero < 0 ? to : Math.min(zero, to));
}

/** Octal, or with the first bit set base 256 (GNU, star); null when it is neither. */
function readNumber(field: Buffer): number | null {
  const first = field[0] ?? 0;
  if (first < 0x80) {
    const digits = text(field, 0, field.length).trim();
    return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
  }
  let value = first & 0x7f;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? value : null;
}

function isZero(block: Buffer): boolean {
  return block[0] === 0 && block.every((byte) => byte === 0);
}
