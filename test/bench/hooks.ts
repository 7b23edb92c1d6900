// What the hook rows of the bench run in: the two repositories with something staged, and one from which much is to be pushed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeKey } from '../helpers/keys.ts';
import { git } from './data.ts';
import { between, pick, seeded, sourceLines } from './random.ts';

type Random = ReturnType<typeof seeded>;

/** Files of the repository that is pushed from, and commits that its remote lacks. */
const files = 2000;
const fresh = 500;

/**
 * A clone whose branch is ahead of its remote: what came from there is packed, what was committed since lies loose.
 * @returns the line that git tells a pre-push hook.
 */
export function makePushed(folder: string, commits: number): string {
  const random = seeded(5);
  const lines = sourceLines(random, 20_000) as [string, ...string[]];
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '-q', '-b', 'main']);
  importCommits(folder, 0, commits - fresh, random, () => [text(lines, random, 4)]);
  git(folder, ['repack', '-q', '-a', '-d']);
  git(folder, ['update-ref', 'refs/remotes/origin/main', 'main']);
  const edits = () => Array.from({ length: between(random, 1, 5) }, () => text(lines, random, 200));
  importCommits(folder, commits - fresh, fresh, random, edits, ['-c', 'fastimport.unpackLimit=1000000']);
  const [to, from] = ['main', 'origin/main'].map((ref) => String(git(folder, ['rev-parse', ref])).trim());
  return `refs/heads/main ${to} refs/heads/main ${from}\n`;
}

function text(lines: [string, ...string[]], random: Random, most: number): string {
  return Array.from({ length: between(random, 1, most) }, () => pick(random, lines)).join('');
}

/** Adds commits to `main`, each with the texts that `edits` makes for it. */
function importCommits(
  folder: string,
  first: number,
  count: number,
  random: Random,
  edits: () => string[],
  options: string[] = [],
): void {
  const stream: string[] = [];
  for (let n = first; n < first + count; n++) {
    const message = `Change ${n}`;
    stream.push(`commit refs/heads/main\ncommitter Ada <ada@example.test> ${1_500_000_000 + n * 60} +0000\n`);
    stream.push(`data ${message.length}\n${message}\n`);
    if (n === first && n > 0) stream.push('from refs/heads/main^0\n');
    for (const content of edits()) {
      const file = n < files ? n : between(random, 0, files);
      const path = `src/area${file % 20}/part${file % 100}/file${file}.ts`;
      stream.push(`M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`);
    }
  }
  git(folder, [...options, 'fast-import', '--quiet'], stream.join(''));
}

/** A hook must be silent about what there is, and stop a key: else its time says nothing. @throws Error. */
export function tryHook(folder: string, ours: readonly [string, ...string[]], told: string | null): void {
  const [program, ...args] = ours;
  const ends = (input: string) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, input, encoding: 'utf8' });
    return `${status} ${stdout}${stderr}`;
  };
  const clean = ends(told ?? '');
  if (clean !== '0 ') throw new Error(`the hook did not pass what is clean: ${clean}`);
  const path = 'akguard-bench-leak';
  writeFileSync(join(folder, path), `${makeKey('live', 1)}\n`);
  git(folder, ['add', path]);
  const tree = String(git(folder, ['write-tree'])).trim();
  const commit = String(git(folder, ['commit-tree', tree, '-p', 'HEAD', '-m', 'leak'])).trim();
  const stopped = ends(told?.replace(/ [0-9a-f]+ /, ` ${commit} `) ?? '');
  if (!stopped.startsWith('1 ') || !stopped.includes(path))
    throw new Error('the hook did not stop what has a key in it');
  git(folder, ['rm', '-q', '--cached', path]);
  git(folder, ['write-tree']);
}
