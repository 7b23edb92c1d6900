// Names that want to be commands: of a terminal, of a CI runner, of git, of a shell. They are shown escaped wherever they
// are shown, never run, never parsed; and a key in a name is masked.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ReportMatch } from '../../src/core/report.ts';
import { type CliResult, reportOf, runCli } from '../helpers/cli.ts';
import { type TestRepository, makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const inName = makeKey('live', 7);
const hostile = [
  'new\nline.env',
  'return\r.env',
  'esc\u001b[31m\u001b]0;title\u0007.env',
  '::error::x.env',
  '::add-mask::x.env',
  '##[error]x.env',
  '-rf',
  '--output=pwned',
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned;.env',
  'bidi\u202e.env',
  'c1\u009b31m.env',
  ':(glob)**.env',
  'HEAD',
  'quote"\'\\.env',
  `${inName}.env`,
];
/** `caf` and a byte that is no UTF-8. */
const latin1 = Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from('.env')]);
const evilName = `\u001b[2J ::error::x ##[error]x -rf \u202e ${inName}`;

function fill(folder: string): void {
  const line = `KEY=${makeKey('live', 1)}\n`;
  for (const name of hostile) writeFileSync(join(folder, name), line);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), latin1]), line);
}

/** Every hostile name as a tracked file, a hostile author and message, and a ref; its configuration wants programs run. */
function hostileRepository(): Pick<TestRepository, 'folder' | 'git'> {
  const repository = makeRepository();
  const { folder, git, commit, write } = repository;
  commit('start');
  fill(folder);
  write('.gitattributes', '* diff=evil filter=evil\n');
  git(['add', '-A']);
  git([
    'commit',
    '-q',
    '--author',
    `::error:: ${evilName} <a@b>`,
    '-m',
    `::error::x\n\n::set-output\n${evilName}`,
  ]);
  git(['tag', '-a', 'v1', '-m', `::error::x ${makeKey('live', 1)} ${evilName}`]);
  for (const name of ['$(touch${IFS}pwned)', ';touch', 'bidi\u202e', `x${inName}`, '-rf']) {
    git(['update-ref', `refs/heads/${name}`, 'HEAD']);
  }
  return repository;
}

/** Settings that have git run programs. Only git as the CLI calls it may come by here afterwards. */
function armConfiguration(git: TestRepository['git']): void {
  for (const setting of ['diff.evil.textconv', 'diff.external', 'core.fsmonitor', 'core.pager']) {
    git(['config', setting, 'touch pwned; false']);
  }
  git(['config', 'core.hooksPath', '.']);
  git(['config', 'alias.log', '!touch pwned']);
}

/** Neither stream holds anything that acts on a terminal or, in a runner, on the workflow. */
function expectHarmless({ stdout, stderr }: CliResult, runner: boolean): void {
  for (const text of [stdout, stderr]) {
    expect(text.includes(inName)).toBe(false);
    expect(text.includes(makeKey('live', 1))).toBe(false);
    // eslint-disable-next-line no-misleading-character-class -- single code points, not sequences
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
    expect(text).not.toMatch(runner ? /^\s*::/m : /^::/m);
    if (runner) expect(text).not.toContain('##[');
  }
}

const runners = [{}, { GITHUB_ACTIONS: 'true' }];
const scans: [name: string, args: string[], places: number][] = [
  ['files', ['files'], hostile.length + 1],
  ['history', ['history'], 2],
  ['staged', ['staged'], hostile.length + 1],
  ['range', ['range', 'HEAD~1..HEAD'], hostile.length + 1],
];

