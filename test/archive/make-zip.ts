// Writes zips for tests, also wrong ones: every number can be overridden.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  name: string;
  bytes: Buffer;
  method?: number;
  /** The bytes as they stand in the zip; made from `bytes` for methods 0 and 8. */
  packed?: Buffer;
  encrypted?: boolean;
  /** Sizes and checksum behind the data instead of before it. */
  described?: boolean;
  /** What the directory says instead of the truth. */
  lie?: { packedSize?: number; size?: number; offset?: number; crc?: number };
}

export interface ZipOptions {
  comment?: Buffer;
  prefix?: Buffer;
  zip64?: boolean;
  /** Leave the directory off. */
  cut?: boolean;
  /** Entries with a header of their own that the directory does not list. */
  unlisted?: string[];
}

export function makeZip(files: ZipFile[], options: ZipOptions = {}): Buffer {
  const parts: Buffer[] = [options.prefix ?? Buffer.alloc(0)];
  const listed: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const local = localPart(file);
    if (options.unlisted?.includes(file.name) !== true)
      listed.push(directoryPart(file, at, options.zip64 === true));
    parts.push(local);
    at += local.length;
  }
  if (options.cut === true) return Buffer.concat(parts);
  const directory = Buffer.concat(listed);
  const end = endPart(listed.length, directory.length, at, options);
  return Buffer.concat([...parts, directory, end]);
}

export function packedOf(file: ZipFile): Buffer {
  if (file.packed !== undefined) return file.packed;
  return (file.method ?? 8) === 0 ? file.bytes : deflateRawSync(file.bytes);
}

function flagsOf(file: ZipFile): number {
  return (file.encrypted === true ? 1 : 0) | (file.described === true ? 8 : 0) | 0x800;
}

function localPart(file: ZipFile): Buffer {
  const packed = packedOf(file);
  const name = Buffer.from(file.name);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flagsOf(file), 6);
  header.writeUInt16LE(file.method ?? 8, 8);
  header.writeUInt16LE(name.length, 26);
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(crc32(file.bytes), 0);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(file.bytes.length, 8);
  if (file.described !== true) {
    sizes.copy(header, 14);
    return Buffer.concat([header, name, packed]);
  }
  return Buffer.concat([header, name, packed, Buffer.from('PK\x07\x08', 'latin1'), sizes]);
}

function directoryPart(file: ZipFile, offset: number, zip64: boolean): Buffer {
  const {
    packedSize = packedOf(file).length,
    size = file.bytes.length,
    crc = crc32(file.bytes),
  } = file.lie ?? {};
  const at = file.lie?.offset ?? offset;
  const name = Buffer.from(file.name);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(flagsOf(file), 8);
  header.writeUInt16LE(file.method ?? 8, 10);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(zip64 ? 0xffffffff : packedSize, 20);
  header.writeUInt32LE(zip64 ? 0xffffffff : size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(zip64 ? 28 : 0, 30);
  header.writeUInt32LE(zip64 ? 0xffffffff : at, 42);
  if (!zip64) return Buffer.concat([header, name]);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(size), 4);
  extra.writeBigUInt64LE(BigInt(packedSize), 12);
  extra.writeBigUInt64LE(BigInt(at), 20);
  return Buffer.concat([header, name, extra]);
}

function endPart(count: number, size: number, offset: number, options: ZipOptions): Buffer {
  const comment = options.comment ?? Buffer.alloc(0);
  const wide = options.zip64 === true;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? 0xffff : count, 8);
  end.writeUInt16LE(wide ? 0xffff : count, 10);
  end.writeUInt32LE(wide ? 0xffffffff : size, 12);
  end.writeUInt32LE(wide ? 0xffffffff : offset, 16);
  end.writeUInt16LE(comment.length, 20);
  if (!wide) return Buffer.concat([end, comment]);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end, comment]);
}
