// `akguard doctor`: each way in which hooks are known to be shadowed or broken, and that what it advises mends it.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type HookRepository, hookRepository } from './support.ts';

const hooksOf = ({ folder }: HookRepository) => join(folder, '.git', 'hooks');

test('where all is well, it says so, hook by hook', () => {
  const repository = hookRepository();
  expect(repository.akguard(['doctor'])).toEqual({
    code: 0,
    text: 'ok    pre-commit calls akguard (git)\nok    commit-msg calls akguard (git)\nok    pre-push calls akguard (git)\n',
  });
});

test.each<[string, (repository: HookRepository) => void, RegExp, (repository: HookRepository) => void]>([
  [
    'a hook is missing',
    (r) => rmSync(join(hooksOf(r), 'pre-push')),
    /pre-push: there is no such hook\.\n.*akguard hook install/,
    (r) => r.akguard(['hook', 'install']),
  ],
  [
    'a hook is not executable',
    (r) => chmodSync(join(hooksOf(r), 'pre-commit'), 0o644),
    /pre-commit: it is not executable, so git does not run it\.\n.*chmod \+x/,
    (r) => chmodSync(join(hooksOf(r), 'pre-commit'), 0o755),
  ],
  [
    'a hook of somebody else, which does not call akguard',
    (r) => writeFileSync(join(hooksOf(r), 'pre-push'), '#!/bin/sh\n:\n'),
    /pre-push: it does not call akguard\./,
    (r) => {
      chmodSync(join(hooksOf(r), 'pre-push'), 0o755);
      r.akguard(['hook', 'install']);
    },
  ],
  [
    'a hook that was changed by hand',
    (r) => r.run(['sh', '-c', `echo : >>'${hooksOf(r)}/pre-push'`]),
    /pre-push: it was made by another version of akguard, or changed by hand\./,
    (r) => {
      rmSync(join(hooksOf(r), 'pre-push'));
      r.akguard(['hook', 'install']);
    },
  ],
  [
    'akguard is gone from where it was',
    (r) => r.run(['sed', '-i', "s|^cli='.*'|cli='/nowhere/cli.js'|", join(hooksOf(r), 'pre-push')]),
    /pre-push: akguard is neither at \/nowhere\/cli\.js nor on PATH\./,
    (r) => r.akguard(['hook', 'install']),
  ],
  [
    'core.hooksPath leads elsewhere',
    (r) => r.git(['config', 'core.hooksPath', '.githooks']),
    /git runs hooks from .*\.githooks \(core\.hooksPath, local\), so pre-commit, commit-msg, pre-push there are never run\./,
    (r) => r.git(['config', '--unset', 'core.hooksPath']),
  ],
  [
    'the hook before ours looks at files on disk',
    (r) => {
      r.akguard(['hook', 'uninstall']);
      mkdirSync(hooksOf(r), { recursive: true });
      writeFileSync(join(hooksOf(r), 'pre-commit'), '#!/bin/sh\ngitleaks detect\n', { mode: 0o755 });
      r.akguard(['hook', 'install']);
    },
    /pre-commit\.before-akguard: it scans the files on disk, not what is committed\./,
    (r) =>
      r.run([
        'sed',
        '-i',
        's/gitleaks detect/gitleaks git --staged/',
        join(hooksOf(r), 'pre-commit.before-akguard'),
      ]),
  ],
  [
    'lefthook is used, but does not call akguard',
    (r) => r.write('lefthook.yml', 'pre-commit:\n  commands:\n    x:\n      run: "true"\n'),
    /lefthook\.yml: it does not call akguard\./,
    (r) => r.remove('lefthook.yml'),
  ],
  [
    'the pre-commit framework has akguard, but git does not call the framework',
    (r) => {
      r.akguard(['hook', 'uninstall']);
      r.akguard(['hook', 'install', '--manager', 'pre-commit']);
    },
    /pre-push: git does not call pre-commit for it\.\n.*pre-commit install --hook-type pre-push/,
    (r) => {
      r.akguard(['hook', 'uninstall']);
      r.akguard(['hook', 'install']);
    },
  ],
])('%s', (_, breakIt, said, mend) => {
  const repository = hookRepository();
  breakIt(repository);
  const broken = repository.akguard(['doctor']);
  expect(broken.text).toMatch(said);
  expect(broken.code).toBe(1);
  mend(repository);
  const { code, text } = repository.akguard(['doctor']);
  expect(text).not.toContain('WRONG');
  expect(code).toBe(0);
});

test('a variable that switches hooks off', () => {
  const repository = hookRepository(false);
  mkdirSync(join(repository.folder, '.husky', '_'), { recursive: true });
  repository.git(['config', 'core.hooksPath', '.husky/_']);
  repository.akguard(['hook', 'install']);
  const { text } = repository.akguard(['doctor'], { env: { HUSKY: '0' } });
  expect(text).toContain('WRONG HUSKY=0 is set: no hook is run.');
  expect(repository.akguard(['doctor']).text).not.toContain('HUSKY=0');
});

test('outside of a repository there is nothing to look at', () => {
  const repository = hookRepository(false);
  expect(repository.akguard(['doctor'], { cwd: repository.home }).code).toBe(0);
});
