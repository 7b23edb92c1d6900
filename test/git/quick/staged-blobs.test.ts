// What a commit brings, read without git, against git itself; and that git is left what is not usual.
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Doubt } from '../../../src/git/quick/doubt.ts';
import { stagedBlobs } from '../../../src/git/quick/staged-blobs.ts';
import { type TestRepository, makeRepository, scratchFolder } from '../../helpers/git-repo.ts';

type Variables = Record<string, string | undefined>;

/** What is found without git, by id, and each with its content. */
function quick(folder: string, variables: Variables = {}): Record<string, string> {
  const { ids, read } = stagedBlobs(folder, variables);
  return Object.fromEntries(
    [...ids].toSorted().map((id) => [id, read(id, (bytes) => bytes.toString('latin1'))]),
  );
}

/** The same from git, after it has made the tree as it does before it runs a hook. */
function slow({ git, bytes }: TestRepository): Record<string, string> {
  git(['write-tree']);
  const listed = git(['diff', '--cached', '--raw', '--no-renames', '--no-abbrev', '--diff-filter=d']);
  const ids = listed
    .split('\n')
    .filter((line) => line !== '' && line.split(' ')[1] !== '160000')
    .map((line) => line.split(' ')[3] ?? '');
  return Object.fromEntries(
    ids.toSorted().map((id) => [id, bytes(['cat-file', 'blob', id]).toString('latin1')]),
  );
}

/** A repository with folders in folders, of which everything is packed. */
function packed(options: string[] = []): TestRepository {
  const repository = makeRepository(undefined, options);
  for (let n = 0; n < 40; n++)
    repository.write(`${['a', 'a/b', 'a/b/c', 'a.b', 'd'][n % 5]}/file${n}`, `${'line\n'.repeat(n)}${n}\n`);
  repository.commit('first');
  repository.write('a/b/c/file2', 'other\n');
  repository.commit('second');
  repository.git(['repack', '-q', '-a', '-d', '-f']);
  return repository;
}

const places = ['a', 'a/b', 'a/b/c', 'd', 'e/f', 'file', 'a.b', 'a b', 'ä'];
const change = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), path: fc.constantFrom(...places), n: fc.nat(45) }),
  fc.record({ kind: fc.constant('remove' as const), path: fc.constantFrom(...places), n: fc.nat(45) }),
  fc.record({ kind: fc.constant('mode' as const), path: fc.constantFrom(...places), n: fc.nat(45) }),
  fc.record({
    kind: fc.constantFrom('commit' as const, 'pack' as const),
    path: fc.constant(''),
    n: fc.nat(45),
  }),
);

test('whatever is staged is found as git lists it', () => {
  const start = packed();
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const folder = scratchFolder();
      cpSync(start.folder, folder, { recursive: true });
      // `git init` of what is one already changes nothing.
      const repository = makeRepository(folder);
      const { git, write } = repository;
      for (const { kind, path, n } of changes) {
        const file = `${path}/file${n}`;
        if (kind === 'write') write(file, `${n} ${changes.length}\n`);
        else if (kind === 'remove') rmSync(join(folder, path), { recursive: true, force: true });
        else if (kind === 'commit') git(['commit', '-q', '--allow-empty', '-m', 'more']);
        else if (kind === 'pack') git(['repack', '-q', '-a', '-d']);
        git(['add', '-A']);
        if (kind === 'mode' && git(['ls-files', '--', file]) !== '')
          git(['update-index', '--chmod=+x', file]);
      }
      const expected = slow(repository);
      expect(quick(folder)).toEqual(expected);
      rmSync(folder, { recursive: true });
    }),
    { numRuns: 10 },
  );
});

/** What is found without git once something is staged. */
function foundOf(repository: TestRepository): Record<string, string> {
  repository.write('a/b/file1', 'changed\n');
  repository.git(['add', '-A']);
  if (Object.keys(slow(repository)).length === 0) throw new Error('nothing is staged');
  return quick(repository.folder);
}

