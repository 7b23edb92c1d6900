// Walks the objects of packs: each is inflated once, and deltas are applied to their bases on the way down, so that a base
// is never made twice. One for each thread.
import type { Sieve } from '../../core/sieve.ts';
import { PackReader, longestEntry } from './pack-reader.ts';
import type { PackTable } from './pack-table.ts';
import { type Unpack, openUnpack } from './unpack.ts';

/** Bytes between objects, which the sieve needs. */
const gap = 128;
/** Bytes of the longest delta. */
const longestDelta = 16 << 20;

/** What becomes of entries. Each entry of a walk is told once: seen, a suspect, left out or bad. */
export interface Walk {
  /** Objects that were looked at, and their bytes. */
  objects: number;
  bytes: number;
  /** Entries that may hold something: they are to be scanned. */
  suspects: number[];
  /** Entries that are too large to be made here; they are to be scanned as well. */
  large: number[];
  bad: number[];
}

/** An object, and whether copies of its bytes are to be looked at like others. */
interface Made {
  at: number;
  size: number;
  isSuspect: boolean;
}

/** An object on the way from a root to what is made of it. */
interface Level extends Made {
  /** The next delta to apply to it. */
  next: number;
}

export class PackWalker {
  readonly #sieve: Sieve;
  readonly #unpack: Unpack;
  readonly #reader: PackReader;
  readonly #memory: Buffer;
  readonly #changesAt: number;
  readonly #changes: Uint32Array;
  readonly #deltaAt: number;
  readonly #arena: number;
  readonly #arenaEnd: number;
  readonly #levels: Level[] = [];

  constructor(sieve: Sieve) {
    this.#sieve = sieve;
    this.#unpack = openUnpack(sieve.memory);
    this.#memory = sieve.bytes;
    let at = Math.ceil(sieve.start / 64) * 64;
    this.#unpack.init(at);
    at += this.#unpack.workSize.value;
    this.#changesAt = at;
    at += 8 * this.#unpack.mostChanges.value;
    this.#changes = new Uint32Array(this.#memory.buffer, this.#changesAt, 2 * this.#unpack.mostChanges.value);
    this.#reader = new PackReader(this.#memory, at);
    at += PackReader.size;
    this.#deltaAt = at;
    at += longestDelta + gap;
    this.#arena = at + gap;
    this.#arenaEnd = sieve.end - gap;
  }

  /** Walks the roots [from, to) of a table, and everything that is made of them. */
  walk(table: PackTable, from: number, to: number, walk: Walk): void {
    for (let i = from; i < to; i++) this.#family(table, table.roots[i] ?? 0, walk);
  }

  #family(table: PackTable, root: number, walk: Walk): void {
    const size = this.#inflate(table, root, this.#arena, this.#arenaEnd);
    if (size < 0) {
      // A delta is of no use without its base.
      this.#forAll(table, root, size === tooLarge ? walk.large : walk.bad);
      return;
    }
    const isSuspect = this.#look(table, root, this.#arena, size, null, walk);
    const levels = this.#levels;
    levels[0] = { at: this.#arena, size, isSuspect, next: table.firstDelta[root] ?? -1 };
    for (let depth = 0; depth >= 0;) {
      const level = levels[depth];
      const entry = level?.next ?? -1;
      if (level === undefined || entry < 0) {
        depth--;
        continue;
      }
      level.next = table.nextDelta[entry] ?? -1;
      const made = this.#apply(table, entry, level, walk);
      const first = table.firstDelta[entry] ?? -1;
      if (made === null || first < 0) continue;
      if (level.next < 0) {
        // Nothing else needs the base: what was made of it takes its place, so that a long chain stays in the cache.
        this.#memory.copyWithin(level.at, made.at, made.at + made.size);
        level.size = made.size;
        level.isSuspect = made.isSuspect;
        level.next = first;
      } else levels[++depth] = { ...made, next: first };
    }
  }

  /** Makes the object of a delta behind its base, and looks at it. */
  #apply(table: PackTable, entry: number, base: Level, walk: Walk): Made | null {
    const deltaSize = this.#inflate(table, entry, this.#deltaAt, this.#deltaAt + longestDelta);
    if (deltaSize < 0) {
      this.#forAll(table, entry, deltaSize === tooLarge ? walk.large : walk.bad);
      return null;
    }
    const deltaEnd = this.#deltaAt + deltaSize;
    const size = this.#unpack.deltaSize(this.#deltaAt, deltaEnd, base.size);
    const at = Math.ceil((base.at + base.size + gap) / 64) * 64 + 64;
    if (size >= 0 && at + size + gap > this.#arenaEnd) {
      this.#forAll(table, entry, walk.large);
      return null;
    }
    const count =
      size < 0
        ? -2
        : this.#unpack.applyDelta(base.at, base.size, this.#deltaAt, deltaEnd, at, this.#changesAt);
    if (count === -2) {
      this.#forAll(table, entry, walk.bad);
      return null;
    }
    const changes = count < 0 || base.isSuspect ? null : this.#changes.subarray(0, 2 * count);
    return { at, size, isSuspect: this.#look(table, entry, at, size, changes, walk) };
  }

  #look(
    table: PackTable,
    entry: number,
    at: number,
    size: number,
    changes: Uint32Array | null,
    walk: Walk,
  ): boolean {
    // What it holds was found in another pack, and must be found again in what is made of it.
    if (table.twice?.[entry] === 1) return true;
    walk.objects++;
    walk.bytes += size;
    const isSuspect = this.#sieve.look(at, size, changes);
    if (isSuspect) walk.suspects.push(entry);
    return isSuspect;
  }

  /** Inflates an entry to [to, end) and returns its size; or what is wrong. */
  #inflate(table: PackTable, entry: number, to: number, end: number): number {
    const start = table.offsets[entry] ?? 0;
    const stop = table.offsets[entry + 1] ?? 0;
    if (stop - start > longestEntry) return tooLarge;
    let at = this.#reader.bring(table.fd, start, stop);
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

  /** An entry and all that is made of it. */
  #forAll(table: PackTable, entry: number, list: number[]): void {
    const open = [entry];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (table.twice?.[each] !== 1) list.push(each);
      for (let child = table.firstDelta[each] ?? -1; child >= 0; child = table.nextDelta[child] ?? -1)
        open.push(child);
    }
  }
}

const tooLarge = -1;
const damaged = -2;
