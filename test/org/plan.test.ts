// What a scan of organisations decides before it reads anything: which repositories, in which order, and what of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListedRepository } from '../../src/core/organisation.ts';
import type { RepositoryMemory } from '../../src/core/repository-memory.ts';
import { DiskBudget } from '../../src/org/disk-budget.ts';
import { type Filters, shardOf, whyLeftOut } from '../../src/org/filters.ts';
import { inOrder } from '../../src/org/order.ts';
import { type Asked, workFor } from '../../src/org/work.ts';
import { sampleFinding, sampleMatch, sampleReport } from '../report/sample.ts';

const nothing = { issues: null, 'pull-requests': null, discussions: null, releases: null };
const pushedAt = '2026-01-02T03:04:05Z';
const listed: ListedRepository = {
  id: 'R_1',
  kind: 'repository',
  owner: 'octo',
  name: 'octo/pay',
  url: 'https://github.example/octo/pay',
  visibility: 'private',
  isArchived: false,
  isFork: false,
  isDisabled: false,
  lockReason: null,
  isEmpty: false,
  topics: ['payments'],
  kilobytes: 100,
  hasWiki: false,
  pushedAt,
  changedAt: { ...nothing, issues: '2026-01-03T00:00:00Z' },
};
const everything: Filters = {
  visibility: [],
  archived: true,
  forks: true,
  topics: [],
  fitsName: () => true,
  shard: null,
};

describe('filters', () => {
  test.each<[string, Partial<ListedRepository>, Partial<Filters>, string | null]>([
    ['all', {}, {}, null],
    ['visibility', {}, { visibility: ['public'] }, 'it is private'],
    ['one of several', {}, { visibility: ['public', 'private'] }, null],
    ['archived', { isArchived: true }, { archived: false }, 'it is archived'],
    ['not archived', {}, { archived: false }, null],
    ['fork', { isFork: true }, { forks: false }, 'it is a fork'],
    ['topic', {}, { topics: ['web', 'payments'] }, null],
    ['no such topic', {}, { topics: ['web'] }, 'it has no such topic'],
    ['name', {}, { fitsName: (name) => name !== 'octo/pay' }, 'its name is not asked for'],
  ])('%s', (_, repository, filters, why) => {
    expect(whyLeftOut({ ...listed, ...repository }, { ...everything, ...filters })).toBe(why);
  });

  test('each repository is in exactly one shard, and shards are about as large', () => {
    const shards = 7;
    const ids = Array.from({ length: 7000 }, (_, i) => `R_${i}`);
    const sizes = Array.from(
      { length: shards },
      (_, i) =>
        ids.filter(
          (id) =>
            whyLeftOut({ ...listed, id }, { ...everything, shard: { index: i + 1, of: shards } }) === null,
        ).length,
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(ids.length);
    for (const size of sizes) expect(size).toBeGreaterThan(800);
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 9999 }), (id, of) => {
        const shard = shardOf(id, of);
        return Number.isInteger(shard) && shard >= 1 && shard <= of;
      }),
    );
  });
});

test('recently pushed first, and one of each owner in turn', () => {
  const repositories = [
    { owner: 'big', pushedAt: '2026-01-01' },
    { owner: 'big', pushedAt: '2026-01-03' },
    { owner: 'big', pushedAt: null },
    { owner: 'small', pushedAt: '2020-01-01' },
  ];
  expect(inOrder(repositories).map(({ owner, pushedAt: at }) => `${owner} ${at}`)).toEqual([
    'big 2026-01-03',
    'small 2020-01-01',
    'big 2026-01-01',
    'big null',
  ]);
});