describe('what is usual is read without git', () => {
  test('with everything packed, by deltas of either kind', () => {
    const repository = packed();
    for (let n = 0; n < 100; n++) repository.write(`wide/file${n}`, `${n}\n`);
    for (let n = 0; n < 5; n++) {
      repository.write(`wide/file${n}`, 'other\n');
      repository.commit(`change ${n}`);
    }
    for (const kind of ['true', 'false']) {
      repository.git([
        '-c',
        `repack.useDeltaBaseOffset=${kind}`,
        'repack',
        '-q',
        '-a',
        '-d',
        '-f',
        '--depth=50',
      ]);
      expect(repository.git(['verify-pack', '-v', packOf(repository)])).toContain('chain length = 2');
      expect(foundOf(repository)).toEqual(slow(repository));
    }
  });

  test('before the first commit', () => {
    const repository = makeRepository();
    expect(foundOf(repository)).toEqual(slow(repository));
  });

  test('a branch that is packed, and no branch at all', () => {
    const repository = packed();
    repository.git(['pack-refs', '--all']);
    expect(foundOf(repository)).toEqual(slow(repository));
    repository.git(['checkout', '-q', '--detach']);
    expect(foundOf(repository)).toEqual(slow(repository));
  });

  test('a linked worktree, as its hooks are told of it', () => {
    const repository = packed();
    const folder = join(scratchFolder(), 'linked');
    repository.git(['worktree', 'add', '-q', folder, '-b', 'linked']);
    writeFileSync(join(folder, 'new'), 'new\n');
    repository.git(['-C', folder, 'add', '-A']);
    repository.git(['-C', folder, 'write-tree']);
    const own = repository.git(['-C', folder, 'rev-parse', '--absolute-git-dir']);
    expect(Object.values(quick(folder))).toEqual(['new\n']);
    expect(Object.values(quick(folder, { GIT_DIR: own, GIT_INDEX_FILE: join(own, 'index') }))).toEqual([
      'new\n',
    ]);
  });

  test('an index of another name', () => {
    const repository = packed();
    repository.write('a/new', 'new\n');
    repository.git(['add', '-A']);
    const expected = slow(repository);
    cpSync(join(repository.folder, '.git/index'), join(repository.folder, '.git/next-index-1.lock'));
    repository.git(['reset', '-q', '--hard']);
    repository.git(['write-tree']);
    expect(quick(repository.folder)).toEqual({});
    expect(quick(repository.folder, { GIT_INDEX_FILE: '.git/next-index-1.lock' })).toEqual(expected);
  });

  test('an index of version 4, and one with an untracked cache behind the trees', () => {
    const repository = packed();
    repository.git(['update-index', '--index-version', '4', '--force-untracked-cache']);
    repository.write('TREE', 'TREE\n');
    expect(foundOf(repository)).toEqual(slow(repository));
  });

  test('a submodule, whose commit is somewhere else', () => {
    const repository = packed();
    const id = repository.git(['rev-parse', 'HEAD']);
    repository.git(['update-index', '--add', '--cacheinfo', `160000,${id.replaceAll(/./g, '1')},sub`]);
    repository.write('file', 'new\n');
    repository.git(['add', 'file']);
    expect(Object.values(slow(repository))).toEqual(['new\n']);
    expect(Object.values(quick(repository.folder))).toEqual(['new\n']);
  });
});

/** The index of the only pack. */
function packOf({ folder }: TestRepository): string {
  const store = join(folder, '.git/objects/pack');
  return join(store, readdirSync(store).find((name) => name.endsWith('.idx')) ?? '');
}

describe('git is left', () => {
  test.each<[string, (repository: TestRepository) => Variables | undefined, string]>([
    [
      'an index that has changed since its tree was made',
      ({ git, write }) => void (write('x', 'x'), git(['add', 'x'])),
      'git remembers no tree',
    ],
    [
      'something that will be added',
      ({ git, write }) => void (write('later', 'x'), git(['add', '-N', 'later']), git(['write-tree'])),
      'git remembers no tree',
    ],
    [
      'another store for objects',
      () => ({ GIT_OBJECT_DIRECTORY: '/nowhere' }),
      'GIT_OBJECT_DIRECTORY is set',
    ],
    ['a quarantine', () => ({ GIT_QUARANTINE_PATH: '/nowhere' }), 'GIT_QUARANTINE_PATH is set'],
    [
      'what has extensions',
      ({ git }) =>
        void (git(['config', 'core.repositoryFormatVersion', '1']),
        git(['config', 'extensions.worktreeConfig', 'true'])),
      'the repository has extensions',
    ],
    [
      'a branch that names another',
      ({ git }) =>
        void (git(['symbolic-ref', 'HEAD', 'refs/heads/alias']),
        git(['symbolic-ref', 'refs/heads/alias', 'refs/heads/main'])),
      'a ref that holds no id',
    ],
    [
      'objects that somebody else has',
      ({ folder, git, write }) => {
        const other = packed();
        git(['repack', '-q', '-a', '-d']);
        write('.git/objects/info/alternates', `${join(other.folder, '.git/objects')}\n`);
        rmSync(join(folder, '.git/objects/pack'), { recursive: true });
        cpSync(join(folder, '.git/objects/info'), join(folder, '.git/objects/pack'), { recursive: true });
        return undefined;
      },
      'an object that is neither loose nor in a pack',
    ],
  ])('%s', (_, prepare, why) => {
    const repository = packed();
    repository.git(['write-tree']);
    const variables = prepare(repository) ?? {};
    expect(() => quick(repository.folder, variables)).toThrow(Doubt);
    expect(() => quick(repository.folder, variables)).toThrow(why);
  });

  test('a repository with SHA-256', () => {
    const repository = packed(['--object-format=sha256']);
    repository.git(['write-tree']);
    expect(() => quick(repository.folder)).toThrow('the repository has extensions');
  });

  test('a folder that is in no repository', () => {
    expect(() => quick(scratchFolder())).toThrow(Doubt);
  });
});
