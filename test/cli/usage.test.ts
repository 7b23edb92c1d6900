// Errors of usage and configuration: one clear sentence with its remedy, exit 2, and nothing else happens.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CliOptions, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type SandboxProcess, startSandboxProcess } from '../helpers/sandbox-process.ts';

let sandbox: SandboxProcess;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox.stop());

/** Runs the CLI and holds it to what every error of usage has to look like; returns the sentence. */
async function refusedWith(args: string[], options: CliOptions = {}): Promise<string> {
  const before = (await sandbox.ledger()).length;
  const { code, stdout, stderr } = await runCli(args, {
    ...options,
    env: { ...sandbox.env, ...options.env },
  });
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^akguard: [^\n]+\n {2}[A-Z][^\n]+\.\n$/);
  expect(code).toBe(2);
  expect((await sandbox.ledger()).length - before).toBe(0);
  return stderr;
}

/** A folder with a key in it, which would be verified if anything ran. */
function folderWithKey(): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'a.env'), `KEY=${makeKey('live', 1)}\n`);
  return folder;
}

const commandLines: [name: string, args: string[], sentence: RegExp][] = [
  ['a path that does not exist', ['scan', 'files', 'no/such/path'], /nothing at no\/such\/path\..*Check/s],
  ['a log that does not exist', ['scan', 'log', 'no.log'], /nothing at no\.log/],
  ['a pattern that matches nothing', ['scan', 'files', '**/*.nope'], /No file matches \*\*\/\*\.nope/],
  ['a pattern that matches no log', ['scan', 'log', '*.nope'], /No file matches \*\.nope/],
  ['history outside of a repository', ['scan', 'history'], /not in a git repository.*scan files/s],
  ['history of a path that does not exist', ['scan', 'history', 'no/such'], /nothing at no\/such\./],
  ['history of a file', ['scan', 'history', 'a.env'], /a\.env is not in a git repository/],
  ['staged outside of a repository', ['scan', 'staged'], /not in a git repository/],
  ['range outside of a repository', ['scan', 'range', 'a..b'], /not in a git repository/],
  ['range without a range', ['scan', 'range'], /scan range BASE\.\.HEAD/],
  ['an operand that the source has no use for', ['scan', 'staged', 'a.env'], /akguard scan staged/],
  ['an unknown flag', ['scan', '--frobnicate'], /'--frobnicate'.*--help/s],
  ['an unknown short flag', ['scan', '-Z'], /'-Z'/],
  ['an unknown command', ['frobnicate'], /no command `frobnicate`/],
  ['an unknown command of rules', ['rules', 'frobnicate'], /no command `rules frobnicate`/],
  [
    'a flag that the command has no use for',
    ['rules', 'list', '--revoke'],
    /rules list` has no use for --revoke/,
  ],
  ['--exclude for a source without paths', ['scan', 'staged', '--exclude', 'x'], /no use for --exclude/],
  ['a flag without its value', ['scan', '--output'], /--output.*argument missing/],
  [
    'a flag in the place of a value',
    ['scan', '--output', '--revoke'],
    /'--output' argument is ambiguous\.\n/,
  ],
  ['a value for a switch', ['scan', '--revoke=yes'], /--revoke/],
  ['--format', ['scan', '--format', 'xml'], /--format can not be `xml`: it takes human, json/],
  ['--fail-on', ['scan', '--fail-on', 'some'], /--fail-on can not be `some`: it takes any, active, none/],
  ['--max-file-size', ['scan', '--max-file-size', '12 miles'], /can not be `12 miles`.*500kB/],
  ['--state', ['scan', '--revoke', '--state', ''], /--state/],
  [
    'an unknown alert channel',
    ['scan', '--alert', 'pigeon:home'],
    /pigeon:home is not an alert channel.*`file`/s,
  ],
  ['a channel without its folder', ['scan', '--alert', 'file:'], /file: is not an alert channel: the folder/],
  [
    'a channel of Object.prototype',
    ['scan', '--alert', 'constructor'],
    /constructor is not an alert channel/,
  ],
  ['an unknown generation', ['sandbox', '--generation', 'B'], /speaks generation A or D, not B/],
  ['an unknown fault', ['sandbox', '--fault', 'gremlins'], /'gremlins' is not a fault/],
  ['a port that is none', ['sandbox', '--live-port', 'http'], /--live-port takes a port number, not http/],
];
test.each(commandLines)('%s', async (_name, args, sentence) => {
  expect(await refusedWith(args, { cwd: folderWithKey() })).toMatch(sentence);
});

test.each(['verify', 'revoke'])('%s takes no key as an operand', async (command) => {
  const key = makeKey('live', 1);
  const stderr = await refusedWith([command, key]);
  expect(stderr).toMatch(/takes no operands. A key is read from standard input only/);
  expect(stderr.includes(key)).toBe(false);
});

test('a key in the place of a command is not repeated', async () => {
  const key = makeKey('live', 1);
  expect((await refusedWith([key])).includes(key)).toBe(false);
});

const ranges: [range: string, sentence: RegExp][] = [
  ['nope..HEAD', /no revision nope.*git fetch --unshallow/s],
  ['HEAD..nope', /no revision nope/],
  ['--output=pwned..HEAD', /no revision --output=pwned/],
  ['HEAD..--all', /no revision --all/],
  ['HEAD', /A range is BASE\.\.HEAD, not HEAD\./],
  ['HEAD...HEAD', /A range is BASE\.\.HEAD/],
  ['a..b..c', /A range is BASE\.\.HEAD/],
  ['\n..HEAD', /no revision \\n/],
  ['\u001b[31m::error::x..HEAD', /no revision \\x1b\[31m::error::x/],
];
test.each(ranges)('range %j', async (range, sentence) => {
  const { folder, commit } = makeRepository();
  commit('one');
  expect(await refusedWith(['scan', 'range', '--', range], { cwd: folder })).toMatch(sentence);
  expect(readdirSync(folder)).toEqual(['.git']);
});

const configs: [name: string, text: string, sentence: RegExp][] = [
  ['YAML that does not parse', 'format: json\nalert: [file\nstate: x\n', /c\.yml is not valid: line [23]: /],
  ['JSON that does not parse', '{\n  "format": "json",\n  "alert": [,]\n}\n', /line 3: /],
  ['an unknown field', 'format: json\nformatt: json\n', /line 2, field formatt: /],
  [
    'an unknown field further in',
    'policy:\n  - name: x\n    actions: []\n    wen: {}\n',
    /line 4, field policy\.0\.wen: /,
  ],
  ['a value of the wrong type', 'format: json\nexclude: 7\n', /line 2, field exclude: /],
  [
    'a value that there is not',
    'policy:\n- name: x\n  actions:\n  - explode\n',
    /line 4, field policy\.0\.actions\.0: /,
  ],
  ['a size that is none', 'max_file_size: big\n', /line 1, field max_file_size: .*500kB/],
  ['a list where fields belong', '- format\n', /line 1/],
  ['two documents', 'format: json\n---\nformat: human\n', /line [23]: /],
];
test.each(configs)('a configuration with %s', async (_name, text, sentence) => {
  const folder = folderWithKey();
  writeFileSync(join(folder, 'c.yml'), text);
  expect(await refusedWith(['scan', '--config', 'c.yml'], { cwd: folder })).toMatch(sentence);
});

test('a configuration that is not there, by flag and by variable', async () => {
  const cwd = folderWithKey();
  const sentence = /configuration c\.yml is not valid: there is no such file/;
  expect(await refusedWith(['scan', '--config', 'c.yml'], { cwd })).toMatch(sentence);
  expect(await refusedWith(['scan'], { cwd, env: { AKGUARD_CONFIG: 'c.yml' } })).toMatch(sentence);
});

test('a configuration that is a folder', async () => {
  const cwd = folderWithKey();
  mkdirSync(join(cwd, 'c.yml'));
  expect(await refusedWith(['scan', '--config', 'c.yml'], { cwd })).toMatch(/configuration c\.yml/);
});

const endpoints: [name: string, variable: string, value: string, sentence: RegExp][] = [
  [
    'http on another host',
    'AKGUARD_LIVE_URL',
    'http://api.example.test',
    /http would send the key in the clear.*https/s,
  ],
  [
    'http for test keys',
    'AKGUARD_TEST_URL',
    'http://api.example.test',
    /http would send the key in the clear/,
  ],
  ['neither https nor http', 'AKGUARD_LIVE_URL', 'ftp://127.0.0.1', /neither https nor http/],
  ['no URL', 'AKGUARD_TEST_URL', 'api.example.test', /not a URL/],
  ['with a password', 'AKGUARD_LIVE_URL', 'https://u:hunter2@api.example.test', /user name or password/],
  ['with a query', 'AKGUARD_TEST_URL', 'https://api.example.test/?x', /query or a fragment/],
];
test.each(endpoints)('an endpoint: %s', async (_name, variable, value, sentence) => {
  const stderr = await refusedWith(['scan'], { cwd: folderWithKey(), env: { [variable]: value } });
  expect(stderr).toMatch(sentence);
  expect(stderr).toContain(variable);
  expect(stderr).not.toContain('hunter2');
});

test('a management key of the other environment is refused and not repeated', async () => {
  const key = makeKey('test', 1);
  const stderr = await refusedWith(['scan'], { env: { AKGUARD_LIVE_API_KEY: key } });
  expect(stderr).toMatch(/AKGUARD_LIVE_API_KEY does not hold a key that starts with ak_live_/);
  expect(stderr.includes(key)).toBe(false);
});

test('an alert channel on GitHub without a token', async () => {
  const stderr = await refusedWith(['scan', '--alert', 'github-issue:o/r'], { cwd: folderWithKey() });
  expect(stderr).toMatch(/github-issue:o\/r is not an alert channel: GITHUB_TOKEN is not set/);
});

test('without git on PATH', async () => {
  const { folder } = makeRepository();
  const stderr = await refusedWith(['scan', 'history'], { cwd: folder, env: { PATH: scratchFolder() } });
  expect(stderr).toMatch(/git could not be started.*Install git/s);
});
