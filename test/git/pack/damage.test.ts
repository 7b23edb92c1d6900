// Stores with something wrong in them: all that can be read is, and what can't is named.
import {
  chmodSync,
  copyFileSync,
  cpSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TestRepository, makeRepository } from '../../helpers/git-repo.ts';
import { makeKey } from '../../helpers/keys.ts';
import { scanHistory, scanPlainly, store } from './support.ts';
import { makeVersions, seeded } from './versions.ts';

interface Entry {
  id: string;
  start: number;
  /** Id of its base, or null. */
  base: string | null;
}

/** A repository with one pack, what stands where in it, and the pack itself. */
function packed(seed: number): { repository: TestRepository; pack: string; entries: Entry[] } {
  const repository = makeRepository();
  store(repository, makeVersions(seed, 120), ['--depth=50', '--window=10']);
  const packs = join(repository.folder, '.git/objects/pack');
  const pack = join(packs, readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '');
  chmodSync(pack, 0o644);
  const listed = repository.git(['verify-pack', '-v', pack]);
  const entries = Array.from(
    listed.matchAll(/^(\w{40}) blob +\d+ \d+ (\d+)(?: \d+ (\w{40}))?$/gm),
    ([, id = '', start, base]) => ({ id, start: Number(start), base: base ?? null }),
  ).toSorted((a, b) => a.start - b.start);
  return { repository, pack, entries };
}

/** The ids of what is lost when some entries are: they, and what is made of them. */
function lostWith(entries: readonly Entry[], isLost: (entry: Entry, end: number) => boolean): Set<string> {
  const lost = new Set<string>();
  for (const [i, entry] of entries.entries())
    if (isLost(entry, entries[i + 1]?.start ?? Infinity)) lost.add(entry.id);
  for (let before = -1; before !== lost.size;) {
    before = lost.size;
    for (const { id, base } of entries) if (base !== null && lost.has(base)) lost.add(id);
  }
  return lost;
}

/** How many objects the gaps name, one by one or as `and N more`. */
function countOf(skipped: readonly { what: string }[]): number {
  return skipped
    .map(({ what }) => Number(/^object and (\d+) more in /.exec(what)?.[1] ?? 1))
    .reduce((a, b) => a + b, 0);
}

describe('a pack that is cut short', { timeout: 300_000 }, () => {
  test('anywhere: the rest is found, and what is lost is named', async () => {
    const { repository, pack, entries } = packed(31);
    const { matches } = scanPlainly(repository);
    const whole = readFileSync(pack);
    const random = seeded(5);
    for (let round = 0; round < 100; round++) {
      const size = Math.floor(random() * whole.length);
      truncateSync(pack, 0);
      writeFileSync(pack, whole.subarray(0, size));
      // The last bytes are taken to be the checksum of the pack: no entry starts there.
      const lost = lostWith(entries, ({ start }, end) => end > size || start >= size - 20);
      const history = await scanHistory(repository.folder, 1);
      const wanted = matches.filter((match) => !lost.has(match.slice(0, 40)));
      expect(history.matches).toEqual(wanted);
      expect(countOf(history.skipped)).toBe(lost.size);
    }
  });
});

test('a flipped byte anywhere', { timeout: 300_000 }, async () => {
  const { repository, pack, entries } = packed(32);
  const { matches } = scanPlainly(repository);
  const whole = readFileSync(pack);
  const random = seeded(6);
  for (let round = 0; round < 30; round++) {
    const at = 12 + Math.floor(random() * (whole.length - 32));
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
    writeFileSync(pack, bytes);
    const lost = lostWith(entries, ({ start }, end) => start <= at && at < end);
    const history = await scanHistory(repository.folder, 1);
    const wanted = matches.filter((match) => !lost.has(match.slice(0, 40)));
    expect(history.skipped.length).toBeGreaterThan(0);
    // What is not lost is found; nothing is found that was not there.
    expect(matches).toEqual(expect.arrayContaining(history.matches));
    expect(history.matches).toEqual(expect.arrayContaining(wanted));
  }
});

