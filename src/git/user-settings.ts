// What the user has set in git. Unlike all other calls, these see the user's own configuration; `git config` and
// `git rev-parse` only read, and run nothing that it names.
import { execFile } from 'node:child_process';

/** Runs a git command that only reads settings. @returns its output, or null when it ends with anything but 0. */
export async function askGit(directory: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const options = { cwd: directory, env: { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' } };
    execFile('git', args, options, (error, stdout) => resolve(error === null ? stdout : null));
  });
}

/** How git makes a commit's message of what was edited. */
export interface MessageSettings {
  /** What a comment starts with; `auto` is chosen by git for each message. */
  comment: string;
  /** As for `git commit --cleanup`. */
  cleanup: string;
}

export async function messageSettings(directory: string): Promise<MessageSettings> {
  const pattern = String.raw`^(core\.comment(char|string)|commit\.cleanup)$`;
  const found = { comment: '#', cleanup: 'default' };
  const listed = await askGit(directory, ['config', '-z', '--get-regexp', pattern]);
  for (const entry of listed?.split('\0') ?? []) {
    const [name, value = ''] = entry.split(/\n(.*)/s);
    if (name === 'commit.cleanup') found.cleanup = value;
    else if (value !== '') found.comment = value;
  }
  return found;
}

/** A repository as hooks see it: absolute paths. */
export interface HookPlace {
  /** Top of the work tree, or the repository itself where there is none. */
  top: string;
  /** The folder from which git runs hooks. */
  hooks: string;
  /** `core.hooksPath` as it is set, and in which scope (`local`, `global`, …); null where it is not. */
  hooksPath: { value: string; scope: string } | null;
}

/** Null outside of a repository. */
export async function findHookPlace(directory: string): Promise<HookPlace | null> {
  const found =
    (await askGit(directory, ['rev-parse', '--show-toplevel'])) ??
    (await askGit(directory, ['rev-parse', '--absolute-git-dir']));
  const top = found?.replace(/\n$/, '') ?? '';
  if (top === '') return null;
  const hooks = await askGit(top, ['rev-parse', '--path-format=absolute', '--git-path', 'hooks']);
  const set = await askGit(top, ['config', '--show-scope', '--get', 'core.hooksPath']);
  const [, scope = '', value = ''] = /^(\w+)\t(.*)\n$/s.exec(set ?? '') ?? [];
  return {
    top,
    hooks: hooks?.replace(/\n$/, '') ?? '',
    hooksPath: set === null ? null : { value, scope },
  };
}

/** The folder whose content git copies into new repositories, if the user has set one. */
export async function templateFolder(): Promise<string | null> {
  const found = await askGit('.', ['config', '--global', '--get', '--type=path', 'init.templateDir']);
  return found?.replace(/\n$/, '') || null;
}
