// Commits that no ref reaches any more: force-pushes and deleted branches leave them behind, and GitHub still gives them to
// everybody who knows their id. https://docs.github.com/rest/repos/repos#list-repository-activities
import { visible } from '../core/text.ts';
import { failure } from './failure.ts';
import { Reader, type ReaderOptions } from './reader.ts';

/** The tip that a ref had before it was moved away from it. Times are ISO 8601. */
export interface LeftBehind {
  before: string;
  ref: string;
  at: string;
  kind: 'force_push' | 'branch_deletion';
}

export interface ActivityOptions extends ReaderOptions {
  owner: string;
  repo: string;
}

const kinds = ['force_push', 'branch_deletion'] as const;
const objectId = /^(?!0+$)(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

export class Activity {
  readonly #reader: Reader;
  readonly #place: { owner: string; repo: string };

  constructor({ owner, repo, ...options }: ActivityOptions) {
    this.#reader = new Reader(options);
    this.#place = { owner, repo };
  }

  /** Requests that were sent. */
  get calls(): number {
    return this.#reader.calls;
  }

  /**
   * Each tip once, the newest of a kind first. @param since only what happened at or after; null: all that GitHub knows.
   * @throws GitHubFailure.
   */
  async leftBehind(since: string | null): Promise<LeftBehind[]> {
    const tips = new Map<string, LeftBehind>();
    const from = since === null ? -Infinity : Date.parse(since);
    for (const kind of kinds)
      for await (const tip of this.#tips(kind, from)) if (!tips.has(tip.before)) tips.set(tip.before, tip);
    return [...tips.values()];
  }

  async *#tips(kind: LeftBehind['kind'], from: number): AsyncGenerator<LeftBehind, void> {
    try {
      // The newest first, by cursor: what happens meanwhile moves nothing.
      const pages = this.#reader.octokit.paginate.iterator(this.#reader.octokit.rest.repos.listActivities, {
        ...this.#place,
        activity_type: kind,
        per_page: 100,
      });
      for await (const { data } of pages) {
        for (const { before, ref, timestamp: at } of data) {
          if (Date.parse(at) < from) return;
          if (objectId.test(before)) yield { before, ref: visible(ref), at, kind };
        }
      }
    } catch (error) {
      throw failure(`list the activity of ${this.#place.owner}/${this.#place.repo}`, error);
    }
  }
}
