// Finds files by name where git has no say: folders outside of repositories, and patterns.
import { type Dirent, accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { type RawPath, needsBytes, rawPath, textOf } from './raw-path.ts';
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

/** Why the files of a folder can't be listed or opened, or null when they can. */
export function whyShut(folder: string): string | null {
  try {
    accessSync(folder, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

// Loaded only where there is something to walk or to match: a commit hook pays for every import.
const loadFastGlob = async () => (await import('fast-glob')).default;
const loadPicomatch = async () => (await import('picomatch')).default;

/** Whether a text is a pattern rather than a path. */
export async function isPattern(path: string): Promise<boolean> {
  const fastGlob = await loadFastGlob();
  return fastGlob.isDynamicPattern(path);
}

/**
 * Every entry below a folder that is not a folder (links, sockets and pipes too: the reader tells them apart), hidden
 * ones included, `.git` not. Relative to the folder, sorted. Takes half as long as a walk of fast-glob.
 */
export function listFolder(folder: string): Found {
  const paths: string[] = [];
  const unread: Found['unread'] = [];
  // What is left to do, the next at the end: folders end with a slash, so that they sort as the paths in them do.
  const left = [''];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (path !== '' && !path.endsWith('/')) {
      paths.push(path);
      continue;
    }
    try {
      const names = readEntries(rawPath(`${folder}/${path}`))
        .filter(({ name }) => name !== '.git')
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
      for (const name of names.toSorted().toReversed()) left.push(path + name);
    } catch (error) {
      // Where the walk starts there may be nothing. A folder that was seen has vanished.
      if (path !== '' || !isAbsence(error))
        unread.push({ path: String(rawPath(path.slice(0, -1))), why: reasonOf(error) });
    }
  }
  return { paths: paths.map(rawPath), unread };
}

/** Every entry that fits a pattern, relative to the current folder, sorted. */
export async function findPattern(pattern: string): Promise<Found> {
  const cwd = process.cwd();
  const unread: Found['unread'] = [];
  const seen = new Set<string>();
  // fast-glob can but stop at a folder that it can't list, or pass over it without a word.
  const list = (folder: string): Dirent[] => {
    try {
      const entries = readEntries(rawPath(folder));
      for (const entry of entries) if (entry.isDirectory()) seen.add(`${folder}/${entry.name}`);
      return entries;
    } catch (error) {
      // Where a pattern starts there may be nothing: then it matches nothing. A folder that was seen has vanished.
      if (seen.has(folder) || !isAbsence(error)) {
        const path = isAbsolute(pattern) ? folder : relative(cwd, folder);
        unread.push({ path: String(rawPath(path)), why: reasonOf(error) });
      }
      return [];
    }
  };
  const options = {
    cwd,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    suppressErrors: false,
    // One pattern finds nothing twice, and making sure of that takes half of the time.
    unique: false,
    // fast-glob asks for entries with types only. Its asynchronous walk takes half as long again.
    fs: { readdirSync: list as unknown as typeof readdirSync },
  };
  const fastGlob = await loadFastGlob();
  const entries = fastGlob.globSync(pattern, { ...options, objectMode: true });
  const paths = entries.filter((entry) => !entry.dirent.isDirectory()).map((entry) => entry.path);
  return { paths: paths.toSorted().map(rawPath), unread };
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** With names as `textOf` gives them; read again as bytes only where a name asks for it. */
function readEntries(folder: RawPath): Dirent[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (!entries.some((entry) => needsBytes(entry.name))) return entries;
  const raw = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' });
  return raw.map((entry) => Object.assign(entry, { name: textOf(entry.name) }));
}

/**
 * A test for paths against exclusion patterns. As in .gitignore, a pattern without a slash fits a name at any depth, and
 * one that fits a folder fits all below it.
 */
export async function excluder(patterns: readonly string[]): Promise<(path: string) => boolean> {
  if (patterns.length === 0) return () => false;
  const globs = patterns.flatMap((pattern) => {
    const trimmed = pattern.replace(/\/+$/, '').replace(/^\.?\//, '');
    const anchored = trimmed.includes('/') ? trimmed : `**/${trimmed}`;
    return [anchored, `${anchored}/**`];
  });
  const picomatch = await loadPicomatch();
  // `s`: names may hold line breaks.
  return picomatch(globs, { dot: true, flags: 's' });
}

/** Whether a text (a path, a branch) fits a glob; the whole of it. */
export async function globMatcher(): Promise<(glob: string, text: string) => boolean> {
  const picomatch = await loadPicomatch();
  const known = new Map<string, (text: string) => boolean>();
  return (glob, text) => {
    const fits = known.get(glob) ?? picomatch(glob, { dot: true, flags: 's' });
    known.set(glob, fits);
    return fits(text);
  };
}

/** The real path, or null where it can't be had. */
export function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
