// The pre-push hook with a real git and a bare repository to push to: what the other side lacks is looked at, no less.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { type HookRepository, type Ran, copyOf, hookRepository } from './support.ts';

const key = makeKey('live', 1);
const line = `const key = '${key}';\n`;
const stopped = 'akguard stopped this push: 1 Anton key.';

/** A repository with hooks, and the remote `origin`, which has its first commit. */
function withRemote(options: string[] = []): HookRepository & { remote: string } {
  const repository = hookRepository(true, options);
  const remote = copyOf(`remote ${options.join(' ')}`, (folder) => {
    makeRepository(folder, ['--bare', ...options]);
    repository.git(['push', '-q', '--no-verify', folder, 'main']);
  });
  repository.git(['remote', 'add', 'origin', remote]);
  repository.git(['update-ref', 'refs/remotes/origin/main', 'main']);
  return { ...repository, remote };
}

/** One commit that has a file; the hooks for commits are passed by. */
function commit(repository: HookRepository, path: string, content: string): string {
  repository.write(path, content);
  repository.git(['add', '.']);
  repository.git(['commit', '-q', '--no-verify', '-m', `change ${path}`]);
  return repository.git(['rev-parse', 'HEAD']);
}

function expectPushed(ran: Ran): void {
  expect(ran).toEqual({ code: 0, text: '' });
}

function expectStopped({ code, text }: Ran, ...places: string[]): void {
  expect(text).toContain(stopped);
  for (const place of places) expect(text).toContain(`  ${place}`);
  expect(text).not.toContain(key);
  expect(code).not.toBe(0);
}

