// Source `range`: what the commits of BASE..HEAD add, merges included, one commit at a time, so that a key which a
// later commit of the range removes is found, too. Commit messages count as content.
import type { BlobSink, CommitInfo } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import { permalink } from '../core/permalink.ts';
import type { FindKeys, Source } from '../core/source.ts';
import { readObjects } from '../git/cat-file.ts';
import { type Change, readCommits } from '../git/changes.ts';
import { listCutOff } from '../git/remote.ts';
import { openRepository, resolveRevision } from '../git/repository.ts';
import type { GitPlace } from '../git/run.ts';
import { readTag } from '../git/tag.ts';
import { listTree } from '../git/tree.ts';
import { EarlierVersions } from './added.ts';
import { objectFeed, reportBad } from './object-feed.ts';

/** Which commits and objects to read. */
export interface Reading {
  place: GitPlace;
  /** Revisions of each walk over commits: ids, and `^id` for what is left out. */
  walks: readonly (readonly string[])[];
  /** Tags and blobs to read beside. */
  objects: readonly string[];
  /** Commits and trees of which every file is read. */
  trees: readonly string[];
  /** URL of the forge, for links, or null. */
  remote: string | null;
  /** Brings the contents with these ids into the store; says why it could not. Null for a store that has all. */
  obtain: ((ids: readonly string[]) => Promise<string | null>) | null;
}

interface Introduction {
  commit: CommitInfo;
  change: Change;
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
  let reader: CommitsReader | null = null;
  return {
    name: 'range',
    target,
    async read(sink, coverage) {
      reader = new CommitsReader(await prepare(coverage));
      await reader.read(sink, coverage);
    },
    async refine(matches, findKeys) {
      return reader?.refine(matches, findKeys) ?? matches;
    },
  };
}

class CommitsReader {
  readonly #reading: Reading;
  readonly #commits = new Map<string, CommitInfo>();
  /** By the id of the content. */
  readonly #introductions = new Map<string, Introduction[]>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  async read(sink: BlobSink, coverage: Coverage): Promise<void> {
    const { place, walks, trees, objects, obtain } = this.#reading;
    for (const walk of walks) {
      await readCommits(place, [], walk, ({ commit, changes }) => {
        this.#commits.set(commit.id, commit);
        for (const change of changes) this.#introduce(commit, change, coverage);
      });
    }
    for (const tree of trees) await this.#addTree(tree, coverage);
    const contents = [...this.#introductions.keys(), ...objects];
    const failure = (await obtain?.(contents)) ?? null;
    if (failure !== null) coverage.missed('contents of files', failure);
    const feed = objectFeed(sink, coverage);
    if (failure !== null) feed.missing = () => {};
    reportBad(await readObjects(place, [...new Set([...this.#commits.keys(), ...contents])], feed), coverage);
  }

  #introduce(commit: CommitInfo, change: Change, coverage: Coverage): void {
    if (change.submodule) coverage.leftOut(change.path, 'a submodule; scan it on its own');
    if (change.after === null) return;
    const known = this.#introductions.get(change.after);
    if (known === undefined) this.#introductions.set(change.after, [{ commit, change }]);
    else known.push({ commit, change });
  }

  /** What a commit of the range brought in is known better already. */
  async #addTree(tree: string, coverage: Coverage): Promise<void> {
    const { place } = this.#reading;
    let commit: CommitInfo = { id: tree, author: '', committedAt: '', ref: null };
    await readCommits(place, ['--no-walk'], [tree], (entry) => (commit = entry.commit)).catch(() => {});
    const brought = new Set(this.#introductions.keys());
    for (const { path, id, submodule } of await listTree(place, tree)) {
      if (brought.has(id)) continue;
      const after = submodule ? null : id;
      this.#introduce(commit, { path, after, before: [], submodule, unmerged: false }, coverage);
    }
  }

  async refine(matches: Match[], findKeys: FindKeys): Promise<Match[]> {
    const { place, obtain } = this.#reading;
    const earlier = new EarlierVersions(place, findKeys);
    const byObject = Map.groupBy(matches, (match) =>
      match.provenance.kind === 'object' ? match.provenance.id : '',
    );
    const hits = [...byObject.keys()].flatMap((id) => this.#introductions.get(id) ?? []);
    const before = hits.flatMap(({ change }) => change.before);
    // An earlier version that can't be had counts as empty.
    await obtain?.(before);
    await earlier.load(before);
    const refined: Match[] = [];
    for (const [id, own] of byObject) {
      const introductions = this.#introductions.get(id) ?? [];
      if (introductions.length === 0) refined.push(...(await this.#unwrapped(id, own)));
      for (const { commit, change } of introductions) {
        const placed = own.map((match) => this.#at(match, commit, change.path, id));
        refined.push(...earlier.added(change, placed));
      }
    }
    return refined;
  }

  /** Matches in a commit, a tag, or something that a tag names. */
  async #unwrapped(id: string, matches: Match[]): Promise<Match[]> {
    const commit = this.#commits.get(id);
    if (commit !== undefined)
      return matches.map((match) => ({
        ...match,
        provenance: { kind: 'message', type: 'commit', id, commit },
      }));
    const tag = await readTag(this.#reading.place, id);
    return tag === null
      ? matches
      : matches.map((match) => ({
          ...match,
          provenance: { kind: 'message', type: 'tag', id, commit: tag },
        }));
  }

  #at(match: Match, commit: CommitInfo, path: string, blob: string): Match {
    const url = permalink(this.#reading.remote, commit.id, path, match.line);
    return { ...match, url, provenance: { kind: 'commit', path, blob, commit } };
  }
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
