// Gives the alerters their doors: the file system, and GitHub if a channel asks for it.
import type { AlertFiles, Alerter, Issues } from './core/alerter.ts';
import type { Log } from './core/runtime.ts';

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
  const wantsGithub = channels.some((channel) => channel.startsWith('github-issue'));
  const github = wantsGithub ? await import('./github/issues.ts') : null;
  const issues = (repository: string): Issues => {
    const token = variables['GITHUB_TOKEN'] ?? '';
    if (github === null || token === '') throw new Error('GITHUB_TOKEN is not set');
    const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
    return github.githubIssues({ token, repo: repository, apiUrl, log });
  };
  return alertersFor(channels, { files, issues, repository: variables['GITHUB_REPOSITORY'] || null });
}
