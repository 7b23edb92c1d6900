// What git commits is what the hook looks at: each way to make a commit, with a real git.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { type HookRepository, hookRepository } from './support.ts';

const key = makeKey('live', 1);
const line = `const key = '${key}';\n`;

/** Commits, and expects that the hook stopped it because of a key at `place`. */
function expectStopped(repository: HookRepository, args: string[], place: string, cwd?: string): void {
  const before = repository.tryGit(['rev-parse', '--verify', '--quiet', 'HEAD']).text;
  const { code, text } = repository.tryGit(
    ['commit', '-m', 'change', ...args],
    cwd === undefined ? {} : { cwd },
  );
  expect(text).toContain(`  ${place}`);
  expect(text).toContain('akguard stopped this commit');
  expect(text).not.toContain(key);
  expect(code).toBe(1);
  expect(repository.tryGit(['rev-parse', '--verify', '--quiet', 'HEAD']).text).toBe(before);
}

function expectPassed(repository: HookRepository, args: string[], cwd?: string): void {
  const { code, text } = repository.tryGit(
    ['commit', '-q', '-m', 'change', ...args],
    cwd === undefined ? {} : { cwd },
  );
  expect(text).toBe('');
  expect(code).toBe(0);
}

describe('what is committed is looked at', () => {
  test('a staged file', () => {
    const repository = hookRepository();
    repository.write('src/pay.ts', `\n${line}`);
    repository.git(['add', '.']);
    expectStopped(repository, [], 'src/pay.ts:2:14');
  });

  test('a clean commit prints nothing', () => {
    const repository = hookRepository();
    repository.write('src/pay.ts', 'clean\n');
    repository.git(['add', '.']);
    expectPassed(repository, []);
  });

  test('partial staging: only what is staged counts, either way', () => {
    const repository = hookRepository();
    repository.write('a', 'clean\n');
    repository.git(['add', 'a']);
    repository.write('a', line);
    expectPassed(repository, []);
    repository.git(['add', 'a']);
    repository.write('a', 'clean again\n');
    expectStopped(repository, [], 'a:1:14');
  });

  test('commit -a, of which git keeps the index in a lock file', () => {
    const repository = hookRepository();
    repository.write('README', line);
    expectStopped(repository, ['-a'], 'README:1:14');
  });

  test('commit -- path takes what is on disk, and leaves out what else is staged', () => {
    const repository = hookRepository();
    repository.write('staged', line);
    repository.git(['add', 'staged']);
    repository.write('README', 'other\n');
    expectPassed(repository, ['--', 'README']);
    repository.write('README', line);
    expectStopped(repository, ['--', 'README'], 'README:1:14');
  });

  test('amend', () => {
    const repository = hookRepository();
    expectPassed(repository, ['--amend']);
    repository.write('a', line);
    repository.git(['add', 'a']);
    expectStopped(repository, ['--amend'], 'a:1:14');
  });

  test('the first commit, without a HEAD', () => {
    const repository = hookRepository();
    repository.git(['checkout', '-q', '--orphan', 'other']);
    repository.write('a', line);
    repository.git(['add', 'a']);
    expectStopped(repository, [], 'a:1:14');
  });

  test('intent to add: what is not staged is not committed', () => {
    const repository = hookRepository();
    repository.write('later', line);
    repository.git(['add', '-N', 'later']);
    repository.write('a', 'clean\n');
    repository.git(['add', 'a']);
    expectPassed(repository, []);
  });

  test('a rename takes its old key along; a new one in it is found', () => {
    const repository = hookRepository();
    repository.write('old', `${line}and\nsome\nmore\nlines\n`);
    repository.git(['add', '.']);
    repository.git(['commit', '-q', '--no-verify', '-m', 'leak']);
    repository.write('old', `${line}and\nsome\nmore\nlines, changed\n`);
    repository.git(['add', '.']);
    expectPassed(repository, []);
    repository.git(['mv', 'old', 'new']);
    repository.write('new', `${line}and\nsome\nmore\nlines\n${makeKey('live', 2)}\n`);
    repository.git(['add', '.']);
    expectStopped(repository, [], 'new:6:1');
  });

  test('from a folder below', () => {
    const repository = hookRepository();
    repository.write('sub/a', line);
    repository.git(['add', '.']);
    expectStopped(repository, [], 'sub/a:1:14', join(repository.folder, 'sub'));
  });

  test('a linked worktree has an index of its own', () => {
    const repository = hookRepository();
    const tree = join(scratchFolder(), 'linked');
    repository.git(['worktree', 'add', '-q', tree, '-b', 'linked']);
    repository.write('a', line);
    repository.git(['add', 'a']);
    repository.run(['sh', '-c', 'echo clean >b && git add b'], { cwd: tree });
    expectPassed(repository, [], tree);
    repository.run(['sh', '-c', 'cp "$0" c && git add c', join(repository.folder, 'a')], { cwd: tree });
    expectStopped(repository, [], 'c:1:14', tree);
  });

  test('an index that GIT_INDEX_FILE names', () => {
    const repository = hookRepository();
    const env = { GIT_INDEX_FILE: join(repository.folder, '.git/other-index') };
    repository.write('a', line);
    repository.tryGit(['read-tree', 'HEAD'], { env });
    repository.tryGit(['add', 'a'], { env });
    expectPassed(repository, ['--allow-empty']);
    const { code, text } = repository.tryGit(['commit', '-m', 'change'], { env });
    expect(text).toContain('a:1:14');
    expect(code).toBe(1);
  });

  test('a merge with a conflict: what comes from the other side is not new, what the merge adds is', () => {
    const repository = hookRepository();
    repository.git(['checkout', '-q', '-b', 'side']);
    repository.write('theirs', line);
    repository.write('README', 'side\n');
    repository.git(['add', '.']);
    repository.git(['commit', '-q', '--no-verify', '-m', 'side']);
    repository.git(['checkout', '-q', 'main']);
    repository.write('README', 'main\n');
    repository.git(['commit', '-q', '-a', '-m', 'main']);
    repository.tryGit(['merge', 'side']);
    repository.write('README', `both\n${makeKey('test', 3)}\n`);
    repository.git(['add', '.']);
    expectStopped(repository, [], 'README:2:1');
    repository.write('README', 'both\n');
    repository.git(['add', '.']);
    expectPassed(repository, []);
  });

  test.each([
    ['a symbolic link', (r: HookRepository) => r.link('a', key), 'a:1:1'],
    [
      '-diff in .gitattributes',
      (r: HookRepository) => {
        r.write('.gitattributes', '* -diff\n');
        r.write('a', line);
      },
      'a:1:14',
    ],
    ['UTF-16', (r: HookRepository) => r.write('a', Buffer.from(`\ufeff${line}`, 'utf16le')), 'a:'],
    ['a name with a newline', (r: HookRepository) => r.write('a\nb', line), 'a\\nb:1:14'],
  ])('%s', (_, change, place) => {
    const repository = hookRepository();
    change(repository);
    repository.git(['add', '.']);
    expectStopped(repository, [], place);
  });

  test('a repository with SHA-256', () => {
    const repository = hookRepository(true, ['--object-format=sha256']);
    repository.write('a', line);
    repository.git(['add', '.']);
    expectStopped(repository, [], 'a:1:14');
  });
});

