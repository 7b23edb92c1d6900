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
   * Each tip once, the newest first. @param since only what happened at or after; null: all that GitHub knows.
   * @throws GitHubFailure.
   */
  async leftBehind(since: string | null): Promise<LeftBehind[]> {
    const from = since === null ? -Infinity : Date.parse(since);
    try {
      const tips = (await this.#latest(from)) ?? [
        ...(await this.#all('force_push', from)),
        ...(await this.#all('branch_deletion', from)),
      ];
      const newest = tips.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
      const seen = new Set<string>();
      return newest.filter(({ before }) => !seen.has(before) && seen.add(before));
    } catch (error) {
      throw failure(`list the activity of ${this.#place.owner}/${this.#place.repo}`, error);
    }
  }

  /** Most repositories have not been pushed to a hundred times: one call tells of all kinds. Null where it does not. */
  async #latest(from: number): Promise<LeftBehind[] | null> {
    const { listActivities } = this.#reader.octokit.rest.repos;
    const { data, headers } = await listActivities({ ...this.#place, per_page: 100 });
    const oldest = Date.parse(data.at(-1)?.timestamp ?? '');
    return /rel="next"/.test(headers.link ?? '') && oldest >= from ? null : tipsOf(data, from);
  }

  async #all(kind: LeftBehind['kind'], from: number): Promise<LeftBehind[]> {
    const { paginate, rest } = this.#reader.octokit;
    const parameters = { ...this.#place, activity_type: kind, per_page: 100 };
    const tips: LeftBehind[] = [];
    // The newest first, by cursor: what happens meanwhile moves nothing.
    for await (const { data } of paginate.iterator(rest.repos.listActivities, parameters)) {
      tips.push(...tipsOf(data, from));
      if (Date.parse(data.at(-1)?.timestamp ?? '') < from) break;
    }
    return tips;
  }
}

interface RawActivity {
  before: string;
  ref: string;
  timestamp: string;
  activity_type: string;
}

function tipsOf(activities: RawActivity[], from: number): LeftBehind[] {
  return activities.flatMap(({ before, ref, timestamp: at, activity_type }) => {
    const kind = kinds.find((each) => each === activity_type);
    const isWanted = kind !== undefined && Date.parse(at) >= from && objectId.test(before);
    return isWanted ? [{ before, ref: visible(ref), at, kind }] : [];
  });
}
