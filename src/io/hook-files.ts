// The files of hooks and of their managers, as bytes: what is changed here can be taken back byte for byte, mode bits
// included.
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether a file belongs to the tree below a folder. What is in its `.git` is not of the tree. */
export function isInTree(file: string, folder: string): boolean {
  const top = realpathSync(folder) + sep;
  const real = existsSync(file) ? realpathSync(file) : file;
  return real.startsWith(top) && !real.startsWith(join(top, '.git') + sep);
}

/** The bytes of a file, or null where there is none. */
export function readBytes(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}

/** Whether anything has that name, a broken link included. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Writes a whole file or nothing. One that is there keeps its mode, and a link to it stays a link. */
export function writeBytes(path: string, bytes: Buffer | string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const real = existsSync(path) ? realpathSync(path) : path;
  const neighbour = join(dirname(real), `.${basename(real)}.akguard-${process.pid}`);
  try {
    writeFileSync(neighbour, bytes, { flag: 'wx' });
    chmodSync(neighbour, existsSync(real) ? statSync(real).mode & 0o7777 : mode);
    renameSync(neighbour, real);
  } catch (error) {
    rmSync(neighbour, { force: true });
    throw error;
  }
}

export function move(from: string, to: string): void {
  renameSync(from, to);
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
}

/** Takes folders away that are empty, from the inner to the outer. One that is gone already is passed over. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders.filter((each) => existsSync(each))) {
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
  }
}

/** The program that runs now, for hooks to call it again: node, and the command line of akguard. */
export function ownProgram(): { node: string; cli: string } {
  const cli = process.argv[1] ?? fileURLToPath(import.meta.url);
  return { node: process.execPath, cli: realpathSync(cli) };
}

/** Where a program of that name is on PATH, or null. */
export function findOnPath(name: string, path = process.env['PATH'] ?? ''): string | null {
  const found = path.split(':').find((folder) => folder !== '' && isExecutable(join(folder, name)));
  return found === undefined ? null : join(found, name);
}
