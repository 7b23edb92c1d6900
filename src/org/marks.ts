// How far a repository was read, from what is listed of it and what was seen of it. Pure.
import type { ListedRepository } from '../core/organisation.ts';
import type { Marks } from '../core/repository-memory.ts';
import type { Asked, Work } from './work.ts';

/** A change in the same seconds as the listing may have come after it. */
const freshMs = 10_000;

/** What was seen of refs is null where git was not asked, or did not answer. */
export interface Seen {
  tips: Marks['tips'] | null;
  wikiTips: Marks['wiki'];
  /** When the reading began, in milliseconds since the epoch. */
  started: number;
}

/** For a repository that was read to the end. @param old what earlier runs have seen that this one did not read again. */
export function marksAfter(
  listed: ListedRepository,
  old: Marks | null,
  work: Work,
  asked: Asked,
  { tips, wikiTips, started }: Seen,
): Marks {
  const at = new Date(started).toISOString();
  const settled = (time: string | null) => time === null || started - Date.parse(time) > freshMs;
  const changedAt = { ...(old?.changedAt ?? nothingSeen) };
  for (const surface of Object.keys(changedAt) as (keyof typeof changedAt)[]) {
    if (!asked.surfaces.includes(surface)) continue;
    const time = listed.changedAt[surface];
    changedAt[surface] =
      time === null || settled(time) ? time : new Date(Date.parse(time) - 1000).toISOString();
  }
  return {
    surfaces: [...asked.surfaces],
    pushedAt: settled(listed.pushedAt) ? listed.pushedAt : null,
    changedAt,
    tips: tips ?? old?.tips ?? {},
    wiki: wikiTips ?? old?.wiki ?? null,
    activityAt: work.activity ? at : (old?.activityAt ?? null),
    logsAt: work.logs ? at : (old?.logsAt ?? null),
    verified: asked.verify,
  };
}

const nothingSeen: Marks['changedAt'] = {
  issues: null,
  'pull-requests': null,
  discussions: null,
  releases: null,
};
