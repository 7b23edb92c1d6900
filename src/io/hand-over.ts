// Where a new key may go on this machine: a terminal, once; a file for its owner only; the standard input of a command.
// One of the few places that unwrap a key. Nothing here prints one anywhere else, whatever fails.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import type { KeySink } from '../core/key-sink.ts';

/** A command that takes longer is stuck. Less than a rotation is another run's when nobody says that it is at it. */
const longestCommandMs = 50_000;
/** Between the request to stop and the end by force. */
const farewellMs = 2_000;

/** Shows the key on the terminal behind standard output, and refuses anything that is not a terminal. */
export function terminalSink(name: string): KeySink {
  return {
    name,
    prepare: async () => {
      if (process.stdout.isTTY !== true)
        throw new Error('standard output is no terminal, and a key never goes into a pipe or a log');
    },
    take: async (key) => {
      await new Promise<void>((resolve, reject) => {
        const text = `\n  ${key.expose()}\n\nThis is the only time that the key is shown.\n`;
        process.stdout.write(text, (error) =>
          error ? reject(new Error('the terminal is gone')) : resolve(),
        );
      });
      return 'the terminal';
    },
  };
}

/** Writes the key and a line feed to a file with mode 0600. @param replace whether a file may be there already. */
export function fileSink(name: string, path: string, replace: boolean): KeySink {
  return {
    name,
    prepare: async () => {
      const there = await lstat(path).catch(() => null);
      if (there === null) return;
      if (!there.isFile()) throw new Error(`${path} is not a plain file`);
      if (!replace) throw new Error(`${path} is there already`);
    },
    take: async (key) => {
      const neighbour = `${path}.${randomUUID()}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const file = await open(neighbour, 'wx', 0o600);
        try {
          await file.writeFile(`${key.expose()}\n`);
          // The old key may be revoked next: the new one must have reached the disk.
          await file.sync();
        } finally {
          await file.close();
        }
        // A link never takes the place of a file that has come since `prepare`.
        if (replace) await rename(neighbour, path);
        else {
          await link(neighbour, path);
          await rm(neighbour);
        }
      } catch (error) {
        await rm(neighbour, { force: true }).catch(() => {});
        throw new Error(`the file could not be written (${codeOf(error)})`, { cause: error });
      }
      return `${path}, mode 0600`;
    },
  };
}

/**
 * Gives the key, and nothing else, to the standard input of a shell command. What it prints is not shown, since it may
 * be the key; our own keys are not in its environment. It is ended with all that it has started when it takes longer than
 * `limitMs`, and when we are gone: what comes late would take the place of a later key.
 */
export function commandSink(
  name: string,
  command: string,
  variables: NodeJS.ProcessEnv,
  limitMs = longestCommandMs,
): KeySink {
  const { AKGUARD_LIVE_API_KEY: _live, AKGUARD_TEST_API_KEY: _test, ...environment } = variables;
  return {
    name,
    prepare: async () => {},
    take: async (key) => {
      const { child, release } = start(command, environment);
      // A command that reads nothing is judged by how it ends.
      child.stdin?.on('error', () => {});
      child.stdin?.end(key.expose());
      const end = await endOf(child, limitMs);
      release();
      if (end !== null) throw new Error(`the command ${end}; run it by hand to see what it says`);
      return 'the command';
    },
  };
}

/**
 * Ends the whole group when the other end of its third descriptor is closed without a word, as it is when our process is gone,
 * however that came. The command gets a shell of its own, which knows nothing of this and has no such descriptor.
 */
const onLeash = '{ IFS= read -r _ <&3 || kill -KILL 0; } & exec 3<&-; exec /bin/sh -c "$0"';

/** `release` lets what the command left running go on without us. */
function start(command: string, env: NodeJS.ProcessEnv): { child: ChildProcess; release: () => void } {
  if (process.platform === 'win32') {
    const child = spawn(command, { shell: true, env, stdio: ['pipe', 'ignore', 'ignore'] });
    return { child, release: () => {} };
  }
  const child = spawn('/bin/sh', ['-c', onLeash, command], {
    env,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    // A group of its own, which can be ended as a whole.
    detached: true,
  });
  const leash = child.stdio[3] as Writable;
  leash.on('error', () => {});
  return { child, release: () => leash.end('\n') };
}

/** How it ended, in words; null when it went well. */
function endOf(child: ChildProcess, limitMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    let isLate = false;
    let timer = setTimeout(() => {
      isLate = true;
      kill(child, 'SIGTERM');
      timer = setTimeout(() => kill(child, 'SIGKILL'), farewellMs);
    }, limitMs);
    const done = (end: string | null) => {
      clearTimeout(timer);
      resolve(end);
    };
    child.on('error', (error) => done(`could not be started (${codeOf(error)})`));
    child.on('exit', (code, signal) => {
      // What it has started may not have listened.
      if (isLate) kill(child, 'SIGKILL');
      const how = isLate ? `did not end within ${limitMs / 1000} s and was killed` : null;
      done(how ?? (code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
