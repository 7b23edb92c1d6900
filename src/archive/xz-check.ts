// The checksums of xz blocks.
import type { Hash } from 'node:crypto';
import { zlibModule } from './inflater.ts';

/** Bytes of a checksum, by its type. */
const sizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** One running checksum. A type that is not defined yet fits always, as the format demands. */
export class Check {
  readonly size: number;
  readonly #type: number;
  readonly #sha256: Hash | null;
  #crc32 = 0;
  #low = -1;
  #high = -1;

  constructor(type: number) {
    this.#type = type;
    this.size = sizes[type] ?? 0;
    this.#sha256 = type === 10 ? process.getBuiltinModule('node:crypto').createHash('sha256') : null;
  }

  update(bytes: Buffer): void {
    if (this.#type === 1) this.#crc32 = zlibModule().crc32(bytes, this.#crc32);
    if (this.#type === 4) this.#updateCrc64(bytes);
    this.#sha256?.update(bytes);
  }

  fits(stated: Buffer): boolean {
    switch (this.#type) {
      case 1:
        return stated.readUInt32LE(0) === this.#crc32;
      case 4:
        return stated.readInt32LE(0) === ~this.#low && stated.readInt32LE(4) === ~this.#high;
      case 10:
        return this.#sha256?.digest().equals(stated) === true;
      default:
        return true;
    }
  }

  /** In two halves: 64-bit numbers are slow here. */
  #updateCrc64(bytes: Buffer): void {
    const { low: lows, high: highs } = (tables ??= makeTables());
    let low = this.#low;
    let high = this.#high;
    for (let i = 0; i < bytes.length; i++) {
      const index = (low ^ (bytes[i] ?? 0)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
      high = (high >>> 8) ^ (highs[index] ?? 0);
    }
    this.#low = low;
    this.#high = high;
  }
}

let tables: { low: Int32Array; high: Int32Array } | null = null;

/** CRC-64 of ECMA-182, lowest bit first. */
function makeTables(): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(256);
  const high = new Int32Array(256);
  for (let i = 0; i < 256; i++) {
    let crc = BigInt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
    low[i] = Number(BigInt.asIntN(32, crc));
    high[i] = Number(BigInt.asIntN(32, crc >> 32n));
  }
  return { low, high };
}
