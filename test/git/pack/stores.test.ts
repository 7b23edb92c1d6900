// Stores of every shape that git makes: what is in them is found, each object once.
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noise } from '../../bench/random.ts';
import { type TestRepository, makeRepository, scratchFolder } from '../../helpers/git-repo.ts';
import { scanHistory, scanPlainly, store } from './support.ts';
import { type Version, makeVersions, seeded } from './versions.ts';

const usual = ['--depth=50', '--window=10'];

/** Writes each version as a loose object. */
function loosen({ folder, git }: TestRepository, versions: readonly Version[]): void {
  const files = versions.map(({ bytes }, i) => {
    const file = join(folder, `.git/version${i}`);
    writeFileSync(file, bytes);
    return file;
  });
  git(['hash-object', '-w', '--stdin-paths'], files.join('\n'));
}

const shapes: Record<string, (repository: TestRepository) => string> = {
  'all loose': (repository) => {
    loosen(repository, makeVersions(11, 150));
    return repository.folder;
  },
  'several packs, with objects that are in more than one': (repository) => {
    const versions = makeVersions(12, 300);
    for (const from of [0, 80, 150]) {
      const part = makeRepository();
      store(part, versions.slice(from, from + 150), usual);
      cpSync(join(part.folder, '.git/objects/pack'), join(repository.folder, '.git/objects/pack'), {
        recursive: true,
      });
    }
    loosen(repository, versions.slice(140, 170));
    return repository.folder;
  },
  'a pack that is too large to be read as a whole': (repository) => {
    const random = seeded(24);
    const bulk = Array.from({ length: 25 }, (_, i) => ({ path: `bulk${i}`, bytes: noise(random, 1 << 20) }));
    store(repository, [...makeVersions(24, 150), ...bulk], [...usual, '--compression=0']);
    return repository.folder;
  },
  'a multi-pack index': (repository) => {
    for (const seed of [13, 14]) {
      const part = makeRepository();
      store(part, makeVersions(seed, 100), usual);
      cpSync(join(part.folder, '.git/objects/pack'), join(repository.folder, '.git/objects/pack'), {
        recursive: true,
      });
    }
    repository.git(['multi-pack-index', 'write']);
    return repository.folder;
  },
  'a thin pack, completed': (repository) => {
    const sender = makeRepository();
    for (const [i, version] of makeVersions(15, 60).entries()) {
      sender.write(version.path, version.bytes);
      sender.commit(`version ${i}`);
      if (i === 20)
        repository.git(['-c', 'protocol.file.allow=always', 'fetch', '-q', sender.folder, 'main']);
    }
    const have = repository.git(['rev-parse', 'FETCH_HEAD']);
    const thin = sender.bytes(['pack-objects', '--thin', '--stdout', '--revs', '-q'], `main\n^${have}\n`);
    repository.git(['index-pack', '--stdin', '--fix-thin'], thin);
    return repository.folder;
  },
  'objects of alternates': (repository) => {
    const other = makeRepository();
    const third = makeRepository();
    store(other, makeVersions(16, 100), usual);
    loosen(third, makeVersions(17, 50));
    const alternates = (folder: string) => join(folder, '.git/objects/info/alternates');
    writeFileSync(alternates(repository.folder), `# a comment\n${join(other.folder, '.git/objects')}\n`);
    writeFileSync(alternates(other.folder), `${join(third.folder, '.git/objects')}\n`);
    return repository.folder;
  },
  'a linked work tree': (repository) => {
    repository.commit('start');
    store(repository, makeVersions(18, 150), usual);
    repository.git(['worktree', 'add', '-q', 'linked']);
    return join(repository.folder, 'linked');
  },
  'a folder below the top': (repository) => {
    store(repository, makeVersions(19, 150), usual);
    mkdirSync(join(repository.folder, 'a/b'), { recursive: true });
    return join(repository.folder, 'a/b');
  },
};

test.each(Object.keys(shapes))('%s', { timeout: 120_000 }, async (shape) => {
  const repository = makeRepository();
  const folder = shapes[shape]?.(repository) ?? '';
  const plain = scanPlainly(repository);
  expect(plain.matches.length).toBeGreaterThan(100);
  expect(await scanHistory(folder, 2)).toEqual({ ...plain, skipped: [] });
});

test('a bare repository', { timeout: 120_000 }, async () => {
  const repository = makeRepository();
  store(repository, makeVersions(20, 150), usual);
  const bare = scratchFolder();
  cpSync(join(repository.folder, '.git'), bare, { recursive: true });
  writeFileSync(join(bare, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
  expect(await scanHistory(bare, 2)).toEqual({ ...scanPlainly(repository), skipped: [] });
});

test('SHA-256', { timeout: 120_000 }, async () => {
  const repository = makeRepository(undefined, ['--object-format=sha256']);
  store(repository, makeVersions(21, 200), ['--no-delta-base-offset', ...usual]);
  loosen(repository, makeVersions(22, 30));
  const plain = scanPlainly(repository);
  expect(plain.matches[0]).toMatch(/^[0-9a-f]{64} /);
  expect(await scanHistory(repository.folder, 2)).toEqual({ ...plain, skipped: [] });
});

test('a store of another kind is left to git, which is said', { timeout: 120_000 }, async () => {
  const repository = makeRepository();
  store(repository, makeVersions(23, 100), usual);
  const packs = join(repository.folder, '.git/objects/pack');
  const pack = readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '';
  repository.git(['index-pack', '--index-version=1', join(packs, pack)]);
  const history = await scanHistory(repository.folder, 2);
  expect(history.skipped).toEqual([
    {
      what: 'the fast way through the store',
      why: 'a pack index of another version than 2; git read the objects instead',
    },
  ]);
  expect(history.matches).toEqual(scanPlainly(repository).matches);
});

test('no objects at all', async () => {
  const { folder } = makeRepository();
  expect(await scanHistory(folder, 2)).toEqual({ matches: [], gaps: 0, objects: 0, skipped: [] });
});
