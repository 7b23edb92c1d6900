// Runs git hermetically: no hooks, no external programs, no prompts, no system or user configuration, no lazy fetches.
// The repository is hostile; nothing that it configures may run or hide content.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { AkguardError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

/** Where git runs. `hook`: keep GIT_DIR, GIT_INDEX_FILE and the like, since the hook that started us belongs to this repository. */
export interface GitPlace {
  directory: string;
  hook: boolean;
  /** More environment: credentials, which may not stand on a command line, and stores to borrow objects from. */
  env?: Record<string, string>;
  /** Ends every git process that is still under way; its reason is what the call then rejects with. */
  signal?: AbortSignal;
}

/** Options for every call; each one shuts a way in which a repository's own configuration could run or change something. */
export const hermeticConfig = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.quotePath=false',
  'core.commitGraph=true',
  'diff.external=',
  'diff.ignoreSubmodules=none',
  'log.showSignature=false',
  'log.showRoot=true',
  'protocol.ext.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'color.ui=false',
  // A CI workspace often belongs to another user. Reading it is safe with all of the above.
  'safe.directory=*',
];

/** Every call's environment, beside what is left of ours. */
export const hermeticEnvironment = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'true',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_GRAFT_FILE: '/dev/null',
  GIT_PAGER: 'cat',
  LC_ALL: 'C',
};

// What a hook's git hands down and what must stay for the index and the quarantine to be found.
const hookVariables = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
  'GIT_PREFIX',
]);

// What git needs of the machine. All else stays out: tokens of a CI, editors, pagers, askpass helpers, trace files.
const machineVariables =
  /^(PATH|HOME|TMPDIR|TEMP|TMP|USERPROFILE|SYSTEMROOT|COMSPEC|PATHEXT|LD_LIBRARY_PATH)$/i;

/** The environment for a git child: the machine's, a hook's if wanted, and our own. */
export function gitEnvironment(hook: boolean): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    const wanted = machineVariables.test(name) || (hook && hookVariables.has(name));
    if (wanted && value !== undefined) environment[name] = value;
  }
  return { ...environment, ...hermeticEnvironment };
}

function start(place: GitPlace, args: readonly string[]): ChildProcess {
  const config = hermeticConfig.flatMap((entry) => ['-c', entry]);
  return spawn('git', [...config, ...args], {
    cwd: place.directory,
    env: { ...gitEnvironment(place.hook), ...place.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(place.signal !== undefined && { signal: place.signal }),
  });
}

/** How a git process ended. `stderr` is cut to 2,000 characters. */
export interface GitEnd {
  code: number | null;
  stderr: string;
}

/**
 * Runs git and hands its output over piece by piece; a piece is only lent until `onData` returns.
 * @param input all of its standard input; or takes the stream, to write to it for as long as there is something to say.
 * @throws AkguardError AK_GIT_MISSING when git can't be started. A failing git is not an error here: see `GitEnd`.
 */
export async function streamGit(
  place: GitPlace,
  args: readonly string[],
  onData: (bytes: Buffer) => void,
  input?: string | Buffer | ((stdin: Writable) => void),
): Promise<GitEnd> {
  const child = start(place, args);
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error('git was started without pipes');
  let errors = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < 2000) errors = (errors + text).slice(0, 2000);
  });
  // git may end before it has read all of its input; its exit code tells that story, not EPIPE.
  stdin.on('error', () => {});
  if (typeof input === 'function') input(stdin);
  else stdin.end(input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      if (place.signal?.aborted !== true) {
        reject(new AkguardError('AK_GIT_MISSING', { reason: error.message }, { cause: error }));
        return;
      }
      // What git has started may hold the pipes for a minute more, and with them our process.
      for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
      reject(place.signal.reason as Error);
    });
    stdout.on('data', (bytes: Buffer) => {
      if (place.signal?.aborted === true) return;
      try {
        onData(bytes);
      } catch (error) {
        child.kill();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    child.on('close', (code) => resolve({ code, stderr: errors }));
  });
}

/** Runs git and collects its output, whatever it ends with. */
export async function tryGit(
  place: GitPlace,
  args: readonly string[],
  input?: string | Buffer,
): Promise<GitEnd & { stdout: Buffer }> {
  const pieces: Buffer[] = [];
  const end = await streamGit(place, args, (bytes) => pieces.push(bytes), input);
  return { ...end, stdout: Buffer.concat(pieces) };
}

/**
 * Runs git and collects its output.
 * @throws AkguardError AK_GIT_FAILED with the first line that git said.
 */
export async function runGit(
  place: GitPlace,
  args: readonly string[],
  input?: string | Buffer,
): Promise<Buffer> {
  const { code, stderr, stdout } = await tryGit(place, args, input);
  if (code !== 0) throw gitFailed(args, { code, stderr });
  return stdout;
}

export function gitFailed(args: readonly string[], end: GitEnd): AkguardError {
  const reason = firstLine(end.stderr) || `exit code ${end.code}`;
  return new AkguardError('AK_GIT_FAILED', { command: args[0] ?? '', reason });
}

/** First line of what git said, made visible: it may quote names from the repository. */
export function firstLine(stderr: string): string {
  return visible(stderr.trim().split('\n')[0] ?? '');
}
