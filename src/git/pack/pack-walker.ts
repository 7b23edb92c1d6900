// Walks the objects of packs: each is inflated once, and deltas are applied to their bases on the way down, so that a base
// is never made twice. One for each thread.
import type { Sieve } from '../../core/sieve.ts';
import { PackEntries, tooLarge } from './pack-entries.ts';
import type { PackTable } from './pack-table.ts';

/** What becomes of entries: each is looked at, or it is large or bad. */
export interface Walk {
  /** Of all objects that were looked at. */
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
  readonly #entries: PackEntries;
  readonly #levels: Level[] = [];

  constructor(sieve: Sieve) {
    this.#sieve = sieve;
    this.#entries = new PackEntries(sieve, true);
  }

  /** Walks the roots [from, to) of a table, and everything that is made of them. */
  walk(table: PackTable, from: number, to: number, walk: Walk): void {
    for (let i = from; i < to; i++) this.#family(table, table.roots[i] ?? 0, walk);
  }

  #family(table: PackTable, root: number, walk: Walk): void {
    const at = this.#entries.first;
    const size = this.#entries.makeWhole(table, root, at);
    if (size < 0) {
      this.#giveUp(table, root, size, walk);
      return;
    }
    const isSuspect = this.#look(table, root, at, size, null, walk);
    const levels = this.#levels;
    levels[0] = { at, size, isSuspect, next: table.firstDelta[root] ?? -1 };
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
        this.#entries.move(made.at, made.size, level.at);
        level.size = made.size;
        level.isSuspect = made.isSuspect;
        level.next = first;
      } else levels[++depth] = { ...made, next: first };
    }
  }

  /** Makes the object of a delta behind its base, and looks at it. */
  #apply(table: PackTable, entry: number, base: Level, walk: Walk): Made | null {
    const at = this.#entries.behind(base.at, base.size);
    const size = this.#entries.makeDelta(table, entry, base, at);
    if (size < 0) {
      this.#giveUp(table, entry, size, walk);
      return null;
    }
    const changes = base.isSuspect ? null : this.#entries.changes;
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
    // Nobody looked at it here, so what is made of it is looked at as a whole.
    if (table.leftOut?.[entry] === 1) return true;
    walk.bytes += size;
    const isSuspect = this.#sieve.look(at, size, changes);
    if (isSuspect) walk.suspects.push(entry);
    return isSuspect;
  }

  /** An entry and all that is made of it: a delta is of no use without its base. */
  #giveUp(table: PackTable, entry: number, why: number, walk: Walk): void {
    const list = why === tooLarge ? walk.large : walk.bad;
    const open = [entry];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (table.leftOut?.[each] !== 1) list.push(each);
      for (let child = table.firstDelta[each] ?? -1; child >= 0; child = table.nextDelta[child] ?? -1)
        open.push(child);
    }
  }
}
