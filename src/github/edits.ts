// Former versions of what people wrote. Whoever may read a text may open its history: what was edited out is still leaked.
import type * as z from 'zod/mini';
import { GitHubFailure } from './failure.ts';
import { type Missed, type Page, isTooMuch, pageOf, pages, refusal, shaped } from './list-pages.ts';
import type { Reader } from './reader.ts';
import { editsQuery, editsShape } from './talk-queries.ts';

/** Texts at once, and versions of each. */
const mostTexts = 50;
const mostVersions = 50;

/** Something that a former version is asked of. */
export interface Edited {
  /** GraphQL's. */
  id: string;
}

/** Collects texts that may have been edited, so that many are asked about at once. */
export class Edits<T extends Edited> {
  readonly #reader: Reader;
  readonly #missed: Missed;
  /** The latest of each: one that changes while it is read comes twice. */
  readonly #waiting = new Map<string, T>();

  constructor(reader: Reader, missed: Missed) {
    this.#reader = reader;
    this.#missed = missed;
  }

  add(text: T): void {
    this.#waiting.set(text.id, text);
  }

  get isFull(): boolean {
    return this.#waiting.size >= mostTexts;
  }

  /** Each version once, without the present one, of all that were added. What can't be had is told to `missed`. */
  async *take(): AsyncGenerator<{ of: T; text: string }, void> {
    const texts = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      yield* this.#versions(texts);
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      this.#missed(`former versions of ${texts.length} texts`, error.message);
    }
  }

  async *#versions(texts: T[]): AsyncGenerator<{ of: T; text: string }, void> {
    if (texts.length === 0) return;
    let nodes: z.infer<typeof editsShape>['nodes'];
    try {
      nodes = await this.#ask(
        texts.map(({ id }) => id),
        mostVersions,
        null,
        texts.length > 1,
      );
    } catch (error) {
      if (texts.length === 1 || !isTooMuch(error)) throw error;
      const middle = texts.length >> 1;
      yield* this.#versions(texts.slice(0, middle));
      yield* this.#versions(texts.slice(middle));
      return;
    }
    // By their order: the two APIs do not always write an id the same way.
    for (const [i, node] of nodes.entries()) {
      const of = texts[i];
      if (!node?.userContentEdits || !of) continue;
      const { nodes: edits, end } = pageOf(node.userContentEdits);
      const seen = new Set([node.body]);
      for (const edit of edits) yield* fresh(of, edit?.diff, seen);
      if (end === null) continue;
      for await (const more of pages((first, after, isHasty) =>
        this.#page(of.id, first, after ?? end, isHasty),
      ))
        for (const edit of more) yield* fresh(of, edit?.diff, seen);
    }
  }

  async #page(
    id: string,
    first: number,
    after: string,
    isHasty: boolean,
  ): Promise<Page<{ diff: string | null }>> {
    const [node] = await this.#ask([id], first, after, isHasty);
    return node?.userContentEdits ? pageOf(node.userContentEdits) : { total: 0, nodes: [], end: null };
  }

  async #ask(
    ids: string[],
    first: number,
    after: string | null,
    isHasty: boolean,
  ): Promise<z.infer<typeof editsShape>['nodes']> {
    const what = 'show former versions';
    const { data, errors } = await this.#reader.query(what, editsQuery, { ids, first, after }, isHasty);
    // What was deleted in between has no history any more.
    const refused = errors.filter(({ type }) => type !== 'NOT_FOUND');
    if (!data || refused.some(({ type }) => type === 'RESOURCE_LIMITS_EXCEEDED'))
      throw refusal(what, refused);
    for (const { message } of refused) this.#missed('a former version', message);
    return shaped(editsShape, what, data).nodes;
  }
}

/** A version that was deleted from the history has no text. */
function* fresh<T>(
  of: T,
  diff: string | null | undefined,
  seen: Set<string>,
): Generator<{ of: T; text: string }, void> {
  if (typeof diff !== 'string' || diff === '' || seen.has(diff)) return;
  seen.add(diff);
  yield { of, text: diff };
}
