// Whether everybody can read a repository.
import type { Octokit } from 'octokit';
import type { Log } from '../core/runtime.ts';
import { failure } from './failure.ts';
import { type Connection, connect } from './octokit.ts';

/** What can't be learnt counts as public. Never throws. @param repo `OWNER/REPO`. */
export async function isPublicRepository(octokit: Octokit, repo: string, log: Log): Promise<boolean> {
  const [owner = '', name = ''] = repo.split('/');
  try {
    // Once: who does not know withholds, which loses nothing.
    return !(await octokit.rest.repos.get({ owner, repo: name, request: { retries: 0 } })).data.private;
  } catch (error) {
    log.debug('taken for public', { reason: failure(`show ${repo}`, error).message });
    return true;
  }
}

/** As above, for who has no Octokit. */
export async function askIfPublic(connection: Connection, repo: string, log: Log): Promise<boolean> {
  return isPublicRepository(connect(connection, log), repo, log);
}
