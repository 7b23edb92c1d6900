// Scratch repositories with a real git, cut off from the machine's own configuration.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

const environment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.test',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.test',
};

/** A folder that is removed when the test ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestRepository {
  folder: string;
  /** Runs git there and returns its output without the last newline. */
  git(args: string[], input?: string | Buffer): string;
  bytes(args: string[], input?: string | Buffer): Buffer;
  write(path: string, content: string | Buffer): void;
  link(path: string, target: string): void;
  remove(path: string): void;
  /** Adds everything and commits; returns the id. */
  commit(message: string): string;
}

/** An empty repository with the branch `main`. @param time of its first commit, in seconds; each is later than the last. */
export function makeRepository(
  folder = scratchFolder(),
  options: string[] = [],
  time = 1_700_000_000,
): TestRepository {
  const bytes = (args: string[], input?: string | Buffer) => {
    time += 1;
    const env = { ...environment, GIT_AUTHOR_DATE: `${time} +0000`, GIT_COMMITTER_DATE: `${time} +0000` };
    return execFileSync('git', args, {
      cwd: folder,
      env,
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 1 << 30,
    });
  };
  const git = (args: string[], input?: string | Buffer) => bytes(args, input).toString().replace(/\n$/, '');
  git(['init', '-q', '-b', 'main', ...options]);
  return {
    folder,
    git,
    bytes,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    link(path, target) {
      symlinkSync(target, join(folder, path));
    },
    remove(path) {
      rmSync(join(folder, path), { recursive: true, force: true });
    },
    commit(message) {
      git(['add', '-A']);
      git(['commit', '-q', '--allow-empty', '-m', message]);
      return git(['rev-parse', 'HEAD']);
    },
  };
}
