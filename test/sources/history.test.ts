// Source `history`: where keys came from and whether they are still there, and a part of history alone.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Coverage } from '../../src/core/coverage.ts';
import type { Match } from '../../src/core/match.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import type { Selection } from '../../src/git/refs.ts';
import { historySource } from '../../src/sources/history.ts';
import { packWalk } from '../../src/walk-packs.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';

async function scan(
  directory: string,
  selection: Partial<Selection> = {},
  allowShallow = false,
): Promise<{ matches: Match[]; coverage: Coverage }> {
  const scanner = new Scanner(rules);
  const coverage = new Coverage();
  const request = { directory, selection: { refs: [], since: null, ...selection }, allowShallow };
  const source = historySource(request, packWalk(rules, 1));
  await source.read(scanner, coverage);
  const matches = (await source.refine?.(scanner.take(), () => [], coverage)) ?? [];
  return { matches, coverage };
}

/** `commit path` and what refs say, for each match; sorted. */
function places(matches: readonly Match[]): unknown[] {
  return matches
    .map(({ provenance: p }) =>
      p.kind === 'commit' ? [p.commit.id, p.path, p.standing?.tips, p.standing?.refs] : [p.kind],
    )
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}

const line = (seed: number) => `KEY=${makeKey('live', seed)}\n`;
const main = 'refs/heads/main';

test('the first commit by history, not by clock; whether it is still in a tip; which refs reach it', async () => {
  const { folder, write, commit, git, remove } = makeRepository();
  commit('start');
  write('a.env', line(1));
  const first = commit('the leak');
  git(['branch', 'old']);
  write('copies/b.env', line(1));
  remove('a.env');
  commit('moved');
  write('c.env', line(2));
  const second = commit('another');
  remove('c.env');
  const head = commit('removed');
  git(['branch', 'late', first]);
  git(['tag', 'v1', head]);
  const { matches, coverage } = await scan(folder);
  expect(coverage.complete).toBe(true);
  const all = [main, 'refs/heads/late', 'refs/heads/old', 'refs/tags/v1'];
  expect(places(matches)).toEqual(
    [
      // Git knows it as one blob, which is still there under another name.
      [first, 'a.env', ['refs/heads/late', main, 'refs/heads/old'], all.toSorted()],
      [second, 'c.env', [], [main, 'refs/tags/v1']],
    ].toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
  );
});

test('a commit whose clock is wrong', async () => {
  const { folder, write, commit, git } = makeRepository();
  commit('start');
  write('a.env', line(1));
  git(['add', '-A']);
  const tree = git(['write-tree']);
  const future = (text: string, parent: string) => {
    const body = `tree ${tree}\nparent ${parent}\nauthor A <a@example.test> 4000000000 +0000\ncommitter A <a@example.test> ${text === 'first' ? 4000000000 : 1000000000} +0000\n\n${text}\n`;
    return git(['hash-object', '-t', 'commit', '-w', '--stdin'], body);
  };
  const first = future('first', git(['rev-parse', 'HEAD']));
  git(['update-ref', main, future('second', first)]);
  expect(places((await scan(folder)).matches)).toEqual([[first, 'a.env', [main], [main]]]);
});

test('what no ref reaches', async () => {
  const { folder, write, commit, git } = makeRepository();
  const start = commit('start');
  write('a.env', line(1));
  const gone = commit('the leak');
  git(['reset', '-q', '--hard', start]);
  git(['reflog', 'expire', '--expire=now', '--all']);
  expect(places((await scan(folder)).matches)).toEqual([[gone, 'a.env', [], []]]);
});

test('a path with a newline: where it is still is not told', async () => {
  const { folder, write, commit } = makeRepository();
  write('a\nb.env', line(1));
  const id = commit('the leak');
  expect(places((await scan(folder)).matches)).toEqual([[id, 'a\nb.env', null, [main]]]);
});

test('a path that is not UTF-8: nor here', async () => {
  const { folder, commit, git } = makeRepository();
  commit('start');
  const blob = git(['hash-object', '-w', '--stdin'], line(1));
  git(['update-index', '--index-info'], Buffer.from(`100644 ${blob}\t\xff.env\n`, 'latin1'));
  git(['commit', '-q', '-m', 'the leak']);
  const [place] = places((await scan(folder)).matches);
  expect(place).toEqual([git(['rev-parse', 'HEAD']), '\ufffd.env', null, [main]]);
});

