// The project's own files, for the tests that read them.
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Path from the project's root, with slashes → text. */
export type Tree = Record<string, string>;

/** All files that fit a glob, bar what is installed, built or git's own. Bytes become latin1 characters. */
export function tree(pattern: string): Tree {
  const paths = globSync(pattern, {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => ['node_modules', 'dist', '.git', 'akguard-alerts'].includes(entry.name),
  })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted();
  return Object.fromEntries(
    paths.map((path) => [path.slice(root.length).replaceAll('\\', '/'), readFileSync(path, 'latin1')]),
  );
}
