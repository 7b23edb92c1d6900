// `hook install` and `hook uninstall`: what was there before is there afterwards, byte for byte, wherever git has its hooks.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type HookRepository, type Options, hookRepository, photograph } from './support.ts';

const key = makeKey('live', 1);
const hooks = ['pre-commit', 'commit-msg', 'pre-push'];

/** What Node keeps for a faster start is left out: it is anywhere in the user's folder for such things. */
function everything(repository: HookRepository) {
  return [photograph(repository.folder), photograph(repository.home, /^\.cache\b/)];
}

/** Installs twice and takes it out; in between, `check` looks at it. */
function expectUndone(
  repository: HookRepository,
  { flags = [], ...options }: Options & { flags?: string[] },
  check: () => void,
): void {
  const before = everything(repository);
  const install = repository.akguard(['hook', 'install', ...flags], options);
  expect(install.code).toBe(0);
  const installed = everything(repository);
  expect(installed).not.toEqual(before);
  expect(repository.akguard(['hook', 'install', ...flags], options).text).toContain('in place already');
  expect(everything(repository)).toEqual(installed);
  check();
  expect(repository.akguard(['hook', 'uninstall', ...flags], options).code).toBe(0);
  expect(everything(repository)).toEqual(before);
  expect(repository.akguard(['hook', 'uninstall', ...flags], options).text).toContain('no hook of akguard');
  expect(everything(repository)).toEqual(before);
}

/** Stages nothing that stays: the objects of a try are not counted. */
function expectHook(repository: HookRepository, name: string, options: Options = {}): void {
  const folder = repository.run(['git', 'rev-parse', '--git-path', 'hooks'], options).text.trim();
  const path = join(options.cwd ?? repository.folder, folder);
  const { code, text } = repository.run(
    [folder.startsWith('/') ? join(folder, name) : join(path, name), join(repository.home, 'message')],
    options,
  );
  expect(text).toContain('akguard stopped this commit');
  expect(code).toBe(1);
}

test.each([
  ['no hook', null],
  ['a hook of the user', '#!/bin/sh\necho mine\n'],
  ['a hook without a newline at its end', '#!/bin/sh\necho mine'],
  ['a hook with bytes that are no text', Buffer.from([0x23, 0x21, 0x2f, 0xff, 0x00, 0x0d, 0x0a])],
])('uninstall leaves things as they were: %s', (_, hook) => {
  const repository = hookRepository(false);
  const folder = join(repository.folder, '.git', 'hooks');
  mkdirSync(folder, { recursive: true });
  if (hook !== null) {
    for (const name of hooks) {
      writeFileSync(join(folder, name), hook);
      chmodSync(join(folder, name), 0o754);
    }
  }
  expectUndone(repository, {}, () => {});
});

test('a hook that was there is called first, with its arguments and input, and can say no by itself', () => {
  const repository = hookRepository(false);
  const folder = join(repository.folder, '.git', 'hooks');
  mkdirSync(folder, { recursive: true });
  const log = join(repository.home, 'log');
  writeFileSync(join(folder, 'pre-push'), `#!/bin/sh\necho "$1" >>'${log}'\ncat >>'${log}'\n`, {
    mode: 0o755,
  });
  writeFileSync(
    join(folder, 'commit-msg'),
    `#!/bin/sh\ngrep -q ticket "$1" || { echo no ticket; exit 7; }\n`,
    {
      mode: 0o755,
    },
  );
  expect(repository.akguard(['hook', 'install']).code).toBe(0);
  expect(repository.tryGit(['commit', '--allow-empty', '-m', 'x'])).toEqual({ code: 1, text: 'no ticket\n' });
  expect(repository.tryGit(['commit', '-q', '--allow-empty', '-m', 'ticket 1']).code).toBe(0);
  const remote = scratchFolder();
  makeRepository(remote, ['--bare']);
  repository.git(['remote', 'add', 'origin', remote]);
  expect(repository.tryGit(['push', '-q', 'origin', 'main'])).toEqual({ code: 0, text: '' });
  const head = repository.git(['rev-parse', 'HEAD']);
  expect(repository.run(['cat', log]).text).toBe(
    `origin\nrefs/heads/main ${head} refs/heads/main ${'0'.repeat(40)}\n`,
  );
  repository.git(['commit', '-q', '--no-verify', '--allow-empty', '-m', `ticket ${key}`]);
  const push = repository.tryGit(['push', 'origin', 'main']);
  expect(push.text).toContain('akguard stopped this push');
});

