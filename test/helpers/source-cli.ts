// Runs the CLI from its source, for tests that signal it while it runs or that choose what its standard input is.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const cliSource = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const nowhere = 'http://127.0.0.1:1';

export interface SourceCli {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits until one of the outputs satisfies the test; rejects with what was printed when the CLI ends before. */
  until(test: () => boolean): Promise<void>;
  ended: Promise<number | null>;
}

/** @param stdin as `stdio[0]` of spawn takes it. */
export function startSource(
  args: readonly string[],
  cwd: string,
  stdin: 'pipe' | 'ignore' | number = 'ignore',
  env: Record<string, string> = {},
): SourceCli {
  return start(process.execPath, [cliSource, ...args], cwd, [stdin, 'pipe', 'pipe'], env);
}

/** Runs a shell script; `$0` is node and `$1` the CLI's source. */
export function startScript(script: string, cwd: string): SourceCli {
  return start('sh', ['-c', script, process.execPath, cliSource], cwd, ['ignore', 'pipe', 'pipe'], {});
}

function start(
  program: string,
  args: string[],
  cwd: string,
  stdio: StdioOptions,
  env: Record<string, string>,
): SourceCli {
  const child = spawn(program, args, {
    cwd,
    stdio,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      AKGUARD_LIVE_URL: nowhere,
      AKGUARD_TEST_URL: nowhere,
      ...env,
    },
  });
  const printed = { stdout: '', stderr: '' };
  let look = () => {};
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (piece: Buffer) => {
      printed[name] += piece.toString('latin1');
      look();
    });
  }
  child.stdin?.on('error', () => {});
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    ended,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    async until(test) {
      while (!test()) {
        const more = new Promise<boolean>((resolve) => (look = () => resolve(true)));
        const isRunning = await Promise.race([more, ended.then(() => false)]);
        if (!isRunning && !test()) throw new Error(`ended too early: ${printed.stdout}\n${printed.stderr}`);
      }
    },
  };
}
