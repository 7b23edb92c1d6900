// The managers of hooks as they are, with akguard installed from its package as a user does. What they run is real: a commit
// with a key is stopped, a clean one passes, and taking akguard out leaves every file as it was.
//
// Only the npm registry is asked for anything. The pre-commit framework comes from elsewhere: AKGUARD_PRE_COMMIT names its
// programs (`:` between them), or else the one on PATH is taken; where there is none, that is said.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type HookRepository, type Ran, hookRepository, photograph } from './support.ts';

const key = makeKey('live', 1);
const project = mkdtempSync(join(tmpdir(), 'akguard-managers-'));
const installed = join(project, 'node_modules');
let offline: string | null = null;

beforeAll(() => {
  const npm = (args: string[], cwd: string) => spawnSync('npm', args, { cwd, encoding: 'utf8' });
  const packed = npm(['pack', '--silent', '--pack-destination', project], resolve('.'));
  if (packed.status !== 0) throw new Error(packed.stderr);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const wanted = [`./${packed.stdout.trim()}`, 'husky@9.1.7', 'lefthook@2.1.9'];
  const { status, stderr } = npm([...args, ...wanted], project);
  if (status !== 0) offline = stderr.trim() || 'npm install failed';
  return () => rmSync(project, { recursive: true });
}, 240_000);

/** A repository of a project that has akguard and the managers among its packages, and a remote. */
function projectRepository(): HookRepository & { npx: (args: string[]) => Ran } {
  const repository = hookRepository(false);
  repository.write('.gitignore', 'node_modules\n');
  repository.commit('ignore');
  symlinkSync(installed, join(repository.folder, 'node_modules'));
  const remote = scratchFolder();
  makeRepository(remote, ['--bare']);
  repository.git(['remote', 'add', 'origin', remote]);
  const npx = ([program = '', ...args]: string[]) =>
    repository.run([join(installed, '.bin', program), ...args]);
  return { ...repository, npx };
}

/** What is no part of a repository's own files. */
const others = /^(?:\.git|node_modules)(?:\/|$)/;

/** A commit, a message and a push with a key are stopped; without one, they pass. */
function expectGuarded(repository: HookRepository): void {
  const { tryGit, write, git } = repository;
  write('src/clean', 'clean\n');
  git(['add', 'src/clean']);
  const clean = tryGit(['commit', '-q', '-m', 'clean']);
  expect(clean).toMatchObject({ code: 0 });
  expect(clean.text).not.toContain('akguard stopped');
  write('src/pay', `${key}\n`);
  git(['add', 'src/pay']);
  const stopped = tryGit(['commit', '-m', 'leak']);
  expect(stopped.text).toContain('src/pay:1:1');
  expect(stopped.text).toContain('akguard stopped this commit');
  expect(stopped.text).not.toContain(key);
  expect(stopped.code).not.toBe(0);
  expectPush(repository);
}

function expectPush({ tryGit, git }: HookRepository): void {
  const passed = tryGit(['push', '-q', 'origin', 'main']);
  expect(passed).toMatchObject({ code: 0 });
  git(['commit', '-q', '--no-verify', '-m', 'leak']);
  const push = tryGit(['push', 'origin', 'main']);
  expect(push.text).toContain('akguard stopped this push');
  expect(push.text).not.toContain(key);
  expect(push.code).not.toBe(0);
  git(['reset', '-q', '--hard', 'HEAD~1']);
}

/** What the pre-commit framework tells its own hooks may be set when it has started git. */
function expectMessageGuarded({ tryGit, write, git }: HookRepository): void {
  write('src/pay', `${key}\n`);
  git(['add', 'src/pay']);
  const env = { PRE_COMMIT: '1', PRE_COMMIT_REMOTE_NAME: 'origin' };
  expect(tryGit(['commit', '-m', 'leak'], { env }).text).toContain('src/pay:1:1');
  git(['rm', '-q', '-f', 'src/pay']);
  const { code, text } = tryGit(['commit', '--allow-empty', '-m', `use ${key}`]);
  expect(text).toContain('akguard stopped this commit');
  expect(code).not.toBe(0);
}

