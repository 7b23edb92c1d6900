// Nothing to read, nobody to read the report: the run ends quietly with the exit code it earned, and an empty scan says
// what it looked at.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CliOptions, reportOf, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const empties: [name: string, args: string[], said: string, options: () => CliOptions][] = [
  ['an empty folder', ['files'], 'Nothing to scan (scan files .): no file there.', () => ({})],
  [
    'an empty folder by name',
    ['empty'],
    'Nothing to scan (scan files empty): no file there.',
    () => {
      const cwd = scratchFolder();
      mkdirSync(join(cwd, 'empty'));
      return { cwd };
    },
  ],
  [
    'an empty log on standard input',
    ['log', '-'],
    'Nothing to scan (scan log standard input): the log is empty.',
    () => ({}),
  ],
  [
    'an empty log without operand',
    ['log'],
    'Nothing to scan (scan log standard input): the log is empty.',
    () => ({}),
  ],
  [
    'files of a repository without commits',
    ['files'],
    'Nothing to scan (scan files .): no file there.',
    emptyRepository,
  ],
  [
    'staged in a repository without commits',
    ['staged'],
    'Nothing to scan (scan staged the index): nothing is staged.',
    emptyRepository,
  ],
  [
    'history of a repository without commits',
    ['history'],
    'Nothing to scan (scan history .): the repository is empty.',
    emptyRepository,
  ],
  [
    'history of an empty bare repository',
    ['history'],
    'Nothing to scan (scan history .): the repository is empty.',
    () => ({
      cwd: makeRepository(scratchFolder(), ['--bare']).folder,
    }),
  ],
  [
    'an empty range',
    ['range', 'HEAD..HEAD'],
    'Nothing to scan (scan range HEAD..HEAD): these commits add nothing.',
    () => {
      const { folder, commit } = makeRepository();
      commit('one');
      return { cwd: folder };
    },
  ],
  [
    'nothing staged',
    ['staged'],
    'Nothing to scan (scan staged the index): nothing is staged.',
    () => {
      const { folder, commit } = makeRepository();
      commit('one');
      return { cwd: folder };
    },
  ],
];

function emptyRepository(): CliOptions {
  return { cwd: makeRepository().folder };
}

test.each(empties)('%s', async (_name, args, said, options) => {
  expect(await runCli(['scan', ...args], options())).toEqual({
    code: 0,
    signal: null,
    stdout: `${said}\n`,
    stderr: '',
  });
});

test('a range in a repository without commits is an unknown revision', async () => {
  const { code, stdout, stderr } = await runCli(['scan', 'range', 'HEAD~1..HEAD'], emptyRepository());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/git knows no revision HEAD/);
});

test('a key staged for the very first commit is found', async () => {
  const { folder, write, git } = makeRepository();
  write('a.env', `KEY=${makeKey('live', 1)}\n`);
  git(['add', '-A']);
  const result = await runCli(['scan', 'staged', '--offline', '--format', 'json'], { cwd: folder });
  expect(reportOf(result).summary.findings).toBe(1);
  expect(result.code).toBe(1);
});

test.each(['verify', 'revoke'])('%s with nothing on standard input', async (command) => {
  for (const input of ['', ' \n\n']) {
    const { code, stdout, stderr } = await runCli([command], { input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^akguard: No key on standard input\.\n {2}Pipe one key in/);
  }
});

/** Far more than a pipe holds. */
function folderOfKeys(): string {
  const folder = scratchFolder();
  const lines = Array.from({ length: 6000 }, (_, i) => `KEY=${makeKey('live', i % 50)}\n`);
  writeFileSync(join(folder, 'keys.env'), lines.join(''));
  return folder;
}

test.each(['json', 'human'])('a reader of the %s report that goes away', async (format) => {
  const cwd = folderOfKeys();
  const args = ['scan', '--offline', '--format', format];
  const whole = await runCli(args, { cwd });
  if (format === 'json') expect(whole.stdout.length).toBeGreaterThan(1_000_000);
  expect(whole.code).toBe(1);
  expect(await runCli(args, { cwd, closeStdout: true })).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr: '',
  });
  const clean = await runCli(['scan', 'files', 'x'], { cwd: emptyX(), closeStdout: true });
  expect(clean).toMatchObject({ code: 0, stderr: '' });
});

test('a history scan that is killed at any moment claims nothing, leaves nothing, and can be run again', async () => {
  const { folder: cwd, write, commit, git } = makeRepository();
  for (let i = 0; i < 20; i++) {
    write('a.txt', `KEY=${makeKey('live', i)}\n${randomBytes(100_000).toString('hex')}\n`);
    commit(`step ${i}`);
  }
  git(['repack', '-q', '-a', '-d']);
  const outer = scratchFolder();
  const report = join(outer, 'report.json');
  const args = ['scan', 'history', '--offline', '--format', 'json', '--output', report];
  for (let i = 0; i < 12; i++) {
    const { stdout } = await runCli(args, { cwd, timeoutMs: 50 * (i + 1), env: { TMPDIR: outer } });
    expect(stdout).toBe('');
    // A report is there whole or not at all; what it is written to first may stay.
    for (const name of readdirSync(outer).filter((each) => !each.endsWith('.tmp')))
      expect(JSON.parse(readFileSync(join(outer, name), 'utf8'))).toMatchObject({
        summary: { findings: 20 },
      });
    rmSync(report, { force: true });
  }
  expect(await runCli(args, { cwd })).toMatchObject({ code: 1, stdout: '', stderr: '' });
  expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ summary: { findings: 20 } });
});

function emptyX(): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'x'), 'x');
  return folder;
}
