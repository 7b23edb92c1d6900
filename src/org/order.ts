// In which order repositories are scanned. Pure.
import type { ListedRepository } from '../core/organisation.ts';

/** Recently pushed first, and one of each owner in turn: a large organisation does not keep the others waiting. */
export function inOrder<T extends Pick<ListedRepository, 'owner' | 'pushedAt'>>(
  repositories: readonly T[],
): T[] {
  const byOwner = Map.groupBy(
    repositories.toSorted((a, b) => compare(b.pushedAt ?? '', a.pushedAt ?? '')),
    ({ owner }) => owner,
  );
  const ranked = [...byOwner.values()].flatMap((own) =>
    own.map((repository, rank) => ({ repository, rank })),
  );
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ repository }) => repository);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
