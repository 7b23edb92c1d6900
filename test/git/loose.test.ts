// Loose objects read without git, against git itself; and that everything else is left to it.
import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { findLooseStore, readLoose } from '../../src/git/loose.ts';
import { makeRepository } from '../helpers/git-repo.ts';

afterEach(() => vi.unstubAllEnvs());

const place = (directory: string, hook = false) => ({ directory, hook });

/** A repository with one file committed, its store, and the file's blob. */
function withBlob(content: string | Buffer, options: string[] = []) {
  const repository = makeRepository(undefined, options);
  repository.write('inner/file', content);
  repository.commit('first');
  const id = repository.git(['rev-parse', 'HEAD:inner/file']);
  const store = join(repository.folder, '.git/objects');
  return { ...repository, id, store, path: join(store, id.slice(0, 2), id.slice(2)) };
}

test.each([
  ['no bytes', ''],
  ['text', 'one\ntwo\n'],
  ['a NUL and no newline', 'a\0b'],
  ['more than one buffer of zlib', Buffer.alloc(100_000, 'abcdefg')],
])('a blob of %s', (_, content) => {
  const { store, id } = withBlob(content);
  expect(readLoose(store, id)).toEqual({ type: 'blob', bytes: Buffer.from(content) });
});

test.each(['HEAD', 'HEAD^{tree}', 'v1'])('%s', (revision) => {
  const { git, bytes, store } = withBlob('text');
  git(['tag', '-a', '-m', 'a tag', 'v1']);
  const id = git(['rev-parse', revision]);
  const type = git(['cat-file', '-t', id]);
  expect(readLoose(store, id)).toEqual({ type, bytes: bytes(['cat-file', type, id]) });
});

test('SHA-256', () => {
  const { store, id } = withBlob('text', ['--object-format=sha256']);
  expect(id).toHaveLength(64);
  expect(readLoose(store, id)?.bytes.toString()).toBe('text');
});

test('git reads what is packed, large, cut, changed, or no file', () => {
  const packed = withBlob('text');
  packed.git(['repack', '-q', '-a', '-d']);
  expect(readLoose(packed.store, packed.id)).toBeNull();

  const large = withBlob(Buffer.alloc((1 << 24) + 1));
  expect(readLoose(large.store, large.id)).toBeNull();

  const cut = withBlob('text '.repeat(1000));
  chmodSync(cut.path, 0o600);
  truncateSync(cut.path, 20);
  expect(readLoose(cut.store, cut.id)).toBeNull();

  const changed = withBlob('text '.repeat(1000));
  const bytes = readFileSync(changed.path);
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1);
  chmodSync(changed.path, 0o600);
  writeFileSync(changed.path, bytes);
  expect(readLoose(changed.store, changed.id)).toBeNull();

  const pipe = withBlob('text');
  execFileSync('rm', ['-f', pipe.path]);
  execFileSync('mkfifo', [pipe.path]);
  expect(readLoose(pipe.store, pipe.id)).toBeNull();
});

test('the store is found from a folder below, and only where git would find the same', () => {
  const { folder, git, store } = withBlob('text');
  expect(findLooseStore(place(join(folder, 'inner')))).toBe(store);
  git(['worktree', 'add', '-q', 'linked']);
  expect(findLooseStore(place(join(folder, 'linked')))).toBeNull();
  expect(findLooseStore(place('/'))).toBeNull();
  vi.stubEnv('GIT_OBJECT_DIRECTORY', '/elsewhere');
  expect(findLooseStore(place(folder, true))).toBeNull();
  expect(findLooseStore(place(folder, false))).toBe(store);
});
