// `akguard keys` against the sandbox, over HTTP.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import type { SandboxProcess } from '../helpers/sandbox-process.ts';
import { type WarmOptions, type WarmResult, warmCli } from '../helpers/warm-cli.ts';
import { warmSandbox } from '../helpers/warm-sandbox.ts';

/** Commands that share a folder and a state. */
function shell(sandbox: Pick<SandboxProcess, 'env'>) {
  const cwd = scratchFolder();
  const state = join(cwd, 's.db');
  const run = (args: string[], more: Omit<WarmOptions, 'cwd'> = {}) =>
    warmCli([...args, '--state', state], {
      cwd,
      ...more,
      env: { ...sandbox.env, ...more.env },
    });
  return { cwd, state, run };
}

const jsonOf = ({ stdout, stderr }: WarmResult) => {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
};
/** Whether any text holds the key. */
const holds = (raw: string, ...texts: string[]) => texts.some((text) => text.includes(raw.slice(8)));

describe.each(['A', 'D'] as const)('generation %s', (generation) => {
  test('create: the key is in the file, for its owner only, and nowhere else', async () => {
    const sandbox = await warmSandbox(generation);
    const { cwd, state, run } = shell(sandbox);
    const made = await run([
      'keys',
      'create',
      '--env',
      'live',
      '--name',
      'checkout',
      '--to',
      'file:keys/app.key',
    ]);
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' });
    const file = join(cwd, 'keys', 'app.key');
    const raw = readFileSync(file, 'utf8').trimEnd();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(raw).toMatch(/^ak_live_\w{32}$/);
    expect(made.stdout).toMatch(
      /^Made live key \w+ \(ak_live_\*{4}\w{4}\), and handed it over to keys\/app.key, mode 0600\.\n$/,
    );
    expect(holds(raw, made.stdout, readFileSync(state, 'latin1'))).toBe(false);

    const verified = await run(['verify', '--format', 'json'], { input: raw });
    expect(jsonOf(verified).findings).toMatchObject([{ verdict: { validity: 'active' } }]);
    const listed = jsonOf(await run(['keys', 'list', '--format', 'json']));
    expect(listed.schema).toBe('akguard.keys/1');
    expect(listed.keys).toMatchObject([
      { name: 'management', environment: 'live', known: false },
      { name: 'checkout', environment: 'live', known: true },
      { name: 'management', environment: 'test', known: false },
    ]);
    // Known for certain, though there are two keys that it could be.
    const revoked = jsonOf(await run(['revoke', '--format', 'json'], { input: raw }));
    expect(revoked.findings).toMatchObject([
      { key: { name: 'checkout', matched_by: 'inventory' }, outcomes: [{ result: 'revoked' }] },
    ]);
    expect(jsonOf(await run(['keys', 'list', '--env', 'live', '--format', 'json'])).keys).toHaveLength(1);
  });

  test('register: which key the one on standard input is', async () => {
    const sandbox = await warmSandbox(generation);
    const { run } = shell(sandbox);
    const key = await sandbox.createKey('test', 'other');
    const first = await run(['keys', 'register'], { input: `${key.raw}\n` });
    const way = { A: 'last-used-probe', D: 'masked-suffix' }[generation];
    expect(first.stdout).toContain(` is test key ${key.id}, identified by ${way}.\n`);
    const again = await run(['keys', 'register'], { input: key.raw });
    expect(again.stdout).toMatch(/, in the inventory since 2\d{3}-.*Z\.\n$/);
    const json = jsonOf(await run(['keys', 'register', '--format', 'json'], { input: key.raw }));
    expect(json).toEqual({
      schema: 'akguard.key/1',
      fingerprint: fingerprintOf(key.raw),
      key_id: key.id,
      environment: 'test',
      source: 'registered',
    });
    expect(holds(key.raw, first.stdout, first.stderr, again.stdout)).toBe(false);
    const listed = jsonOf(await run(['keys', 'list', '--env', 'test', '--format', 'json'])).keys;
    expect(listed.map(({ name, known }: { name: string; known: boolean }) => [name, known])).toEqual([
      ['management', false],
      ['other', true],
    ]);
  });
});

