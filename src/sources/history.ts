// Source `history`: every object that the store holds, each once, whether a ref reaches it or not. Where a key came
// from is looked up afterwards, only if there is one.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import { type Progress, noProgress } from '../core/runtime.ts';
import type { Source } from '../core/source.ts';
import { type BadObject, readAllObjects, readObjects } from '../git/cat-file.ts';
import { type ObjectFolders, findObjectFolders } from '../git/pack/object-folders.ts';
import { UnsupportedStore } from '../git/pack/pack-index.ts';
import { type SweepSinks, type WalkPacks, sweepStore } from '../git/pack/sweep-store.ts';
import { type Selection, listSelected } from '../git/refs.ts';
import { countPromised, openRepository } from '../git/repository.ts';
import type { GitPlace } from '../git/run.ts';
import { kindOf } from '../io/paths.ts';
import { objectFeed, reportBad } from './object-feed.ts';
import { tellOrigins } from './origins.ts';

/** What to scan of a repository. */
export interface HistoryRequest {
  /** Any folder of it, bare or not. */
  directory: string;
  /** Only what these refs reach, see `Selection`; everything, reachable or not, when both are empty. */
  selection: Selection;
  /** Whether a shallow clone is taken for the whole. */
  allowShallow: boolean;
}

export function historySource(
  { directory, selection, allowShallow }: HistoryRequest,
  walkPacks: WalkPacks,
): Source {
  const place = { directory, hook: false };
  // Git answers while the scanner is being loaded: a small repository is scanned in hardly more time than that takes.
  const repository = openRepository(directory, false);
  const folders = findObjectFolders(place);
  const promised = countPromised(place);
  for (const answer of [repository, folders, promised]) answer.catch(() => {});
  return {
    name: 'history',
    target: directory,
    async read(sink, coverage, progress = noProgress) {
      if (kindOf(directory) === 'nothing') throw new AkguardError('AK_PATH_NOT_FOUND', { path: directory });
      if (kindOf(directory) === 'file') throw new AkguardError('AK_NOT_A_REPOSITORY', { path: directory });
      const { shallow } = await repository;
      const isPart = selection.refs.length > 0 || selection.since !== null;
      const selected = isPart ? await listSelected(place, selection) : null;
      const store = { place, folders, walkPacks, selected };
      reportBad(await readStore(store, sink, coverage, progress), coverage);
      if (selected !== null) coverage.leftOut('other objects', 'not selected by --refs and --since');
      if (shallow && allowShallow)
        coverage.leftOut(
          'older history',
          'not in this shallow clone, which --allow-shallow takes for the whole',
        );
      else if (shallow)
        coverage.missed('older history', 'not in this shallow clone; run `git fetch --unshallow`');
      const absent = await promised;
      if (absent > 0)
        coverage.missed(`${absent} objects`, 'not in this partial clone; clone without `--filter`');
    },
    async refine(matches, _findKeys, coverage, progress = noProgress) {
      return tellOrigins(place, matches, coverage, progress);
    },
  };
}

interface Store {
  place: GitPlace;
  folders: Promise<ObjectFolders>;
  walkPacks: WalkPacks;
  /** Ids of the objects that count; null for all. */
  selected: readonly string[] | null;
}

/** Our own reader of packs is the fast one; where it can't read a store, git does. */
async function readStore(
  { place, folders, walkPacks, selected }: Store,
  sink: BlobSink,
  coverage: Coverage,
  progress: Progress,
): Promise<BadObject[]> {
  try {
    const sinks: SweepSinks = {
      loose: objectFeed(sink, coverage),
      suspects: objectFeed(sink, coverage, false),
      packed({ commit, tree, blob, tag }) {
        coverage.objects += commit + tree + blob + tag;
        coverage.commits += commit;
        coverage.blobs += blob;
      },
      progress({ bytes, done, total }) {
        coverage.bytes += bytes;
        progress.reached(done, total);
      },
    };
    return await sweepStore(place, await folders, walkPacks, sinks, selected);
  } catch (error) {
    if (!(error instanceof UnsupportedStore)) throw error;
    coverage.leftOut('the fast way through the store', `${error.message}; git read the objects instead`);
    const feed = objectFeed(sink, coverage);
    return selected === null ? readAllObjects(place, feed) : readObjects(place, selected, feed);
  }
}
