// Source `history`: every object that the store holds, each once, whether a ref reaches it or not. Where a key came
// from is looked up afterwards, only if there is one, in one pass over history.
import type { BlobSink, CommitInfo } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import { type Progress, noProgress } from '../core/runtime.ts';
import { permalink } from '../core/permalink.ts';
import type { Source } from '../core/source.ts';
import { type BadObject, readAllObjects, readObjects } from '../git/cat-file.ts';
import { listCommits, readCommits } from '../git/changes.ts';
import { type ObjectFolders, findObjectFolders } from '../git/pack/object-folders.ts';
import { UnsupportedStore } from '../git/pack/pack-index.ts';
import { type SweepSinks, type WalkPacks, sweepStore } from '../git/pack/sweep-store.ts';
import { remoteUrl } from '../git/porcelain.ts';
import { Descent, type Selection, findInTips, listSelected } from '../git/refs.ts';
import { countPromised, openRepository } from '../git/repository.ts';
import type { GitPlace } from '../git/run.ts';
import { readTag } from '../git/tag.ts';
import { kindOf } from '../io/paths.ts';
import { objectFeed, reportBad } from './object-feed.ts';

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
      const origins = await findOrigins(place, matches, coverage, progress);
      const remote = await remoteUrl(directory);
      const attributed = await Promise.all(matches.map((match) => attribute(place, match, origins, remote)));
      return withStanding(place, attributed, origins);
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

interface Origins {
  /** Blob id -> the first commit and path that brought it in. */
  blobs: Map<string, { commit: CommitInfo; path: string; paths: Set<string> }>;
  commits: Map<string, CommitInfo>;
  descent: Descent;
}

/** What stands in for an object (git-replace(1)) is no part of history. */
const allRefs = ['--exclude=refs/replace/*', '--all'];

/** First what refs reach, then, if something is left over, what only the store still has. */
async function findOrigins(
  place: GitPlace,
  matches: Match[],
  coverage: Coverage,
  progress: Progress,
): Promise<Origins> {
  const wanted = new Set(
    matches.flatMap(({ provenance }) =>
      provenance.kind === 'object' && provenance.type !== 'tag' ? provenance.id : [],
    ),
  );
  const origins: Origins = { blobs: new Map(), commits: new Map(), descent: new Descent() };
  let commits = 0;
  for (const reached of [true, false]) {
    const found = origins.blobs.size + origins.commits.size;
    if (found >= wanted.size) break;
    try {
      const options = reached ? allRefs : ['--not', ...allRefs, '--not'];
      const revisions = reached ? [] : await listCommits(place);
      await readCommits(place, options, revisions, ({ commit, parents, changes }) => {
        progress.reached(++commits, coverage.commits);
        const info = reached ? commit : { ...commit, ref: null };
        if (wanted.has(commit.id)) origins.commits.set(commit.id, info);
        const before = origins.blobs.size;
        for (const { after, path } of changes) {
          if (after === null || !wanted.has(after)) continue;
          const known = origins.blobs.get(after);
          if (known === undefined) origins.blobs.set(after, { commit: info, path, paths: new Set([path]) });
          else known.paths.add(path);
        }
        if (reached) origins.descent.add(commit.id, parents, origins.blobs.size > before);
      });
    } catch (error) {
      coverage.missed('where keys came from', error instanceof Error ? error.message : String(error));
    }
  }
  return origins;
}

async function attribute(
  place: GitPlace,
  match: Match,
  origins: Origins,
  remote: string | null,
): Promise<Match> {
  if (match.provenance.kind !== 'object') return match;
  const { id, type } = match.provenance;
  if (type === 'tag')
    return { ...match, provenance: { kind: 'message', type, id, commit: await readTag(place, id) } };
  if (type === 'commit') {
    return { ...match, provenance: { kind: 'message', type, id, commit: origins.commits.get(id) ?? null } };
  }
  const origin = origins.blobs.get(id);
  if (origin === undefined) return match;
  const url = permalink(remote, origin.commit.id, origin.path, match.line);
  return {
    ...match,
    url,
    provenance: { kind: 'commit', path: origin.path, blob: id, commit: origin.commit },
  };
}

/** Adds which branches still hold what was found, and which refs reach it. */
async function withStanding(place: GitPlace, matches: Match[], origins: Origins): Promise<Match[]> {
  const wanted = Array.from(origins.blobs, ([blob, { paths }]) => ({ blob, paths }));
  const tips = await findInTips(place, wanted);
  const refs = await origins.descent.findRefs(place);
  return matches.map((match) => {
    const { provenance } = match;
    if (provenance.kind !== 'commit') return match;
    const { blob, commit } = provenance;
    const none = commit.ref === null ? [] : null;
    const standing = { tips: tips?.get(blob) ?? null, refs: refs.get(commit.id) ?? none };
    return { ...match, provenance: { ...provenance, standing } };
  });
}
