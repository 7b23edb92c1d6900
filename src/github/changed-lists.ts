// Lists whose order changes while they are read: nothing may be passed over because something else was edited meanwhile.
import { type ReadPage, pages } from './list-pages.ts';

/** A page of REST. */
export interface ListPage<T> {
  items: T[];
  hasNext: boolean;
}

/**
 * Each item of a list of REST that was changed at or after a time, in the order of the changes, whatever is edited while it is
 * read: what is edited moves to the end, and the page after the one it was on begins one further. So pages are not counted:
 * the next one is what was changed since the last item of this one.
 * @param ask a page of the items since a time, the oldest change first. @param since null for all.
 */
export async function* changedByPage<T extends { id: number; updated_at: string }>(
  ask: (since: string | null, page: number) => Promise<ListPage<T>>,
  since: string | null,
): AsyncGenerator<T, void> {
  /** Those of the present window, so that each version comes once. */
  const seen = new Map<string, string>();
  let from = since;
  let isNew = false;
  for (let page = 1; ;) {
    const { items, hasNext } = await ask(from, page);
    for (const item of items) {
      const version = `${item.id} ${item.updated_at}`;
      if (seen.has(version)) continue;
      seen.set(version, item.updated_at);
      isNew = true;
      yield item;
    }
    const last = items.at(-1)?.updated_at;
    const next = hasNext && last !== undefined ? secondBefore(last) : null;
    const isFurther = next !== null && (from === null || next > from);
    if (hasNext && !isFurther) {
      page++;
    } else if (page > 1 && isNew) {
      // More than a page in one second: those can only be counted, until they bring nothing new.
      [page, isNew] = [1, false];
    } else if (isFurther) {
      for (const [version, at] of seen) if (at < next) seen.delete(version);
      [from, page, isNew] = [next, 1, false];
    } else {
      return;
    }
  }
}

/** Whether `since` is meant to include its second is not documented. */
function secondBefore(time: string): string {
  return new Date(Date.parse(time) - 1000).toISOString().replace('.000Z', 'Z');
}

/**
 * The same for GraphQL, whose pages are told by what is on them: nothing is passed over, but what is changed while it is read
 * comes to stand where a list that begins with the newest was read already.
 */
export async function* changedByCursor<T extends { id: string; updatedAt: string }>(
  read: (direction: 'ASC' | 'DESC') => ReadPage<T>,
  since: string | null,
  largest?: number,
): AsyncGenerator<T, void> {
  if (since === null) {
    for await (const nodes of pages(read('ASC'), largest)) yield* nodes.filter((node) => node !== null);
    return;
  }
  const seen = new Set<string>();
  for (let from = since; ;) {
    let count = 0;
    let newest: string | null = null;
    newestFirst: for await (const nodes of pages(read('DESC'), largest)) {
      count++;
      for (const node of nodes) {
        if (node === null) continue;
        newest ??= node.updatedAt;
        if (node.updatedAt < from) break newestFirst;
        const version = `${node.id} ${node.updatedAt}`;
        if (!seen.has(version)) yield node;
        seen.add(version);
      }
    }
    if (count <= 1 || newest === null) return;
    from = newest;
  }
}
