// What can't be read is said and makes the run end with 3; the rest is scanned. What is left out by design is said too,
// and changes nothing.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { type CliOptions, reportOf, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

/** A key that must be found whatever else goes wrong. */
const line = `KEY=${makeKey('live', 1)}\n`;

function folderWithKey(): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'z.env'), line);
  return folder;
}

/** Scans offline; exit code and report agree, and the key is found. */
async function scan(code: number, args: string[], options: CliOptions): Promise<Report> {
  const result = await runCli(['scan', ...args, '--offline', '--format', 'json'], options);
  const report = reportOf(result);
  expect(report.summary.findings).toBe(1);
  expect({ code: result.code, stderr: result.stderr, complete: report.scan.coverage.complete }).toEqual({
    code,
    stderr: '',
    complete: code !== 3,
  });
  expect(report.exit_code).toBe(code);
  return report;
}

test('a file without permission to read it, in a folder and named', async () => {
  const cwd = folderWithKey();
  writeFileSync(join(cwd, 'secret.txt'), 'x', { mode: 0o000 });
  chmodSync(cwd, 0o755);
  for (const args of [['files'], ['files', 'secret.txt', 'z.env'], ['log', 'secret.txt', 'z.env']]) {
    const report = await scan(3, args, { cwd, powerless: true });
    expect(report.scan.coverage.skipped).toEqual([{ what: 'secret.txt', why: 'no permission to read it' }]);
  }
  const { stdout } = await runCli(['scan', '--offline'], { cwd, powerless: true });
  expect(stdout).toMatch(/secret\.txt: no permission to read it\nINCOMPLETE: /);
});

test('a folder without permission to list it', async () => {
  const cwd = folderWithKey();
  mkdirSync(join(cwd, 'shut'));
  chmodSync(join(cwd, 'shut'), 0o000);
  onTestFinished(() => chmodSync(join(cwd, 'shut'), 0o700));
  for (const args of [['files'], ['files', '**'], ['files', 'shut', 'z.env'], ['log', '.']]) {
    const report = await scan(3, args, { cwd, powerless: true });
    expect(report.scan.coverage.skipped).toEqual([{ what: 'shut', why: 'no permission to read it' }]);
  }
  const excluded = await scan(1, ['files', '--exclude', 'shut'], { cwd, powerless: true });
  expect(excluded.scan.coverage.skipped).toEqual([{ what: '1 files', why: 'excluded by --exclude' }]);
});

test('the same in a repository', async () => {
  const { folder: cwd, write, commit } = makeRepository();
  write('z.env', line);
  write('shut/a.txt', 'x');
  write('secret.txt', 'x');
  commit('all');
  write('untracked/b.txt', 'x');
  for (const path of ['shut', 'secret.txt', 'untracked']) chmodSync(join(cwd, path), 0o000);
  onTestFinished(() => ['shut', 'untracked'].forEach((path) => chmodSync(join(cwd, path), 0o700)));
  const report = await scan(3, ['files'], { cwd, powerless: true });
  const skipped = report.scan.coverage.skipped.map(({ what }) => what);
  expect(skipped).toEqual(expect.arrayContaining(['secret.txt', 'shut/a.txt', 'untracked/']));
});

test('a nested repository that can not be entered', async () => {
  const { folder: cwd, write } = makeRepository();
  write('z.env', line);
  mkdirSync(join(cwd, 'nested'));
  makeRepository(join(cwd, 'nested')).commit('inside');
  write('nested/inside.txt', 'x');
  // Node can't start a process in a folder whose name is not UTF-8.
  renameSync(join(cwd, 'nested'), Buffer.concat([Buffer.from(`${cwd}/nest`), Buffer.from([0xe9])]));
  const report = await scan(3, ['files'], { cwd });
  expect(report.scan.coverage.skipped).toEqual([
    { what: 'nest\ufffd', why: 'it is gone, or its name is not UTF-8' },
  ]);
});

test.runIf(process.platform === 'linux')('a file that fails in the middle of reading', async () => {
  const cwd = folderWithKey();
  // A process can't read its own memory at address 0.
  symlinkSync('/proc/self/mem', join(cwd, 'failing'));
  const report = await scan(3, ['files', 'failing', 'z.env'], { cwd });
  expect(report.scan.coverage.skipped).toEqual([{ what: 'failing', why: 'the disk failed to read it' }]);
});

