// Which contents the commit under way will have that HEAD has not, at the same path: what `git diff --cached` would list,
// without git.
import { join } from 'node:path';
import { release } from '../loose.ts';
import { Doubt } from './doubt.ts';
import { readHead } from './head.ts';
import { findLayout } from './layout.ts';
import { nextTree } from './next-tree.ts';
import { ObjectFiles } from './object-files.ts';

const idSize = 20;
const folder = '40000';
const submodule = '160000';

/** Contents to look at, by id, and how to get them. */
export interface StagedBlobs {
  ids: Set<string>;
  /**
   * Hands one over, for as long as the call lasts.
   * @throws Doubt when git has to.
   */
  read: <T>(id: string, look: (bytes: Buffer) => T) => T;
}

/**
 * For a hook of git.
 * @param directory absolute: where git has started the hook.
 * @throws Doubt, or any other error, when git has to tell instead.
 */
export function stagedBlobs(directory: string, variables: Record<string, string | undefined>): StagedBlobs {
  const layout = findLayout(directory, variables);
  const objects = new ObjectFiles(join(layout.common, 'objects'));
  const next = nextTree(layout.index);
  const head = readHead(layout);
  const ids = new Set<string>();
  addBlobs(objects, next, head === null ? null : treeOf(objects, head), ids);
  return {
    ids,
    read(id, look) {
      const object = objects.read(id);
      const seen = look(object.bytes);
      release(object);
      return seen;
    },
  };
}

function treeOf(objects: ObjectFiles, commit: string): string {
  const { type, bytes } = objects.read(commit);
  const [, tree] = /^tree ([0-9a-f]{40})\n/.exec(bytes.toString('latin1', 0, 46)) ?? [];
  if (type !== 'commit' || tree === undefined) throw new Doubt('HEAD is no commit');
  return tree;
}

/** Adds what `tree` has and `before` has not. */
function addBlobs(objects: ObjectFiles, tree: string, before: string | null, ids: Set<string>): void {
  if (tree === before) return;
  const old = before === null ? new Map<string, string>() : readTree(objects, before);
  for (const [name, id] of readTree(objects, tree)) {
    if (old.get(name) === id || name.startsWith(`${submodule} `)) continue;
    if (name.startsWith(`${folder} `)) addBlobs(objects, id, old.get(name) ?? null, ids);
    else ids.add(id);
  }
}

/** The ids of a tree's entries by `<mode> SP <name>`, one character for each byte. */
function readTree(objects: ObjectFiles, id: string): Map<string, string> {
  const { type, bytes } = objects.read(id);
  if (type !== 'tree') throw new Doubt('a folder that is no tree');
  const entries = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    if (end < 0 || end + idSize >= bytes.length) throw new Doubt('a tree that is cut short');
    entries.set(bytes.toString('latin1', at, end), bytes.toString('hex', end + 1, end + 1 + idSize));
    at = end + 1 + idSize;
  }
  return entries;
}
