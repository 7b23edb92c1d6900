// Makes what the bench scans: trees of files, a repository with a long history, staged changes, a log. All from a seed.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, openSync, closeSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Random, between, noise, pick, seeded, sourceLines } from './random.ts';

/** How much to make. */
export interface Sizes {
  files: number;
  commits: number;
  /** Files in the repository that a change is staged in; two thirds of them change in the large one. */
  staged: number;
  /** Commits of the repository that 500 are pushed from. */
  pushed: number;
  /** Bytes. */
  log: number;
}

export const fullSizes: Sizes = { files: 22_000, commits: 3000, staged: 3000, pushed: 100_000, log: 1 << 30 };
export const quickSizes: Sizes = { files: 4000, commits: 500, staged: 3000, pushed: 10_000, log: 1 << 27 };

/** Runs git on bench data, cut off from the machine's own configuration. @throws Error when it fails. */
export function git(folder: string, args: string[], input?: string | Buffer): Buffer {
  const env = { ...process.env, ...gitVariables };
  const { status, stdout, stderr }: SpawnSyncReturns<Buffer> = spawnSync('git', args, {
    cwd: folder,
    env,
    input,
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${String(stderr)}`);
  return stdout;
}

export const gitVariables = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.test',
  GIT_AUTHOR_DATE: '1700000000 +0000',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.test',
  GIT_COMMITTER_DATE: '1700000000 +0000',
};

/** Files of 2 to 40 kB, most of them small; one in thirty is binary. */
class Content {
  readonly #random: Random;
  readonly #pool: Buffer;
  #folder = '';

  constructor(seed: number) {
    this.#random = seeded(seed);
    this.#pool = Buffer.from(sourceLines(this.#random, 100_000).join(''));
  }

  /** Ten files share a folder, which is about what source trees have. */
  path(number: number): string {
    const random = this.#random;
    if (number % 10 === 0) {
      const folders = Array.from({ length: between(random, 1, 5) }, () => pick(random, folderNames));
      this.#folder = join(...folders, `part${number / 10}`);
    }
    return join(this.#folder, `file${number}${number % 30 === 0 ? '.bin' : pick(random, endings)}`);
  }

  bytes(number: number): Buffer {
    const length = Math.floor(2000 + 38_000 * this.#random() ** 2.5);
    if (number % 30 === 0) return noise(this.#random, length);
    const from = between(this.#random, 0, this.#pool.length - length);
    return this.#pool.subarray(this.#pool.indexOf(0x0a, from) + 1, from + length);
  }
}

const folderNames: [string, ...string[]] = [
  'api',
  'core',
  'lib',
  'packages',
  'services',
  'src',
  'test',
  'web',
];
const endings: [string, ...string[]] = ['.ts', '.js', '.py', '.go', '.md', '.json', '.yaml', '.css'];

function put(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

/**
 * One tree twice, as hard links: as a plain folder and as the work tree of a repository (so that both are in the page cache alike).
 * @returns what a scan of either must have read.
 */
export function makeTrees(
  plain: string,
  repository: string,
  count: number,
): { files: number; bytes: number } {
  const content = new Content(1);
  let bytes = 0;
  for (let n = 0; n < count; n++) {
    const path = content.path(n);
    const file = content.bytes(n);
    put(join(plain, path), file);
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    linkSync(join(plain, path), join(repository, path));
    bytes += file.length;
  }
  git(repository, ['init', '-q']);
  git(repository, ['-c', 'core.compression=0', 'add', '-A']);
  git(repository, ['commit', '-q', '-m', 'everything']);
  return { files: count, bytes };
}

/** A bare repository, packed as a server would: each commit edits some lines of a few of 400 files. @returns its number of objects. */
export function makeHistory(folder: string, commits: number): number {
  const random = seeded(2);
  const pool = sourceLines(random, 20_000);
  const files = Array.from({ length: 400 }, () => {
    const from = between(random, 0, 18_000);
    return pool.slice(from, from + between(random, 30, 500));
  });
  const stream: string[] = [];
  for (let n = 1; n <= commits; n++) {
    const message = `Change ${n}: ${pick(random, pool as [string, ...string[]]).trim()}`;
    stream.push(`commit refs/heads/main\ncommitter Ada <ada@example.test> ${1_600_000_000 + n * 60} +0000\n`);
    stream.push(`data ${message.length}\n${message}\n`);
    for (let changed = n === 1 ? files.length : between(random, 3, 8); changed > 0; changed--) {
      const number = n === 1 ? changed - 1 : between(random, 0, files.length);
      const lines = files[number] ?? [];
      for (let edits = between(random, 1, 4); edits > 0; edits--) {
        const added = Array.from({ length: between(random, 0, 4) }, () =>
          pick(random, pool as [string, ...string[]]),
        );
        lines.splice(between(random, 0, lines.length), between(random, 0, 3), ...added);
      }
      const text = lines.join('');
      stream.push(`M 100644 inline src/part${number % 20}/file${number}.ts\ndata ${text.length}\n${text}\n`);
    }
  }
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '-q', '--bare', '-b', 'main']);
  // Without deltas or compression: repack makes both anyway.
  git(folder, ['-c', 'pack.compression=0', 'fast-import', '--quiet', '--depth=0'], stream.join(''));
  git(folder, ['repack', '-q', '-a', '-d', '-f', '--window=10', '--depth=50']);
  return countPacked(folder);
}

/** How many objects the packs of a repository hold. */
export function countPacked(folder: string): number {
  return Number(/in-pack: (\d+)/.exec(String(git(folder, ['count-objects', '-v'])))?.[1]);
}

/** Two copies of one repository, the one with 10 files staged, the other with many. @returns how many those are. */
export function makeStaged(few: string, many: string, count: number): { few: number; many: number } {
  const content = new Content(3);
  const paths = Array.from({ length: count }, (_, n) => content.path(n));
  for (const [n, path] of paths.entries()) put(join(few, path), content.bytes(n));
  git(few, ['init', '-q']);
  git(few, ['add', '-A']);
  git(few, ['commit', '-q', '-m', 'everything']);
  git(few, ['repack', '-q', '-a', '-d']);
  cpSync(few, many, { recursive: true });
  const changed = { few: 10, many: Math.floor((count * 2) / 3) };
  for (const [folder, number] of [
    [few, changed.few],
    [many, changed.many],
  ] as const) {
    for (const [n, path] of paths.slice(0, number).entries()) put(join(folder, path), content.bytes(n));
    git(folder, ['add', '-A']);
    // As git does before it runs the hook of a commit.
    git(folder, ['write-tree']);
  }
  return changed;
}

/** A log of requests, one JSON object a line. @returns its exact size. */
export function makeLog(path: string, size: number): number {
  const random = seeded(4);
  const lines = sourceLines(random, 20_000).map((text, n) => {
    const time = new Date(1_700_000_000_000 + n * 37).toISOString();
    const id = Math.floor(random() * 2 ** 48).toString(36);
    return JSON.stringify({
      level: 'info',
      time,
      id,
      status: between(random, 200, 504),
      message: text.trim(),
    });
  });
  const block = Buffer.from(`${lines.join('\n')}\n`);
  const fd = openSync(path, 'w');
  let written = 0;
  while (written < size) written += writeSync(fd, block);
  closeSync(fd);
  return written;
}
