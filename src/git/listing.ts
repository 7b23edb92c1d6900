// git's own view of a work tree: what is tracked, and what is neither tracked nor ignored.
import { isUtf8 } from 'node:buffer';
import { type GitPlace, gitFailed, tryGit } from './run.ts';

/** A path as the file system has it: a Buffer where it is not UTF-8. Relative to the place it was listed from. */
export type RawPath = string | Buffer;

/** Cuts `-z` output into paths. */
export function splitPaths(output: Buffer): RawPath[] {
  if (isUtf8(output))
    return output
      .toString()
      .split('\0')
      .filter((path) => path !== '');
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
 * Files below `place` that are tracked, or untracked and not ignored. A nested repository or submodule is listed as its
 * folder. `unread` are folders that git could not look into, about which it only warns.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function listWorkTree(
  place: GitPlace,
): Promise<{ paths: RawPath[]; unread: { path: string; why: string }[] }> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const end = await tryGit(place, args);
  if (end.code !== 0) throw gitFailed(args, end);
  const warnings = end.stderr.matchAll(/^warning: could not open directory '(.*)': (.*)$/gm);
  const unread = [...warnings].map(([, path = '', why = '']) => ({ path, why }));
  return { paths: splitPaths(end.stdout), unread };
}

/** Tracked files that are gone from the work tree: not there to be scanned, and not a gap. */
export async function listDeleted(place: GitPlace): Promise<Set<string>> {
  const { stdout } = await tryGit(place, ['ls-files', '-z', '--deleted']);
  return new Set(splitPaths(stdout).map(String));
}

/** Whether git ignores a path. */
export async function isIgnored(place: GitPlace, path: string): Promise<boolean> {
  const { code } = await tryGit(place, ['check-ignore', '--quiet', '--no-index', '--', path]);
  return code === 0;
}
