// Reads loose objects without git. What was just staged lies in the store as single files, and for a commit hook the
// start of `git cat-file` costs more than reading them does. Wherever there is doubt, git reads instead.
import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { ObjectType } from '../core/blob.ts';
import type { GitPlace } from './run.ts';

/** Larger ones are left to git, which hands them over in pieces. */
const longestFile = 1 << 20;
const longestObject = 1 << 24;

/** An object as the store has it: `<type> SP <size> NUL <bytes>`. */
export interface LooseObject {
  type: ObjectType;
  bytes: Buffer;
}

/**
 * The folder of the store that git uses in a place, if it can be told without asking git. A work tree or submodule whose
 * `.git` is a file, and variables of a hook that move things, are left to git.
 */
export function findLooseStore(place: GitPlace): string | null {
  const moved = ['GIT_DIR', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY'].some((name) => process.env[name]);
  if (place.hook && moved) return null;
  for (let folder = resolve(place.directory); ; folder = dirname(folder)) {
    const found = statSync(join(folder, '.git'), { throwIfNoEntry: false });
    if (found !== undefined) return found.isDirectory() ? join(folder, '.git/objects') : null;
    if (folder === dirname(folder)) return null;
  }
}

/** One object, or null for git to read: not loose, large, or damaged. */
export function readLoose(store: string, id: string): LooseObject | null {
  try {
    const bytes = inflateSync(readSmall(join(store, id.slice(0, 2), id.slice(2))), {
      maxOutputLength: longestObject,
    });
    const end = bytes.indexOf(0);
    const [, type, size] = /^(blob|tree|commit|tag) (\d+)$/.exec(bytes.toString('latin1', 0, end)) ?? [];
    const content = bytes.subarray(end + 1);
    return content.length === Number(size) ? { type: type as ObjectType, bytes: content } : null;
  } catch {
    return null;
  }
}

function readSmall(path: string): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > longestFile) throw new Error('not a small file');
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
