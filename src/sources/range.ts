// Source `range`: what the commits of BASE..HEAD add, merges included, one commit at a time, so that a key which a
// later commit of the range removes is found, too. Commit messages count as content.
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import { readObjects } from '../git/cat-file.ts';
import { listCutOff } from '../git/remote.ts';
import { openRepository, resolveRevision } from '../git/repository.ts';
import type { GitPlace } from '../git/run.ts';
import { Introduced, type Surroundings } from './introduced.ts';
import { objectFeed, reportBad } from './object-feed.ts';

/** Which commits and objects to read. */
export interface Reading extends Surroundings {
  place: GitPlace;
  /** Revisions of each walk over commits: ids, and `^id` for what is left out. */
  walks: readonly (readonly string[])[];
  /** Tags and blobs to read beside. */
  objects: readonly string[];
  /** Commits and trees of which every file is read. */
  trees: readonly string[];
}

/** @param range `BASE..HEAD`; either side may be left out and is then HEAD. */
export function rangeSource(range: string): Source {
  const place = { directory: '.', hook: true };
  return commitsSource(range, async (coverage) => {
    const { shallow } = await openRepository(place.directory, true);
    const walk = await resolveRange(place, range);
    // A shallow clone shows its oldest commits as roots, so that their whole tree would count as added, or history be cut.
    for (const { id } of shallow ? await listCutOff(place, walk) : [])
      coverage.missed(`parents of commit ${id}`, 'cut off by a shallow clone; run `git fetch --unshallow`');
    return { place, walks: [walk], objects: [], trees: [], remote: null, obtain: null };
  });
}

/** @param prepare what to read; puts down in `coverage` what of it can't be had. */
export function commitsSource(target: string, prepare: (coverage: Coverage) => Promise<Reading>): Source {
  let introduced: Introduced | null = null;
  return {
    name: 'range',
    target,
    async read(sink, coverage) {
      const { place, walks, trees, objects, ...surroundings } = await prepare(coverage);
      introduced = new Introduced(place, surroundings);
      for (const walk of walks) await introduced.walk([], walk);
      for (const tree of trees) await introduced.addTree(tree);
      introduced.leaveOutSubmodules(coverage);
      const contents = [...introduced.contents(), ...objects];
      const failure = (await surroundings.obtain?.(contents)) ?? null;
      if (failure !== null) coverage.missed('contents of files', failure);
      // Through git: a walk over whole packs, as `history` does it, is only worth it for a good part of all objects.
      const named = introduced;
      const feed = objectFeed(sink, coverage, true, (id) => named.nameOf(id));
      if (failure !== null) feed.missing = () => {};
      reportBad(
        await readObjects(place, [...new Set([...introduced.commits(), ...contents])], feed),
        coverage,
      );
    },
    async refine(matches, findKeys) {
      return introduced?.refine(matches, findKeys) ?? matches;
    },
  };
}

async function resolveRange(place: GitPlace, range: string): Promise<string[]> {
  const [base, head, ...rest] = range.split('..');
  if (base === undefined || head === undefined || rest.length > 0 || head.startsWith('.')) {
    throw new AkguardError('AK_USAGE', { problem: `A range is BASE..HEAD, not ${range}.` });
  }
  return [
    await resolveRevision(place, `${head || 'HEAD'}^{commit}`),
    `^${await resolveRevision(place, `${base || 'HEAD'}^{commit}`)}`,
  ];
}