describe('what the other side lacks is looked at', () => {
  test('a key in a commit, even when a later one takes it out; what is pushed already is not looked at again', () => {
    const repository = withRemote();
    const leak = commit(repository, 'a', line);
    commit(repository, 'a', 'clean\n');
    expectStopped(repository.tryGit(['push', 'origin', 'main']), `a:1:14  in commit ${leak.slice(0, 10)}`);
    expectPushed(repository.tryGit(['push', '-q', '--no-verify', 'origin', 'main']));
    commit(repository, 'b', 'clean\n');
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'main']));
  });

  test('git started by a hook of the pre-commit framework: its variables are about another commit', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    const env = { PRE_COMMIT: '1' };
    expectStopped(repository.tryGit(['push', 'origin', 'main'], { env }), 'a:1:14');
  });

  test('a key in a message', () => {
    const repository = withRemote();
    repository.git(['commit', '-q', '--no-verify', '--allow-empty', '-m', `use ${key}`]);
    const id = repository.git(['rev-parse', 'HEAD']).slice(0, 10);
    expectStopped(repository.tryGit(['push', 'origin', 'main']), `message of commit ${id}:6:5`);
  });

  test('the first push, with the root commit', () => {
    const repository = hookRepository();
    const remote = scratchFolder();
    makeRepository(remote, ['--bare']);
    commit(repository, 'a', line);
    repository.git(['remote', 'add', 'origin', remote]);
    expectStopped(repository.tryGit(['push', '-u', 'origin', 'main']), 'a:1:14');
  });

  test('a new branch: only what is new on it', () => {
    const repository = withRemote();
    commit(repository, 'old', line);
    expectPushed(repository.tryGit(['push', '-q', '--no-verify', 'origin', 'main']));
    repository.git(['checkout', '-q', '-b', 'topic']);
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'topic']));
    commit(repository, 'new', 'clean\n');
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'topic:other']));
    commit(repository, 'new', `${makeKey('live', 2)}\n`);
    expectStopped(repository.tryGit(['push', 'origin', 'topic:third']), 'new:1:1');
  });

  test.each([
    ['the first', ['one', 'two', 'three'], 'one'],
    ['the second', ['one', 'two', 'three'], 'two'],
    ['the last', ['one', 'two', 'three'], 'three'],
  ])('three refs in one push, the key in %s', (_, branches, bad) => {
    const repository = withRemote();
    for (const branch of branches) {
      repository.git(['checkout', '-q', '-b', branch, 'main']);
      commit(repository, branch, branch === bad ? line : 'clean\n');
    }
    expectStopped(repository.tryGit(['push', 'origin', ...branches]), `${bad}:1:14`);
  });

  test('two new branches with the same commit: it is new to both', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    expectStopped(repository.tryGit(['push', 'origin', 'main:one', 'main:two']), 'a:1:14');
  });

  test('a deletion is nothing to look at; beside it, the rest is', () => {
    const repository = withRemote();
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'main:gone', 'main:gone-too']));
    expectPushed(repository.tryGit(['push', '-q', 'origin', ':gone']));
    commit(repository, 'a', line);
    expectStopped(repository.tryGit(['push', 'origin', ':gone-too', 'main']), 'a:1:14');
  });

  test('the other side has commits that are not here', () => {
    const repository = withRemote();
    const other = join(scratchFolder(), 'other');
    repository.run(['git', 'clone', '-q', repository.remote, other]);
    repository.run(['sh', '-c', 'echo >theirs && git add . && git commit -qm theirs && git push -q'], {
      cwd: other,
    });
    commit(repository, 'a', 'clean\n');
    expectPushed(repository.tryGit(['push', '-q', '-f', 'origin', 'main']));
    repository.run(['sh', '-c', 'git commit -q --allow-empty -m more && git push -qf'], { cwd: other });
    commit(repository, 'a', line);
    expectStopped(repository.tryGit(['push', '-f', 'origin', 'main']), 'a:1:14');
  });

  test('a forced push of commits that were written anew', () => {
    const repository = withRemote();
    commit(repository, 'a', 'clean\n');
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'main']));
    repository.write('a', line);
    repository.git(['commit', '-q', '--no-verify', '-a', '--amend', '-m', 'amended']);
    expectStopped(repository.tryGit(['push', '--force-with-lease', 'origin', 'main']), 'a:1:14');
  });

  test('back to an older commit', () => {
    const repository = withRemote();
    commit(repository, 'a', 'clean\n');
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'main']));
    expect(repository.tryGit(['push', '-q', '-f', 'origin', 'HEAD~1:main'])).toEqual({ code: 0, text: '' });
  });

  test('an expression instead of a branch', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    commit(repository, 'b', 'clean\n');
    expectStopped(repository.tryGit(['push', 'origin', 'HEAD~1:refs/heads/x']), 'a:1:14');
    expectStopped(repository.tryGit(['push', 'origin', ':/change a:refs/heads/x']), 'a:1:14');
    expectPushed(repository.tryGit(['push', '-q', 'origin', 'HEAD~2:refs/heads/x']));
  });

  test('the text of an annotated tag', () => {
    const repository = withRemote();
    repository.git(['tag', '-a', 'v1', '-m', `for ${key}`]);
    expectStopped(repository.tryGit(['push', 'origin', 'v1']), 'message of tag v1:6:5');
  });

  test('a lightweight tag on a new commit', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    repository.git(['tag', 'v1']);
    expectStopped(repository.tryGit(['push', 'origin', 'v1']), 'a:1:14');
  });

  test('an annotated tag of new commits', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    repository.git(['tag', '-a', 'v1', '-m', 'one']);
    expectStopped(repository.tryGit(['push', 'origin', 'v1']), 'a:1:14');
  });

  test.each([
    ['a tag of a file', (id: string) => ['tag', 'v1', id]],
    ['an annotated tag of a file', (id: string) => ['tag', '-a', 'v1', '-m', 'one', id]],
  ])('%s', (_, make) => {
    const repository = withRemote();
    const id = repository.git(['hash-object', '-w', '--stdin'], line);
    repository.git(make(id));
    expectStopped(repository.tryGit(['push', 'origin', 'v1']), `object ${id}:1:14`);
  });

  test('to an URL, of which no refs are known here', () => {
    const repository = withRemote();
    commit(repository, 'a', 'clean\n');
    expectPushed(repository.tryGit(['push', '-q', repository.remote, 'main']));
    commit(repository, 'a', line);
    expectStopped(repository.tryGit(['push', repository.remote, 'main']), 'a:1:14');
  });

  test('a second remote lacks what the first has', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    expectPushed(repository.tryGit(['push', '-q', '--no-verify', 'origin', 'main']));
    const second = scratchFolder();
    makeRepository(second, ['--bare']);
    repository.git(['remote', 'add', 'second', second]);
    expectStopped(repository.tryGit(['push', 'second', 'main']), 'a:1:14');
  });

  test('what a merge brings in by itself', () => {
    const repository = withRemote();
    repository.git(['checkout', '-q', '-b', 'side']);
    commit(repository, 'side', 'clean\n');
    repository.git(['checkout', '-q', 'main']);
    commit(repository, 'main', 'clean\n');
    repository.git(['merge', '-q', '--no-commit', '--no-ff', 'side']);
    commit(repository, 'evil', line);
    expectStopped(repository.tryGit(['push', 'origin', 'main']), 'evil:1:14');
  });

  test('a linked worktree, and a folder below', () => {
    const repository = withRemote();
    const tree = join(scratchFolder(), 'linked');
    repository.git(['worktree', 'add', '-q', tree, '-b', 'linked']);
    repository.run(['sh', '-c', 'mkdir sub && cp "$0" sub/ && git add . && git commit -qnm x', '/dev/null'], {
      cwd: tree,
    });
    repository.run(['sh', '-c', 'cat >sub/a && git add . && git commit -q --no-verify -m x'], {
      cwd: tree,
      input: line,
    });
    expectStopped(repository.tryGit(['push', 'origin', 'linked'], { cwd: join(tree, 'sub') }), 'sub/a:1:14');
  });

  test('a repository with SHA-256', () => {
    const repository = withRemote(['--object-format=sha256']);
    commit(repository, 'a', line);
    expectStopped(repository.tryGit(['push', 'origin', 'main']), 'a:1:14');
  });

  test('a branch with other letters in its name', () => {
    const repository = withRemote();
    repository.git(['checkout', '-q', '-b', 'feat/ä+b']);
    commit(repository, 'a', line);
    expectStopped(repository.tryGit(['push', 'origin', 'feat/ä+b']), 'a:1:14');
  });
});