test('a pack that is listed and can not be opened is named', { timeout: 60_000 }, async () => {
  const { repository, pack } = packed(33);
  repository.link('.git/objects/pack/pack-gone.pack', '/nowhere/pack');
  copyFileSync(pack.replace(/pack$/, 'idx'), pack.replace(/[^/]*$/, 'pack-gone.idx'));
  const history = await scanHistory(repository.folder, 1);
  expect(history.skipped.map(({ what }) => what)).toEqual([
    `object in ${join(repository.folder, '.git/objects/pack/pack-gone.pack')}`,
  ]);
  expect(history.matches).toEqual(scanPlainly(repository).matches);
});

test('an alternate that is not there is named', { timeout: 60_000 }, async () => {
  const { repository } = packed(34);
  writeFileSync(join(repository.folder, '.git/objects/info/alternates'), '/nowhere/objects\n');
  const history = await scanHistory(repository.folder, 1);
  expect(history.skipped).toEqual([
    { what: 'object in /nowhere/objects', why: 'an alternate that is not there' },
  ]);
});

test('a gc that packs, prunes and removes packs during the scan', { timeout: 120_000 }, async () => {
  const repository = makeRepository();
  for (const [i, version] of makeVersions(35, 60).entries()) {
    repository.write(version.path, version.bytes);
    repository.commit(`version ${i}`);
    if (i % 25 === 24) repository.git(['repack', '-q']);
  }
  const plain = scanPlainly(repository);
  expect(plain.matches.length).toBeGreaterThan(20);
  let collected = 0;
  const history = await scanHistory(repository.folder, 1, {}, () => {
    // After the lists are made and the packs are open.
    collected++;
    repository.git(['gc', '-q', '--prune=now']);
  });
  expect(collected).toBeGreaterThan(0);
  expect({ matches: [...new Set(history.matches)], skipped: history.skipped }).toEqual({
    matches: [...new Set(plain.matches)],
    skipped: [],
  });
});

test('a loose object that goes away during the scan without a gc is named', { timeout: 60_000 }, async () => {
  const repository = makeRepository();
  repository.write('a.env', `KEY=${makeKey('live', 1)}\n`);
  repository.write('b.env', `KEY=${makeKey('live', 2)}\n`);
  repository.commit('two keys');
  const [gone = '', left = ''] = ['a', 'b'].map((name) => repository.git(['rev-parse', `HEAD:${name}.env`]));
  const history = await scanHistory(repository.folder, 1, {}, () =>
    rmSync(join(repository.folder, '.git/objects', gone.slice(0, 2)), { recursive: true, force: true }),
  );
  expect(history.skipped).toEqual([{ what: `object ${gone}`, why: 'missing from the store, or corrupt' }]);
  expect(history.matches.map((match) => match.slice(0, 40))).toEqual([left]);
  // Two blobs, of which one was read; a tree and a commit.
  expect(history.objects).toBe(3);
});

test(
  'what comes into the store during the scan, packed and loose, is read as well',
  { timeout: 60_000 },
  async () => {
    const { repository } = packed(36);
    let round = 0;
    const history = await scanHistory(repository.folder, 1, {}, () => {
      round++;
      if (round === 1) {
        const other = makeRepository();
        store(other, makeVersions(37, 30), ['--depth=50', '--window=10']);
        cpSync(join(other.folder, '.git/objects/pack'), join(repository.folder, '.git/objects/pack'), {
          recursive: true,
        });
      }
      if (round === 2) repository.git(['hash-object', '-w', '--stdin'], `KEY=${makeKey('live', 1)}\n`);
    });
    expect(round).toBeGreaterThan(2);
    expect(history).toEqual({ ...scanPlainly(repository), skipped: [] });
  },
);

test('a store that never rests: the scan ends all the same', { timeout: 60_000 }, async () => {
  const repository = makeRepository();
  repository.commit('start');
  let round = 0;
  const history = await scanHistory(repository.folder, 1, {}, () => {
    repository.git(['hash-object', '-w', '--stdin'], `${round++}`);
  });
  expect(history.skipped).toEqual([]);
  expect(history.objects).toBeGreaterThan(round);
});