describe('installed from the package', () => {
  test('husky 9', ({ skip }) => {
    skip(offline !== null, `NOT TESTED: ${offline}`);
    const repository = projectRepository();
    expect(repository.npx(['husky']).code).toBe(0);
    repository.write('.husky/pre-commit', 'echo theirs');
    const before = photograph(repository.folder, others);
    expect(repository.npx(['akguard', 'hook', 'install']).code).toBe(0);
    expect(repository.npx(['akguard', 'doctor'])).toMatchObject({ code: 0 });
    expectGuarded(repository);
    expectMessageGuarded(repository);
    repository.write('b', 'clean\n');
    repository.git(['add', 'b']);
    // Theirs, and not a word of ours.
    expect(repository.tryGit(['commit', '-q', '-m', 'clean'])).toEqual({ code: 0, text: 'theirs\n' });
    expect(repository.npx(['akguard', 'hook', 'uninstall']).code).toBe(0);
    repository.git(['reset', '-q', '--hard', 'HEAD~2']);
    expect(photograph(repository.folder, others)).toEqual(before);
  });

  test('lefthook 2', ({ skip }) => {
    skip(offline !== null, `NOT TESTED: ${offline}`);
    const repository = projectRepository();
    repository.write('lefthook.yml', '# ours\npre-commit:\n  commands:\n    theirs:\n      run: echo theirs');
    const before = photograph(repository.folder, others);
    expect(repository.npx(['akguard', 'hook', 'install']).code).toBe(0);
    expect(repository.npx(['lefthook', 'install']).code).toBe(0);
    expect(repository.npx(['akguard', 'doctor'])).toMatchObject({ code: 0 });
    expectGuarded(repository);
    expectMessageGuarded(repository);
    expect(repository.npx(['akguard', 'hook', 'uninstall']).code).toBe(0);
    repository.git(['reset', '-q', '--hard', 'HEAD~1']);
    expect(photograph(repository.folder, others)).toEqual(before);
  });
});

const onPath = spawnSync('sh', ['-c', 'command -v pre-commit'], { encoding: 'utf8' }).stdout.trim();
const frameworks = (process.env['AKGUARD_PRE_COMMIT'] ?? onPath)
  .split(':')
  .filter((each) => existsSync(each));

/** This repository as the framework clones it. */
function published(): string {
  const repository = makeRepository();
  for (const path of ['dist', 'rules', 'package.json', '.pre-commit-hooks.yaml'])
    cpSync(path, join(repository.folder, path), { recursive: true });
  repository.commit('all');
  repository.git(['tag', 'v1']);
  return repository.folder;
}

const types = ['pre-commit', 'commit-msg', 'pre-push'].flatMap((type) => ['--hook-type', type]);

describe.each(frameworks.map((program) => [versionOf(program), program]))('%s', (_, program) => {
  test('the hooks of this repository', () => {
    const repository = projectRepository();
    const hooks = '    hooks:\n      - id: akguard\n      - id: akguard-push\n';
    repository.write('.pre-commit-config.yaml', `repos:\n  - repo: ${published()}\n    rev: v1\n${hooks}`);
    repository.commit('config');
    expect(repository.run([program, 'install', ...types]).code).toBe(0);
    expectGuarded(repository);
  });

  test('hook install', ({ skip }) => {
    skip(offline !== null, `NOT TESTED: ${offline}`);
    const repository = projectRepository();
    repository.write('.pre-commit-config.yaml', '# ours\nrepos: []\n');
    const refused = repository.npx(['akguard', 'hook', 'install']);
    expect(refused.text).toContain('.pre-commit-config.yaml');
    repository.write('.pre-commit-config.yaml', '# ours\nfail_fast: true');
    repository.commit('config');
    const before = photograph(repository.folder, others);
    expect(repository.npx(['akguard', 'hook', 'install']).code).toBe(0);
    repository.commit('guarded');
    expect(repository.run([program, 'install', ...types]).code).toBe(0);
    const path = `${join(installed, '.bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
    const env = { PATH: path };
    const tryGit: HookRepository['tryGit'] = (args, more) => repository.tryGit(args, { ...more, env });
    expectGuarded({ ...repository, tryGit });
    expectMessageGuarded({ ...repository, tryGit: (args) => tryGit(args) });
    expect(repository.npx(['akguard', 'hook', 'uninstall']).code).toBe(0);
    repository.git(['add', '-A']);
    expect(photograph(repository.folder, new RegExp(`${others.source}|^src`))).toEqual(before);
  });
});

function versionOf(program: string): string {
  return spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
}

test('the pre-commit framework', ({ skip }) => {
  skip(frameworks.length === 0, 'NOT TESTED: there is no pre-commit on PATH, nor in AKGUARD_PRE_COMMIT');
  expect(frameworks.map(versionOf)).not.toContain('');
});
