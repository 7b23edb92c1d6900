// Signs in as a GitHub App: for each account that installed it a connection whose token renews itself. Such a token lasts an
// hour, and a scan may take longer. https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app
import { createPrivateKey } from 'node:crypto';
import { App, Octokit } from 'octokit';
import type { Log } from '../core/runtime.ts';
import { GitHubFailure, failure } from './failure.ts';
import { type Connection, settings } from './octokit.ts';

export interface AppCredentials {
  /** The App's number, or its client id. */
  id: string;
  /** PEM, as GitHub hands it out; line breaks may be written as `\n`. */
  privateKey: string;
}

/** An account that installed the App. */
export interface AppInstallation {
  owner: string;
  /** Its tokens are refused. */
  isSuspended: boolean;
  /** Whether the App was given all repositories; else nobody tells of the others. */
  hasAll: boolean;
  connection: Connection;
}

/**
 * All installations of an App. The token of each connection is asked for when it is first needed, and anew before it ends.
 * @throws GitHubFailure; so do the tokens.
 */
export async function appConnections(
  { id, privateKey }: AppCredentials,
  apiUrl: string,
  log: Log,
): Promise<AppInstallation[]> {
  const app = new App({
    appId: id,
    privateKey: pem(privateKey),
    Octokit: Octokit.defaults({ ...settings(apiUrl, log), throttle: { enabled: false } }),
  });
  const installations: AppInstallation[] = [];
  try {
    for await (const { installation } of app.eachInstallation.iterator()) {
      const { account, suspended_at, repository_selection } = installation;
      // An enterprise has a slug instead, whatever the description says.
      const names: { login?: string; slug?: string } = account ?? {};
      const owner = names.login ?? names.slug ?? '';
      const token = () => tokenFor(app, installation.id, owner);
      installations.push({
        owner,
        isSuspended: typeof suspended_at === 'string',
        hasAll: repository_selection === 'all',
        connection: { token, apiUrl },
      });
    }
  } catch (error) {
    throw failure('list the installations of the App', error);
  }
  return installations;
}

/** Kept for 59 minutes by Octokit. */
async function tokenFor(app: App, installationId: number, owner: string): Promise<string> {
  try {
    const auth = await app.octokit.auth({ type: 'installation', installationId });
    return (auth as { token: string }).token;
  } catch (error) {
    throw failure(`give a token for the installation of ${owner}`, error);
  }
}

/** The error of a key that is none would show some of it. */
function pem(text: string): string {
  const key = text.replaceAll('\\n', '\n');
  try {
    createPrivateKey(key);
  } catch {
    throw new GitHubFailure(
      'GitHub did not list the installations of the App: its private key is no PEM',
      null,
    );
  }
  return key;
}
