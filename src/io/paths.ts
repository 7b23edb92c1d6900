// Finds files by name where git has no say: folders outside of repositories, and patterns.
import { type Dirent, readdir, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import fastGlob from 'fast-glob';
import picomatch from 'picomatch';
import { type RawPath, rawPath, textOf } from './raw-path.ts';
import { reasonOf } from './read-file.ts';

/** What was found by name. `unread` are folders that could not be listed. */
export interface Found {
  paths: RawPath[];
  unread: { path: string; why: string }[];
}

/** What a path that the user named is. */
export function kindOf(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

/** Whether a text is a pattern rather than a path. */
export function isPattern(path: string): boolean {
  return fastGlob.isDynamicPattern(path);
}

/**
 * Every entry below a folder that is not a folder (links, sockets and pipes too: the reader tells them apart), hidden
 * ones included, `.git` folders not. Relative to the folder, sorted.
 */
export async function listFolder(folder: string): Promise<Found> {
  return find('**', folder, ['**/.git/**']);
}

/** Every entry that fits a pattern, relative to the current folder, sorted. */
export async function findPattern(pattern: string): Promise<Found> {
  return find(pattern, process.cwd(), []);
}

async function find(pattern: string, cwd: string, ignore: string[]): Promise<Found> {
  const unread: Found['unread'] = [];
  // fast-glob can but stop at a folder that it can't list, or pass over it without a word.
  const list = (folder: string, _options: unknown, done?: Done): void => {
    readEntries(rawPath(folder), (error, entries) => {
      if (error !== null) {
        const path = isAbsolute(pattern) ? folder : relative(cwd, folder);
        unread.push({ path: String(rawPath(path)), why: reasonOf(error) });
      }
      done?.(null, entries);
    });
  };
  const options = {
    cwd,
    ignore,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: false,
    fs: { readdir: list },
  };
  const entries = await fastGlob.glob(pattern, { ...options, objectMode: true });
  const paths = entries.filter((entry) => !entry.dirent.isDirectory()).map((entry) => entry.path);
  return { paths: paths.toSorted().map(rawPath), unread };
}

type Done = (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void;

/** With names as `textOf` gives them; read again as bytes only where a name is not UTF-8. */
function readEntries(folder: RawPath, done: Done): void {
  readdir(folder, { withFileTypes: true }, (error, entries) => {
    if (error !== null) return done(error, []);
    if (!entries.some((entry) => entry.name.includes('\ufffd'))) return done(null, entries);
    readdir(folder, { withFileTypes: true, encoding: 'buffer' }, (again, raw) => {
      if (again !== null) return done(again, []);
      done(
        null,
        raw.map((entry) => Object.assign(entry, { name: textOf(entry.name) })),
      );
    });
  });
}

/**
 * A test for paths against exclusion patterns. As in .gitignore, a pattern without a slash fits a name at any depth, and
 * one that fits a folder fits all below it.
 */
export function excluder(patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false;
  const globs = patterns.flatMap((pattern) => {
    const trimmed = pattern.replace(/\/+$/, '').replace(/^\.?\//, '');
    const anchored = trimmed.includes('/') ? trimmed : `**/${trimmed}`;
    return [anchored, `${anchored}/**`];
  });
  return picomatch(globs, { dot: true });
}

/** The real path, or null where it can't be had. */
export function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