/** Removes `b.txt` when `a.txt` is opened, which is after both were listed. */
const race = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { openSync } = fs;
  fs.openSync = (path, ...rest) => {
    if (String(path).endsWith('a.txt')) fs.rmSync('b.txt');
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
`;

test.each(['a folder', 'a repository', 'a pattern', 'a log folder'])(
  'a file that vanishes during the scan of %s',
  async (where) => {
    const cwd = folderWithKey();
    if (where === 'a repository') makeRepository(cwd);
    writeFileSync(join(cwd, 'a.txt'), 'a');
    writeFileSync(join(cwd, 'b.txt'), 'b');
    const args = { 'a pattern': ['files', '*'], 'a log folder': ['log', '.'] }[where] ?? ['files'];
    const report = await scan(3, args, { cwd, preload: race });
    expect(report.scan.coverage.files).toBe(2);
    expect(report.scan.coverage.skipped).toEqual([{ what: 'b.txt', why: 'vanished before it was read' }]);
  },
);

test('a tracked file that is gone is no gap', async () => {
  const { folder: cwd, write, commit } = makeRepository();
  write('z.env', line);
  write('gone.txt', 'x');
  commit('both');
  rmSync(join(cwd, 'gone.txt'));
  expect((await scan(1, ['files'], { cwd })).scan.coverage.skipped).toEqual([]);
});

test.each(['files', 'log'])('a file over --max-file-size, for scan %s', async (source) => {
  const cwd = folderWithKey();
  writeFileSync(join(cwd, 'big.bin'), Buffer.alloc(1001));
  writeFileSync(join(cwd, 'fits.bin'), Buffer.alloc(1000));
  const report = await scan(3, [source, 'big.bin', 'fits.bin', 'z.env', '--max-file-size', '1kB'], { cwd });
  expect(report.scan.coverage.skipped).toEqual([
    { what: 'big.bin', why: '1001 bytes, over --max-file-size' },
  ]);
  await scan(1, [source, 'big.bin', 'z.env'], { cwd });
});

test('a pipe, a socket and links to devices are left out, said, and never waited for', async () => {
  const cwd = folderWithKey();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  symlinkSync('/dev/zero', join(cwd, 'zero'));
  const server = createServer().listen(join(cwd, 'socket'));
  onTestFinished(() => void server.close());

  const folder = await scan(1, ['files'], { cwd, timeoutMs: 10_000 });
  expect(folder.scan.coverage.skipped).toEqual([
    { what: 'pipe', why: 'a named pipe, not a file' },
    { what: 'socket', why: 'a socket, not a file' },
    { what: '1 symbolic links', why: 'not followed; their targets were scanned as text' },
  ]);
  const named = await scan(1, ['files', 'pipe', 'socket', 'zero', 'z.env'], { cwd, timeoutMs: 10_000 });
  expect(named.scan.coverage.skipped.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    'pipe: a named pipe, not a file',
    'socket: a socket, not a file',
    'zero: a device, not a file',
  ]);
  const logs = await scan(1, ['log', 'pipe', 'zero', 'z.env'], { cwd, timeoutMs: 10_000 });
  expect(logs.scan.coverage.skipped.map(({ what }) => what)).toEqual(['pipe', 'zero']);
});

test('a tracked file that became a pipe', async () => {
  const { folder: cwd, write, commit } = makeRepository();
  write('z.env', line);
  write('pipe', '');
  commit('both');
  rmSync(join(cwd, 'pipe'));
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const report = await scan(1, ['files'], { cwd, timeoutMs: 10_000 });
  expect(report.scan.coverage.skipped).toEqual([{ what: 'pipe', why: 'a named pipe, not a file' }]);
});

test('a link out of the tree is not followed; its target is scanned as text', async () => {
  const outside = folderWithKey();
  const cwd = scratchFolder();
  symlinkSync(join(outside, 'z.env'), join(cwd, 'link'));
  symlinkSync(`/nowhere/${makeKey('live', 1)}`, join(cwd, 'telling'));
  const report = await scan(1, ['files'], { cwd });
  expect(report.findings[0]?.matches.map(({ path }) => path)).toEqual(['telling']);
  expect(readFileSync(join(cwd, 'link'), 'utf8')).toBe(line);
});
