// husky 9: its hooks are files in .husky/ that `sh -e` runs with node_modules/.bin on PATH.
import { dirname, join } from 'node:path';
import type { HookPlace } from '../git/user-settings.ts';
import { isThere } from '../io/hook-files.ts';
import { append, hasBlock, insert, remove } from './block.ts';
import { type HookName, type Manager, hookNames, put, refuse, textOf } from './manager.ts';

// The pre-commit framework may have started the git that runs this: what it tells its own hooks is about others.
const program = 'PRE_COMMIT= akguard hook';
/** What follows may read standard input as well, and git gives it only once. */
const pushLines = `akguard_refs=$(cat)
printf '%s\\n' "$akguard_refs" | ${program} pre-push -- "$@"
if [ -n "$akguard_refs" ]; then exec <<AKGUARD
$akguard_refs
AKGUARD
else exec </dev/null; fi`;

export const husky: Manager = {
  name: 'husky',
  isUsed: ({ hooksPath }) => hooksPath !== null && /(?:^|\/)\.husky(?:\/_)?\/?$/.test(hooksPath.value),
  install(place) {
    const folder = huskyFolder(place);
    if (!isThere(folder)) throw refuse(folder, 'husky is not set up here. Run `npx husky init` first');
    return hookNames.flatMap((name) => {
      const path = join(folder, name);
      const text = textOf(path);
      if (text !== null && hasBlock(text)) return [];
      put(path, text === null ? append(null, linesFor(name)) : withBlock(text, name));
      return [`${path}: calls akguard${text === null ? '' : ' as well'}.`];
    });
  },
  uninstall(place) {
    return hookNames.flatMap((name) => {
      const path = join(huskyFolder(place), name);
      const text = textOf(path);
      if (text === null || !hasBlock(text)) return [];
      put(path, remove(text));
      return [`${path}: as it was before.`];
    });
  },
};

function linesFor(name: HookName): string {
  return name === 'pre-push' ? pushLines : `${program} ${name} -- "$@"`;
}

/** Of a commit, what comes last is looked at, after all that changes it; of a push, input is only there at first. */
function withBlock(text: string, name: HookName): string {
  if (name !== 'pre-push') return append(text, linesFor(name));
  const firstEnd = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
  if (text.startsWith('#!') && firstEnd === 0) return append(text, linesFor(name));
  return insert(text, firstEnd, linesFor(name));
}

export function huskyFolder({ top, hooks, hooksPath }: HookPlace): string {
  if (hooksPath === null || !husky.isUsed({ top, hooks, hooksPath })) return join(top, '.husky');
  return /_\/?$/.test(hooksPath.value) ? dirname(hooks) : hooks;
}
