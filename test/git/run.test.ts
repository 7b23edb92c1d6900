// git runs hermetically: neither the machine's environment nor the repository's configuration may run or hide anything.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { remoteUrl } from '../../src/git/porcelain.ts';
import { gitEnvironment, runGit } from '../../src/git/run.ts';
import { makeRepository } from '../helpers/git-repo.ts';

afterEach(() => vi.unstubAllEnvs());

test('only what git needs is handed down', () => {
  for (const name of [
    'EDITOR',
    'GIT_EDITOR',
    'GIT_PAGER',
    'GIT_TRACE',
    'SSH_ASKPASS',
    'GITHUB_TOKEN',
    'AKGUARD_LIVE_API_KEY',
    'ACTIONS_RUNTIME_TOKEN',
    'GIT_DIR',
  ]) {
    vi.stubEnv(name, 'planted');
  }
  expect(Object.values(gitEnvironment(false))).not.toContain('planted');
  expect(gitEnvironment(true)).toMatchObject({ GIT_DIR: 'planted' });
  expect(gitEnvironment(true)).not.toHaveProperty('GIT_EDITOR');
  expect(gitEnvironment(false)).toHaveProperty('PATH');
});

test('simple-git works under an npm script, which sets EDITOR and the like', async () => {
  const { folder, git } = makeRepository();
  git(['remote', 'add', 'origin', 'https://user:secret@github.com/o/r.git']);
  for (const name of ['EDITOR', 'VISUAL', 'PAGER', 'GIT_SSH_COMMAND', 'GIT_PROXY_COMMAND'])
    vi.stubEnv(name, 'vi');
  expect(await remoteUrl(folder)).toBe('https://github.com/o/r.git');
});

test.each([
  ['core.fsmonitor', ['status']],
  ['core.hooksPath', ['status']],
  ['diff.external', ['log', '-p', '--all']],
  ['core.pager', ['log', '--all']],
  ['core.sshCommand', ['ls-files', '-o', '--exclude-standard']],
])('a program in the repository setting %s is not run', async (setting, command) => {
  const { folder, git, write, commit } = makeRepository();
  write('a', '1');
  commit('one');
  write('a', '2');
  commit('two');
  const mark = join(folder, '.git', 'ran');
  git(['config', setting, `sh -c 'touch ${mark}' --`]);
  await runGit({ directory: folder, hook: false }, command);
  expect(existsSync(mark)).toBe(false);
});
