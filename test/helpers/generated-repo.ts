// Generates repositories in which keys come and go in every way that git allows, for comparing the sources with plain
// git plumbing.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../src/detect/template.ts';
import { type TestRepository, makeRepository } from './git-repo.ts';
import { makeKey } from './keys.ts';

const names = [
  'a.txt',
  'dir/b.env',
  'new\nline.yml',
  'sp ace.bin',
  'ünï.js',
  '-rf',
  'hidden.dat',
  'crlf.bat',
  ':(glob)x',
];

/** The same seed gives the same repository. `main` is checked out; the index holds changes that are not committed. */
export function generateRepository(seed: number, steps: number): TestRepository {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const key = () => makeKey(pick(['live', 'test']), Math.floor(random() * 6));
  const repository = makeRepository();
  const { git, write } = repository;
  const files = new Map<string, string[]>();
  git(['config', 'diff.shout.textconv', 'echo replaced']);
  git(['config', 'diff.external', 'false']);
  write('.gitattributes', 'hidden.dat -diff\n*.env diff=shout\n*.bat text eol=crlf\n*.bin binary\n');

  const edit = () => {
    const name = pick(names);
    const lines = files.get(name) ?? [];
    const kind = random();
    if (kind < 0.45)
      lines.splice(Math.floor(random() * (lines.length + 1)), 0, `k=${key()} ${Math.floor(random() * 9)}`);
    else if (kind < 0.6) lines.push(`plain ${Math.floor(random() * 1000)}`);
    else if (kind < 0.75) lines.splice(Math.floor(random() * lines.length), 1);
    else if (kind < 0.85) lines.reverse();
    else if (kind < 0.95) lines.push(`${key()}\0${key()}`);
    else {
      rmSync(join(repository.folder, name), { force: true });
      files.delete(name);
      return;
    }
    files.set(name, lines);
    write(name, lines.join(name === 'crlf.bat' ? '\r\n' : '\n'));
  };
  const rename = () => {
    const [from] = files.keys();
    if (from === undefined) return;
    const to = `moved/${Math.floor(random() * 4)}`;
    write(to, '');
    renameSync(join(repository.folder, from), join(repository.folder, to));
    files.set(to, files.get(from) ?? []);
    files.delete(from);
  };
  const merge = (i: number) => {
    git(['checkout', '-q', '-b', `side${i}`, 'HEAD~1']);
    write(`side${i}.txt`, `side ${key()}`);
    repository.commit(`side ${i}`);
    git(['checkout', '-q', 'main']);
    git(['merge', '-q', '--no-commit', '-s', 'ours', `side${i}`]);
    git(['checkout', `side${i}`, '--', `side${i}.txt`]);
    if (random() < 0.7) write(`evil${i}.txt`, `brought by the merge ${key()}`);
    if (random() < 0.5) write(`side${i}.txt`, `resolved ${key()} ${key()}`);
    repository.commit(`merge ${i}`);
  };

  for (let i = 0; i < steps; i++) {
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) edit();
    if (random() < 0.1) rename();
    if (random() < 0.1) repository.link(`link${i}`, pick([`to-${key()}`, '/etc', 'a.txt']));
    repository.commit(random() < 0.15 ? `message ${key()}` : `step ${i}`);
    if (i > 2 && random() < 0.2) merge(i);
    if (i === 4) git(['update-index', '--add', '--cacheinfo', `160000,${git(['rev-parse', 'HEAD'])},module`]);
    if (random() < 0.1) git(['tag', '-a', `v${i}`, '-m', `tag ${key()}`]);
    if (random() < 0.05) git(['notes', 'add', '-f', '-m', `note ${key()}`]);
  }
  const tree = git(['rev-parse', 'HEAD^{tree}']);
  const root = git(['commit-tree', tree, '-m', `another root ${key()}`]);
  git(['merge', '-q', '--allow-unrelated-histories', '-s', 'ours', '-m', 'join', root]);
  edit();
  git(['stash', '-q']);
  edit();
  git(['add', '-A']);
  // Staged and then changed again: the index and the work tree differ.
  edit();
  return repository;
}