describe('review', () => {
  test('ends with 1 when there is something to do, and with 0 when there is not', async () => {
    const sandbox = await warmSandbox();
    const { run } = shell(sandbox);
    const unknown = await run(['keys', 'review', '--env', 'live']);
    expect(unknown).toMatchObject({ code: 1, stderr: '' });
    expect(unknown.stdout).toMatch(/^live key_\w+ management\n {2}unrecognised: not in the inventory\n/);
    expect(unknown.stdout).toMatch(/\n1 key, 1 thing to do\.\n$/);

    // The only key, and new: told by its use where the machine is quiet, by a list of a minute later where it is not.
    const input = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
    expect(await run(['keys', 'register'], { input })).toMatchObject({ code: 0 });
    expect(await run(['keys', 'review', '--env', 'live'])).toMatchObject({ code: 0, stderr: '' });

    await run(['keys', 'create', '--env', 'live', '--name', 'anna-dev', '--to', 'file:a.key']);
    const named = await run(['keys', 'review', '--env', 'live', '--format', 'json']);
    expect(named.code).toBe(1);
    expect(jsonOf(named).keys).toMatchObject([
      { name: 'management', advice: [] },
      { name: 'anna-dev', advice: [{ kind: 'development-name' }] },
    ]);
    const strict = ['--max-age', '0s', '--unused-for', '0s'];
    const old = jsonOf(await run(['keys', 'review', '--env', 'live', ...strict, '--format', 'json']));
    expect(old.keys[0].advice.map(({ kind }: { kind: string }) => kind)).toEqual(['unused', 'old']);
  }, 200_000);

  test('a list that can not be read makes it incomplete; the other environment is still reviewed', async () => {
    const sandbox = await warmSandbox();
    const { run } = shell(sandbox);
    const env = { AKGUARD_LIVE_URL: 'http://127.0.0.1:9' };
    const result = await run(['keys', 'review'], { env, faster: 100 });
    expect(result.code).toBe(3);
    expect(result.stderr).toMatch(/^akguard: Anton did not list the live keys: network: [\w ]+\.\n/);
    expect(result.stdout).toMatch(/^test key_/);
  });
});

