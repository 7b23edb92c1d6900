// Where keys came from, in histories of any shape, against a search of every tree of every commit.
import { expect, test } from 'vitest';
import { Coverage } from '../../src/core/coverage.ts';
import type { Match } from '../../src/core/match.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { historySource } from '../../src/sources/history.ts';
import { packWalk } from '../../src/walk-packs.ts';
import { type Random, between, pick, seeded } from '../bench/random.ts';
import { type TestRepository, makeRepository } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

const commits = 50;
const branches: [string, ...string[]] = ['main', 'side', 'next', 'old'];
const paths: [string, ...string[]] = ['a.env', 'b/a.env', 'b/c.txt', 'd.txt'];

/** Commits with one or two parents or none, whose clocks go anywhere, that bring, move, copy and remove files with keys. */
function* makeStream(random: Random): Generator<string> {
  const heads = new Map<string, number>();
  for (let mark = 1; mark <= commits; mark++) {
    const branch = pick(random, branches);
    const marks = [...heads.values()];
    const parent = random() < 0.8 ? heads.get(branch) : marks[between(random, 0, marks.length + 1)];
    const merged = random() < 0.3 && parent !== undefined ? marks[between(random, 0, marks.length)] : parent;
    yield `reset refs/heads/${branch}\n`;
    yield `commit refs/heads/${branch}\nmark :${mark}\n`;
    yield `committer Ada <ada@example.test> ${between(random, 1e9, 2e9)} +0000\ndata 1\nx\n`;
    if (parent !== undefined) yield `from :${parent}\n`;
    if (merged !== parent) yield `merge :${merged}\n`;
    for (let changes = between(random, 0, 3); changes > 0; changes--) {
      const path = pick(random, paths);
      const text = `KEY=${makeKey('live', between(random, 0, 12))}\n`;
      yield random() < 0.25 ? `D ${path}\n` : `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
    }
    heads.set(branch, mark);
  }
}

async function scan({ folder }: TestRepository): Promise<Match[]> {
  const scanner = new Scanner(rules);
  const request = { directory: folder, selection: { refs: [], since: null }, allowShallow: false };
  const source = historySource(request, packWalk(rules, 1));
  const coverage = new Coverage();
  await source.read(scanner, coverage);
  const matches = (await source.refine?.(scanner.take(), () => [], coverage)) ?? [];
  expect(coverage.skipped).toEqual([]);
  return matches;
}

/** `<blob> <path>` of each file in a tree. */
function filesOf({ git }: TestRepository, tree: string): { blob: string; path: string }[] {
  const listed = git(['ls-tree', '-r', '--full-tree', tree]);
  return Array.from(listed.matchAll(/^\d+ blob (\w+)\t(.*)$/gm), ([, blob = '', path = '']) => ({
    blob,
    path,
  }));
}

/** For each blob that refs reach: the first commit whose tree has it, the paths there, the branches that still have it. */
function search(repository: TestRepository): Map<string, unknown> {
  const { git } = repository;
  const first = new Map<string, { commit: string; paths: string[] }>();
  for (const commit of git(['rev-list', '--topo-order', '--reverse', '--all']).split('\n')) {
    for (const [blob, files] of Map.groupBy(filesOf(repository, commit), (file) => file.blob))
      if (!first.has(blob)) first.set(blob, { commit, paths: files.map(({ path }) => path) });
  }
  const refs = git(['for-each-ref', '--format=%(refname)']).split('\n');
  const tips = refs.map((ref) => ({ ref, blobs: new Set(filesOf(repository, ref).map(({ blob }) => blob)) }));
  return new Map(
    Array.from(first, ([blob, { commit, paths: there }]) => [
      blob,
      {
        commit,
        paths: there,
        tips: tips.flatMap(({ ref, blobs }) => (blobs.has(blob) ? [ref] : [])),
        refs: git(['for-each-ref', '--format=%(refname)', '--contains', commit]).split('\n'),
      },
    ]),
  );
}

test.each([1, 2, 3, 4])('history %i', { timeout: 60_000 }, async (seed) => {
  const repository = makeRepository();
  repository.git(['fast-import', '--quiet', '--force'], [...makeStream(seeded(seed))].join(''));
  const expected = search(repository);
  const matches = await scan(repository);
  let reached = 0;
  for (const { provenance } of matches) {
    if (provenance.kind !== 'commit') throw new Error(`a match in a ${provenance.kind}`);
    const { blob, path, commit, standing } = provenance;
    const wanted = expected.get(blob) as { paths: string[] } | undefined;
    if (wanted === undefined) {
      expect([commit.ref, standing]).toEqual([null, { tips: [], refs: [] }]);
      continue;
    }
    reached++;
    expect(wanted.paths).toContain(path);
    expect({ commit: commit.id, paths: wanted.paths, ...standing }).toEqual(wanted);
  }
  expect(reached).toBe(expected.size);
});
