// Repositories with objects that can't be read, or with history cut off: the rest is scanned, the gap is named, exit 3.
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { reportOf, runCli } from '../helpers/cli.ts';
import { type TestRepository, makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const line = `KEY=${makeKey('live', 1)}\n`;

/** 1,500 bytes that don't compress, so that a flipped byte hits just one object. */
function noise(seed: number): Buffer {
  const bytes = Array.from({ length: 47 }, (_, i) => createHash('sha256').update(`${seed}:${i}`).digest());
  return Buffer.concat(bytes).subarray(0, 1500);
}

async function scan(cwd: string, ...args: string[]): Promise<{ code: number | null; report: Report }> {
  const result = await runCli(['scan', ...args, '--offline', '--format', 'json'], { cwd });
  return { code: result.code, report: reportOf(result) };
}

/** Incomplete, with the object named and the key found all the same. */
function expectGap({ code, report }: Awaited<ReturnType<typeof scan>>, id: string): void {
  const { complete, skipped } = report.scan.coverage;
  expect({ code, complete }).toEqual({ code: 3, complete: false });
  expect(skipped.map(({ what }) => what)).toContain(`object ${id}`);
  expect(skipped.find(({ what }) => what === `object ${id}`)?.why).toMatch(/\w/);
  expect(report.summary.findings).toBe(1);
}

function looseFile({ folder }: TestRepository, id: string): string {
  return join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2));
}

const damages: Record<string, (file: string) => void> = {
  garbage: (file) => writeFileSync(file, 'not an object'),
  'a flipped byte': (file) => {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    writeFileSync(file, bytes);
  },
  'a cut': (file) => truncateSync(file, 40),
  'no content at all': (file) => truncateSync(file, 0),
  absence: (file) => rmSync(file),
};

test.each(Object.keys(damages))('a loose object with %s', async (damage) => {
  const repository = makeRepository();
  const { folder, write, commit, git } = repository;
  commit('start');
  write('a.bin', noise(1));
  write('z.env', line);
  git(['add', '-A']);
  const id = git(['rev-parse', ':a.bin']);
  const file = looseFile(repository, id);
  chmodSync(file, 0o644);
  damages[damage]?.(file);

  expectGap(await scan(folder, 'staged'), id);
  // No tree names an object of the index, so that history can't miss one that is gone without a trace.
  if (damage !== 'absence') expectGap(await scan(folder, 'history'), id);
  const tree = git(['write-tree', '--missing-ok']);
  git(['update-ref', 'HEAD', git(['commit-tree', tree, '-p', 'HEAD', '-m', 'both'])]);
  expect(git(['rev-parse', 'HEAD:a.bin'])).toBe(id);
  expectGap(await scan(folder, 'range', 'HEAD~1..HEAD'), id);
});

/** 200 objects, all in one pack. */
function packedRepository(): { repository: TestRepository; pack: string } {
  const repository = makeRepository();
  const { folder, write, commit, git } = repository;
  commit('start');
  for (let i = 0; i < 196; i++) write(`f${i}.bin`, noise(i));
  write('z.env', line);
  commit('all');
  git(['repack', '-q', '-a', '-d', '-f']);
  const packs = join(folder, '.git', 'objects', 'pack');
  const name = readdirSync(packs).find((file) => file.endsWith('.pack')) ?? '';
  chmodSync(join(packs, name), 0o644);
  return { repository, pack: join(packs, name) };
}

test('a pack with flipped bytes in the middle', async () => {
  const { repository, pack } = packedRepository();
  const { folder, git } = repository;
  expect((await scan(folder, 'history')).report.scan.coverage).toMatchObject({
    complete: true,
    objects: 201,
  });
  const victim = git(['rev-parse', 'HEAD:f98.bin']);
  const listing = git(['verify-pack', '-v', pack.replace(/pack$/, 'idx')]);
  const offset = Number(new RegExp(`^${victim} blob +\\d+ \\d+ (\\d+)`, 'm').exec(listing)?.[1]);
  const bytes = readFileSync(pack);
  for (let at = offset + 600; at < offset + 608; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(pack, bytes);

  const history = await scan(folder, 'history');
  expectGap(history, victim);
  expect(history.report.scan.coverage.skipped).toHaveLength(1);
  expect(history.report.scan.coverage.objects).toBeGreaterThanOrEqual(200);
  expectGap(await scan(folder, 'history', '--allow-damaged'), victim);
  expectGap(await scan(folder, 'range', 'HEAD~1..HEAD'), victim);
});

test('a pack that was cut short', async () => {
  const { repository, pack } = packedRepository();
  const { folder, write, git } = repository;
  truncateSync(pack, readFileSync(pack).length >> 1);
  const { code, report } = await scan(folder, 'history');
  expect(code).toBe(3);
  expect(report.scan.coverage.complete).toBe(false);
  expect(report.scan.coverage.skipped.length).toBeGreaterThan(0);

  // What is loose can still be read.
  write('later.env', `${line}again\n`);
  const loose = git(['hash-object', '-w', 'later.env']);
  const after = await scan(folder, 'history');
  expect(after.code).toBe(3);
  expect(after.report.findings.flatMap(({ matches }) => matches.map(({ blob }) => blob))).toContain(loose);
});

test('a shallow clone lacks history, for history and for a range that reaches the cut', async () => {
  const { folder: origin, write, commit, git } = makeRepository();
  write('old.env', `KEY=${makeKey('live', 2)}\n`);
  commit('first');
  git(['checkout', '-q', '-b', 'side']);
  commit('on the side');
  git(['checkout', '-q', 'main']);
  write('z.env', line);
  rmSync(join(origin, 'old.env'));
  commit('second');
  const clone = join(scratchFolder(), 'clone');
  git(['clone', '-q', '--depth=1', '--no-single-branch', `file://${origin}`, clone]);

  const history = await scan(clone, 'history');
  expect(history.code).toBe(3);
  expect(history.report.scan.coverage.skipped).toMatchObject([
    { what: 'older history', why: expect.stringContaining('git fetch --unshallow') },
  ]);
  expect(history.report.summary.findings).toBeGreaterThanOrEqual(1);

  const range = await scan(clone, 'range', 'origin/side..HEAD');
  expect(range.code).toBe(3);
  expect(range.report.scan.coverage.skipped).toMatchObject([
    {
      what: expect.stringMatching(/^parents of commit/),
      why: expect.stringContaining('git fetch --unshallow'),
    },
  ]);

  const atTheTip = await scan(clone, 'range', 'HEAD..HEAD');
  expect(atTheTip).toMatchObject({ code: 0, report: { scan: { coverage: { complete: true, commits: 0 } } } });
});

test('a partial clone lacks content', async () => {
  const { folder: origin, write, commit, git } = makeRepository();
  write('old.env', `KEY=${makeKey('live', 2)}\n`);
  commit('first');
  write('old.env', 'KEY=\n');
  write('z.env', line);
  commit('second');
  git(['config', 'uploadpack.allowFilter', 'true']);
  const clone = join(scratchFolder(), 'clone');
  git(['clone', '-q', '--filter=blob:none', `file://${origin}`, clone]);

  const { code, report } = await scan(clone, 'history');
  expect(code).toBe(3);
  expect(report.summary.findings).toBe(1);
  expect(report.scan.coverage.skipped).toMatchObject([
    { what: '1 objects', why: expect.stringContaining('partial clone') },
  ]);
  const range = await scan(clone, 'range', 'HEAD~1..HEAD');
  expect(range).toMatchObject({ code: 1, report: { scan: { coverage: { complete: true } } } });
});