describe('ways on', () => {
  test('the text names file, line, masked key, weight, and three ways', () => {
    const repository = hookRepository();
    repository.write('src/pay.ts', `\n${line}`);
    repository.git(['add', '.']);
    const { text } = repository.tryGit(['commit', '-m', 'x']);
    expect(text.replace(fingerprintOf(key), 'FINGERPRINT')).toMatchInlineSnapshot(`
      "akguard stopped this commit: 1 Anton key.

      ak_live_****sqYg  LIVE: it moves real money, for whoever can read it.
        src/pay.ts:2:14

      Ways on:
        1. Take it out: let the code read it from an environment variable or a secrets manager,
           \`git add\`, commit again.
        2. If it may stay: write \`akguard:allow REASON\` on its line or the one before, or add the
           line \`FINGERPRINT REASON\` to your baseline (--baseline FILE).
        3. If anybody else can have seen it already (pushed, shared, logged), revoke it:
           \`git show ':src/pay.ts' | sed -n 2p | akguard revoke\`.
      "
    `);
  });

  test('the command that it shows takes the key from where it is', () => {
    const repository = hookRepository();
    repository.write('src/pay.ts', `\n${line}`);
    repository.git(['add', '.']);
    const { text } = repository.tryGit(['commit', '-m', 'x']);
    const [, command = ''] = /`(git show [^`]*) \| akguard revoke`/.exec(text) ?? [];
    expect(repository.run(['sh', '-c', command]).text).toBe(line);
  });

  test('akguard:allow with a reason, and a baseline', () => {
    const repository = hookRepository();
    repository.write('a', `${key} # akguard:allow made up\n`);
    repository.git(['add', '.']);
    expectPassed(repository, []);
    repository.write('b', line);
    repository.write('known.txt', `${fingerprintOf(key)} made up\n`);
    repository.write('config.yaml', `baseline: ${join(repository.folder, 'known.txt')}\n`);
    repository.git(['add', 'b']);
    const env = { AKGUARD_CONFIG: join(repository.folder, 'config.yaml') };
    expect(repository.tryGit(['commit', '-q', '-m', 'x'], { env })).toEqual({ code: 0, text: '' });
  });

  test.each([
    ['a configuration that is not valid', { AKGUARD_CONFIG: '/nowhere/config.yaml' }, 2],
    ['a crash', { NODE_OPTIONS: '--max-old-space-size=1' }, 134],
  ])('%s stops the commit, and says how to go on', (_, env, code) => {
    const repository = hookRepository();
    repository.write('a', 'clean\n');
    repository.git(['add', '.']);
    const ran = repository.tryGit(['commit', '-m', 'x'], { env });
    expect(ran.text).toContain('so it was stopped');
    expect(ran.text).toContain('git commit --no-verify');
    expect(repository.akguard(['hook', 'pre-commit'], { env: { ...env, NODE_OPTIONS: '' } }).code).toBe(
      code === 2 ? 2 : 0,
    );
    expect(ran.code).toBe(1);
  });
});
