// Source `staged`: what the next commit would add. Reads the index by blob id, never the work tree.
import type { Match } from '../core/match.ts';
import type { Source } from '../core/source.ts';
import { readObjects } from '../git/cat-file.ts';
import { type Change, readStaged } from '../git/changes.ts';
import { openRepository, resolveRevision } from '../git/repository.ts';
import type { GitPlace } from '../git/run.ts';
import { EarlierVersions } from './added.ts';
import { objectFeed, reportBad } from './object-feed.ts';

export function stagedSource(): Source {
  const place = { directory: '.', hook: true };
  // Git lists while the scanner is being loaded: a commit waits for both.
  const listing = readStaged(place);
  listing.catch(() => {});
  let changes: Change[] = [];
  return {
    name: 'staged',
    target: 'the index',
    async read(sink, coverage) {
      changes = await listing.catch(async (error: unknown) => {
        await openRepository(place.directory, true);
        throw error;
      });
      for (const change of changes) {
        if (change.submodule) coverage.leftOut(change.path, 'a submodule; scan it on its own');
        if (change.unmerged) coverage.missed(change.path, 'in conflict; resolve it and stage the result');
      }
      coverage.files = changes.length;
      const ids = new Set(changes.flatMap((change) => change.after ?? []));
      reportBad(await readObjects(place, [...ids], objectFeed(sink, coverage)), coverage);
    },
    async refine(matches, findKeys) {
      const hit = new Set(matches.map(objectId));
      const touched = await mergedBefore(
        place,
        changes.filter((change) => change.after !== null && hit.has(change.after)),
      );
      const earlier = new EarlierVersions(place, findKeys);
      await earlier.load(touched.flatMap((change) => change.before));
      return touched.flatMap((change) => {
        const own = matches.filter((match) => objectId(match) === change.after);
        return earlier.added(
          change,
          own.map((match) => at(match, change)),
        );
      });
    },
  };
}

function objectId(match: Match): string {
  return match.provenance.kind === 'object' ? match.provenance.id : '';
}

function at(match: Match, change: Change): Match {
  return { ...match, provenance: { kind: 'index', path: change.path, blob: change.after ?? '' } };
}

/** While a merge is under way, what the other side brings is not new either. */
async function mergedBefore(place: GitPlace, changes: Change[]): Promise<Change[]> {
  if (changes.length === 0) return [];
  const other = await resolveRevision(place, 'MERGE_HEAD').catch(() => null);
  if (other === null) return changes;
  const theirs = new Map((await readStaged(place, other)).map((change) => [change.path, change]));
  return changes.flatMap((change) => {
    const against = theirs.get(change.path);
    return against === undefined ? [] : [{ ...change, before: [...change.before, ...against.before] }];
  });
}
