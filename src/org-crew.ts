// Who scans the repositories of a run: this process alone, some at a time.
import type { ListedRepository } from './core/organisation.ts';
import { type RepositoryRequest, type RepositoryResult, RepositoryScans } from './org-repository.ts';

/** Brings repositories to an end, in their order as far as it goes; those that were not begun when it `isOver` are left. */
export type Crew = (
  waiting: readonly ListedRepository[],
  asked: RepositoryRequest,
  isOver: () => boolean,
  done: (listed: ListedRepository, result: RepositoryResult) => void,
) => Promise<void>;

/** @param jobs repositories at once. */
export function localCrew(scans: RepositoryScans, jobs: number): Crew {
  return async (waiting, asked, isOver, done) => {
    const left = [...waiting];
    const workers = Array.from({ length: Math.min(jobs, left.length) }, async () => {
      const scanner = await scans.makeScanner();
      while (!isOver()) {
        const next = left.shift();
        if (next === undefined) return;
        done(next, await scans.scan(next, asked, scanner));
      }
    });
    await Promise.all(workers);
  };
}
