// What GitHub says about a comment that gives an order: whether the issue is one of ours, and whether who wrote it may. What
// GitHub does not say for sure is no.
import type { Log } from '../core/runtime.ts';
import { isBy, ownLogin } from './author.ts';
import { failure } from './failure.ts';
import type { Connection } from './octokit.ts';
import { connect } from './octokit.ts';

export interface OrderDesk {
  /** The body of an issue that we wrote; null for one of somebody else. @throws GitHubFailure. */
  ownIssue(number: number): Promise<string | null>;
  /**
   * By which right a person may give orders, for people; null without one.
   * @param teams `ORG/SLUG`.
   * @throws GitHubFailure when GitHub does not say.
   */
  rightOf(login: string, teams: readonly string[]): Promise<string | null>;
  /** Never throws: the answer is what matters. */
  react(comment: number, content: '+1' | '-1' | 'confused'): Promise<void>;
}

/** @param repo `OWNER/REPO`. */
export function orderDesk(connection: Connection, repo: string, log: Log): OrderDesk {
  const octokit = connect(connection, log);
  const [owner = '', name = ''] = repo.split('/');
  const place = { owner, repo: name };

  async function permission(login: string): Promise<string | null> {
    try {
      const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...place, username: login });
      return data.permission;
    } catch (error) {
      const refused = failure(`say what ${login} may do in ${repo}`, error);
      if (refused.status === 404) return null;
      throw refused;
    }
  }

  async function isMember(team: string, login: string): Promise<boolean> {
    const [org = '', slug = ''] = team.split('/');
    try {
      const asked = { org, team_slug: slug, username: login };
      const { data } = await octokit.rest.teams.getMembershipForUserInOrg(asked);
      return data.state === 'active';
    } catch (error) {
      const refused = failure(`say who is in the team ${team}`, error);
      // Who is in no team, and a token that may not see teams, get the same answer.
      if (refused.status === 404 || refused.status === 403) {
        log.debug('not a member, as far as the token can see', { reason: refused.message });
        return false;
      }
      throw refused;
    }
  }

  return {
    async ownIssue(number) {
      try {
        const { data } = await octokit.rest.issues.get({ ...place, issue_number: number });
        const isOurs = data.number === number && isBy(await ownLogin(octokit), data.user);
        return isOurs && !data.pull_request ? (data.body ?? '') : null;
      } catch (error) {
        throw failure(`show issue ${number} of ${repo}`, error);
      }
    },

    async rightOf(login, teams) {
      const level = await permission(login);
      if (level === 'admin' || level === 'write') return `${level} permission`;
      for (const team of teams) if (await isMember(team, login)) return `member of ${team}`;
      return null;
    },

    async react(comment, content) {
      try {
        const about = { ...place, comment_id: comment, content, request: { retries: 0 } };
        await octokit.rest.reactions.createForIssueComment(about);
      } catch (error) {
        log.debug('no reaction', { reason: failure('take a reaction', error).message });
      }
    },
  };
}