describe('ways on', () => {
  test('the text and the command that it shows', () => {
    const repository = withRemote();
    const leak = commit(repository, 'src/pay.ts', line);
    const { text } = repository.tryGit(['push', 'origin', 'main']);
    expect(text).toContain('`git rebase -i`');
    const [, command = ''] =
      /`(git show [^`]*) \| akguard revoke`/s.exec(text.replaceAll(/\n +/g, ' ')) ?? [];
    expect(command).toContain(leak.slice(0, 10));
    expect(repository.run(['sh', '-c', command]).text).toBe(line);
  });

  test('when the time is over, the push is stopped, and that it was not looked at is said', () => {
    const repository = withRemote();
    commit(repository, 'a', line);
    const [head, old] = ['HEAD', 'HEAD~1'].map((each) => repository.git(['rev-parse', each]));
    const input = `refs/heads/main ${head} refs/heads/main ${old}\n`;
    const args = ['hook', 'pre-push', '--time-limit', '0s', '--', 'origin', repository.remote];
    const { code, text } = repository.akguard(args, { input });
    expect(text).toContain('not all of it could be looked at');
    expect(text).toContain('the rest of the push: not read within 0 s');
    expect(text).toContain('git push --no-verify');
    expect(code).toBe(3);
  });

  test('a shallow clone can not see everything that it pushes: exit 3, and the way to mend it', () => {
    const repository = withRemote();
    commit(repository, 'a', 'clean\n');
    repository.tryGit(['push', '-q', 'origin', 'main']);
    const shallow = join(scratchFolder(), 'shallow');
    repository.run(['git', 'clone', '-q', '--depth=1', `file://${repository.remote}`, shallow]);
    const second = scratchFolder();
    makeRepository(second, ['--bare']);
    const { text } = repository.akguard(['hook', 'pre-push', '--', second, second], {
      cwd: shallow,
      input: `refs/heads/main ${repository.git(['rev-parse', 'HEAD'])} refs/heads/main ${'0'.repeat(40)}\n`,
    });
    expect(text).toContain('git fetch --unshallow');
  });

  test('input that no git writes is refused, not passed over', () => {
    const repository = withRemote();
    const { code, text } = repository.akguard(['hook', 'pre-push', '--', 'origin', 'x'], {
      input: 'nonsense\n',
    });
    expect(text).toContain('akguard could not look at this push, so it was stopped');
    expect(code).toBe(2);
  });
});

test('a push with nothing in it: `git push` of what is there already says nothing', () => {
  const repository = withRemote();
  expect(repository.tryGit(['push', '-q', 'origin', 'main'])).toEqual({ code: 0, text: '' });
});
