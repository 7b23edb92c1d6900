// What may happen while a history scan goes on: it is killed, a thread of it or git dies, packs and objects change under it.
// Never does it end green, nor hang, nor claim anything that it did not read.
import { chmodSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noise, seeded } from '../bench/random.ts';
import { type CliOptions, type CliResult, reportOf, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const count = 36;
const made = { folder: '', blobs: [] as string[] };

/** A pack of 32 MB, which is worth a second thread, of blobs that are one piece of work each and hold a key each. */
beforeAll(() => {
  made.folder = mkdtempSync(join(tmpdir(), 'akguard-test-'));
  const { write, commit, git } = makeRepository(made.folder);
  const random = seeded(1);
  for (let n = 0; n < count; n++) {
    const key = Buffer.from(`\nKEY=${makeKey('live', n)}\n`);
    write(`f${n}`, Buffer.concat([Buffer.alloc(64, 0x20), noise(random, 900_000), key]));
  }
  git(['config', 'core.compression', '0']);
  commit('all');
  git(['repack', '-q', '-a', '-d', '--window=0']);
  made.blobs = git(['ls-tree', '--object-only', 'HEAD']).split('\n').toSorted();
});

afterAll(() => rmSync(made.folder, { recursive: true, force: true }));

/** A copy that may be broken. */
function copy(): { folder: string; pack: string } {
  const folder = scratchFolder();
  cpSync(made.folder, folder, { recursive: true });
  const packs = join(folder, '.git/objects/pack');
  const pack = join(packs, readdirSync(packs).find((name) => name.endsWith('.pack')) ?? '');
  chmodSync(pack, 0o644);
  return { folder, pack };
}

const scan = (cwd: string, options: CliOptions = {}, ...args: string[]) =>
  runCli(['scan', 'history', '--offline', '--format', 'json', '--jobs', '2', ...args], { cwd, ...options });

/** JavaScript that runs when a thread, the main one or the other, asks for its n-th piece of work. */
function atPiece(thread: 'main' | 'other', n: number, action: string): string {
  return `
    import { execFileSync } from 'node:child_process';
    import fs from 'node:fs';
    import { isMainThread } from 'node:worker_threads';
    const { add } = Atomics;
    let pieces = 0;
    Atomics.add = (...counter) => {
      if (isMainThread === ${thread === 'main'} && ++pieces === ${n}) { ${action} }
      return add(...counter);
    };
  `;
}

/** Ids of the blobs in which keys were found, and of those that are named as not read. */
function told(result: CliResult): { found: string[]; named: string[] } {
  const { findings, scan: scanned } = reportOf(result);
  const found = findings.flatMap(({ matches }) => matches.map(({ blob }) => blob ?? '?'));
  const named = scanned.coverage.skipped.flatMap(({ what }) => /^object (\w{40})$/.exec(what)?.[1] ?? []);
  return { found: found.toSorted(), named: named.toSorted() };
}

test('undisturbed: every key', async () => {
  const result = await scan(made.folder);
  expect(result.code).toBe(1);
  expect(told(result)).toEqual({ found: made.blobs, named: [] });
});

test.each(['SIGTERM', 'SIGKILL', 'SIGINT'] as const)('%s half way: no report', async (signal) => {
  const preload = atPiece('main', 4, `process.kill(process.pid, '${signal}'); for (;;);`);
  expect(await scan(made.folder, { preload })).toEqual({ code: null, signal, stdout: '', stderr: '' });
});

describe('a thread that dies takes what it has seen with it', () => {
  test.each([
    ['by an error', `throw new Error('out of luck');`],
    ['by ending', 'process.exit(0);'],
  ])('%s', async (_, action) => {
    const { code, stdout, stderr } = await scan(made.folder, { preload: atPiece('other', 1, action) });
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toMatch(
      /^akguard: This is a bug in akguard, please report it: (out of luck|a thread ended)/,
    );
  });
});

describe('while packs are walked', () => {
  test('a pack is cut short: what is lost is named', async () => {
    const { folder, pack } = copy();
    const size = Math.floor(statSync(pack).size * 0.6);
    const preload = atPiece('main', 2, `fs.truncateSync(${JSON.stringify(pack)}, ${size});`);
    const result = await scan(folder, { preload });
    expect(result.code).toBe(3);
    const { found, named } = told(result);
    expect([...found, ...named].toSorted()).toEqual(made.blobs);
    expect([found.length > 0, named.length > 0]).toEqual([true, true]);
    const { blobs, objects } = reportOf(result).scan.coverage;
    expect({ blobs, objects }).toEqual({ blobs: found.length, objects: found.length + 2 });
  });

  test('a pack is overwritten with something else: what is lost is named', async () => {
    const { folder, pack } = copy();
    const from = Math.floor(statSync(pack).size / 2);
    const action = `const fd = fs.openSync(${JSON.stringify(pack)}, 'r+');
      fs.writeSync(fd, Buffer.alloc(12e6, 'something else '), 0, 12e6, ${from});`;
    const result = await scan(folder, { preload: atPiece('main', 2, action) });
    expect(result.code).toBe(3);
    const { found, named } = told(result);
    expect([...found, ...named].toSorted()).toEqual(made.blobs);
    expect([found.length > 0, named.length > 0]).toEqual([true, true]);
  });

  test('packs are made anew: every key', async () => {
    const { folder } = copy();
    const git = `execFileSync('git', ['-c', 'pack.packSizeLimit=12m', 'repack', '-q', '-a', '-d', '-F', '--window=0'],
      { cwd: ${JSON.stringify(folder)} });`;
    const result = await scan(folder, { preload: atPiece('main', 2, git) });
    expect(result.code).toBe(1);
    expect(told(result)).toEqual({ found: made.blobs, named: [] });
    const { blobs, objects, skipped } = reportOf(result).scan.coverage;
    expect({ blobs, objects, skipped }).toEqual({ blobs: count, objects: count + 2, skipped: [] });
  });

  test('the whole store goes: what was open is read, where keys came from is not claimed', async () => {
    const { folder } = copy();
    const action = `fs.rmSync(${JSON.stringify(join(folder, '.git/objects'))}, { recursive: true });`;
    const result = await scan(folder, { preload: atPiece('main', 2, action) });
    expect(result.code).toBe(3);
    expect(told(result).found).toEqual(made.blobs);
    expect(reportOf(result).scan.coverage.skipped).toContainEqual({
      what: 'where keys came from',
      why: expect.stringMatching(/\w/),
    });
  });
});

/** A folder with a git that kills itself when its arguments fit a pattern of sh, and else is git. */
function mortalGit(pattern: string): string {
  const folder = scratchFolder();
  const script = `#!/bin/sh\ncase "$*" in ${pattern}) kill -9 $$ ;; esac\nPATH=\${PATH#*:} exec git "$@"\n`;
  writeFileSync(join(folder, 'git'), script, { mode: 0o755 });
  return `${folder}:${process.env['PATH']}`;
}

describe('git is killed', () => {
  test('while it reads a large loose object: that one is named', async () => {
    const { folder, write, commit, git } = makeRepository();
    write('a.env', `KEY=${makeKey('live', 1)}\n`);
    write('large', noise(seeded(2), 2 << 20));
    commit('both');
    const result = await scan(folder, { env: { PATH: mortalGit('*"cat-file --batch --buffer"') } });
    expect(result.code).toBe(3);
    expect(told(result)).toEqual({
      found: [git(['rev-parse', 'HEAD:a.env'])],
      named: [git(['rev-parse', 'HEAD:large'])],
    });
  });

  test('while it tells where keys came from', async () => {
    const { folder, write, commit } = makeRepository();
    write('a.env', `KEY=${makeKey('live', 1)}\n`);
    commit('the leak');
    const result = await scan(folder, { env: { PATH: mortalGit('*" log "*|*" rev-list "*') } });
    expect(result.code).toBe(3);
    expect(reportOf(result).scan.coverage.skipped).toContainEqual({
      what: 'where keys came from',
      why: expect.stringMatching(/\w/),
    });
    expect(reportOf(result).summary.findings).toBe(1);
  });

  test('before it tells where the store is', async () => {
    const { folder, commit } = makeRepository();
    commit('start');
    const { code, stdout } = await scan(folder, { env: { PATH: mortalGit('*" rev-parse "*') } });
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
  });
});
