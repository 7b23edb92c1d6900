// Where the report and the state go, and what happens when they can't go there.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { cli, reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

function folderWith(key: string): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'a.env'), `KEY=${key}\n`);
  return folder;
}

test('--output writes the report to a file, makes folders, and leaves stdout empty', async () => {
  const cwd = folderWith(makeKey('live', 1));
  const out = join(scratchFolder(), 'new', 'report.json');
  const result = await runCli(['scan', '--offline', '--format', 'json', '--output', out], { cwd });
  expect(result).toEqual({ code: 1, signal: null, stdout: '', stderr: '' });
  const report = JSON.parse(readFileSync(out, 'utf8')) as Report;
  expect(report).toMatchObject({ schema: 'akguard.report/1', summary: { findings: 1 }, exit_code: 1 });
  expect(readdirSync(join(out, '..'))).toEqual(['report.json']);
});

test.each(['a.env/report.json', 'folder'])(
  '--output %s can not be written: report on stdout, exit 3',
  async (output) => {
    const cwd = folderWith(makeKey('live', 1));
    mkdirSync(join(cwd, 'folder'));
    const { code, stdout, stderr } = await runCli(['scan', '--offline', '--output', output], { cwd });
    expect(stdout).toMatch(/^ak_live_\*{4}/);
    expect(stderr).toMatch(
      /^akguard: The report can not be written to .+\n {2}Choose another place with --output\.\n$/,
    );
    expect(code).toBe(3);
    expect(readdirSync(cwd)).toEqual(['a.env', 'folder']);
  },
);

test('--output to a pipe and to a device writes there, and leaves them what they are', async () => {
  const cwd = folderWith(makeKey('live', 1));
  const pipe = join(cwd, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const args = ['scan', '--offline', '--format', 'json', '--output'];
  const [result, text] = await Promise.all([runCli([...args, pipe], { cwd }), readFile(pipe, 'utf8')]);
  expect(result).toEqual({ code: 1, signal: null, stdout: '', stderr: '' });
  expect(JSON.parse(text)).toMatchObject({ summary: { findings: 1 } });
  expect(statSync(pipe).isFIFO()).toBe(true);
  rmSync(pipe);
  // Through a shell, as a socket, which Node makes for a child's stdout, can't be opened again.
  const shown = spawnSync('sh', ['-c', '"$0" "$@" | cat', process.execPath, cli, ...args, '/dev/stdout'], {
    cwd,
  });
  expect(JSON.parse(String(shown.stdout))).toMatchObject({ summary: { findings: 1 } });
  const full = await runCli([...args, '/dev/full'], { cwd });
  expect(full).toMatchObject({ code: 3, stderr: expect.stringMatching(/\/dev\/full: ENOSPC/) });
  expect(reportOf(full).summary.findings).toBe(1);
  expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
});

test('--output over a link that the tree under scan brought: the link is replaced, what it names is not written', async () => {
  const cwd = folderWith(makeKey('live', 1));
  symlinkSync('/dev/full', join(cwd, 'report.json'));
  const args = ['scan', '--offline', '--format', 'json', '--output', 'report.json'];
  expect(await runCli(args, { cwd })).toEqual({ code: 1, signal: null, stdout: '', stderr: '' });
  expect(lstatSync(join(cwd, 'report.json')).isFile()).toBe(true);
});

test.each([['human'], ['json']])('stdout on a full disk, %s: said, and exit 3', (format) => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'scan', '--offline', '--format', format], {
    cwd: folderWith(makeKey('live', 1)),
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect({ status, stderr }).toEqual({
    status: 3,
    stderr: expect.stringMatching(
      /^akguard: The report can not be written to standard output: ENOSPC.*\n.*--output\.\n$/,
    ),
  });
});

test('--output in a folder without permission to write', async () => {
  const cwd = folderWith(makeKey('live', 1));
  mkdirSync(join(cwd, 'shut'), { mode: 0o500 });
  const args = ['scan', '--offline', '--format', 'json', '--output', 'shut/report.json'];
  const result = await runCli(args, { cwd, powerless: true });
  expect(reportOf(result).summary.findings).toBe(1);
  expect(result.stderr).toMatch(/shut\/report\.json.*EACCES/);
  expect(result.code).toBe(3);
});

const unusable: [name: string, prepare: (folder: string) => string][] = [
  ['a folder', (folder) => folder],
  ['a path through a file', (folder) => join(folder, 'a.env', 'state.db')],
  ['a file that is no database', (folder) => join(folder, 'a.env')],
  ['a database that is not supported', () => 'postgres://u:hunter2@127.0.0.1/x'],
];
test.each(unusable)('--state is %s: nothing is revoked, people are told, exit 4', async (_name, prepare) => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const cwd = folderWith(key.raw);
  const args = ['scan', 'a.env', '--revoke', '--state', prepare(cwd), '--alert', 'file:alerts'];
  const result = await runCli([...args, '--format', 'json'], { cwd, env: sandbox.env });
  expect(reportOf(result).findings).toMatchObject([
    {
      verdict: { validity: 'active' },
      outcomes: [
        { action: 'revoke', result: 'failed', detail: expect.stringMatching(/^Nothing was revoked: /) },
        { action: 'alert', result: 'alerted' },
      ],
    },
  ]);
  expect(result.code).toBe(4);
  expect(result.stdout + result.stderr).not.toContain('hunter2');
  expect((await sandbox.ledger()).filter(({ step }) => step === 'revoke')).toEqual([]);
  expect(readdirSync(join(cwd, 'alerts'))).toHaveLength(1);
  expect(readFileSync(join(cwd, 'a.env'), 'utf8')).toContain('KEY=');
});

test('the state is made on need only, for its owner alone', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const cwd = folderWith(key.raw);
  const state = join(scratchFolder(), 'new', 'state.db');
  const args = ['scan', '--state', state];
  await runCli(args, { cwd, env: sandbox.env });
  await runCli([...args, '--offline', '--alert', 'file:x'], { cwd: scratchFolder() });
  expect(existsSync(state)).toBe(false);
  const { code } = await runCli([...args, '--revoke'], { cwd, env: sandbox.env });
  expect(code).toBe(1);
  expect((statSync(state).mode & 0o777).toString(8)).toBe('600');
});

test('an alert that can not be written: revoked all the same, and exit 3', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const cwd = folderWith(key.raw);
  const state = join(scratchFolder(), 'state.db');
  const args = ['scan', '--revoke', '--state', state, '--alert', 'file:a.env', '--format', 'json'];
  const result = await runCli(args, { cwd, env: sandbox.env });
  expect(reportOf(result).findings[0]?.outcomes).toMatchObject([
    { action: 'revoke', result: 'revoked' },
    { action: 'alert', result: 'failed' },
  ]);
  expect(result.code).toBe(3);
});
