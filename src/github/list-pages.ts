// Walks a list of GraphQL from page to page: smaller pages where GitHub does not manage large ones in its ten seconds, and a
// word on whatever it counts and does not give.
import * as z from 'zod/mini';
import { visible } from '../core/text.ts';
import { GitHubFailure } from './failure.ts';
import type { QueryAnswer, QueryError } from './reader.ts';

/** Told of what was asked for and can't be had. */
export type Missed = (what: string, why: string) => void;

export interface Page<T> {
  /** As GitHub counts them, on all pages. */
  total: number;
  /** Null: one that GitHub counts and does not show. */
  nodes: (T | null)[];
  /** Where the next page begins; null after the last one. */
  end: string | null;
}

/** Asks for `first` of them behind `after`. `isHasty` as for Reader.query. */
export type ReadPage<T> = (first: number, after: string | null, isHasty: boolean) => Promise<Page<T>>;

/** GitHub gives no more at a time. */
const mostAtOnce = 100;

/** Why something is missed that is counted only. */
export const withoutListing = 'GitHub counts them and does not list them';

/** A connection of GraphQL whose nodes are `node`, as zod reads it. */
export function connectionOf<T extends z.core.$ZodType>(node: T) {
  return z.object({
    totalCount: z.int(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.nullable(z.string()) }),
    nodes: z.nullable(z.array(z.nullable(node))),
  });
}

/** What a connection says of itself. */
export const connectionFields = 'totalCount pageInfo { hasNextPage endCursor }';

export function pageOf<T>(connection: {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: (T | null)[] | null;
}): Page<T> {
  const { totalCount: total, pageInfo, nodes } = connection;
  return { total, nodes: nodes ?? [], end: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/**
 * All pages. @param largest how many are asked for at first.
 * @returns what GitHub says there is in all.
 */
export async function* pages<T>(
  read: ReadPage<T>,
  largest = mostAtOnce,
): AsyncGenerator<(T | null)[], number> {
  let first = largest;
  let after: string | null = null;
  for (;;) {
    let page: Page<T>;
    try {
      page = await read(first, after, first > 1);
    } catch (error) {
      if (first === 1 || !isTooMuch(error)) throw error;
      first = Math.ceil(first / 2);
      continue;
    }
    yield page.nodes;
    if (page.end === null) return page.total;
    after = page.end;
  }
}

/** A gateway that did not want to wait, or no answer at all. */
export function isTooMuch(error: unknown): boolean {
  return error instanceof GitHubFailure && error.mayHaveWorked;
}

/** GitHub gave up in the middle of the work; what it has done by then is in the data. */
export function isCutOff(errors: readonly QueryError[]): boolean {
  return errors.some(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED');
}

/** An answer without data, as a failure. `what` completes "GitHub did not …". */
export function refusal(what: string, errors: readonly QueryError[]): GitHubFailure {
  const [first] = errors;
  const isUnknown = first === undefined || first.type === 'NOT_FOUND';
  // With fewer it might get through: as a gateway would say.
  if (isCutOff(errors)) return new GitHubFailure(`GitHub did not ${what}: 504 ${first?.message}`, 504);
  const status = isUnknown ? 404 : first.type === 'FORBIDDEN' ? 403 : 422;
  const why = isUnknown ? 'there is none, or it is not ours to see' : first.message;
  return new GitHubFailure(`GitHub did not ${what}: ${status} ${why}`, status);
}

/** The data of an answer in the shape that was asked for. Throws a GitHubFailure for another one. */
export function shaped<T extends z.ZodMiniType>(shape: T, what: string, data: unknown): z.infer<T> {
  const { success, data: fitting, error } = shape.safeParse(data);
  if (success) return fitting;
  const where = error.issues[0]?.path.join('.') ?? '';
  throw new GitHubFailure(`GitHub did not ${what}: its answer is of another shape at ${visible(where)}`, 200);
}

/** The organisations whose single sign-on the token did not pass, and which GitHub left out without a word; null: none. */
export function withoutSignOn({ headers }: QueryAnswer): string | null {
  const header = String(headers['x-github-sso'] ?? '');
  const [, organisations = ''] = /^partial-results;\s*organizations=([\d,]+)/.exec(header) ?? [];
  return organisations === '' ? null : `organisations ${organisations.replaceAll(',', ', ')}`;
}