describe('what there is to do', () => {
  const asked: Asked = {
    surfaces: ['git', 'activity', 'wikis', 'gists', 'issues'],
    rules: 'r1',
    verify: true,
  };
  const memory: RepositoryMemory = {
    id: 'github R_1',
    name: 'octo/pay',
    scannedAt: '2026-01-05T00:00:00Z',
    rules: 'r1',
    marks: {
      surfaces: asked.surfaces as RepositoryMemory['marks']['surfaces'],
      pushedAt,
      changedAt: listed.changedAt,
      tips: { 'refs/heads/main': 'a'.repeat(40) },
      wiki: {},
      activityAt: '2026-01-05T00:00:00Z',
      logsAt: null,
      verified: true,
    },
    report: sampleReport(),
  };
  const { tips } = memory.marks;
  const found = (validity: 'active' | 'inactive' | 'unknown' | 'unverified', suppressed = false) => ({
    ...memory,
    report: sampleReport({
      findings: [
        sampleFinding({
          verdict: { ...sampleFinding().verdict, validity },
          matches: [sampleMatch({ suppressed: suppressed ? { by: 'inline', reason: null } : null })],
        }),
      ],
    }),
  });
  const all = {
    git: { before: null },
    activity: { since: null },
    talk: { issues: { since: null } },
  };
  const code = { git: { before: tips }, activity: { since: memory.marks.activityAt } };

  test.each<[string, Partial<ListedRepository>, RepositoryMemory | null, Partial<Asked>, object | null]>([
    ['a new one is read from the beginning', {}, null, {}, { ...all, afresh: 'it is new here' }],
    ['an unchanged one is left alone', {}, memory, {}, null],
    ['a push', { pushedAt: '2026-02-01T00:00:00Z' }, memory, {}, { ...code, talk: {} }],
    [
      'a pull request whose head is in a fork',
      { changedAt: { ...listed.changedAt, 'pull-requests': '2026-02-01T00:00:00Z' } },
      memory,
      {},
      { ...code, talk: {} },
    ],
    [
      'an issue',
      { changedAt: { ...listed.changedAt, issues: '2026-02-01T00:00:00Z' } },
      memory,
      {},
      { talk: { issues: { since: '2026-01-03T00:00:00Z' } } },
    ],
    [
      'a surface that was not asked for before',
      { changedAt: { ...listed.changedAt, releases: '2025-01-01T00:00:00Z' } },
      memory,
      { surfaces: [...asked.surfaces, 'releases'] },
      { talk: { releases: { since: null } } },
    ],
    ['a wiki, whose pushes nobody tells', { hasWiki: true }, memory, {}, { wiki: { before: {} }, talk: {} }],
    ['other rules', {}, memory, { rules: 'r2' }, { ...all, afresh: 'the rules have changed' }],
    ['a living key', {}, found('active'), {}, { ...all, afresh: 'a key in it may be alive' }],
    ['a key nobody could judge', {}, found('unknown'), {}, { ...all, afresh: 'a key in it may be alive' }],
    ['a dead key', {}, found('inactive'), {}, null],
    ['an accepted key that nobody could judge', {}, found('unknown', true), {}, null],
    [
      'an accepted key that lives',
      {},
      found('active', true),
      {},
      { ...all, afresh: 'a key in it may be alive' },
    ],
    ['a key of which Anton can not be asked', {}, found('unverified'), {}, null],
    [
      'a key of which nobody asked then',
      {},
      { ...found('unverified'), marks: { ...memory.marks, verified: false } },
      {},
      { ...all, afresh: 'a key in it may be alive' },
    ],
    ['a living key, offline', {}, found('active'), { verify: false }, null],
    [
      'a push that may have come after the listing',
      {},
      { ...memory, marks: { ...memory.marks, pushedAt: null } },
      {},
      { ...code, talk: {} },
    ],
    [
      'an empty one',
      { isEmpty: true, pushedAt: null, changedAt: nothing },
      null,
      {},
      { talk: {}, afresh: 'it is new here' },
    ],
    [
      'a gist',
      { kind: 'gist', changedAt: nothing },
      null,
      {},
      { git: { before: null }, talk: {}, afresh: 'it is new here' },
    ],
  ])('%s', (_, repository, known, more, work) => {
    const expected = work === null ? null : { afresh: null, ...work };
    expect(workFor({ ...listed, ...repository }, known, { ...asked, ...more })).toEqual(expected);
  });
});

test('what does not fit on the disk waits until there is room', async () => {
  const budget = new DiskBudget(100);
  expect(budget.fits(101)).toBe(false);
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  const work = [60, 60, 40, 100].map((bytes, i) =>
    budget.during(bytes, async () => {
      begun.push(i);
      await new Promise<void>((end) => ends.push(end));
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 2]);
  while (ends.length > 0) {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(work);
  expect(new Set(begun)).toEqual(new Set([0, 1, 2, 3]));
});
