// What a repository is called now. A listing may be an hour old when its turn comes.
import * as z from 'zod/mini';
import { refusal, shaped } from './list-pages.ts';
import { Reader, type ReaderOptions } from './reader.ts';

const query = `query Repository($id: ID!) { node(id: $id) { ... on Repository { nameWithOwner url } } }`;

const answerShape = z.object({
  node: z.nullable(z.object({ nameWithOwner: z.string(), url: z.string() })),
});

/** @returns null for one that is gone. @throws GitHubFailure, also where the token is refused. */
export async function findRepository(
  id: string,
  options: ReaderOptions,
): Promise<{ name: string; url: string } | null> {
  const what = 'say what a repository is called now';
  const { data, errors } = await new Reader(options).query(what, query, { id });
  if (errors.some(({ type }) => type !== 'NOT_FOUND')) throw refusal(what, errors);
  const { node } = shaped(answerShape, what, data ?? { node: null });
  return node === null ? null : { name: node.nameWithOwner, url: node.url };
}
