// Which of the listed repositories are scanned. Pure.
import type { ListedRepository } from '../core/organisation.ts';

export interface Filters {
  /** Empty: any. */
  visibility: ListedRepository['visibility'][];
  archived: boolean;
  forks: boolean;
  /** At least one of them; empty: any. */
  topics: string[];
  /** Whether the name, `OWNER/REPO`, is wanted. */
  fitsName: (name: string) => boolean;
  /** Part `index` of `of`, from 1; each repository is in exactly one, whatever else there is. */
  shard: { index: number; of: number } | null;
}

/** Null for one that is scanned, or why it is not. */
export function whyLeftOut(repository: ListedRepository, filters: Filters): string | null {
  const { visibility, archived, forks, topics, fitsName, shard } = filters;
  if (!fitsName(repository.name)) return 'its name is not asked for';
  if (visibility.length > 0 && !visibility.includes(repository.visibility))
    return `it is ${repository.visibility}`;
  if (!archived && repository.isArchived) return 'it is archived';
  if (!forks && repository.isFork) return 'it is a fork';
  if (topics.length > 0 && !repository.topics.some((topic) => topics.includes(topic)))
    return 'it has no such topic';
  if (shard !== null && shardOf(repository.id, shard.of) !== shard.index) return 'it is in another shard';
  return null;
}

/** From 1. By the id alone, so that a new repository moves no other one. FNV-1a. */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash % shards) + 1;
}
