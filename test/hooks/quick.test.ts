// A hook that has nothing to say starts nothing: where there is no git to be found, that shows. All else takes a closer look.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';
import { type HookRepository, hookRepository } from './support.ts';

const key = makeKey('live', 1);
const withoutGit = { env: { PATH: '/nonexistent' } };
/** Enough of an alphabet that a decoder has to look at it. */
const encoded = Buffer.from('nothing but what somebody has encoded, for whatever reason').toString('base64');

/** A repository with something staged, at the moment when git runs its hook. */
function staged(content: string | Buffer): HookRepository {
  const repository = hookRepository(false);
  repository.write('src/a', content);
  repository.git(['add', '.']);
  repository.git(['write-tree']);
  return repository;
}

describe('passed without git', () => {
  test.each([
    ['text', 'clean\n'],
    ['nothing', ''],
    ['what may hold a key, and holds none', `const words = '${encoded}';\n`],
    ['more than a look takes', Buffer.alloc(3 << 20, 'some text and\n')],
  ])('a commit of %s', (_, content) => {
    const repository = staged(content);
    expect(repository.akguard(['hook', 'pre-commit'], withoutGit)).toEqual({ code: 0, text: '' });
  });

  test('a message', () => {
    const repository = hookRepository(false);
    repository.write('message', 'change\n');
    const ran = repository.akguard(['hook', 'commit-msg', '--', 'message'], withoutGit);
    expect(ran).toEqual({ code: 0, text: '' });
  });
});

describe('stopped', () => {
  const split = `const key = '${key.slice(0, 12)}' + '${key.slice(12)}';\n`;
  test.each<[string, string | Buffer]>([
    ['as it is', `${key}\n`],
    ['in Base64', `${Buffer.from(`x=${key}`).toString('base64')}\n`],
    ['in UTF-16', Buffer.from(`${key}\n`, 'utf16le')],
    ['in two literals', split],
    ['behind a megabyte', `${'some text and\n'.repeat(90_000)}${key}\n`],
    ['compressed', gzipSync(`${key}\n`)],
  ])('a key %s', (_, content) => {
    const { code, text } = staged(content).akguard(['hook', 'pre-commit']);
    expect(text).toContain('akguard stopped this commit: 1 Anton key.');
    expect(text).not.toContain(key);
    expect(code).toBe(1);
  });

  test('what git has to read, where there is no git', () => {
    const repository = staged('clean\n');
    repository.write('b', 'clean\n');
    repository.git(['add', '.']);
    const { code, text } = repository.akguard(['hook', 'pre-commit'], withoutGit);
    expect(text).toContain('akguard could not look at this commit, so it was stopped');
    expect(code).not.toBe(0);
  });
});

test('a file that had its key before is passed', () => {
  const repository = staged(`${key}\n`);
  repository.git(['commit', '-q', '-m', 'leak']);
  repository.write('src/a', `${key}\nmore\n`);
  repository.git(['add', '.']);
  repository.git(['write-tree']);
  expect(repository.akguard(['hook', 'pre-commit'])).toEqual({ code: 0, text: '' });
});
