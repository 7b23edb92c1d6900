// Lists the files of a tree, whichever commit brought them in.
import { type GitPlace, runGit } from './run.ts';

/** A file or symlink of a tree; a submodule has no content of ours. */
export interface TreeEntry {
  /** Display text, see `Provenance`. */
  path: string;
  id: string;
  submodule: boolean;
}

/** @param id of a tree, or of a commit. @throws AkguardError AK_GIT_FAILED. */
export async function listTree(place: GitPlace, id: string): Promise<TreeEntry[]> {
  const listed = await runGit(place, ['ls-tree', '-r', '-z', '--full-tree', id]);
  const lines = listed.toString().split('\0').filter(Boolean);
  return lines.map((line) => {
    const tab = line.indexOf('\t');
    const [mode, , object = ''] = line.slice(0, tab).split(' ');
    return { path: line.slice(tab + 1), id: object, submodule: mode === '160000' };
  });
}
