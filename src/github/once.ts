// Makes a thing on GitHub once, though answers get lost and others are at it.
import type { Log } from '../core/runtime.ts';
import { GitHubFailure } from './failure.ts';

/** `find` looks for the thing among those that are there, `post` makes it. */
export interface Making<T> {
  find: () => Promise<T | null>;
  post: () => Promise<T>;
  /** Gives a request whose answer got lost the time to be done. */
  settle: () => Promise<void>;
  log: Log;
}

/** `isNew`: made by us, or so it seems. @throws GitHubFailure. */
export async function makeOnce<T>({
  find,
  post,
  settle,
  log,
}: Making<T>): Promise<{ thing: T; isNew: boolean }> {
  const earlier = await find();
  if (earlier !== null) return { thing: earlier, isNew: false };
  try {
    return { thing: await post(), isNew: true };
  } catch (error) {
    if (!(error instanceof GitHubFailure) || !error.mayHaveWorked) throw error;
    log.warn('an answer was lost; looking for what was made', { reason: error.message });
    await settle();
    return { thing: (await find()) ?? (await post()), isNew: true };
  }
}
