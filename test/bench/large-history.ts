// Makes repositories as large projects have them, from a seed. The one has more than 200,000 versions of files, nearly all
// of them edits of a few lines of the one before, which git keeps as chains of deltas: 5 GB, a fortieth of that when packed.
// The other has files that hardly shrink: pictures and archives.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countPacked, git, gitVariables } from './data.ts';
import { type Random, between, noise, seeded, sourceLines } from './random.ts';

/** How much to make. */
export interface LargeSizes {
  files: number;
  /** Of all files together. */
  versions: number;
}

export const fullLarge: LargeSizes = { files: 3500, versions: 216_000 };
export const quickLarge: LargeSizes = { files: 500, versions: 20_000 };

/** Versions that one commit brings in, on average: as in projects that squash. */
const perCommit = 3.5;
/** Part of the name of the cached folder: to be changed with anything that changes what is made. */
const edition = 1;

/** Where such a repository is kept from run to run; it takes a minute to make. */
export function largeFolder({ files, versions }: LargeSizes): string {
  return join(tmpdir(), `akguard-bench-history-${edition}-${files}-${versions}`);
}

/** A bare repository with one pack. @returns its number of objects. */
export async function makeLargeHistory(sizes: LargeSizes): Promise<number> {
  const folder = largeFolder(sizes);
  if (!existsSync(folder)) {
    const begun = `${folder}.${process.pid}`;
    try {
      await importStream(begun, stream(sizes));
      // In the order of a server's pack. Deltas stay what they are, each made of the version before it: anew, with git's
      // own choice of bases, git would need several times as long to print it all.
      git(begun, ['repack', '-q', '-a', '-d']);
      renameSync(begun, folder);
    } finally {
      rmSync(begun, { recursive: true, force: true });
    }
  }
  return countPacked(folder);
}

/** A bare repository whose one pack has about as many megabytes. @returns its number of objects. */
export async function makeBulkyHistory(folder: string, megabytes: number): Promise<number> {
  const random = seeded(8);
  const pieces = function* () {
    yield Buffer.from(
      'commit refs/heads/main\ncommitter Ada <ada@example.test> 1600000000 +0000\ndata 4\nbulk',
    );
    for (let n = 0; n < megabytes; n++) {
      yield Buffer.from(`\nM 100644 inline assets/file${n}.bin\ndata 1000000\n`);
      yield noise(random, 1_000_000);
    }
  };
  await importStream(folder, pieces(), ['-c', 'pack.compression=0']);
  return countPacked(folder);
}

async function importStream(folder: string, pieces: Iterable<Buffer>, options: string[] = []): Promise<void> {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '-q', '--bare', '-b', 'main']);
  const importer = spawn(
    'git',
    ['-c', 'fastimport.unpackLimit=1', ...options, 'fast-import', '--quiet', '--depth=50'],
    {
      cwd: folder,
      env: { ...process.env, ...gitVariables },
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  // What ends it early is told by its exit code.
  importer.stdin.on('error', () => {});
  const ended = once(importer, 'close');
  for (const piece of pieces) {
    if (!importer.stdin.write(piece)) await Promise.race([once(importer.stdin, 'drain'), ended]);
    if (hasEnded(importer)) break;
  }
  importer.stdin.end();
  await ended;
  if (importer.exitCode !== 0) throw new Error(`git fast-import ended with ${importer.exitCode}`);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** What `git fast-import` reads: all versions of one file after the other, since it deltas neighbours; then the commits. */
function* stream({ files, versions }: LargeSizes): Generator<Buffer> {
  const random = seeded(7);
  const pool = Buffer.from(
    sourceLines(random, 50_000)
      .map((line) => withHash(random, line))
      .join(''),
  );
  const counts = shares(random, files, versions);
  const order: { time: number; file: number; mark: number }[] = [];
  let mark = 0;
  for (const [file, count] of counts.entries()) {
    // What changes often is large, as in real projects.
    const length = Math.floor(1500 + 12_000 * random() + Math.min(30_000, 100 * count * random()));
    let text = excerpt(random, pool, length);
    const born = random() ** 2;
    for (let version = 0; version < count; version++) {
      if (version > 0) text = edit(random, text, pool);
      mark++;
      order.push({ time: born + (1 - born) * (version === 0 ? 0 : random()), file, mark });
      yield Buffer.from(`blob\nmark :${mark}\ndata ${text.length}\n`);
      yield text;
      yield Buffer.from('\n');
    }
    // Later versions come later.
    const own = order.splice(order.length - count);
    const times = own.map(({ time }) => time).toSorted((a, b) => a - b);
    order.push(...own.map((each, i) => ({ ...each, time: times[i] ?? 0 })));
  }
  yield* commits(
    random,
    order.toSorted((a, b) => a.time - b.time),
    pool,
  );
}

function* commits(
  random: Random,
  order: readonly { file: number; mark: number }[],
  pool: Buffer,
): Generator<Buffer> {
  for (let at = 0, number = 1; at < order.length; number++) {
    const size = between(random, 1, 2 * perCommit);
    const message = `Change ${number}\n\n${String(excerpt(random, pool, between(random, 30, 400)))}`;
    const when = `Ada <ada@example.test> ${1_500_000_000 + number * 600} +0000`;
    const lines = order.slice(at, at + size).map(({ file, mark }) => `M 100644 :${mark} ${pathOf(file)}\n`);
    at += size;
    const head = `commit refs/heads/main\nauthor ${when}\ncommitter ${when}\n`;
    yield Buffer.from(`${head}data ${Buffer.byteLength(message)}\n${message}\n${lines.join('')}`);
  }
}

/** How many versions each file has: a few have very many, most have some. */
function shares(random: Random, files: number, versions: number): number[] {
  const weights = Array.from({ length: files }, () => 0.05 + random() ** 6 * 10);
  const sum = weights.reduce((all, each) => all + each, 0);
  return weights.map((weight) => Math.max(1, Math.round((weight / sum) * versions)));
}

function pathOf(file: number): string {
  return `src/${file % 23}/part${file % 230}/file${file}.ts`;
}

/** About as many bytes of the pool, in whole lines. */
function excerpt(random: Random, pool: Buffer, length: number): Buffer {
  const from = between(random, 0, pool.length - length - 1000);
  const start = pool.indexOf(0x0a, from) + 1;
  return pool.subarray(start, pool.indexOf(0x0a, start + length) + 1);
}

/** In one to three places some lines go and more come: files grow, by which git finds what to delta them against. */
function edit(random: Random, text: Buffer, pool: Buffer): Buffer {
  let edited = text;
  for (let places = between(random, 1, 4); places > 0; places--) {
    const at = edited.indexOf(0x0a, between(random, 0, edited.length)) + 1;
    const gone = between(random, 0, 50);
    const end = edited.indexOf(0x0a, Math.min(at + gone, edited.length - 1)) + 1;
    const added = excerpt(random, pool, between(random, 1, 120));
    edited = Buffer.concat([edited.subarray(0, at), added, edited.subarray(Math.max(at, end))]);
  }
  return edited;
}

/** Every hundredth line of a source names a hash, as lock files and tests do: what may be encoded is looked into. */
function withHash(random: Random, line: string): string {
  if (random() > 0.01) return line;
  return `  integrity "sha512-${noise(random, 64).toString(random() < 0.5 ? 'base64' : 'hex')}"\n`;
}