test.each([['loose'], ['packed']])('a part of history alone, %s', async (kind) => {
  const { folder, write, commit, git } = makeRepository();
  write('a.env', `${line(1)}${'some text\n'.repeat(50)}`);
  const first = commit('one');
  write('a.env', `${line(1)}${line(2)}${'some text\n'.repeat(50)}`);
  const second = commit('two');
  git(['switch', '-q', '-c', 'side/b', first]);
  write('a.env', `${line(3)}${'some text\n'.repeat(50)}`);
  const third = commit('three');
  if (kind === 'packed') git(['repack', '-q', '-a', '-d', '-f']);
  const commitsOf = async (selection: Partial<Selection>) => {
    const { matches, coverage } = await scan(folder, selection);
    expect(coverage.complete).toBe(true);
    return places(matches).map((place) => (place as string[])[0]);
  };
  const inOrder = (...ids: string[]) => ids.toSorted();
  // Two keys in the second commit's version.
  expect(await commitsOf({})).toEqual(inOrder(first, second, second, third));
  expect(await commitsOf({ refs: ['main'] })).toEqual(inOrder(first, second, second));
  expect(await commitsOf({ refs: ['side/*'] })).toEqual(inOrder(first, third));
  expect(await commitsOf({ refs: ['side'] })).toEqual(inOrder(first, third));
  expect(await commitsOf({ refs: ['refs/heads/main'], since: first })).toEqual(inOrder(second, second));
  expect(await commitsOf({ since: '2000-01-01' })).toEqual(inOrder(first, second, second, third));
  expect(await commitsOf({ since: '1 day ago' })).toEqual([]);
});

test.each([
  ['a pattern that fits no ref', { refs: ['nothing'] }],
  ['neither a revision nor a date', { since: 'yesteryear' }],
  ['a date that is none', { since: '2026-02-xx' }],
])('%s is refused', async (_, selection) => {
  const { folder, commit } = makeRepository();
  commit('start');
  await expect(scan(folder, selection)).rejects.toMatchObject({ code: 'AK_UNKNOWN_REVISION' });
});

test('a shallow clone is incomplete, unless it is taken for the whole', async () => {
  const { folder, write, commit, git } = makeRepository();
  commit('start');
  write('a.env', line(1));
  commit('two');
  const clone = scratchFolder();
  git(['clone', '-q', '--depth=1', `file://${folder}`, clone]);
  const strict = await scan(clone);
  expect([strict.coverage.complete, strict.matches.length]).toEqual([false, 1]);
  const lenient = await scan(clone, {}, true);
  expect([lenient.coverage.complete, lenient.matches.length]).toEqual([true, 1]);
  expect(lenient.coverage.skipped[0]?.what).toBe('older history');
});

test('grafts and replaced objects hide nothing, and tell no other story of where a key came from', async () => {
  const { folder, write, commit, git, remove } = makeRepository();
  const root = commit('start');
  write('a.env', line(1));
  const first = commit('the leak');
  remove('a.env');
  commit('removed');
  write('b.env', line(2));
  const second = commit('another');
  const clean = git(['hash-object', '-w', '--stdin'], 'nothing here\n');
  git(['replace', git(['rev-parse', `${second}:b.env`]), clean]);
  git(['replace', '--graft', second, root]);
  // History without the leak, as git itself would tell it.
  writeFileSync(join(folder, '.git/info/grafts'), `${second} ${root}\n`);
  const { matches, coverage } = await scan(folder);
  expect(coverage.complete).toBe(true);
  const found = matches.map(({ provenance: p }) =>
    p.kind === 'commit' ? `${p.commit.id} ${p.path}` : p.kind,
  );
  expect(found.toSorted()).toEqual([`${first} a.env`, `${second} b.env`].toSorted());
  const reached = matches.map(({ provenance: p }) => p.kind === 'commit' && p.standing?.refs?.includes(main));
  expect(reached).toEqual([true, true]);
});

test('bytes of packed objects are all counted, whatever the clock does, and the walk says how far it is', async () => {
  const { folder, write, commit, git } = makeRepository();
  for (let i = 0; i < 5; i++) {
    write(`${i % 2}.txt`, `${i}\n`.repeat(100 * (i + 1)));
    commit(`change ${i}`);
  }
  git(['repack', '-adfq', '--depth=50']);
  const objects = git(['cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectsize)']);
  const sizes = objects
    .trim()
    .split('\n')
    .map((object) => object.split(' '))
    .flatMap(([type, size]) => (type === 'tree' ? [] : Number(size)));
  const coverage = new Coverage();
  const heard: [done: number, total: number][] = [];
  const request = { directory: folder, selection: { refs: [], since: null }, allowShallow: false };
  await historySource(request, packWalk(rules, 1)).read(new Scanner(rules), coverage, {
    reached: (done, total) => heard.push([done, total]),
  });
  expect(coverage.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  const [done, total] = heard.at(-1) ?? [];
  expect(done).toBe(total);
  expect(total).toBeGreaterThan(0);
  expect(heard.every((each, i) => i === 0 || each[0] >= (heard[i - 1]?.[0] ?? 0))).toBe(true);
});
