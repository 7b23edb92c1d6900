// What there is to do for a repository, from what is listed of it and what is remembered. Pure.
import { type ListedRepository, type Surface, type TalkSurface, talkSurfaces } from '../core/organisation.ts';
import type { ReportFinding } from '../core/report.ts';
import type { RepositoryMemory, Tips } from '../core/repository-memory.ts';

/** What of a repository is read. Times are ISO 8601 UTC; null of a time means from the beginning. */
export interface Work {
  /** Refs as they were when all of it had been read, or null to read everything; missing when git is not to be asked. */
  git?: { before: Tips | null };
  wiki?: { before: Tips | null };
  activity?: { since: string | null };
  logs?: { since: string | null };
  talk: Partial<Record<TalkSurface, { since: string | null }>>;
  /** Why everything is read again, for the log; null where it is not. */
  afresh: string | null;
}

export interface Asked {
  surfaces: readonly Surface[];
  /** What a repository is scanned with: rules and version. */
  rules: string;
  verify: boolean;
}

/** Null when nothing has changed. */
export function workFor(
  listed: ListedRepository,
  memory: RepositoryMemory | null,
  asked: Asked,
): Work | null {
  const afresh = memory === null ? 'it is new here' : whyAfresh(memory, asked);
  const marks = afresh === null && memory !== null ? memory.marks : null;
  const wants = (surface: Surface) => asked.surfaces.includes(surface);
  const isGist = listed.kind === 'gist';
  const work: Work = { talk: {}, afresh };
  const isPushed =
    marks === null ||
    marks.pushedAt === null ||
    marks.pushedAt !== listed.pushedAt ||
    marks.changedAt['pull-requests'] !== listed.changedAt['pull-requests'];
  const wantsActivity = wants('activity') && !isGist;
  const isNewlyWanted = wantsActivity && marks !== null && marks.activityAt === null;
  if ((isGist || wants('git')) && (isPushed || isNewlyWanted) && !listed.isEmpty) {
    work.git = { before: marks?.tips ?? null };
    if (wantsActivity) work.activity = { since: marks?.activityAt ?? null };
  }
  if (isGist) return work.git === undefined ? null : work;
  // A wiki's pushes show nowhere in a listing, but its refs cost one request to git.
  if (wants('wikis') && listed.hasWiki) work.wiki = { before: marks?.wiki ?? null };
  if (wants('actions-logs') && (isPushed || listed.pushedAt !== null))
    work.logs = { since: marks?.logsAt ?? null };
  for (const surface of talkSurfaces) {
    const changed = listed.changedAt[surface];
    const seen = marks?.surfaces.includes(surface) === true ? marks.changedAt[surface] : null;
    if (wants(surface) && changed !== null && changed !== seen) work.talk[surface] = { since: seen };
  }
  const isNothing = !work.git && !work.wiki && !work.logs && Object.keys(work.talk).length === 0;
  return isNothing && marks !== null ? null : work;
}

function whyAfresh({ rules, marks, report }: RepositoryMemory, asked: Asked): string | null {
  if (rules !== asked.rules) return 'the rules have changed';
  if (asked.surfaces.includes('git') && !marks.surfaces.includes('git'))
    return 'its code was not asked for before';
  if (!asked.verify) return null;
  if (report.findings.some((finding) => mayBeAlive(finding, marks.verified)))
    return 'a key in it may be alive';
  return null;
}

/**
 * Whether a key that was found has to be presented again. That takes the key, which is nowhere kept, so the repository is
 * read again.
 */
function mayBeAlive({ verdict, vendor, matches }: ReportFinding, verified: boolean): boolean {
  const { validity } = verdict;
  if (vendor !== null || validity === 'inactive') return false;
  if (validity === 'unverified' && verified) return false;
  return validity === 'active' || matches.some(({ suppressed }) => suppressed === null);
}
