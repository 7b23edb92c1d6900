// The sources against plain git plumbing, on generated repositories.
import { describe, expect, test } from 'vitest';
import { Coverage } from '../../src/core/coverage.ts';
import type { Match } from '../../src/core/match.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import type { Source } from '../../src/core/source.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { historySource } from '../../src/sources/history.ts';
import { packWalk } from '../../src/walk-packs.ts';
import { rangeSource } from '../../src/sources/range.ts';
import { stagedSource } from '../../src/sources/staged.ts';
import { generateRepository } from '../helpers/generated-repo.ts';
import type { TestRepository } from '../helpers/git-repo.ts';
import { rules } from '../helpers/rules.ts';

async function scan(source: Source): Promise<{ matches: Match[]; coverage: Coverage }> {
  const scanner = new Scanner(rules);
  const coverage = new Coverage();
  await source.read(scanner, coverage);
  const inner = new Scanner(rules);
  const find = (bytes: Buffer) => {
    inner.whole({ kind: 'file', path: '' }, bytes);
    return inner.take().map((m) => ({ ...m, fingerprint: m.secret.fingerprint }));
  };
  const matches = await (source.refine?.(scanner.matches, find, coverage) ?? scanner.matches);
  return { matches, coverage };
}

const everything = { refs: [], since: null };

/** `place fingerprint` -> how many. */
type Tally = Record<string, number>;

function tally(entries: string[]): Tally {
  const counts: Tally = {};
  for (const entry of entries.toSorted()) counts[entry] = (counts[entry] ?? 0) + 1;
  return counts;
}

function keysIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return [...text.matchAll(/(?<![\w-])ak_(?:live|test)_[A-Za-z0-9]{24}(?!\w)/g)].map((m) =>
    fingerprintOf(m[0]),
  );
}

/** path -> blob id of a tree or, for `:`, of the index. */
function listing(repository: TestRepository, tree: string): Map<string, string> {
  const args = tree === ':' ? ['ls-files', '-s', '-z'] : ['ls-tree', '-r', '-z', tree];
  const entries = repository.bytes(args).toString().split('\0').filter(Boolean);
  return new Map(
    entries.flatMap((entry): [string, string][] => {
      const [meta = '', path = ''] = entry.split(/\t(.*)/s);
      const [mode, second = '', third = ''] = meta.split(' ');
      return mode === '160000' ? [] : [[path, tree === ':' ? second : third]];
    }),
  );
}

/** Object id -> its keys, for every object of the store. */
type Store = Map<string, { type: string; keys: string[] }>;

function readStore(repository: TestRepository): Store {
  const all = repository.bytes(['cat-file', '--batch-all-objects', '--batch']);
  const store: Store = new Map();
  for (let at = 0; at < all.length;) {
    const end = all.indexOf('\n', at);
    const [id = '', type = '', size] = all.toString('latin1', at, end).split(' ');
    store.set(id, { type, keys: keysIn(all.subarray(end + 1, end + 1 + Number(size))) });
    at = end + 2 + Number(size);
  }
  return store;
}

/** What `after` holds more of than every `before`, path by path. */
function addedTo(store: Store, after: Map<string, string>, before: Map<string, string>[]): string[] {
  const keys = (id = '') => store.get(id)?.keys ?? [];
  return [...after].flatMap(([path, id]) => {
    if (before.some((tree) => tree.get(path) === id)) return [];
    const earlier = before.map((tree) => tally(keys(tree.get(path))));
    return Object.entries(tally(keys(id))).flatMap(([key, n]) => {
      const most = Math.max(0, ...earlier.map((counts) => counts[key] ?? 0));
      return Array.from({ length: Math.max(0, n - most) }, () => `${path} ${key}`);
    });
  });
}

async function inFolder<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await run();
  } finally {
    process.chdir(before);
  }
}

const seeds = Array.from({ length: 5 }, (_, i) => i + 1);

describe.each(seeds)('generated repository %i', (seed) => {
  test('history, range and staged agree with git', { timeout: 60_000 }, async () => {
    const repository = generateRepository(seed, 22);
    const { git, folder } = repository;

    const store = readStore(repository);
    const wanted = [...store].flatMap(([id, { type, keys }]) =>
      type === 'tree' ? [] : keys.map((key) => `${id} ${key}`),
    );
    const history = await scan(
      historySource({ directory: folder, selection: everything, allowShallow: false }, packWalk(rules, 2)),
    );
    expect(history.coverage.complete).toBe(true);
    expect(history.coverage.objects).toBe(store.size);
    expect(tally(history.matches.map((m) => `${objectOf(m)} ${m.secret.fingerprint}`))).toEqual(
      tally(wanted),
    );
    const origins = new Map(history.matches.map(({ provenance: p }) => ['blob' in p ? p.blob : '', p]));
    const trees = new Map<string, Map<string, string>>();
    for (const commit of git(['rev-list', '--all']).split('\n'))
      trees.set(commit, listing(repository, commit));
    for (const origin of origins.values()) expectTrueOrigin(repository, trees, origin);

    const range = await inFolder(folder, () => scan(rangeSource('HEAD~8..HEAD')));
    const commits = git(['rev-list', 'HEAD~8..HEAD']).split('\n');
    const added = commits.flatMap((commit) => {
      const parents = git(['rev-list', '-1', '--parents', commit]).split(' ').slice(1);
      const inFiles = addedTo(
        store,
        listing(repository, commit),
        parents.map((p) => listing(repository, p)),
      );
      const inMessage = (store.get(commit)?.keys ?? []).map((key) => `(message) ${key}`);
      return [...inFiles, ...inMessage].map((entry) => `${commit} ${entry}`);
    });
    expect(
      tally(range.matches.map((m) => `${commitOf(m)} ${pathOrMessage(m)} ${m.secret.fingerprint}`)),
    ).toEqual(tally(added));
    expect(range.coverage).toMatchObject({ complete: true, commits: commits.length });

    const staged = await inFolder(folder, () => scan(stagedSource()));
    const inIndex = addedTo(store, listing(repository, ':'), [listing(repository, 'HEAD')]);
    expect(tally(staged.matches.map((m) => `${pathOrMessage(m)} ${m.secret.fingerprint}`))).toEqual(
      tally(inIndex),
    );
    expect(staged.coverage.complete).toBe(true);
  });
});

function objectOf({ provenance: p }: Match): string {
  if (p.kind === 'commit') return p.blob;
  return p.kind === 'object' || p.kind === 'message' ? p.id : '?';
}

function commitOf({ provenance: p }: Match): string {
  return p.kind === 'commit' ? p.commit.id : p.kind === 'message' ? p.id : '?';
}

function pathOrMessage({ provenance: p }: Match): string {
  return p.kind === 'commit' || p.kind === 'index' ? p.path : '(message)';
}

/** The commit has the blob at the path, and no parent of it has. */
/** The commit brought the blob in, at this path; none before it had the blob anywhere; and git says which refs reach it. */
function expectTrueOrigin(
  repository: TestRepository,
  trees: Map<string, Map<string, string>>,
  p: Match['provenance'],
): void {
  if (p.kind !== 'commit') return;
  expect(trees.get(p.commit.id)?.get(p.path)).toBe(p.blob);
  const [, ...before] = repository.git(['rev-list', p.commit.id]).split('\n');
  const holders = before.filter((commit) => [...(trees.get(commit)?.values() ?? [])].includes(p.blob));
  expect(holders).toEqual([]);
  const refs = repository.git(['for-each-ref', '--format=%(refname)', '--contains', p.commit.id]);
  expect(p.standing?.refs).toEqual(refs.split('\n').filter(Boolean));
}
