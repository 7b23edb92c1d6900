// Makes the objects of packs out of their entries, in a memory that others may look into.
import type { Workspace } from '../../core/sieve.ts';
import { PackReader, longestEntry } from './pack-reader.ts';
import type { PackTable } from './pack-table.ts';
import { type Unpack, openUnpack } from './unpack.ts';

/** Why an object is not made: it needs more memory than there is, or its entry is damaged. */
export const tooLarge = -1;
export const damaged = -2;

/** Free bytes around each object: for what looks at it, and for copies that write a little too much. */
const gap = 128;
/** Bytes of the longest delta. */
const longestDelta = 16 << 20;

export class PackEntries {
  /** Where objects can be made: the first one at `first`, further ones where `behind` says. */
  readonly first: number;
  readonly #end: number;
  readonly #unpack: Unpack;
  readonly #reader: PackReader;
  readonly #memory: Buffer;
  readonly #changesAt: number;
  readonly #changes: Uint32Array;
  readonly #deltaAt: number;

  /** @param makesMost whether most entries of a pack are to be made, rather than single ones. */
  constructor({ memory, bytes, start, end }: Workspace, makesMost: boolean) {
    this.#unpack = openUnpack(memory);
    this.#memory = bytes;
    let at = Math.ceil(start / 64) * 64;
    this.#unpack.init(at);
    at += this.#unpack.workSize.value;
    this.#changesAt = at;
    at += 8 * this.#unpack.mostChanges.value;
    this.#changes = new Uint32Array(bytes.buffer, this.#changesAt, 2 * this.#unpack.mostChanges.value);
    this.#reader = new PackReader(bytes, at, makesMost);
    at += PackReader.size;
    this.#deltaAt = at;
    at += longestDelta + gap;
    this.first = at + gap;
    this.#end = end - gap;
  }

  /** Where the next object can be made. */
  behind(at: number, size: number): number {
    return Math.ceil((at + size + gap) / 64) * 64 + 64;
  }

  /** Makes an object that is no delta at an address. @returns its size, or why not. */
  makeWhole(table: PackTable, entry: number, at: number): number {
    return this.#inflate(table, entry, at, this.#end);
  }

  /** Makes the object of a delta at an address. @returns its size, or why not. */
  makeDelta(table: PackTable, entry: number, base: { at: number; size: number }, at: number): number {
    const deltaSize = this.#inflate(table, entry, this.#deltaAt, this.#deltaAt + longestDelta);
    if (deltaSize < 0) return deltaSize;
    const deltaEnd = this.#deltaAt + deltaSize;
    const size = this.#unpack.deltaSize(this.#deltaAt, deltaEnd, base.size);
    if (size < 0) return damaged;
    if (at + size > this.#end) return tooLarge;
    const made = this.#unpack.applyDelta(base.at, base.size, this.#deltaAt, deltaEnd, at, this.#changesAt);
    if (made === -2) return damaged;
    this.changes = made < 0 ? null : this.#changes.subarray(0, 2 * made);
    return size;
  }

  /** Where the object of the last delta is no copy of its base, see `Sieve.look`; null when that is nearly everywhere. */
  changes: Uint32Array | null = null;

  /** Moves an object to the place of the one that it was made of. */
  move(from: number, size: number, to: number): void {
    this.#memory.copyWithin(to, from, from + size);
  }

  #inflate(table: PackTable, entry: number, to: number, end: number): number {
    const start = table.offsets[entry] ?? 0;
    const stop = table.offsets[entry + 1] ?? 0;
    if (stop - start > longestEntry) return tooLarge;
    let at = this.#reader.bring(table, start, stop);
    if (at < 0) return damaged;
    const entryEnd = at + stop - start;
    let byte = this.#memory[at++] ?? 0;
    const kind = (byte >> 4) & 7;
    let size = byte & 15;
    for (let factor = 16; byte & 128; factor *= 128) {
      byte = this.#memory[at++] ?? 0;
      size += (byte & 127) * factor;
    }
    if (kind === 6) while ((this.#memory[at++] ?? 0) & 128);
    else if (kind === 7) at += table.idSize;
    if (to + size > end) return tooLarge;
    return this.#unpack.inflate(at, entryEnd, to, size) === 0 ? size : damaged;
  }
}
