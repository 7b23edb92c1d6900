// Where a repository keeps its objects, and what lies there.
import { readFileSync, readdirSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { type GitPlace, tryGit } from '../run.ts';
import { UnsupportedStore } from './pack-index.ts';

/** As git allows them to be nested. */
const deepestAlternate = 5;

export interface ObjectFolders {
  /** Absolute: the repository's own, and those of its alternates. */
  folders: string[];
  /** Bytes of an id: 20 for SHA-1, 32 for SHA-256. */
  idSize: number;
}

/** @throws UnsupportedStore when they can't be told, by a git that is too old or in a list that only git can read. */
export async function findObjectFolders(place: GitPlace): Promise<ObjectFolders> {
  const args = ['rev-parse', '--show-object-format', '--path-format=absolute', '--git-path', 'objects'];
  const { code, stdout } = await tryGit(place, args);
  const [format, folder] = stdout.toString().split('\n');
  if (code !== 0 || folder === undefined || (format !== 'sha1' && format !== 'sha256'))
    throw new UnsupportedStore('git does not tell where objects are');
  const folders: string[] = [];
  let level = [resolve(folder)];
  for (let depth = 0; depth <= deepestAlternate && level.length > 0; depth++) {
    folders.push(...level);
    level = [...new Set(level.flatMap(alternatesOf))].filter((each) => !folders.includes(each));
  }
  return { folders, idSize: format === 'sha1' ? 20 : 32 };
}

function alternatesOf(folder: string): string[] {
  const lines = (readIfThere(join(folder, 'info/alternates')) ?? '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (lines.some((line) => line.startsWith('"'))) throw new UnsupportedStore('an alternate in quotes');
  return lines.map((line) => (isAbsolute(line) ? line : resolve(folder, line)));
}

function readIfThere(path: string): string | null {
  return ifThere(() => readFileSync(path, 'utf8')) ?? null;
}

function listIfThere(folder: string): string[] {
  return ifThere(() => readdirSync(folder)) ?? [];
}

/** What is not there is no trouble; what is there and can't be read is. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The packs in a folder of objects that have an index; sorted. @throws Error for a folder that can't be read. */
export function listPacks(folder: string): string[] {
  const names = new Set(listIfThere(join(folder, 'pack')));
  return [...names]
    .filter((name) => name.endsWith('.pack') && names.has(name.replace(/pack$/, 'idx')))
    .toSorted()
    .map((name) => join(folder, 'pack', name));
}

/** The ids of the loose objects in a folder of objects; sorted. @throws Error for a folder that can't be read. */
export function listLoose(folder: string, idSize: number): string[] {
  const rest = new RegExp(`^[0-9a-f]{${2 * idSize - 2}}$`);
  return listIfThere(folder)
    .filter((name) => /^[0-9a-f]{2}$/.test(name))
    .toSorted()
    .flatMap((name) =>
      listIfThere(join(folder, name))
        .filter((each) => rest.test(each))
        .toSorted()
        .map((each) => name + each),
    );
}
