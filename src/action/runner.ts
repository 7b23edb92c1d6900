// What the runner says about the run: the event, where the repository is, and which folders there are.
import { AkguardError, messageOf } from '../core/errors.ts';
import { parseEventPayload } from '../github/event-payload.ts';
import { readText } from '../io/write-file.ts';
import type { RunnerEvent } from './request.ts';

export interface Runner {
  event: RunnerEvent;
  /** `OWNER/REPO`. */
  repository: string;
  /** Of the repository, to fetch from and for links. */
  url: string;
  /** The checkout, if there is one. */
  workspace: string;
  /** A folder that the runner clears after the job. */
  temporary: string;
}

type Variables = Record<string, string | undefined>;

/** @throws AkguardError AK_EVENT for what can't be read. */
export async function readRunner(variables: Variables): Promise<Runner> {
  const repository = needed(variables, 'GITHUB_REPOSITORY');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw unfit('GITHUB_REPOSITORY is not OWNER/REPOSITORY');
  const path = needed(variables, 'GITHUB_EVENT_PATH');
  const text = await readText(path).catch((error: unknown) => {
    throw unfit(`the event file can't be read: ${messageOf(error)}`);
  });
  if (text === null) throw unfit('there is no event file');
  const parsed = parseEventPayload(text);
  if ('problem' in parsed) throw unfit(parsed.problem);
  return {
    event: {
      name: needed(variables, 'GITHUB_EVENT_NAME'),
      actor: variables['GITHUB_ACTOR'] ?? '',
      ref: variables['GITHUB_REF'] ?? '',
      sha: variables['GITHUB_SHA'] ?? '',
      payload: parsed.payload,
    },
    repository,
    url: `${serverUrl(variables)}/${repository}`,
    workspace: variables['GITHUB_WORKSPACE'] || '.',
    temporary: needed(variables, 'RUNNER_TEMP'),
  };
}

/** The token goes there, so it is https, or this machine. */
function serverUrl(variables: Variables): string {
  const text = variables['GITHUB_SERVER_URL'] || 'https://github.com';
  const url = URL.canParse(text) ? new URL(text) : null;
  const isNear = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isNear))
    return url.href.replace(/\/+$/, '');
  throw unfit('GITHUB_SERVER_URL is no https address');
}

function needed(variables: Variables, name: string): string {
  const value = variables[name] ?? '';
  if (value === '') throw unfit(`${name} is not set, as it is in a run of GitHub Actions`);
  return value;
}

function unfit(problem: string): AkguardError {
  return new AkguardError('AK_EVENT', { problem });
}
