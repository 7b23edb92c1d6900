// pre-receive and update on a bare repository: git keeps what is pushed in quarantine until they are done.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type HookRepository, hookRepository } from './support.ts';

const key = makeKey('live', 1);
const line = `const key = '${key}';\n`;

/** A repository without hooks, and the remote `origin` with a server's hook. */
function withServer(hook: 'pre-receive' | 'update', flags = ''): HookRepository & { refs(): string } {
  const repository = hookRepository(false);
  const remote = scratchFolder();
  const server = makeRepository(remote, ['--bare']);
  repository.git(['remote', 'add', 'origin', remote]);
  repository.git(['push', '-q', 'origin', 'main']);
  const call = `exec '${process.execPath}' '${cli}' hook ${hook} ${flags} "$@"`;
  writeFileSync(join(remote, 'hooks', hook), `#!/bin/sh\n${call}\n`, { mode: 0o755 });
  return { ...repository, refs: () => server.git(['for-each-ref', '--format=%(refname)']) };
}

function branch(repository: HookRepository, name: string, content: string): void {
  repository.git(['checkout', '-q', '-b', name, 'main']);
  repository.write(name, content);
  repository.git(['add', '.']);
  repository.git(['commit', '-q', '-m', name]);
}

describe('pre-receive', () => {
  test('refuses the whole push for one key, and nothing of it stays', () => {
    const repository = withServer('pre-receive');
    branch(repository, 'good', 'clean\n');
    branch(repository, 'bad', line);
    const { code, text } = repository.tryGit(['push', 'origin', 'good', 'bad']);
    expect(text).toContain('remote: akguard stopped this push: 1 Anton key.');
    expect(text).toMatch(/remote: {3}bad:1:14 {2}in commit [0-9a-f]{10}/);
    expect(text).toContain('pre-receive hook declined');
    expect(text).not.toContain(key);
    expect(text).not.toContain('--no-verify');
    expect(code).toBe(1);
    expect(repository.refs()).toBe('refs/heads/main');
  });

  test('lets a clean push in without a word, a deletion and a rewind as well', () => {
    const repository = withServer('pre-receive');
    branch(repository, 'good', 'clean\n');
    const pushes = [
      ['good', 'good:twin'],
      ['-f', 'main:good'],
      [':good', ':twin'],
    ];
    for (const push of pushes)
      expect(repository.tryGit(['push', '-q', 'origin', ...push])).toEqual({ code: 0, text: '' });
    expect(repository.refs()).toBe('refs/heads/main');
  });

  test('a new branch is measured against all that is there, not against one branch', () => {
    const repository = withServer('pre-receive');
    branch(repository, 'other', 'clean\n');
    repository.git(['push', '-q', 'origin', 'other']);
    repository.git(['checkout', '-q', '-b', 'third']);
    repository.write('third', line);
    repository.git(['add', '.']);
    repository.git(['commit', '-q', '-m', 'third']);
    const { text } = repository.tryGit(['push', 'origin', 'third']);
    expect(text).toContain('third:1:14');
  });

  test('the text of an annotated tag', () => {
    const repository = withServer('pre-receive');
    repository.git(['tag', '-a', 'v1', '-m', `for ${key}`]);
    const { code, text } = repository.tryGit(['push', 'origin', 'v1']);
    expect(text).toContain('akguard stopped this push: 1 Anton key.');
    expect(code).toBe(1);
  });

  test('what can not be read in time is not let in', () => {
    const repository = withServer('pre-receive', '--time-limit 0s');
    branch(repository, 'good', 'clean\n');
    const { code, text } = repository.tryGit(['push', 'origin', 'good']);
    expect(text).toContain('remote: akguard stopped this push: not all of it could be looked at.');
    expect(text).toContain('Push fewer commits at once');
    expect(code).toBe(1);
  });
});

test('update refuses the one ref with the key, and lets the others in', () => {
  const repository = withServer('update');
  expect(repository.tryGit(['push', '-q', 'origin', 'main:old'])).toEqual({ code: 0, text: '' });
  branch(repository, 'good', 'clean\n');
  branch(repository, 'bad', line);
  const { code, text } = repository.tryGit(['push', 'origin', 'good', 'bad', ':old']);
  expect(text).toContain('bad:1:14');
  expect(text).toContain('hook declined');
  expect(code).toBe(1);
  expect(repository.refs()).toBe('refs/heads/good\nrefs/heads/main');
});
