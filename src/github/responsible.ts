// Who looks after a place in a repository: its owners, or else who wrote the commit.
import type { Octokit } from 'octokit';
import type { PlaceInRepository } from '../core/alerter.ts';
import type { Log } from '../core/runtime.ts';
import { ownersOf } from './codeowners.ts';
import { failure } from './failure.ts';

/** Where the places are. */
export interface SourceRepository {
  /** `OWNER/REPO`. */
  repo: string;
  /** The branch whose owners count: the base of a change, which can't have written them; null is the default branch. */
  base: string | null;
}

/** As GitHub looks for it: the first that is there counts. */
const files = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];
/** GitHub assigns ten at most. */
const most = 10;
const mostPaths = 50;

/** Logins. Never throws: an issue that nobody is assigned to is one all the same. */
export async function responsibleFor(
  octokit: Octokit,
  { repo: full, base }: SourceRepository,
  places: readonly PlaceInRepository[],
  log: Log,
): Promise<string[]> {
  const [owner = '', repo = ''] = full.split('/');
  const at = { owner, repo };

  async function codeowners(): Promise<string> {
    for (const path of files) {
      try {
        const { data } = await octokit.rest.repos.getContent({
          ...at,
          path,
          ...(base !== null && { ref: base }),
        });
        if (!Array.isArray(data) && data.type === 'file')
          return Buffer.from(data.content, 'base64').toString();
      } catch (error) {
        const refused = failure(`show ${path}`, error);
        if (refused.status !== 404) throw refused;
      }
    }
    return '';
  }

  async function author(commit: string): Promise<string[]> {
    const { data } = await octokit.rest.repos.getCommit({ ...at, ref: commit });
    const { author: by } = data;
    return by !== null && 'login' in by && by.type === 'User' ? [by.login] : [];
  }

  try {
    const text = await codeowners();
    const paths = places.flatMap(({ path }) => path ?? []).slice(0, mostPaths);
    const owners = [...new Set(paths.flatMap((path) => ownersOf(path, text)))];
    if (owners.length > 0) return owners.slice(0, most);
    const commit = places.find((place) => place.commit !== null)?.commit ?? null;
    return commit === null ? [] : await author(commit);
  } catch (error) {
    log.debug('nobody is assigned', { reason: failure('say who looks after a place', error).message });
    return [];
  }
}
