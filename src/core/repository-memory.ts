// The port to what is remembered of repositories, so that the next scan of an organisation costs what changed since.
import { createHash } from 'node:crypto';
import type { Surface, TalkSurface } from './organisation.ts';
import type { Report } from './report.ts';

/** A ref, by `refKey` -> id of what it points at. */
export type Tips = Record<string, string>;

/** What stands for a ref: its name is foreign text, in which there may be a key, and only whether it is the same counts. */
export function refKey(ref: string): string {
  return createHash('sha256').update(ref).digest('hex').slice(0, 24);
}

/** How far a repository was read: what is not newer than this was seen. Times are ISO 8601 UTC. */
export interface Marks {
  surfaces: Surface[];
  /** What the listing said; null asks git again. */
  pushedAt: string | null;
  changedAt: Record<TalkSurface, string | null>;
  tips: Tips;
  /** Null where wikis were not asked for. */
  wiki: Tips | null;
  /** When the scan began; null for a surface that was not asked for. */
  activityAt: string | null;
  logsAt: string | null;
  /** Whether keys were verified. */
  verified: boolean;
}

/** A repository that was scanned to the end. */
export interface RepositoryMemory {
  /** The forge's host and its id of the repository. */
  id: string;
  /** As it was called then. */
  name: string;
  scannedAt: string;
  /** What it was scanned with: another one asks for a new scan. */
  rules: string;
  marks: Marks;
  /** All that is known of keys in it. Holds no key. */
  report: Report;
}

export interface RepositoryMemories {
  /** Null for a repository that was never scanned to the end. */
  recallRepository(id: string): Promise<RepositoryMemory | null>;
  /** Only for one that was read completely: what this says was seen is not looked at again. */
  rememberRepository(memory: RepositoryMemory): Promise<void>;
}
