// The records of a zip (PKWARE's APPNOTE.TXT 6.3.10). Every number in them is a claim of the file, and is used only to
// find the next record.
import { isUtf8 } from 'node:buffer';
import type { Seekable } from '../core/container.ts';

/** What the directory or a local header says of an entry. */
export interface ZipEntry {
  name: string;
  method: number;
  encrypted: boolean;
  /** Its sizes are behind its data. */
  described: boolean;
  packedSize: number;
  crc: number;
  /** Of its local header. */
  offset: number;
}

/** The least that an entry takes. */
export const headerSize = 30;
const localMagic = 0x04034b50;
const directoryMagic = 0x02014b50;
const endMagic = 0x06054b50;
const end64Magic = 0x06064b50;
const locatorMagic = 0x07064b50;
const most32 = 0xffffffff;

/** As bytes, to be searched for. */
export const localMagicBytes = Buffer.from('PK\x03\x04', 'latin1');

/** Where the entries of the directory are; `shift` is what offsets must be moved by when something stands before the zip. */
export interface Directory {
  start: number;
  end: number;
  shift: number;
}

/** The last directory of the file, or null. An end record can be followed by a comment of up to 65,535 bytes. */
export function findDirectory(source: Seekable): Directory | null {
  const from = Math.max(0, source.size - 22 - 0xffff);
  const tail = Buffer.from(source.read(from, source.size - from));
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail[at] !== 0x50 || tail.readUInt32LE(at) !== endMagic) continue;
    const directory = readEnd(source, tail.subarray(at, at + 22), from + at);
    if (directory !== null) return directory;
  }
  return null;
}

function readEnd(source: Seekable, record: Buffer, at: number): Directory | null {
  let size = record.readUInt32LE(12);
  let offset = record.readUInt32LE(16);
  let behind = at;
  const locator = at >= 20 ? Buffer.from(source.read(at - 20, 20)) : Buffer.alloc(0);
  if (locator.length === 20 && locator.readUInt32LE(0) === locatorMagic) {
    // The record can stand where it is said to be, or, behind a prefix, right before its locator.
    for (const place of [Number(locator.readBigUInt64LE(8)), at - 20 - 56]) {
      const end64 = place >= 0 && place <= at - 56 ? source.read(place, 56) : Buffer.alloc(0);
      if (end64.length < 56 || end64.readUInt32LE(0) !== end64Magic) continue;
      size = Number(end64.readBigUInt64LE(40));
      offset = Number(end64.readBigUInt64LE(48));
      behind = place;
      break;
    }
  }
  for (const start of [behind - size, offset]) {
    if (start < 0 || start > behind) continue;
    if (size === 0 || isAt(source, start, directoryMagic))
      return { start, end: behind, shift: start - offset };
  }
  return null;
}

function isAt(source: Seekable, offset: number, magic: number): boolean {
  const bytes = source.read(offset, 4);
  return bytes.length === 4 && bytes.readUInt32LE(0) === magic;
}

/** One entry of the directory, and where the next is; null when there is none. */
export function readDirectoryEntry(
  source: Seekable,
  at: number,
  shift: number,
): { entry: ZipEntry; next: number } | null {
  const fixed = Buffer.from(source.read(at, 46));
  if (fixed.length < 46 || fixed.readUInt32LE(0) !== directoryMagic) return null;
  const nameLength = fixed.readUInt16LE(28);
  const extraLength = fixed.readUInt16LE(30);
  const more = source.read(at + 46, nameLength + extraLength);
  const wide = wideSizes(more.subarray(nameLength), [
    fixed.readUInt32LE(24),
    fixed.readUInt32LE(20),
    fixed.readUInt32LE(42),
  ]);
  const entry = {
    ...common(fixed.readUInt16LE(8), fixed.readUInt16LE(10), more.subarray(0, nameLength)),
    packedSize: wide[1] ?? 0,
    crc: fixed.readUInt32LE(16),
    offset: (wide[2] ?? 0) + shift,
  };
  return { entry, next: at + 46 + nameLength + extraLength + fixed.readUInt16LE(32) };
}

/** The local header at `offset`, and where its data starts; null when there is none. */
export function readLocalHeader(source: Seekable, offset: number): { entry: ZipEntry; data: number } | null {
  const fixed = Buffer.from(source.read(offset, headerSize));
  if (fixed.length < headerSize || fixed.readUInt32LE(0) !== localMagic) return null;
  const nameLength = fixed.readUInt16LE(26);
  const extraLength = fixed.readUInt16LE(28);
  const more = source.read(offset + headerSize, nameLength + extraLength);
  const wide = wideSizes(more.subarray(nameLength), [fixed.readUInt32LE(22), fixed.readUInt32LE(18)]);
  const entry = {
    ...common(fixed.readUInt16LE(6), fixed.readUInt16LE(8), more.subarray(0, nameLength)),
    packedSize: wide[1] ?? 0,
    crc: fixed.readUInt32LE(14),
    offset,
  };
  return { entry, data: offset + headerSize + nameLength + extraLength };
}

function common(
  flags: number,
  method: number,
  name: Buffer,
): Omit<ZipEntry, 'packedSize' | 'crc' | 'offset'> {
  return {
    // The flag for UTF-8 is often forgotten; other names are in any code page, and only shown.
    name: name.toString(isUtf8(name) ? 'utf8' : 'latin1'),
    method,
    encrypted: (flags & 1) !== 0,
    described: (flags & 8) !== 0,
  };
}

/** Numbers that do not fit are all ones, and stand in the zip64 extra field, in this order. */
function wideSizes(extra: Buffer, values: number[]): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    let from = 0;
    return values.map((value) => {
      if (value !== most32 || from + 8 > field.length) return value;
      from += 8;
      return Number(field.readBigUInt64LE(from - 8));
    });
  }
  return values;
}
