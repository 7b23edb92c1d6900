// What people write on GitHub beside the code. Titles, texts and reviews come by GraphQL, for the same question tells whether
// they were edited; comments come by REST, which gives just those that changed: see comments.ts.
import type * as z from 'zod/mini';
import { changedByCursor } from './changed-lists.ts';
import {
  type Missed,
  type Page,
  type ReadPage,
  isCutOff,
  pageOf,
  pages,
  refusal,
  shaped,
} from './list-pages.ts';
import { Reader, type ReaderOptions } from './reader.ts';
import {
  type TextNode,
  type TitledNode,
  discussionsQuery,
  discussionsShape,
  issuesQuery,
  issuesShape,
  pullRequestsQuery,
  pullRequestsShape,
  restQueries,
  restShape,
} from './talk-queries.ts';

/** One thing that somebody wrote. Foreign text. */
export interface TalkText {
  id: string;
  /** `issue #12, comment`. */
  where: string;
  /** The page for people, with the place on it. */
  url: string;
  /** Title, a blank line and the text, where there is a title. */
  text: string;
  isPullRequest: boolean;
  /** Whether there may be former versions; `edits.ts` has them. */
  isEdited: boolean;
}

export interface TalkOptions extends ReaderOptions {
  /** GraphQL's, of the repository: it outlasts renames. */
  id: string;
  owner: string;
  repo: string;
  /** Told of what GitHub refuses in the midst of what it gives. */
  missed: Missed;
}

type Connection<T> = Parameters<typeof pageOf<T>>[0];
type Since = string | null;

/** Discussions at once: with their comments and replies they count a hundred times. */
const discussionsAtOnce = 25;

/** `since`: what was changed at or after; null: all. All failures are a GitHubFailure. */
export class Talk {
  readonly reader: Reader;
  /** Whether issues are switched on; null before they were asked for. */
  hasIssues: boolean | null = null;
  readonly #id: string;
  readonly #place: { owner: string; repo: string };
  readonly #missed: Missed;

  constructor({ id, owner, repo, missed, ...options }: TalkOptions) {
    this.reader = new Reader(options);
    this.#missed = missed;
    this.#id = id;
    this.#place = { owner, repo };
  }

  /** Titles and texts of issues. */
  async *issues(since: Since): AsyncGenerator<TalkText, void> {
    const filter = since === null ? {} : { filterBy: { since } };
    const read = this.#pagesOf('list the issues', issuesQuery, issuesShape, filter, ({ node }) => {
      this.hasIssues = node.hasIssuesEnabled;
      return node.issues;
    });
    for await (const issue of changedByCursor(read, null)) yield* titled('issue', issue);
  }

  /** Titles, texts and reviews of pull requests. */
  async *pullRequests(since: Since): AsyncGenerator<TalkText, void> {
    for await (const pull of this.#pulls(since, false)) {
      const where = `pull request #${pull.number}`;
      yield* titled('pull request', pull);
      for await (const review of this.#all(pull.reviews, 'reviews', pull.id, where))
        yield* written(`${where}, review`, review);
    }
  }

  /** Comments on pull requests, for where issues are switched off and REST has none. */
  async *pullRequestComments(since: Since): AsyncGenerator<TalkText, void> {
    for await (const { id, number, comments } of this.#pulls(since, true)) {
      if (!comments) continue;
      const where = `pull request #${number}`;
      for await (const comment of this.#all(comments, 'comments', id, where))
        yield* written(`${where}, comment`, comment);
    }
  }

  #pulls(since: Since, comments: boolean) {
    const read = this.#pagesOf(
      'list the pull requests',
      pullRequestsQuery,
      pullRequestsShape,
      { comments },
      ({ node }) => node.pullRequests,
    );
    return changedByCursor(read, since);
  }

  /** Discussions with all of their comments and replies. */
  async *discussions(since: Since): AsyncGenerator<TalkText, void> {
    const read = this.#pagesOf(
      'list the discussions',
      discussionsQuery,
      discussionsShape,
      {},
      ({ node }) => node.discussions,
    );
    for await (const discussion of changedByCursor(read, since, discussionsAtOnce)) {
      const where = `discussion #${discussion.number}`;
      yield* titled('discussion', discussion);
      for await (const comment of this.#all(discussion.comments, 'discussion', discussion.id, where)) {
        yield* written(`${where}, comment`, comment);
        if (!comment.replies) continue;
        for await (const reply of this.#all(comment.replies, 'replies', comment.id, where))
          yield* written(`${where}, reply`, reply);
      }
    }
  }

  #pagesOf<S extends z.ZodMiniType, T>(
    what: string,
    query: string,
    shape: S,
    more: Record<string, unknown>,
    pick: (data: z.infer<S>) => Connection<T>,
  ): (direction: 'ASC' | 'DESC') => ReadPage<T> {
    return (direction) => async (first, after, isHasty) => {
      const variables = { id: this.#id, first, after, direction, ...more };
      const of = `${this.#place.owner}/${this.#place.repo}`;
      return pageOf(pick(await this.#ask(`${what} of ${of}`, query, shape, variables, isHasty)));
    };
  }

  /** What stands on the page, and what did not fit on it. */
  async *#all<T extends TextNode>(
    begun: Connection<T>,
    kind: keyof typeof restQueries,
    id: string,
    where: string,
  ): AsyncGenerator<T, void> {
    const page = pageOf(begun);
    yield* page.nodes.filter((node) => node !== null);
    if (page.end === null) return;
    const read = async (first: number, after: string | null, isHasty: boolean): Promise<Page<T>> => {
      const variables = { id, first, after: after ?? page.end };
      const { node } = await this.#ask(
        `show all of ${where}`,
        restQueries[kind],
        restShape,
        variables,
        isHasty,
      );
      const connection = node.reviews ?? node.comments ?? node.replies;
      if (!connection) throw refusal(`show all of ${where}`, []);
      return pageOf(connection as Connection<T>);
    };
    for await (const nodes of pages(read)) yield* nodes.filter((node) => node !== null);
  }

  async #ask<S extends z.ZodMiniType>(
    what: string,
    query: string,
    shape: S,
    variables: Record<string, unknown>,
    isHasty: boolean,
  ): Promise<z.infer<S>> {
    const { data, errors } = await this.reader.query(what, query, variables, isHasty);
    const { node } = (data ?? {}) as { node?: unknown };
    if (!node || isCutOff(errors)) throw refusal(what, errors);
    const fitting = shaped(shape, what, data);
    for (const { message } of errors) this.#missed(what.replace(/^(list|show) /, ''), message);
    return fitting;
  }
}

function* titled(kind: 'issue' | 'pull request' | 'discussion', node: TitledNode): Generator<TalkText, void> {
  const { id, url, number, title, body } = node;
  const where = `${kind} #${number}`;
  const isPullRequest = kind === 'pull request';
  const isEdited = node.lastEditedAt !== null;
  yield { id, where, url, text: `${title}\n\n${body}`, isPullRequest, isEdited };
  for (const { previousTitle = '' } of (node.timelineItems?.nodes ?? []).filter((each) => each !== null))
    yield { id, where: `${where}, former title`, url, text: previousTitle, isPullRequest, isEdited: false };
}

/** Most reviews say nothing. */
function* written(where: string, { id, url, body, lastEditedAt }: TextNode): Generator<TalkText, void> {
  const isEdited = lastEditedAt !== null;
  if (body === '' && !isEdited) return;
  yield { id, where, url, text: body, isPullRequest: where.startsWith('pull request'), isEdited };
}
