// Gives the alerters their doors: the file system, and GitHub if a channel asks for it.
import type { AlertFiles, Alerter } from './core/alerter.ts';
import type { Log } from './core/runtime.ts';
import type { IssuesOptions } from './github/issues.ts';

type Variables = Record<string, string | undefined>;

/**
 * The alerters for some channels.
 * @throws AkguardError AK_ALERT_CHANNEL for one that can't be used.
 */
export async function readAlerters(
  channels: readonly string[],
  variables: Variables,
  log: Log,
): Promise<Alerter[]> {
  if (channels.length === 0) return [];
  const { readText, writeWhole } = await import('./io/write-file.ts');
  const { alertersFor } = await import('./respond/alerters/index.ts');
  const files: AlertFiles = { read: readText, write: writeWhole };
  const wantsGithub = channels.some((channel) => channel.startsWith('github-'));
  const github = wantsGithub ? await githubDoors() : null;
  const own = variables['GITHUB_REPOSITORY'] || null;
  const source = own === null ? null : { repo: own, base: variables['GITHUB_BASE_REF'] || null };
  const open = <T>(make: (doors: GithubDoors, options: IssuesOptions) => T, repo: string): T => {
    const token = variables['GITHUB_TOKEN'] ?? '';
    if (github === null || token === '') throw new Error('GITHUB_TOKEN is not set');
    const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
    return make(github, { token, repo, apiUrl, log, source });
  };
  return alertersFor(channels, {
    files,
    issues: (repository) => open(({ githubIssues }, options) => githubIssues(options), repository),
    advisories: (repository) =>
      open(({ githubAdvisories }, options) => githubAdvisories(options), repository),
    repository: own,
  });
}

type GithubDoors = Awaited<ReturnType<typeof githubDoors>>;

async function githubDoors() {
  const { githubIssues } = await import('./github/issues.ts');
  const { githubAdvisories } = await import('./github/advisories.ts');
  return { githubIssues, githubAdvisories };
}
