// Finds files of a room that its index.ts does not lead to: a source, reporter, alerter or store that was written
// and then forgotten.
import { posix } from 'node:path';
import { references } from './references.ts';
import type { Tree } from './tree.ts';

/** Paths of a room's files that can't be reached from its index.ts through the room, sorted. */
export function unregistered(files: Tree, room: string, exceptions: readonly string[] = []): string[] {
  const reached = new Set<string>();
  const reach = (path: string): void => {
    const text = files[path];
    if (reached.has(path) || text === undefined || posix.dirname(path) !== room) return;
    reached.add(path);
    for (const specifier of references(path, text).imports) {
      if (specifier?.startsWith('./')) reach(posix.join(room, specifier));
    }
  };
  reach(`${room}/index.ts`);
  return Object.keys(files)
    .filter((path) => posix.dirname(path) === room && !reached.has(path))
    .filter((path) => !exceptions.includes(posix.basename(path)))
    .toSorted();
}
