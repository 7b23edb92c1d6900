// The managers of hooks, those first that are told apart by what is in the repository. Adding one: its file, and its line.
import type { HookPlace } from '../git/user-settings.ts';
import { husky } from './husky.ts';
import { lefthook } from './lefthook.ts';
import type { Manager } from './manager.ts';
import { plainGit } from './plain-git.ts';
import { preCommit } from './pre-commit.ts';

export const managers: readonly Manager[] = [husky, lefthook, preCommit, plainGit];

/** The manager that a repository uses. */
export function managerOf(place: HookPlace): Manager {
  return managers.find((manager) => manager.isUsed(place)) ?? plainGit;
}
