// Reads the .idx beside a pack (gitformat-pack(5), version 2): which objects the pack holds, and where.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const headerSize = 8;
const fanoutSize = 256 * 4;
const magic = 0xff744f63;

/** A store of a kind that is not read here; git reads it instead. */
export class UnsupportedStore extends Error {}

/** An open .idx. `idSize` is 20 bytes for SHA-1 and 32 for SHA-256. */
export class PackIndex {
  readonly count: number;
  readonly #fd: number;
  readonly #idSize: number;
  /** Objects with a first byte up to each. */
  readonly #fanout: Buffer;
  #ids: Buffer | null = null;

  /** @throws UnsupportedStore for another version; Error for what is no whole index. */
  constructor(path: string, idSize: number) {
    this.#fd = openSync(path, 'r');
    this.#idSize = idSize;
    try {
      const head = this.#read(0, headerSize + fanoutSize);
      if (head.readUInt32BE(0) !== magic || head.readUInt32BE(4) !== 2)
        throw new UnsupportedStore('a pack index of another version than 2');
      this.#fanout = head.subarray(headerSize);
      this.count = this.#fanout.readUInt32BE(255 * 4);
      if (fstatSync(this.#fd).size < this.#offsetsAt + this.count * 4 + 2 * idSize)
        throw new Error('the index of a pack is cut short');
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get #idsAt(): number {
    return headerSize + fanoutSize;
  }

  /** Behind the ids and a checksum of 4 bytes for each. */
  get #offsetsAt(): number {
    return this.#idsAt + this.count * (this.#idSize + 4);
  }

  #read(at: number, size: number): Buffer {
    const bytes = Buffer.allocUnsafe(size);
    for (let done = 0; done < size;) {
      const read = readSync(this.#fd, bytes, done, size - done, at + done);
      if (read === 0) throw new Error('the index of a pack is cut short');
      done += read;
    }
    return bytes;
  }

  /** Where each object starts in the pack, in the order of ids. */
  offsets(): Float64Array<ArrayBuffer> {
    const small = this.#read(this.#offsetsAt, this.count * 4);
    const { size } = fstatSync(this.#fd);
    const largeAt = this.#offsetsAt + this.count * 4;
    // Offsets of 2 GiB and more are in a table of their own.
    const large = this.#read(largeAt, Math.max(0, size - 2 * this.#idSize - largeAt));
    small.swap32();
    const words = new Uint32Array(small.buffer, small.byteOffset, this.count);
    const offsets = Float64Array.from(words);
    for (let i = 0; i < offsets.length && large.length > 0; i++) {
      const word = words[i] ?? 0;
      if (word >= 0x8000_0000) offsets[i] = Number(large.readBigUInt64BE((word - 0x8000_0000) * 8));
    }
    return offsets;
  }

  /** All ids, one behind the other, sorted. Kept until `close`, as 20 or 32 bytes for each. */
  get ids(): Buffer {
    return (this.#ids ??= this.#read(this.#idsAt, this.count * this.#idSize));
  }

  /** The ids of entries, by their offsets in the pack. */
  idsAt(wanted: ReadonlySet<number>): Map<number, string> {
    const found = new Map<number, string>();
    const offsets = wanted.size === 0 ? [] : this.offsets();
    for (const [position, offset] of offsets.entries()) {
      if (!wanted.has(offset)) continue;
      found.set(offset, this.#read(this.#idsAt + position * this.#idSize, this.#idSize).toString('hex'));
    }
    return found;
  }

  /** The place of an id in their order, or -1. */
  find(id: Buffer): number {
    const first = id[0] ?? 0;
    let low = first === 0 ? 0 : this.#fanout.readUInt32BE((first - 1) * 4);
    let high = this.#fanout.readUInt32BE(first * 4) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const at = middle * this.#idSize;
      const order = this.ids.compare(id, 0, this.#idSize, at, at + this.#idSize);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  close(): void {
    this.#ids = null;
    closeSync(this.#fd);
  }
}
