// git's own view of a work tree: what is tracked, and what is neither tracked nor ignored.
import { isUtf8 } from 'node:buffer';
import { type GitPlace, gitFailed, streamGit, tryGit } from './run.ts';

/** A path as the file system has it: a Buffer where it is not UTF-8. Relative to the place it was listed from. */
export type RawPath = string | Buffer;

/** Cuts `-z` output into paths; the pieces it comes in may be cut anywhere. */
class PathSplitter {
  #rest: Buffer = Buffer.alloc(0);

  push(piece: Buffer): RawPath[] {
    const bytes = Buffer.concat([this.#rest, piece]);
    const end = bytes.lastIndexOf(0) + 1;
    this.#rest = bytes.subarray(end);
    return splitPaths(bytes.subarray(0, end));
  }
}

function splitPaths(output: Buffer): RawPath[] {
  if (isUtf8(output)) return output.toString().split('\0').slice(0, -1);
  const paths: RawPath[] = [];
  let from = 0;
  for (let at = output.indexOf(0); at !== -1; at = output.indexOf(0, from)) {
    const path = output.subarray(from, at);
    paths.push(isUtf8(path) ? path.toString() : path);
    from = at + 1;
  }
  return paths;
}

/**
 * Tracked files below `place`, handed over while git is still listing them, so that the two times do not add up. A
 * submodule is listed as its folder.
 * @returns those that the work tree does not have, being deleted or left out by a sparse checkout: no gap.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function listTracked(
  place: GitPlace,
  onPaths: (paths: RawPath[]) => void,
): Promise<Set<string>> {
  const args = ['ls-files', '-z', '-t', '--cached', '--deleted'];
  const splitter = new PathSplitter();
  const absent = new Set<string>();
  let unmerged: RawPath = '';
  const end = await streamGit(place, args, (piece) => {
    const present: RawPath[] = [];
    for (const line of splitter.push(piece)) {
      const { tag, path } = parseTagged(line);
      if (tag === 'R' || tag === 'S') absent.add(String(path));
      // A deleted file is listed as R after it was as H; one in conflict as M for each of its versions.
      if (tag === 'R' || (tag === 'M' && isSame(path, unmerged))) continue;
      if (tag === 'M') unmerged = path;
      present.push(path);
    }
    onPaths(present);
  });
  if (end.code !== 0) throw gitFailed(args, end);
  return absent;
}

function parseTagged(line: RawPath): { tag: string; path: RawPath } {
  if (typeof line === 'string') return { tag: line.charAt(0), path: line.slice(2) };
  return { tag: String.fromCharCode(line[0] ?? 0), path: line.subarray(2) };
}

function isSame(a: RawPath, b: RawPath): boolean {
  return Buffer.from(a).equals(Buffer.from(b));
}

/**
 * Files below `place` that are neither tracked nor ignored. A nested repository is listed as its folder. `unread` are
 * folders that git could not look into, about which it only warns.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function listUntracked(
  place: GitPlace,
): Promise<{ paths: RawPath[]; unread: { path: string; why: string }[] }> {
  const args = ['ls-files', '-z', '--others', '--exclude-standard'];
  const end = await tryGit(place, args);
  if (end.code !== 0) throw gitFailed(args, end);
  const warnings = end.stderr.matchAll(/^warning: could not open directory '(.*)': (.*)$/gm);
  const unread = [...warnings].map(([, path = '', why = '']) => ({ path, why }));
  return { paths: splitPaths(end.stdout), unread };
}

/** Whether git ignores a path. */
export async function isIgnored(place: GitPlace, path: string): Promise<boolean> {
  const { code } = await tryGit(place, ['check-ignore', '--quiet', '--no-index', '--', path]);
  return code === 0;
}
