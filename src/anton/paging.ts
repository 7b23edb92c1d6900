// Reads every page of a list, in either style of paging, and notices a server that never comes to an end.
import type { ListedKey } from '../core/anton-api.ts';
import type { Answer } from '../core/verdict.ts';
import type { Exchange } from './exchange.ts';
import type { Page } from './shapes.ts';

export const pageSize = 100;
const mostPages = 200;

/** `start` asks for no position: generation A starts at 0 then, and D may not know the word `offset`. */
export type Position = 'start' | { offset: number } | { cursor: string };
export type AllPages = { ok: true; keys: ListedKey[]; answer: Answer } | { ok: false; answer: Answer };

/** `ok: false` unless every page was read. A key that shows up on two pages counts once. */
export async function readAllPages(fetchPage: (at: Position) => Promise<Exchange<Page>>): Promise<AllPages> {
  const keys = new Map<string, ListedKey>();
  const cursors = new Set<string>();
  let position: Position = 'start';
  let seen = 0;
  for (let number = 1; number <= mostPages; number += 1) {
    const { answer, value: page } = await fetchPage(position);
    if (page === null) return { ok: false, answer };
    const before = keys.size;
    for (const key of page.keys) keys.set(key.id, key);
    seen += page.keys.length;

    const done = { ok: true as const, keys: [...keys.values()], answer };
    if (page.hasMore === false) return done;
    if (page.cursor !== null) {
      if (cursors.has(page.cursor)) return endless(answer);
      cursors.add(page.cursor);
      position = { cursor: page.cursor };
      continue;
    }
    if (page.keys.length === 0 || (page.total !== null && seen >= page.total)) return done;
    if (keys.size === before) {
      // The same keys again: the server does not know `offset`. Without a word about paging, that was all of them.
      return page.total === null && page.hasMore === null ? done : endless(answer);
    }
    position = { offset: seen };
  }
  return {
    ok: false,
    answer: { kind: 'failure', why: 'wrong-shape', detail: 'too many pages', requestId: null },
  };
}

function endless(answer: Answer): AllPages {
  const detail = 'the pages of the list repeat';
  return { ok: false, answer: { kind: 'failure', why: 'wrong-shape', detail, requestId: answer.requestId } };
}
