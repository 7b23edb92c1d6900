// Source `history`: every object that the store holds, each once, whether a ref reaches it or not. Where a key came
// from is looked up afterwards, only if there is one, in one pass over history.
import type { BlobSink, CommitInfo } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import { permalink } from '../core/permalink.ts';
import type { Source } from '../core/source.ts';
import { type BadObject, readAllObjects } from '../git/cat-file.ts';
import { listCommits, readCommits } from '../git/changes.ts';
import { UnsupportedStore } from '../git/pack/pack-index.ts';
import { type WalkPacks, sweepStore } from '../git/pack/sweep-store.ts';
import { remoteUrl } from '../git/porcelain.ts';
import { countPromised, openRepository } from '../git/repository.ts';
import type { GitPlace } from '../git/run.ts';
import { readTag } from '../git/tag.ts';
import { kindOf } from '../io/paths.ts';
import { objectFeed, reportBad } from './object-feed.ts';

/** @param directory any folder of a repository, bare or not. */
export function historySource(directory: string, walkPacks: WalkPacks): Source {
  const place = { directory, hook: false };
  return {
    name: 'history',
    target: directory,
    async read(sink, coverage) {
      if (kindOf(directory) === 'nothing') throw new AkguardError('AK_PATH_NOT_FOUND', { path: directory });
      if (kindOf(directory) === 'file') throw new AkguardError('AK_NOT_A_REPOSITORY', { path: directory });
      const repository = await openRepository(directory, false);
      reportBad(await readStore(place, walkPacks, sink, coverage), coverage);
      if (repository.shallow)
        coverage.missed('older history', 'not in this shallow clone; run `git fetch --unshallow`');
      const promised = await countPromised(place);
      if (promised > 0)
        coverage.missed(`${promised} objects`, 'not in this partial clone; clone without `--filter`');
    },
    async refine(matches, _findKeys, coverage) {
      const origins = await findOrigins(place, matches, coverage);
      const remote = await remoteUrl(directory);
      return Promise.all(matches.map((match) => attribute(place, match, origins, remote)));
    },
  };
}

/** Our own reader of packs is the fast one; where it can't read a store, git does. */
async function readStore(
  place: GitPlace,
  walkPacks: WalkPacks,
  sink: BlobSink,
  coverage: Coverage,
): Promise<BadObject[]> {
  try {
    return await sweepStore(place, walkPacks, {
      loose: objectFeed(sink, coverage),
      suspects: objectFeed(sink, coverage, false),
      packed({ commit, tree, blob, tag }) {
        coverage.objects += commit + tree + blob + tag;
        coverage.commits += commit;
        coverage.blobs += blob;
      },
      progress(bytes) {
        coverage.bytes += bytes;
      },
    });
  } catch (error) {
    if (!(error instanceof UnsupportedStore)) throw error;
    coverage.leftOut('the fast way through the store', `${error.message}; git read the objects instead`);
    return readAllObjects(place, objectFeed(sink, coverage));
  }
}

interface Origins {
  /** Blob id -> the first commit and path that brought it in. */
  blobs: Map<string, { commit: CommitInfo; path: string }>;
  commits: Map<string, CommitInfo>;
}

/** First what refs reach, then, if something is left over, what only the store still has. */
async function findOrigins(place: GitPlace, matches: Match[], coverage: Coverage): Promise<Origins> {
  const wanted = new Set(
    matches.map((match) => (match.provenance.kind === 'object' ? match.provenance.id : '')),
  );
  const origins: Origins = { blobs: new Map(), commits: new Map() };
  for (const reached of [true, false]) {
    const found = origins.blobs.size + origins.commits.size;
    if (found >= wanted.size) break;
    try {
      const options = reached ? ['--all'] : ['--not', '--all', '--not'];
      const revisions = reached ? [] : await listCommits(place);
      await readCommits(place, options, revisions, ({ commit, changes }) => {
        const info = reached ? commit : { ...commit, ref: null };
        if (wanted.has(commit.id)) origins.commits.set(commit.id, info);
        for (const { after, path } of changes) {
          if (after !== null && wanted.has(after) && !origins.blobs.has(after))
            origins.blobs.set(after, { commit: info, path });
        }
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
