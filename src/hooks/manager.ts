// The port of this room: something that runs hooks, and how to get ours into it and out again.
import type { HookPlace } from '../git/user-settings.ts';
import { AkguardError } from '../core/errors.ts';
import { isThere, readBytes, removeFile, writeBytes } from '../io/hook-files.ts';

export type ManagerName = 'git' | 'husky' | 'lefthook' | 'pre-commit';

/** What was done, in sentences; empty when there was nothing to do. */
export type Told = string[];

export interface Manager {
  name: ManagerName;
  /** Whether this repository uses it. */
  isUsed(place: HookPlace): boolean;
  /** @throws AkguardError AK_HOOK when it can't be done without losing something; nothing has changed then. */
  install(place: HookPlace): Told;
  uninstall(place: HookPlace): Told;
}

/** The hooks that we take part in. */
export const hookNames = ['pre-commit', 'commit-msg', 'pre-push'] as const;
export type HookName = (typeof hookNames)[number];

export function refuse(file: string, problem: string): AkguardError {
  return new AkguardError('AK_HOOK', { file, problem });
}

/** A file's text, one character for each byte; null where there is none. */
export function textOf(path: string): string | null {
  return readBytes(path)?.toString('latin1') ?? null;
}

/** Writes a text, or takes the file away for null. @returns whether anything was different before. */
export function put(path: string, text: string | null): boolean {
  if (text === null) {
    if (!isThere(path)) return false;
    removeFile(path);
    return true;
  }
  if (textOf(path) === text) return false;
  writeBytes(path, Buffer.from(text, 'latin1'));
  return true;
}
