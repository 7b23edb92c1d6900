// All packs of a repository, ready to be walked.
import { closeSync } from 'node:fs';
import type { ObjectType } from '../../core/blob.ts';
import { messageOf } from '../../core/errors.ts';
import type { BadObject } from '../cat-file.ts';
import { PackIndex, UnsupportedStore } from './pack-index.ts';
import { type ReadPack, packTypes, readPackTable, shared } from './pack-table.ts';

/** A pack and its index; both stay open, so that no gc can take them away. */
export interface OpenPack extends ReadPack {
  index: PackIndex;
}

/** Opens one pack after the other; `close` them. */
export class PackStore {
  readonly packs: OpenPack[] = [];
  /** Packs that can't be used at all. */
  readonly broken: BadObject[] = [];
  /** Packs that were listed for the last `open` and were not there: a gc has taken them away, or nobody can open them. */
  missing: string[] = [];
  readonly #idSize: number;
  readonly #opened = new Set<string>();

  constructor(idSize: number) {
    this.#idSize = idSize;
  }

  /**
   * Opens those of the packs that were not opened before, and marks in them what others have as well.
   * @returns them.
   * @throws UnsupportedStore for a pack that is not read here.
   */
  open(paths: readonly string[]): OpenPack[] {
    const known = this.packs.length;
    this.missing = [];
    for (const path of paths) {
      if (this.#opened.has(path)) continue;
      this.#opened.add(path);
      this.#open(path);
    }
    const added = this.packs.slice(known);
    if (this.packs.length > 1 && added.length > 0) this.#markTwice(added);
    return added;
  }

  #open(path: string): void {
    let index: PackIndex | undefined;
    try {
      index = new PackIndex(path.replace(/pack$/, 'idx'), this.#idSize);
      this.packs.push({ ...readPackTable(path, index, this.#idSize), index });
    } catch (error) {
      index?.close();
      if (error instanceof UnsupportedStore) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        this.#opened.delete(path);
        this.missing.push(path);
      } else this.broken.push({ id: `in ${path}`, reason: messageOf(error) });
    }
  }

  /** How many of each type there are, without what is twice there. */
  count(packs: readonly OpenPack[]): Record<ObjectType, number> {
    const counts = { commit: 0, tree: 0, blob: 0, tag: 0 };
    for (const { kinds, table } of packs) {
      // Without an iterator, which takes ten times as long for a million.
      const byKind = new Float64Array(8);
      for (let entry = 0; entry < kinds.length; entry++)
        if (table.leftOut?.[entry] !== 1) byKind[kinds[entry] ?? 0]!++;
      for (const [kind, type] of Object.entries(packTypes)) counts[type] += byKind[Number(kind)] ?? 0;
    }
    return counts;
  }

  /** Leaves out all objects of packs but these. @param ids one behind the other, sorted. */
  select(packs: readonly OpenPack[], ids: Buffer): void {
    const size = this.#idSize;
    for (const { table, index, entryAt } of packs) {
      const all = index.ids;
      const offsets = index.offsets();
      const leftOut = (table.leftOut ??= shared(Uint8Array, 1, index.count));
      let wanted = 0;
      for (let position = 0; position < index.count; position++) {
        const at = position * size;
        let order = -1;
        while (wanted < ids.length && (order = ids.compare(all, at, at + size, wanted, wanted + size)) < 0)
          wanted += size;
        if (order !== 0) leftOut[entryAt(offsets[position] ?? 0)] = 1;
      }
    }
  }

  /** Whether any pack has the object. */
  has(id: Buffer): boolean {
    return this.packs.some(({ index }) => index.find(id) >= 0);
  }

  /** Marks in `added` what an earlier pack has. The start of an id is as good as a hash of it. */
  #markTwice(added: readonly OpenPack[]): void {
    const size = this.#idSize;
    const total = this.packs.reduce((sum, { index }) => sum + index.count, 0);
    const mask = 2 ** Math.ceil(Math.log2(2 * total + 2)) - 1;
    const slots = new Uint32Array(mask + 1);
    // Number of an object over all packs, from 1 on: what the slots hold.
    let first = 1;
    const firsts: number[] = [];
    const idOf = (number: number) => {
      let pack = firsts.length - 1;
      while ((firsts[pack] ?? 0) > number) pack--;
      const at = (number - (firsts[pack] ?? 0)) * size;
      return { ids: this.packs[pack]?.index.ids ?? Buffer.alloc(0), at };
    };
    for (const pack of this.packs) {
      firsts.push(first);
      const { ids, count } = pack.index;
      const offsets = added.includes(pack) ? pack.index.offsets() : null;
      for (let position = 0; position < count; position++) {
        const at = position * size;
        let slot = ids.readUInt32LE(at) & mask;
        for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
          const other = idOf(slots[slot] ?? 0);
          if (ids.compare(other.ids, other.at, other.at + size, at, at + size) === 0) break;
        }
        if (slots[slot] === 0) slots[slot] = first + position;
        else if (offsets !== null) {
          pack.table.leftOut ??= shared(Uint8Array, 1, count);
          pack.table.leftOut[pack.entryAt(offsets[position] ?? 0)] = 1;
        }
      }
      first += count;
    }
  }

  close(): void {
    for (const { table, index } of this.packs) {
      index.close();
      closeSync(table.fd);
    }
    this.packs.length = 0;
  }
}

/** How many of some entries are of each type, times `factor`; without what is twice there. */
export function countTypes(
  { kinds, table }: OpenPack,
  entries: readonly number[],
  factor: number,
): Record<ObjectType, number> {
  const counts = { commit: 0, tree: 0, blob: 0, tag: 0 };
  for (const entry of entries) {
    const type = packTypes[kinds[entry] ?? 0];
    if (type !== undefined && table.leftOut?.[entry] !== 1) counts[type] += factor;
  }
  return counts;
}