describe('create', () => {
  const wanted = ['keys', 'create', '--env', 'live', '--name', 'x'];

  test('a terminal shows the key once, and never again', async () => {
    const sandbox = await warmSandbox();
    const { cwd, state, run } = shell(sandbox);
    const isTerminal = 'process.stdout.isTTY = true;';
    const { env } = sandbox;
    const made = await runCli([...wanted, '--state', state], { cwd, env, preload: isTerminal });
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' });
    const [raw = ''] = /ak_live_\w{32}/.exec(made.stdout) ?? [];
    expect(made.stdout.split(raw.slice(8))).toHaveLength(2);
    expect(made.stdout).toContain('This is the only time that the key is shown.');
    const verified = await run(['verify', '--format', 'json'], { input: raw });
    expect(jsonOf(verified).findings).toMatchObject([{ verdict: { validity: 'active' } }]);
  });

  test('a command gets the key on its standard input, and nothing of ours', async () => {
    const sandbox = await warmSandbox();
    const { cwd, run } = shell(sandbox);
    const command = 'env >vars; cat >got; cat got; cat got >&2';
    const made = await run([...wanted, '--to', `command:${command}`]);
    expect(made).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/handed it over to the command\.\n$/),
    });
    const raw = readFileSync(join(cwd, 'got'), 'utf8');
    expect(/^ak_live_\w{32}$/.test(raw)).toBe(true);
    expect(holds(raw, made.stdout, made.stderr)).toBe(false);
    const vars = readFileSync(join(cwd, 'vars'), 'utf8');
    expect(vars).not.toMatch(/AKGUARD_(LIVE|TEST)_API_KEY/);
    expect(holds(raw, vars)).toBe(false);
  });

  test('a command that fails: the key is revoked again, and nobody is told it', async () => {
    const sandbox = await warmSandbox();
    const { cwd, run } = shell(sandbox);
    const made = await run([...wanted, '--to', 'command:cat >got; exit 7']);
    expect({ code: made.code, stdout: made.stdout }).toEqual({ code: 3, stdout: '' });
    expect(made.stderr).toMatch(
      /^akguard: The new key could not be handed over to command: the command ended with exit code 7; run it by hand to see what it says\. The key key_\w+ is revoked again\.\n/,
    );
    expect(await sandbox.revocations()).toHaveLength(1);
    expect(holds(readFileSync(join(cwd, 'got'), 'utf8'), made.stderr)).toBe(false);
  });

  test('one place that fails after another: the key stays, and where it is is said', async () => {
    const sandbox = await warmSandbox();
    const { run } = shell(sandbox);
    const made = await run([...wanted, '--to', 'file:a.key', '--to', 'command:exit 1']);
    expect(made.code).toBe(3);
    expect(made.stderr).toContain('The key works, and is in a.key, mode 0600.');
    expect(await sandbox.revocations()).toEqual([]);
  });

  const refused: [string, string[], RegExp][] = [
    ['no place, and no terminal', [], /can not go to terminal: standard output is no terminal/],
    ['a terminal that is none', ['--to', 'terminal'], /standard output is no terminal/],
    ['a file that is there', ['--to', 'file:there'], /there is there already/],
    ['a folder', ['--to', 'file:folder'], /folder is not a plain file/],
    ['no such place', ['--to', 'vault:x'], /vault:x: it is not one of terminal, file:PATH/],
    ['a secret without a token', ['--to', 'github-secret:a/b/C'], /GITHUB_TOKEN is not set/],
    ['a secret that is none', ['--to', 'github-secret:C'], /it is not one of/],
    ['one good, one bad', ['--to', 'file:new', '--to', 'file:folder'], /folder is not a plain file/],
  ];
  test.each(refused)('%s: refused before a key is made', async (_name, to, message) => {
    const sandbox = await warmSandbox();
    const { cwd, run } = shell(sandbox);
    writeFileSync(join(cwd, 'there'), 'mine');
    mkdirSync(join(cwd, 'folder'));
    const result = await run([...wanted, ...to]);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
    expect((await sandbox.ledger()).filter(({ step }) => step === 'create')).toEqual([]);
    expect(readFileSync(join(cwd, 'there'), 'utf8')).toBe('mine');
  });

  test('an answer that is lost: what it made is named', async () => {
    const sandbox = await warmSandbox('A', 'drop-after@create*1');
    const { run } = shell(sandbox);
    const made = await run([...wanted, '--to', 'file:a.key']);
    expect(made.code).toBe(3);
    expect(made.stderr).toMatch(
      /the answer was lost; but it made key_\w{16}, which nobody has: revoke it in the portal/,
    );
  });

  test('a state that can not be written: no key is made', async () => {
    const sandbox = await warmSandbox();
    const { cwd } = shell(sandbox);
    const result = await warmCli([...wanted, '--to', 'file:a.key', '--state', join(cwd)], {
      cwd,
      env: sandbox.env,
    });
    expect(result.code).toBe(3);
    expect((await sandbox.ledger()).filter(({ step }) => step === 'create')).toEqual([]);
  });

  const usage: [string, string[], RegExp][] = [
    ['no environment', ['--name', 'x', '--to', 'file:a'], /--env live or --env test/],
    ['no such environment', ['--env', 'prod', '--name', 'x', '--to', 'file:a'], /--env takes live or test/],
    ['no name', ['--env', 'live', '--to', 'file:a'], /--name takes 1 to 100/],
    ['a long name', ['--env', 'live', '--name', 'x'.repeat(101), '--to', 'file:a'], /--name takes 1 to 100/],
    ['operands', ['x'], /takes no operands/],
  ];
  test.each(usage)('%s', async (_name, args, message) => {
    const result = await warmCli(['keys', 'create', ...args]);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
  });
});

test('without a management key nothing can be listed or made', async () => {
  const { run } = shell({ env: {} });
  for (const args of [['list'], ['review'], ['create', '--env', 'live', '--name', 'x', '--to', 'file:a']]) {
    const result = await run(['keys', ...args]);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/There is no management key for/);
  }
});

test.each([
  ['a dead key', makeKey('live', 1), /the key is revoked or expired/, 3],
  ['no key', 'hello', /holds no single Anton API key/, 2],
  ['nothing', '', /No key on standard input/, 2],
])('register: %s is not registered', async (_name, input, message, code) => {
  const sandbox = await warmSandbox();
  const { state, run } = shell(sandbox);
  const result = await run(['keys', 'register'], { input });
  expect({ code: result.code, stdout: result.stdout }).toEqual({ code, stdout: '' });
  expect(result.stderr).toMatch(message);
  if (code !== 3) return;
  const db = new DatabaseSync(state, { readOnly: true });
  expect(db.prepare('select count(*) as n from inventory').get()).toEqual({ n: 0 });
  db.close();
});
