// Comments on issues and pull requests, of a whole repository at once: REST gives just those that changed.
// https://docs.github.com/rest/issues/comments
import { changedByPage } from './changed-lists.ts';
import { failure } from './failure.ts';
import type { Reader } from './reader.ts';
import type { TalkText } from './talk.ts';

// A type, for Octokit takes nothing else as parameters.
type ListParameters = {
  owner: string;
  repo: string;
  sort: 'updated';
  direction: 'asc';
  per_page: number;
  page: number;
  since?: string;
};

interface RawComment {
  id: number;
  node_id: string;
  html_url: string;
  body?: string | null | undefined;
  created_at: string;
  updated_at: string;
}

type List = (
  parameters: ListParameters,
) => Promise<{ data: RawComment[]; headers: { link?: string | undefined } }>;

/** All failures are a GitHubFailure. */
export class Comments {
  readonly #reader: Reader;
  readonly #place: { owner: string; repo: string };

  constructor(reader: Reader, place: { owner: string; repo: string }) {
    this.#reader = reader;
    this.#place = place;
  }

  /** On issues and pull requests alike, without those on lines of code. @param since null: all. */
  async *onIssues(since: string | null): AsyncGenerator<TalkText, void> {
    yield* this.#changed('comment', since, (parameters) =>
      this.#reader.octokit.rest.issues.listCommentsForRepo(parameters),
    );
  }

  /** On lines of code. @param since null: all. */
  async *onLines(since: string | null): AsyncGenerator<TalkText, void> {
    yield* this.#changed('review comment', since, (parameters) =>
      this.#reader.octokit.rest.pulls.listReviewCommentsForRepo(parameters),
    );
  }

  async *#changed(kind: string, since: string | null, list: List): AsyncGenerator<TalkText, void> {
    const order = { sort: 'updated', direction: 'asc', per_page: 100 } as const;
    const { owner, repo } = this.#place;
    const ask = async (from: string | null, page: number) => {
      try {
        const more = from === null ? {} : { since: from };
        const { data, headers } = await list({ owner, repo, ...order, page, ...more });
        return { items: data, hasNext: /rel="next"/.test(headers.link ?? '') };
      } catch (error) {
        throw failure(`list the ${kind}s of ${owner}/${repo}`, error);
      }
    };
    for await (const comment of changedByPage(ask, since)) yield shown(kind, comment);
  }
}

function shown(kind: string, comment: RawComment): TalkText {
  const { node_id: id, html_url: url, body, created_at, updated_at } = comment;
  const [, page, number] = /\/(issues|pull)\/(\d+)/.exec(url) ?? [];
  const isPullRequest = page === 'pull';
  const where = `${isPullRequest ? 'pull request' : 'issue'} #${number}, ${kind}`;
  return { id, where, url, text: body ?? '', isPullRequest, isEdited: updated_at > created_at };
}
