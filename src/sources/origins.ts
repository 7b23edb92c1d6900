// Where keys in a store came from: the first commit and path that brought each in, by history and not by the clock, and
// whether it is still there. Looked up only when there is a find, in one pass over history for all of them.
import type { CommitInfo } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { messageOf } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import { permalink } from '../core/permalink.ts';
import type { Progress } from '../core/runtime.ts';
import { listCommits, readCommits } from '../git/changes.ts';
import { remoteUrl } from '../git/porcelain.ts';
import { Descent, findInTips } from '../git/refs.ts';
import type { GitPlace } from '../git/run.ts';
import { readTag } from '../git/tag.ts';

/** What stands in for an object (git-replace(1)) is no part of history. */
const allRefs = ['--exclude=refs/replace/*', '--all'];

interface Origins {
  /** Blob id -> the first commit and path that brought it in. */
  blobs: Map<string, { commit: CommitInfo; path: string; paths: Set<string> }>;
  commits: Map<string, CommitInfo>;
  /** Null when history could not be walked to its end, so that nobody can tell what refs reach. */
  descent: Descent | null;
}

/**
 * Matches in objects, with where they came from. Where git does not tell, they stay as they are and `coverage` says so: a
 * key that was found is not lost because the store changed or git was ended in the meantime.
 */
export async function tellOrigins(
  place: GitPlace,
  matches: Match[],
  coverage: Coverage,
  progress: Progress,
): Promise<Match[]> {
  let isSaid = false;
  const orElse: OrElse = async (told, instead) => {
    try {
      return await told;
    } catch (error) {
      if (!isSaid) coverage.missed('where keys came from', messageOf(error));
      isSaid = true;
      return instead;
    }
  };
  const origins = await findOrigins(place, matches, orElse, (done) =>
    progress.reached(done, coverage.commits),
  );
  const remote = await orElse(remoteUrl(place.directory), null);
  const attributed = await Promise.all(
    matches.map((match) => orElse(attribute(place, match, origins, remote), match)),
  );
  return withStanding(place, attributed, origins, orElse);
}

type OrElse = <T>(told: Promise<T>, instead: T) => Promise<T>;

/** First what refs reach, then, if something is left over, what only the store still has. */
async function findOrigins(
  place: GitPlace,
  matches: Match[],
  orElse: OrElse,
  onCommits: (done: number) => void,
): Promise<Origins> {
  const wanted = new Set(
    matches.flatMap(({ provenance }) =>
      provenance.kind === 'object' && provenance.type !== 'tag' ? provenance.id : [],
    ),
  );
  const descent = new Descent();
  const origins: Origins = { blobs: new Map(), commits: new Map(), descent };
  let commits = 0;
  const walk = async (reached: boolean) => {
    const options = reached ? allRefs : ['--not', ...allRefs, '--not'];
    const revisions = reached ? [] : await listCommits(place);
    await readCommits(place, options, revisions, ({ commit, parents, changes }) => {
      onCommits(++commits);
      const info = reached ? commit : { ...commit, ref: null };
      if (wanted.has(commit.id)) origins.commits.set(commit.id, info);
      const before = origins.blobs.size;
      for (const { after, path } of changes) {
        if (after === null || !wanted.has(after)) continue;
        const known = origins.blobs.get(after);
        if (known === undefined) origins.blobs.set(after, { commit: info, path, paths: new Set([path]) });
        else known.paths.add(path);
      }
      if (reached) descent.add(commit.id, parents, origins.blobs.size > before);
    });
    return true;
  };
  for (const reached of [true, false]) {
    if (origins.blobs.size + origins.commits.size >= wanted.size) break;
    if (await orElse(walk(reached), false)) continue;
    // What refs reach is then not known to be missing from them.
    if (reached) origins.descent = null;
    break;
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
async function withStanding(
  place: GitPlace,
  matches: Match[],
  { blobs, descent }: Origins,
  orElse: OrElse,
): Promise<Match[]> {
  const wanted = Array.from(blobs, ([blob, { paths }]) => ({ blob, paths }));
  const tips = await orElse(findInTips(place, wanted), null);
  const refs = descent === null ? null : await orElse(descent.findRefs(place), null);
  return matches.map((match) => {
    const { provenance } = match;
    if (provenance.kind !== 'commit') return match;
    const { blob, commit } = provenance;
    const none = commit.ref === null && refs !== null ? [] : null;
    const standing = { tips: tips?.get(blob) ?? null, refs: refs?.get(commit.id) ?? none };
    return { ...match, provenance: { ...provenance, standing } };
  });
}
