// Hooks as git itself has them: a script for each in the folder that git runs hooks from. What is there already is kept
// beside it under another name, and called first.
import { dirname, join } from 'node:path';
import type { HookPlace } from '../git/user-settings.ts';
import { isThere, move, ownProgram, removeEmpty, removeFile, writeBytes } from '../io/hook-files.ts';
import { type HookName, type Manager, type Told, hookNames, refuse, textOf } from './manager.ts';
import { beforeSuffix, hookScript, isOurs, parseScript } from './script.ts';

export const plainGit: Manager = {
  name: 'git',
  isUsed: () => true,
  install: ({ hooks, hooksPath }) => [
    ...installInto(hooks),
    ...(hooksPath?.scope === 'global' || hooksPath?.scope === 'system'
      ? [`core.hooksPath is set for all your repositories, so they all have these hooks now.`]
      : []),
  ],
  uninstall: ({ hooks }: HookPlace) => uninstallFrom(hooks),
};

/** Installs into a folder of hooks: that of a repository, or of a template. */
export function installInto(hooks: string): Told {
  const program = ownProgram();
  const makesFolder = !isThere(hooks);
  const todo = hookNames.map((name) => ({ name, ...stateOf(hooks, name) }));
  return todo.flatMap(({ name, path, text, ours }) => {
    const script = hookScript(name, program, ours?.madeFolder ?? makesFolder);
    if (text === script) return [];
    const chained = ours === null && isThere(path);
    if (chained) move(path, path + beforeSuffix);
    writeBytes(path, script, 0o755);
    if (ours !== null) return [`${path}: brought up to date.`];
    return [chained ? `${path}: made; the hook that was there is called first.` : `${path}: made.`];
  });
}

/** Takes ours away, and puts back what was there. */
export function uninstallFrom(hooks: string): Told {
  const todo = hookNames.map((name) => ({ name, ...stateOf(hooks, name) }));
  const told: Told = [];
  let isEmpty = false;
  for (const { path, ours } of todo) {
    if (ours === null) continue;
    removeFile(path);
    const before = isThere(path + beforeSuffix);
    if (before) move(path + beforeSuffix, path);
    told.push(before ? `${path}: as it was before.` : `${path}: removed.`);
    isEmpty ||= ours.madeFolder;
  }
  if (isEmpty) removeEmpty([hooks]);
  return told;
}

/** @throws AkguardError AK_HOOK for what can't be changed without losing something. */
function stateOf(hooks: string, name: HookName) {
  const path = join(hooks, name);
  const text = textOf(path);
  const ours = text === null ? null : parseScript(name, text);
  if (ours === null && text !== null && isOurs(text))
    throw refuse(path, 'it is a hook of akguard that was changed by hand. Take out of it what is yours');
  if (ours === null && isThere(path + beforeSuffix)) {
    const kept = `${path}${beforeSuffix}`;
    throw refuse(
      path,
      `something else has replaced the hook of akguard. Look at ${kept}, and remove one of them`,
    );
  }
  return { path, text, ours };
}

/** The folder that a template keeps hooks in. */
export function templateHooks(template: string): string {
  return join(template, 'hooks');
}

/** The folders that were made for a template, from the inner to the outer. */
export function templateFolders(template: string): string[] {
  return [templateHooks(template), template, dirname(template)];
}
