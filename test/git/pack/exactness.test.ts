// What a history scan finds, against a plain scan of every object that git itself expands.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { containers } from '../../../src/archive/containers.ts';
import { Coverage } from '../../../src/core/coverage.ts';
import type { Match } from '../../../src/core/match.ts';
import { Scanner } from '../../../src/detect/scanner.ts';
import { historySource } from '../../../src/sources/history.ts';
import { packWalk } from '../../../src/walk-packs.ts';
import { makeRepository, type TestRepository } from '../../helpers/git-repo.ts';
import { rules } from '../../helpers/rules.ts';
import { type Version, formNames, makeMends, makeVersions } from './versions.ts';

/** Puts versions into the store, and packs everything that is there with these options of pack-objects. */
function store(repository: TestRepository, versions: readonly Version[], options: string[]): void {
  const { folder, git, bytes, remove } = repository;
  const stream = versions.map((version, i) =>
    Buffer.concat([
      Buffer.from(`blob\nmark :${i + 1}\ndata ${version.bytes.length}\n`),
      version.bytes,
      Buffer.from('\n'),
    ]),
  );
  const marks = join(folder, '.git/marks');
  const unpacked = ['-c', 'fastimport.unpackLimit=1'];
  bytes(
    [...unpacked, 'fast-import', '--quiet', '--depth=0', `--export-marks=${marks}`],
    Buffer.concat(stream),
  );
  const named = readFileSync(marks, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [, mark = '', id = ''] = /^:(\d+) (\w+)$/.exec(line) ?? [];
      return `${id} ${versions[Number(mark) - 1]?.path}\n`;
    });
  const packs = '.git/objects/pack';
  const old = readdirSync(join(folder, packs));
  const anew = ['--no-reuse-delta', '--no-reuse-object', ...options, join(folder, packs, 'pack')];
  const made = git(['pack-objects', '-q', ...anew], named.join(''));
  for (const name of old) if (!name.includes(made)) remove(join(packs, name));
}

const describeMatch = ({ provenance, offset, line, column, secret, encoding, member }: Match) =>
  [
    'id' in provenance ? provenance.id : provenance.kind,
    offset,
    line,
    column,
    secret.fingerprint,
    encoding.join('+'),
    member,
  ].join(' ');

/** The matches and gaps of a plain scan of every object. */
function scanPlainly(repository: TestRepository): { matches: string[]; gaps: number; objects: number } {
  const all = repository.bytes(['cat-file', '--batch-all-objects', '--batch']);
  const scanner = new Scanner(rules, containers);
  let objects = 0;
  for (let at = 0; at < all.length; objects++) {
    const end = all.indexOf('\n', at);
    const [id = '', type = '', size] = all.toString('latin1', at, end).split(' ');
    const content = all.subarray(end + 1, end + 1 + Number(size));
    if (type === 'blob' || type === 'commit' || type === 'tag')
      scanner.whole({ kind: 'object', type, id }, content);
    at = end + 2 + Number(size);
  }
  return { matches: scanner.take().map(describeMatch).toSorted(), gaps: scanner.gaps.length, objects };
}

async function scanHistory(
  folder: string,
  jobs: number,
): Promise<{ matches: string[]; gaps: number; objects: number; complete: boolean }> {
  const scanner = new Scanner(rules, containers);
  const coverage = new Coverage();
  await historySource(folder, packWalk(rules, jobs)).read(scanner, coverage);
  const { objects, complete } = coverage;
  return {
    matches: scanner.take().map(describeMatch).toSorted(),
    gaps: scanner.gaps.length,
    objects,
    complete,
  };
}

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
    expect(await scanHistory(repository.folder, 1)).toEqual({ ...plain, complete: true });
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
    expect(await scanHistory(repository.folder, 1)).toEqual({ ...plain, complete: true });
  });
});
