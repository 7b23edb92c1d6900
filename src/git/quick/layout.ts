// Where a repository keeps what `git diff --cached` reads (gitrepository-layout(5)), told without asking git.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Doubt } from './doubt.ts';
import { textIfThere } from './files.ts';

/** Absolute paths. */
export interface Layout {
  /** The index of the commit that is being made. */
  index: string;
  /** What HEAD is in: of a linked worktree its own folder. */
  own: string;
  /** What refs and objects are in. */
  common: string;
}

/** Move things to where they are not looked for here. */
const movers = [
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
];

/**
 * The repository that a hook of git runs for in a directory, an absolute one.
 * @throws Doubt for one that is not as `git init` makes it; Error for what can't be read.
 */
export function findLayout(directory: string, variables: Record<string, string | undefined>): Layout {
  const mover = movers.find((name) => variables[name] !== undefined);
  if (mover !== undefined) throw new Doubt(`${mover} is set`);
  const { GIT_DIR: given, GIT_INDEX_FILE: index } = variables;
  const found =
    given === undefined ? findGitFolder(directory) : { folder: resolve(directory, given), top: directory };
  const own = found.folder;
  const common = resolve(own, textIfThere(join(own, 'commondir'))?.trimEnd() ?? '.');
  // Another hash, another kind of refs, objects that are somewhere else: all of that is said to be an extension.
  if (/^\s*\[\s*extensions/im.test(readFileSync(join(common, 'config'), 'latin1')))
    throw new Doubt('the repository has extensions');
  if (index !== undefined && found.top !== directory)
    throw new Doubt('the index is relative to another folder');
  return { index: index === undefined ? join(own, 'index') : resolve(directory, index), own, common };
}

function findGitFolder(from: string): { folder: string; top: string } {
  for (let top = from; ; top = dirname(top)) {
    const path = join(top, '.git');
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return { folder: path, top };
    if (found?.isFile()) {
      const [, folder] = /^gitdir: (.+)\n$/.exec(readFileSync(path, 'utf8')) ?? [];
      if (folder === undefined) throw new Doubt('a .git that is no pointer');
      return { folder: resolve(top, folder), top };
    }
    const isBare = statSync(join(top, 'objects'), { throwIfNoEntry: false }) !== undefined;
    if (found !== undefined || isBare || top === dirname(top)) throw new Doubt('no usual repository');
  }
}
