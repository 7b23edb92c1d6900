// What a history scan finds, against a plain scan of every object that git itself expands.
import { describe, expect, test } from 'vitest';
import { makeRepository } from '../../helpers/git-repo.ts';
import { scanHistory, scanPlainly, store } from './support.ts';
import { formNames, makeMends, makeVersions } from './versions.ts';

describe('edits that cut, mend and move keys', () => {
  test.each([
    ['deep chains', 1, ['--depth=250', '--window=50']],
    ['short chains', 2, ['--depth=5', '--window=10']],
    ['bases by id', 3, ['--depth=50', '--window=20', '--no-delta-base-offset']],
    ['no deltas', 4, ['--depth=0']],
    ['no compression', 5, ['--depth=100', '--window=50', '--compression=0']],
    ['the best compression', 6, ['--depth=100', '--window=50', '--compression=9']],
  ])('%s', { timeout: 120_000 }, async (_, seed, options) => {
    const repository = makeRepository();
    store(repository, makeVersions(seed, 300), options);
    const plain = scanPlainly(repository);
    expect(plain.matches.length).toBeGreaterThan(500);
    expect(await scanHistory(repository.folder, 1)).toEqual({ ...plain, skipped: [] });
  });
});

describe('a key that is whole in one version only, mended at every byte', () => {
  test.each(formNames.map((name, form) => [name, form]))('%s', { timeout: 120_000 }, async (_, form) => {
    const repository = makeRepository();
    const versions = makeMends(form, 1);
    store(repository, versions, ['--depth=50', '--window=10']);
    const bases = repository.git(['cat-file', '--batch-all-objects', '--batch-check=%(deltabase)']);
    expect(bases.match(/^(?!0+$)/gm)?.length).toBeGreaterThan(versions.length / 2);
    const plain = scanPlainly(repository);
    expect(plain.matches.length).toBeGreaterThan(versions.length / 8);
    expect(await scanHistory(repository.folder, 1)).toEqual({ ...plain, skipped: [] });
  });
});
