// Reads loose objects without git. What was just staged lies in the store as single files, and for a commit hook the
// start of `git cat-file` costs more than reading them does. Wherever there is doubt, git reads instead.
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { ObjectType } from '../core/blob.ts';
import type { GitPlace } from './run.ts';

/** Larger ones are left to git, which hands them over in pieces. */
const longestFile = 1 << 20;
const longestObject = 1 << 24;

/** Bytes. What is inflated into so much is in memory of its own: more than Node shares out in pieces. */
const ownMemory = 96 << 10;

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
      chunkSize: ownMemory,
    });
    const end = bytes.indexOf(0);
    const [, type, size] = /^(blob|tree|commit|tag) (\d+)$/.exec(bytes.toString('latin1', 0, end)) ?? [];
    const content = bytes.subarray(end + 1);
    return content.length === Number(size) ? { type: type as ObjectType, bytes: content } : null;
  } catch {
    return null;
  }
}

/** Gives the memory of an object back at once: of thousands, it would add up faster than it is collected. */
export function release({ bytes }: LooseObject): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength >= ownMemory) buffer.transfer(0);
}

/** For one file after the other: new memory for each would add up faster than it is collected. */
let room = Buffer.allocUnsafe(1 << 16);

/** Lent until the next call. */
function readSmall(path: string): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // Whether it is a regular file, and how large, need not be asked: one that is not can't be read at a place.
    let size = readSync(fd, room, 0, room.length, 0);
    if (size === room.length) {
      room = Buffer.allocUnsafe(longestFile + 1);
      size = readSync(fd, room, 0, room.length, 0);
    }
    if (size > longestFile) throw new Error('not a small file');
    return room.subarray(0, size);
  } finally {
    closeSync(fd);
  }
}
