// What some commits bring in, one commit at a time, so that a key which a later one removes is found, too: which blobs at
// which paths, and from that where a match comes from. Commit messages count as content.
import type { CommitInfo } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { Match } from '../core/match.ts';
import { permalink } from '../core/permalink.ts';
import type { FindKeys } from '../core/source.ts';
import { type Change, type CommitChanges, readCommits } from '../git/changes.ts';
import { openRepository } from '../git/repository.ts';
import { type GitPlace, runGit } from '../git/run.ts';
import { readTag } from '../git/tag.ts';
import { listTree } from '../git/tree.ts';
import { EarlierVersions } from './added.ts';

interface Introduction {
  commit: CommitInfo;
  change: Change;
}

/** What a store of its own needs beside. */
export interface Surroundings {
  /** URL of the forge, for links, or null. */
  remote: string | null;
  /** Brings the contents with these ids into the store; says why it could not. Null for a store that has all. */
  obtain: ((ids: readonly string[]) => Promise<string | null>) | null;
}

export class Introduced {
  readonly #place: GitPlace;
  readonly #surroundings: Surroundings;
  readonly #commits = new Map<string, CommitInfo>();
  readonly #introductions = new Map<string, Introduction[]>();
  readonly #roots: CommitChanges[] = [];
  readonly #submodules = new Set<string>();

  constructor(place: GitPlace, surroundings: Surroundings = { remote: null, obtain: null }) {
    this.#place = place;
    this.#surroundings = surroundings;
  }

  /** As `readCommits`. @param onNew told of each commit and each content when it is met for the first time. */
  async walk(
    options: readonly string[],
    revisions: readonly string[],
    onNew: (ids: string[]) => void = () => {},
  ): Promise<void> {
    await readCommits(this.#place, options, revisions, (entry) => {
      this.#commits.set(entry.commit.id, entry.commit);
      if (entry.parents.length === 0) this.#roots.push(entry);
      const fresh = [entry.commit.id];
      for (const change of entry.changes)
        if (this.#introduce(entry.commit, change) && change.after !== null) fresh.push(change.after);
      onNew(fresh);
    });
  }

  /** @returns whether its content is met for the first time. */
  #introduce(commit: CommitInfo, change: Change): boolean {
    if (change.submodule) this.#submodules.add(change.path);
    if (change.after === null) return false;
    const known = this.#introductions.get(change.after);
    if (known === undefined) this.#introductions.set(change.after, [{ commit, change }]);
    else known.push({ commit, change });
    return known === undefined;
  }

  /** Every file of a commit or tree; what a commit of a walk before this brought in is known better already. */
  async addTree(tree: string): Promise<void> {
    let commit: CommitInfo = { id: tree, author: '', committedAt: '', ref: null };
    await readCommits(this.#place, ['--no-walk'], [tree], (entry) => (commit = entry.commit)).catch(() => {});
    const brought = new Set(this.#introductions.keys());
    for (const { path, id, submodule } of await listTree(this.#place, tree)) {
      if (brought.has(id)) continue;
      const after = submodule ? null : id;
      this.#introduce(commit, { path, after, before: [], submodule, unmerged: false });
    }
  }

  /** The commits of the walks. */
  commits(): string[] {
    return [...this.#commits.keys()];
  }

  /** What these and the trees bring in. */
  contents(): string[] {
    return [...this.#introductions.keys()];
  }

  /** A path of a content, or its id. */
  nameOf(id: string): string {
    return this.#introductions.get(id)?.[0]?.change.path ?? `object ${id}`;
  }

  leaveOutSubmodules(coverage: Coverage): void {
    for (const path of this.#submodules) coverage.leftOut(path, 'a submodule; scan it on its own');
  }

  /** Says what can't be seen from here. */
  async gaps(coverage: Coverage): Promise<void> {
    this.leaveOutSubmodules(coverage);
    if (this.#roots.length === 0) return;
    const { shallow } = await openRepository(this.#place.directory, this.#place.hook);
    if (shallow) await this.#missedParents(coverage);
  }

  /** A shallow clone shows its oldest commits as roots, so that their whole tree would count as added, or history be cut. */
  async #missedParents(coverage: Coverage): Promise<void> {
    for (const { commit } of this.#roots) {
      const raw = await runGit(this.#place, ['cat-file', 'commit', commit.id]);
      if (/^parent /m.test(raw.toString('latin1').split('\n\n')[0] ?? '')) {
        coverage.missed(
          `parents of commit ${commit.id}`,
          'cut off by a shallow clone; run `git fetch --unshallow`',
        );
      }
    }
  }

  /** Says of matches in objects where they come from, and drops those that are not new there. */
  async refine(matches: readonly Match[], findKeys: FindKeys): Promise<Match[]> {
    const earlier = new EarlierVersions(this.#place, findKeys);
    const byObject = Map.groupBy(matches, (match) =>
      match.provenance.kind === 'object' ? match.provenance.id : '',
    );
    const hits = [...byObject.keys()].flatMap((id) => this.#introductions.get(id) ?? []);
    const before = hits.flatMap(({ change }) => change.before);
    // An earlier version that can't be had counts as empty.
    await this.#surroundings.obtain?.(before);
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
    const known = this.#commits.get(id);
    if (known !== undefined) {
      return matches.map((match) => ({
        ...match,
        provenance: { kind: 'message', type: 'commit', id, commit: known },
      }));
    }
    const commit = await readTag(this.#place, id);
    if (commit === null) return matches;
    return matches.map((match) => ({ ...match, provenance: { kind: 'message', type: 'tag', id, commit } }));
  }

  #at(match: Match, commit: CommitInfo, path: string, blob: string): Match {
    const url = permalink(this.#surroundings.remote, commit.id, path, match.line);
    return { ...match, url, provenance: { kind: 'commit', path, blob, commit } };
  }
}
