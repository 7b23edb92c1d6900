// Finds files by name where git has no say: folders outside of repositories, and patterns.
import { realpathSync, statSync } from 'node:fs';
import fastGlob from 'fast-glob';
import picomatch from 'picomatch';

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
export async function listFolder(folder: string): Promise<string[]> {
  return find('**', folder, ['**/.git/**']);
}

/** Every entry that fits a pattern, relative to the current folder, sorted. */
export async function findPattern(pattern: string): Promise<string[]> {
  return find(pattern, process.cwd(), []);
}

async function find(pattern: string, cwd: string, ignore: string[]): Promise<string[]> {
  const options = {
    cwd,
    ignore,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: false,
  };
  const entries = await fastGlob.glob(pattern, { ...options, objectMode: true });
  return entries
    .filter((entry) => !entry.dirent.isDirectory())
    .map((entry) => entry.path)
    .toSorted();
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
