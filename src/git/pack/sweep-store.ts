// Goes through everything that a repository's store holds, reachable or not: packs are walked, and what may hold something
// is handed over; loose objects are handed over one by one.
import { existsSync } from 'node:fs';
import type { ObjectType } from '../../core/blob.ts';
import { messageOf } from '../../core/errors.ts';
import { type BadObject, type ObjectSink, readObjects } from '../cat-file.ts';
import { readLoose } from '../loose.ts';
import type { GitPlace } from '../run.ts';
import { type ObjectFolders, listLoose, listPacks } from './object-folders.ts';
import { PackExpander } from './pack-expander.ts';
import { type OpenPack, PackStore, countTypes } from './pack-store.ts';
import { type PackTable, packTypes } from './pack-table.ts';
import type { Walk } from './pack-walker.ts';

/** How far a walk is. */
export interface Walked {
  /** Of the objects that were gone through since the last report. */
  bytes: number;
  /** Bytes of the packs that those take, and of all that is to be walked: no trees. */
  done: number;
  total: number;
}

/** Walks tables on as many threads as it sees fit, and says how far it is. One walk for each. */
export type WalkPacks = (tables: readonly PackTable[], progress: (at: Walked) => void) => Promise<Walk[]>;

export interface SweepSinks {
  /** Objects that are not in packs. */
  loose: ObjectSink;
  /** Objects of packs that are to be scanned. They are among the counted ones. */
  suspects: ObjectSink;
  /** How many more objects were read by type; below 0 for such as turned out not to be readable. */
  packed(counts: Record<ObjectType, number>): void;
  /** How far the walk of the packs is; the last call of each walk says that all is done. */
  progress(at: Walked): void;
}

/** A gc moves objects while they are read; so often they are looked for again. */
const mostRounds = 8;
/** As many damaged objects of one pack are named one by one. */
const mostNamed = 20;

/**
 * @param located where the store is, see `findObjectFolders`.
 * @param selected ids of the objects that count; null for all.
 * @returns what could not be read.
 * @throws UnsupportedStore, before anything was handed over, for a store that only git can read.
 */
export async function sweepStore(
  place: GitPlace,
  { folders, idSize }: ObjectFolders,
  walkPacks: WalkPacks,
  sinks: SweepSinks,
  selected: readonly string[] | null = null,
): Promise<BadObject[]> {
  const bad: BadObject[] = folders
    .filter((folder) => !existsSync(folder))
    .map((id) => ({ id: `in ${id}`, reason: 'an alternate that is not there' }));
  const store = new PackStore(idSize);
  const only = selected === null ? null : new Set(selected);
  const seen = new Set<string>();
  try {
    // At least twice: what a gc moves while it is listed is in the second list.
    for (let round = 0; round < mostRounds; round++) {
      const listed = list(folders, idSize, round === 0 ? bad : []);
      const added = store.open(listed.packs);
      const loose = listed.loose.filter((id) => !seen.has(id));
      if (round > 0 && added.length === 0 && loose.length === 0 && store.missing.length === 0) break;
      if (only !== null) store.select(added, Buffer.from([...only].toSorted().join(''), 'hex'));
      sinks.packed(store.count(added));
      bad.push(...(await walkAll(place, added, walkPacks, sinks)));
      // One that is gone by now is in a pack, where git finds it.
      const own = loose.filter((id) => (only?.has(id) ?? true) && !store.has(Buffer.from(id, 'hex')));
      bad.push(...(await handLoose(place, folders, own, sinks.loose)));
      for (const id of loose) seen.add(id);
    }
    const missing = store.missing.map((path) => ({
      id: `in ${path}`,
      reason: 'it is listed, but not there',
    }));
    return [...bad, ...store.broken, ...missing];
  } finally {
    store.close();
  }
}

function list(
  folders: readonly string[],
  idSize: number,
  bad: BadObject[],
): { packs: string[]; loose: string[] } {
  const packs: string[] = [];
  const loose = new Set<string>();
  for (const folder of folders) {
    try {
      packs.push(...listPacks(folder));
      for (const id of listLoose(folder, idSize)) loose.add(id);
    } catch (error) {
      bad.push({ id: `in ${folder}`, reason: messageOf(error) });
    }
  }
  return { packs, loose: [...loose] };
}

async function walkAll(
  place: GitPlace,
  packs: readonly OpenPack[],
  walkPacks: WalkPacks,
  sinks: SweepSinks,
): Promise<BadObject[]> {
  const walks = await walkPacks(
    packs.map(({ table }) => table),
    (at) => sinks.progress(at),
  );
  const bad: BadObject[] = [];
  let expander: PackExpander | null = null;
  for (const [i, pack] of packs.entries()) {
    const { table, index, damage, kinds } = pack;
    const { suspects = [], large = [], bad: damaged = [] } = walks[i] ?? {};
    if (damaged.length > 0) damage.set('it is damaged', damaged);
    // Those that the heads tell of were counted before anybody tried to read them.
    const takeBack = (entries: readonly number[]) => sinks.packed(countTypes(pack, entries, -1));
    const name = (entries: readonly number[]) => {
      const offsets = entries.map((entry) => table.offsets[entry] ?? 0);
      const ids = index.idsAt(new Set(offsets));
      return offsets.map((offset) => ids.get(offset) ?? '?');
    };
    for (const [reason, all] of damage) {
      const entries = all.filter((entry) => table.leftOut?.[entry] !== 1);
      takeBack(entries);
      bad.push(...name(entries.slice(0, mostNamed)).map((id) => ({ id, reason })));
      const others = entries.length - mostNamed;
      if (others > 0) bad.push({ id: `and ${others} more in ${table.path}`, reason });
    }
    const left = [...large];
    const found = suspects.toSorted((a, b) => a - b);
    const ids = name(found);
    for (const [n, entry] of found.entries()) {
      const bytes = (expander ??= new PackExpander()).expand(pack, entry);
      const type = packTypes[kinds[entry] ?? 0];
      if (bytes === null || type === undefined) {
        left.push(entry);
        continue;
      }
      sinks.suspects.object(ids[n] ?? '?', type, bytes.length);
      sinks.suspects.bytes(bytes, true);
    }
    if (left.length === 0) continue;
    // In the order of the pack, which is the cheapest for git.
    left.sort((a, b) => a - b);
    const forGit = name(left);
    const gone = new Set<string>();
    const missing = (id: string) => {
      gone.add(id);
      sinks.suspects.missing(id);
    };
    for (const each of await readObjects(place, forGit, { ...sinks.suspects, missing })) {
      gone.add(each.id);
      bad.push(each);
    }
    takeBack(left.filter((_, n) => gone.has(forGit[n] ?? '')));
  }
  return bad;
}

async function handLoose(
  place: GitPlace,
  folders: readonly string[],
  ids: readonly string[],
  sink: ObjectSink,
): Promise<BadObject[]> {
  const others: string[] = [];
  for (const id of ids) {
    let object = null;
    for (const folder of folders) object ??= readLoose(folder, id);
    if (object === null) {
      others.push(id);
      continue;
    }
    sink.object(id, object.type, object.bytes.length);
    sink.bytes(object.bytes, true);
  }
  return others.length === 0 ? [] : readObjects(place, others, sink);
}
