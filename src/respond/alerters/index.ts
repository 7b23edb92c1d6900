// The alerters there are. Adding one: a file beside this one and a line in `kinds`.
import type { Advisories, AlertFiles, Alerter, Issues } from '../../core/alerter.ts';
import { AkguardError } from '../../core/errors.ts';
import { fileAlerter } from './file.ts';
import { githubAdvisoryAlerter } from './github-advisory.ts';
import { githubIssueAlerter } from './github-issue.ts';

/** What alerters need of the world. */
export interface AlertDoors {
  files: AlertFiles;
  /** `repository` is `OWNER/REPO`. Throws a sentence for people when there is no token. */
  issues(repository: string): Issues;
  /** As `issues`. */
  advisories(repository: string): Advisories;
  /** The repository a run is about (in Actions: its own), `OWNER/REPO`, or null. */
  repository: string | null;
}

/** `argument` is what follows the colon, or null without one. Throws a string that says what is wrong with it. */
type Kind = (channel: string, argument: string | null, doors: AlertDoors) => Alerter;

const defaultFolder = 'akguard-alerts';

/** By the word a channel starts with. */
export const kinds: Readonly<Record<string, Kind>> = {
  file(channel, argument, doors) {
    if (argument === '') throw new Error('the folder is missing');
    return fileAlerter(channel, argument?.replace(/(?<=.)\/+$/, '') ?? defaultFolder, doors.files);
  },
  'github-issue'(channel, argument, doors) {
    const repository = repositoryOf(argument, doors);
    // Who may not write issues elsewhere may still tell those who administer the repository at hand.
    const own = doors.repository ?? repository;
    const details = githubAdvisoryAlerter(channel, doors.advisories(own));
    return githubIssueAlerter(channel, doors.issues(repository), details);
  },
  'github-advisory'(channel, argument, doors) {
    return githubAdvisoryAlerter(channel, doors.advisories(repositoryOf(argument, doors)));
  },
};

function repositoryOf(argument: string | null, { repository: own }: AlertDoors): string {
  const repository = argument ?? own;
  if (repository === null) throw new Error('the repository is not known here');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new Error('the repository is not of the form OWNER/REPO');
  return repository;
}

/** One alerter per distinct channel. Throws AkguardError AK_ALERT_CHANNEL for the first that can't be used. */
export function alertersFor(channels: readonly string[], doors: AlertDoors): Alerter[] {
  return [...new Set(channels)].map((channel) => {
    const colon = channel.indexOf(':');
    const word = colon === -1 ? channel : channel.slice(0, colon);
    const argument = colon === -1 ? null : channel.slice(colon + 1);
    const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
    if (!kind) throw new AkguardError('AK_ALERT_CHANNEL', { channel, problem: 'there is no such kind' });
    try {
      return kind(channel, argument, doors);
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      throw new AkguardError('AK_ALERT_CHANNEL', { channel, problem });
    }
  });
}