test('core.hooksPath, also of a folder that is not there yet', () => {
  const repository = hookRepository(false);
  repository.git(['config', 'core.hooksPath', '.githooks']);
  writeFileSync(join(repository.home, 'message'), key);
  expectUndone(repository, {}, () => {
    expect(existsSync(join(repository.folder, '.githooks', 'pre-push'))).toBe(true);
    expect(existsSync(join(repository.folder, '.git', 'hooks', 'pre-push'))).toBe(false);
    expectHook(repository, 'commit-msg');
  });
});

test('core.hooksPath of all repositories: that it is for all is said', () => {
  const repository = hookRepository(false);
  const shared = join(repository.home, 'shared');
  repository.run(['git', 'config', '--global', 'core.hooksPath', shared]);
  const before = everything(repository);
  expect(repository.akguard(['hook', 'install']).text).toContain('set for all your repositories');
  expect(existsSync(join(shared, 'pre-commit'))).toBe(true);
  expect(repository.akguard(['hook', 'uninstall']).code).toBe(0);
  expect(everything(repository)).toEqual(before);
});

test('from a linked worktree, where hooks are those of the repository', () => {
  const repository = hookRepository(false);
  const tree = join(scratchFolder(), 'linked');
  repository.git(['worktree', 'add', '-q', tree, '-b', 'linked']);
  writeFileSync(join(repository.home, 'message'), key);
  expectUndone(repository, { cwd: tree }, () => {
    expect(existsSync(join(repository.folder, '.git', 'hooks', 'pre-commit'))).toBe(true);
    expectHook(repository, 'commit-msg', { cwd: tree });
    expectHook(repository, 'commit-msg');
  });
});

test('from a folder below, and with odd letters in the path', () => {
  const repository = hookRepository(false);
  repository.write("it's a/b", '');
  expectUndone(repository, { cwd: join(repository.folder, "it's a") }, () => {
    expect(existsSync(join(repository.folder, '.git', 'hooks', 'pre-commit'))).toBe(true);
  });
});

test.each([
  ['no configuration', null],
  ['a configuration', '[user]\n\tname = Ada\n'],
  ['a configuration without a newline at its end', '[user]\n\tname = Ada'],
])('--global, %s: each repository that is made from then on has the hooks', (_, config) => {
  const repository = hookRepository(false);
  if (config !== null) writeFileSync(join(repository.home, '.gitconfig'), config);
  // The folder of all programs' settings, which stays when nothing is left in it.
  mkdirSync(join(repository.home, '.config'));
  writeFileSync(join(repository.home, 'message'), key);
  expectUndone(repository, { flags: ['--global'] }, () => {
    const fresh = scratchFolder();
    repository.run(['git', 'init', '-q', fresh]);
    expectHook(repository, 'commit-msg', { cwd: fresh });
    if (config !== null)
      expect(repository.run(['git', 'config', '--global', 'user.name']).text).toBe('Ada\n');
  });
});

test('--global with a template of the user: it is added to, and nothing else changes', () => {
  const repository = hookRepository(false);
  const template = join(repository.home, 'template');
  mkdirSync(join(template, 'hooks'), { recursive: true });
  writeFileSync(join(template, 'hooks', 'pre-push'), '#!/bin/sh\n', { mode: 0o755 });
  repository.run(['git', 'config', '--global', 'init.templateDir', '~/template']);
  expectUndone(repository, { flags: ['--global'] }, () => {
    expect(existsSync(join(template, 'hooks', 'pre-commit'))).toBe(true);
  });
});

test('a hook of akguard that was changed by hand is left alone, and all others with it', () => {
  const repository = hookRepository();
  const path = join(repository.folder, '.git', 'hooks', 'pre-push');
  repository.run(['sh', '-c', `echo 'echo mine' >>'${path}'`]);
  const before = everything(repository);
  for (const command of ['install', 'uninstall']) {
    const { code, text } = repository.akguard(['hook', command]);
    expect(text).toContain('changed by hand');
    expect(code).toBe(2);
  }
  expect(everything(repository)).toEqual(before);
});

test('another tool has put its hook in the place of ours: neither is lost', () => {
  const repository = hookRepository(false);
  const folder = join(repository.folder, '.git', 'hooks');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'pre-commit'), '#!/bin/sh\n: mine\n', { mode: 0o755 });
  expect(repository.akguard(['hook', 'install']).code).toBe(0);
  writeFileSync(join(folder, 'pre-commit'), '#!/bin/sh\n: theirs\n', { mode: 0o755 });
  const before = everything(repository);
  const { code, text } = repository.akguard(['hook', 'uninstall']);
  expect(text).toContain('pre-commit.before-akguard');
  expect(code).toBe(2);
  expect(everything(repository)).toEqual(before);
});

test('outside of a repository', () => {
  const repository = hookRepository(false);
  const { code, text } = repository.akguard(['hook', 'install'], { cwd: repository.home });
  expect(text).toContain('is not in a git repository');
  expect(code).toBe(2);
});
