// All sources by the word that the command line knows them by, loaded when asked for: a commit hook pays for each import.
// A new source is one file and one entry here.
import type { ScanName } from '../core/blob.ts';
import type { Source } from '../core/source.ts';
import { AkguardError } from '../core/errors.ts';
import type { WalkPacks } from '../git/pack/sweep-store.ts';
import type { Selection } from '../git/refs.ts';
import type { ActionsLogsRequest } from './actions-logs.ts';
import type { LogFollower } from './follow.ts';

/** What `scan actions-logs` needs beside the repository; asked for by no other source. */
export type ActionsLogsScope = Omit<ActionsLogsRequest, 'repository' | 'maxFileSize'>;

/** What a scan was asked for. */
export interface ScanRequest {
  /** The words behind the source's name. */
  operands: string[];
  exclude: string[];
  /** Bytes. */
  maxFileSize: number;
  walkPacks: WalkPacks;
  selection: Selection;
  allowShallow: boolean;
  /** For `actions-logs`, which only the command line asks for. */
  actionsLogs?: () => ActionsLogsScope;
  rangeFromHook: boolean;
  /** Milliseconds; null means no limit. */
  timeLimit: number | null;
}

/** Rejects with AkguardError AK_USAGE when a source gets operands that it has no use for. */
export const sources: Record<ScanName, (request: ScanRequest) => Promise<Source>> = {
  async files({ operands, ...rest }) {
    const { filesSource } = await import('./files.ts');
    return filesSource({ paths: operands, ...rest });
  },
  async staged({ operands }) {
    takes(operands, 0, 0, 'scan staged');
    const { stagedSource } = await import('./staged.ts');
    return stagedSource();
  },
  async range({ operands, rangeFromHook, timeLimit }) {
    if (rangeFromHook) {
      takes(operands, 0, 1, 'scan range --range-from-hook [REMOTE]');
      return pushed(await toldByGit(), operands[0] ?? null, timeLimit);
    }
    takes(operands, 1, 1, 'scan range BASE..HEAD');
    const { rangeSource } = await import('./range.ts');
    return rangeSource(operands[0] ?? '');
  },
  async history({ operands, walkPacks, ...rest }) {
    takes(operands, 0, 1, 'scan history [REPOSITORY]');
    const { historySource } = await import('./history.ts');
    return historySource({ directory: operands[0] ?? '.', ...rest }, walkPacks);
  },
  async log({ operands, maxFileSize }) {
    const { logSource } = await import('./log.ts');
    return logSource(operands, maxFileSize);
  },
  async 'actions-logs'({ operands, maxFileSize, actionsLogs }) {
    takes(operands, 1, 1, 'scan actions-logs OWNER/REPO [--run ID | --since 7d]');
    if (actionsLogs === undefined) throw new Error('no access to GitHub was given');
    const scope = actionsLogs();
    const { actionsLogsSource } = await import('./actions-logs.ts');
    return actionsLogsSource({ repository: operands[0] ?? '', maxFileSize, ...scope });
  },
  async message({ operands }) {
    takes(operands, 1, 1, 'scan message FILE');
    const { messageSource } = await import('./message.ts');
    // So git tells its hooks that it starts no editor.
    return messageSource(operands[0] ?? '', process.env['GIT_EDITOR'] !== ':');
  },
};

/** Bytes: a push of a hundred thousand refs tells less. */
const mostTold = 1 << 26;

let told: Promise<string> | null = null;

/** What git says on standard input to the hook of a push. It says it once; whoever asks again hears it again. */
export function toldByGit(): Promise<string> {
  return (told ??= readTold());
}

async function readTold(): Promise<string> {
  const { readWholeStdin } = await import('../io/stdin.ts');
  return (await readWholeStdin(mostTold)).toString();
}

/**
 * `scan range` for a hook: what a push brings.
 * @param lines what git tells such a hook, see ref-updates.ts.
 * @param timeLimit milliseconds.
 */
export async function pushed(
  lines: string,
  remote: string | null,
  timeLimit: number | null,
): Promise<Source> {
  const { parseRefUpdates } = await import('./ref-updates.ts');
  const { pushedSource } = await import('./pushed.ts');
  return pushedSource(parseRefUpdates(lines, remote), timeLimit);
}

/** `scan log --follow`: a log source that can be read again and again. @param now milliseconds of any clock. */
export async function followLog(
  paths: readonly string[],
  maxFileSize: number,
  now: () => number,
): Promise<LogFollower> {
  const { LogFollower } = await import('./follow.ts');
  return new LogFollower(paths, maxFileSize, now);
}

/** The parts of source `org`, which no word of `scan` asks for. */
export async function orgParts() {
  const [{ GithubRepository }, { RemoteRepository }, { talkSource }] = await Promise.all([
    import('./github-repository.ts'),
    import('./remote-repository.ts'),
    import('./talk.ts'),
  ]);
  return { GithubRepository, RemoteRepository, talkSource };
}

function takes(operands: string[], least: number, most: number, form: string): void {
  if (operands.length >= least && operands.length <= most) return;
  throw new AkguardError('AK_USAGE', { problem: `The command is \`akguard ${form}\`.` });
}
