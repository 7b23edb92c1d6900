// What a repository is, before anything is read from it.
import { AkguardError } from '../core/errors.ts';
import { type GitPlace, runGit, tryGit } from './run.ts';

export interface Repository {
  place: GitPlace;
  /** Absolute. */
  gitDirectory: string;
  /** Whether the directory has a work tree, so that files can be listed there. */
  hasWorkTree: boolean;
  shallow: boolean;
}

/**
 * Finds the repository that a directory is in, or null when it is in none.
 * @param hook whether a hook of this repository may have started us; see `GitPlace`.
 */
export async function findRepository(directory: string, hook: boolean): Promise<Repository | null> {
  const place = { directory, hook };
  const args = ['rev-parse', '--absolute-git-dir', '--is-shallow-repository', '--is-inside-work-tree'];
  const { code, stdout } = await tryGit(place, args);
  if (code !== 0) return null;
  const [gitDirectory = '', shallow, inside] = stdout.toString().split('\n');
  return { place, gitDirectory, shallow: shallow === 'true', hasWorkTree: inside === 'true' };
}

/** As `findRepository`. @throws AkguardError AK_NOT_A_REPOSITORY. */
export async function openRepository(directory: string, hook: boolean): Promise<Repository> {
  const repository = await findRepository(directory, hook);
  if (repository === null) throw new AkguardError('AK_NOT_A_REPOSITORY', { path: directory });
  return repository;
}

/**
 * The full id of a revision that a user named, of any object kind.
 * @throws AkguardError AK_UNKNOWN_REVISION.
 */
export async function resolveRevision(place: GitPlace, revision: string): Promise<string> {
  const { code, stdout } = await tryGit(place, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    revision,
  ]);
  const id = stdout.toString().trim();
  if (code !== 0 || !/^[0-9a-f]{40,64}$/.test(id))
    throw new AkguardError('AK_UNKNOWN_REVISION', { revision });
  return id;
}

/**
 * How many objects that refs reach a partial clone (`--filter`) has left with its remote; 0 for a full clone.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function countPromised(place: GitPlace): Promise<number> {
  if (!(await isPartial(place))) return 0;
  const args = ['rev-list', '--objects', '--all', '--quiet', '--missing=print'];
  return (await runGit(place, args)).toString('latin1').match(/^\?/gm)?.length ?? 0;
}

/** The name of the hash that a repository's ids are made with, as `git init` takes it. */
export async function objectFormat(place: GitPlace): Promise<string | null> {
  const { code, stdout } = await tryGit(place, ['rev-parse', '--show-object-format']);
  return code === 0 ? stdout.toString().trim() : null;
}

/** Whether a repository may leave objects with its remote (`--filter`). */
export async function isPartial(place: GitPlace): Promise<boolean> {
  const pattern = String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`;
  return (await tryGit(place, ['config', '--get-regexp', pattern])).code === 0;
}
