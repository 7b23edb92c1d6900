// What an organisation scan knows of a repository before it reads it.

/** What of a repository is no git: conversations and releases. Each can be switched off. */
export type TalkSurface = 'issues' | 'pull-requests' | 'discussions' | 'releases';

/** Where an organisation scan looks. `activity`: commits that force-pushes and deleted branches left behind. */
export type Surface = 'git' | 'activity' | 'wikis' | 'gists' | 'actions-logs' | TalkSurface;

export const talkSurfaces: readonly TalkSurface[] = ['issues', 'pull-requests', 'discussions', 'releases'];

/** A repository or gist, as GitHub lists it. Times are ISO 8601 UTC; names and topics are foreign text. */
export interface ListedRepository {
  /** GitHub's own, which outlasts renames. */
  id: string;
  kind: 'repository' | 'gist';
  /** The account in whose name it was listed; for a gist of a member, the organisation. */
  owner: string;
  /** `OWNER/REPO`, or `gist:ID`. */
  name: string;
  /** The page for people; a git remote when `.git` is added. */
  url: string;
  visibility: 'public' | 'private' | 'internal';
  isArchived: boolean;
  isFork: boolean;
  isDisabled: boolean;
  /** Being moved, or locked by GitHub; null is a repository in use. */
  lockReason: string | null;
  isEmpty: boolean;
  topics: string[];
  /** What GitHub says of its size on disk. */
  kilobytes: number;
  hasWiki: boolean;
  /** The last push to any ref; null when there was none. */
  pushedAt: string | null;
  /** When the newest of each kind was last changed; null when there is none of it. */
  changedAt: Record<TalkSurface, string | null>;
}
