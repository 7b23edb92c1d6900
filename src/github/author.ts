// Whose issues are ours: the login behind a token, be it of a person, a workflow or an App.
import type { Octokit } from 'octokit';
import { failure } from './failure.ts';

export interface Author {
  login: string;
  type?: string | undefined;
}

/**
 * Null when GitHub would not say.
 * @throws GitHubFailure for a token that is refused, or asked too often.
 */
export async function ownLogin(octokit: Octokit): Promise<string | null> {
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    const refused = failure('say whose token this is', error);
    if (refused.status !== 403 || /rate limit/i.test(refused.message)) throw refused;
  }
  // The tokens of workflows and Apps may not ask REST who they are; GraphQL tells them. A bot's login ends in `[bot]`,
  // which nobody can choose as a name, so what is asked here never fits a person.
  try {
    const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('{ viewer { login } }');
    return viewer.login.endsWith('[bot]') ? viewer.login : `${viewer.login}[bot]`;
  } catch {
    return null;
  }
}

/** Without a login of our own, only what a bot opened: a bot writes here because an administrator let it in. */
export function isBy(login: string | null, author: Author | null): boolean {
  if (author === null) return false;
  const name = author.login.toLowerCase();
  return login === null ? name.endsWith('[bot]') : name === login.toLowerCase();
}