describe.each(scans)('scan %s', (name, args, places) => {
  test.each(runners)('with %o', async (env) => {
    const { folder: cwd, git } = hostileRepository();
    if (name === 'staged') git(['reset', '-q', '--soft', 'HEAD~1']);
    armConfiguration(git);
    const run = (...format: string[]) => runCli(['scan', ...args, '--offline', ...format], { cwd, env });
    const json = await run('--format', 'json');
    expectHarmless(json, 'GITHUB_ACTIONS' in env);
    const human = await run();
    expectHarmless(human, 'GITHUB_ACTIONS' in env);
    expect(human.stderr + json.stderr).toBe('');
    expect({ human: human.code, json: json.code }).toEqual({ human: 1, json: 1 });

    const { findings, scan } = reportOf(json);
    expect(scan.coverage).toMatchObject({ complete: true, skipped: [] });
    const leaked = findings.find(({ redacted }) => redacted.endsWith(makeKey('live', 1).slice(-4)));
    expect(leaked?.matches).toHaveLength(places);
    if (name !== 'history') expect(leaked?.matches.map(nameOf).toSorted()).toEqual(shown());
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });
});

function nameOf({ path }: ReportMatch): string {
  return path ?? '';
}

/** What a report's JSON says these names are, once parsed. */
function shown(): string[] {
  const masked = `ak_live_****${inName.slice(-4)}.env`;
  return [...hostile.slice(0, -1), masked, String(latin1)].toSorted();
}

test.each(runners)('a plain folder, a log folder and patterns, with %o', async (env) => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, '::error::folder\n\u001b[1m'));
  fill(join(cwd, '::error::folder\n\u001b[1m'));
  const names = shown().map((name) => `::error::folder\n\u001b[1m/${name}`);
  for (const args of [['files'], ['files', '**'], ['log', '.']]) {
    const result = await runCli(['scan', ...args, '--offline', '--format', 'json'], { cwd, env });
    expectHarmless(result, 'GITHUB_ACTIONS' in env);
    expect(reportOf(result).scan.coverage).toMatchObject({ complete: true, skipped: [] });
    expect(reportOf(result).findings[0]?.matches.map(nameOf).toSorted()).toEqual(names.toSorted());
    expectHarmless(await runCli(['scan', ...args, '--offline'], { cwd, env }), 'GITHUB_ACTIONS' in env);
  }
});

test.each(runners)('names in skipped and in the log, with %o', async (env) => {
  const { folder: cwd, write } = makeRepository();
  for (const name of hostile) write(name, 'too large');
  // The report for people lists ten.
  for (const names of [hostile.slice(0, 9), hostile.slice(9)]) {
    for (const format of ['human', 'json']) {
      const args = ['scan', '--max-file-size', '1b', '--verbose', '--format', format, '--', ...names];
      const result = await runCli(args, { cwd, env });
      expect(result.stdout.match(/over --max-file-size/g)).toHaveLength(names.length);
      expect(result.code).toBe(3);
      expectHarmless(result, 'GITHUB_ACTIONS' in env);
    }
  }
});

const everything = `##[error]${hostile.join(' ')} ${evilName}`;
const mistakes: [name: string, args: string[]][] = [
  ['a path', ['scan', '--', everything]],
  ['a path at the start of the line', ['scan', '--', `::error::${everything}`]],
  ['a pattern', ['scan', '--', `${everything}*`]],
  ['a log', ['scan', 'log', '--', everything]],
  ['a repository', ['scan', 'history', '--', everything]],
  ['a revision', ['scan', 'range', '--', `${everything}..HEAD`]],
  ['a range', ['scan', 'range', '--', everything]],
  ['--format', ['scan', '--format', everything]],
  ['--config', ['scan', '--config', everything]],
  ['--alert', ['scan', '--alert', everything]],
  ['a command', [everything]],
  ['a flag', [`--${everything}`]],
];
test.each(mistakes)('names in an error about %s', async (name, args) => {
  const { folder: cwd } = makeRepository();
  for (const env of name === 'a path' ? runners : runners.slice(1)) {
    const result = await runCli(args, { cwd, env });
    expectHarmless(result, 'GITHUB_ACTIONS' in env);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^akguard: .*\n {2}.*\n$/);
  }
});
