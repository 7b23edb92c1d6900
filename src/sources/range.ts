// Source `range`: what the commits of BASE..HEAD add, merges included, one commit at a time, so that a key which a
// later commit of the range removes is found, too. Commit messages count as content.
import type { CommitInfo } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import type { Source } from '../core/source.ts';
import { readObjects } from '../git/cat-file.ts';
import { type Change, type CommitChanges, readCommits } from '../git/changes.ts';
import { type Repository, openRepository, resolveRevision } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { EarlierVersions } from './added.ts';
import { objectFeed, reportBad } from './object-feed.ts';

interface Introduction {
  commit: CommitInfo;
  change: Change;
}

/** @param range `BASE..HEAD`; either side may be left out and is then HEAD. */
export function rangeSource(range: string): Source {
  const place = { directory: '.', hook: true };
  const commits = new Map<string, CommitInfo>();
  const introductions = new Map<string, Introduction[]>();
  return {
    name: 'range',
    target: range,
    async read(sink, coverage) {
      const repository = await openRepository(place.directory, true);
      const { base, head } = await resolveRange(repository, range);
      const cut: CommitChanges[] = [];
      await readCommits(place, [], [head, `^${base}`], (entry) => {
        commits.set(entry.commit.id, entry.commit);
        if (repository.shallow && entry.parents.length === 0) cut.push(entry);
        for (const change of entry.changes) {
          if (change.submodule) coverage.leftOut(change.path, 'a submodule; scan it on its own');
          if (change.after === null) continue;
          const known = introductions.get(change.after);
          if (known === undefined) introductions.set(change.after, [{ commit: entry.commit, change }]);
          else known.push({ commit: entry.commit, change });
        }
      });
      await missedParents(repository, cut, coverage);
      const ids = [...commits.keys(), ...introductions.keys()];
      reportBad(await readObjects(place, ids, objectFeed(sink, coverage)), coverage);
    },
    async refine(matches, findKeys) {
      const earlier = new EarlierVersions(place, findKeys);
      const byObject = Map.groupBy(matches, (match) =>
        match.provenance.kind === 'object' ? match.provenance.id : '',
      );
      const hits = [...byObject.keys()].flatMap((id) => introductions.get(id) ?? []);
      await earlier.load(hits.flatMap(({ change }) => change.before));
      return [...byObject].flatMap(([id, own]) => [
        ...messages(own, commits.get(id)),
        ...(introductions.get(id) ?? []).flatMap(({ commit, change }) =>
          earlier.added(
            change,
            own.map((match) => at(match, commit, change.path, id)),
          ),
        ),
      ]);
    },
  };
}

function messages(matches: Match[], commit: CommitInfo | undefined): Match[] {
  if (commit === undefined) return [];
  return matches.map((match) => ({
    ...match,
    provenance: { kind: 'message', type: 'commit', id: commit.id, commit },
  }));
}

function at(match: Match, commit: CommitInfo, path: string, blob: string): Match {
  return { ...match, provenance: { kind: 'commit', path, blob, commit } };
}

async function resolveRange(repository: Repository, range: string): Promise<{ base: string; head: string }> {
  const [base, head, ...rest] = range.split('..');
  if (base === undefined || head === undefined || rest.length > 0 || head.startsWith('.')) {
    throw new AkguardError('AK_USAGE', { problem: `A range is BASE..HEAD, not ${range}.` });
  }
  const place = repository.place;
  return {
    base: await resolveRevision(place, `${base || 'HEAD'}^{commit}`),
    head: await resolveRevision(place, `${head || 'HEAD'}^{commit}`),
  };
}

/** A shallow clone shows its oldest commits as roots, so that their whole tree would count as added, or history be cut. */
async function missedParents(
  repository: Repository,
  roots: CommitChanges[],
  coverage: Coverage,
): Promise<void> {
  for (const { commit } of roots) {
    const raw = await runGit(repository.place, ['cat-file', 'commit', commit.id]);
    if (/^parent /m.test(raw.toString('latin1').split('\n\n')[0] ?? '')) {
      coverage.missed(
        `parents of commit ${commit.id}`,
        'cut off by a shallow clone; run `git fetch --unshallow`',
      );
    }
  }
}
