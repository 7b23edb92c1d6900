// Canary: no command lets out a leaked key or a management key, at the highest verbosity, when all goes well and when it does
// not; in plain and in every encoding that it could hide in. New keys: see new-key-secrecy.test.ts.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../src/config/commands.ts';
import { filesBelow, forms } from '../helpers/canary.ts';
import { runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { type SandboxProcess, sandboxForTest } from '../helpers/sandbox-process.ts';

const state = ['--state', 'out/s.db'];
const told = ['--alert', 'file:out/alerts', ...state];

/**
 * Operands and flags; `key` has the leaked key on standard input, `log` a line that holds it, the others what git tells
 * these hooks. OLD and NEW stand for the commits before and behind the leak.
 */
const runs: Record<string, { args?: string[]; input?: 'key' | 'log' | 'pre-push' | 'pre-receive' }> = {
  'scan files': { args: ['tree', ...told] },
  'scan staged': { args: told },
  'scan range': { args: ['HEAD~1..HEAD', ...told] },
  'scan history': { args: told },
  'scan log': { args: ['-', ...told], input: 'log' },
  'scan message': { args: ['tree/a.log', ...told] },
  'hook pre-commit': {},
  'hook commit-msg': { args: ['tree/a.log'] },
  'hook pre-push': {
    args: ['origin', 'https://example.test/x', '--config', 'settings.yml'],
    input: 'pre-push',
  },
  'hook pre-receive': { input: 'pre-receive' },
  'hook update': { args: ['refs/heads/main', 'OLD', 'NEW'] },
  'hook install': {},
  'hook uninstall': {},
  doctor: {},
  baseline: { args: ['files', 'tree', '-o', 'out/known.txt'] },
  redact: { input: 'log' },
  verify: { args: state, input: 'key' },
  'keys list': { args: state },
  'keys review': { args: state },
  'keys register': { args: state, input: 'key' },
  'ledger show': { args: state },
  'ledger verify': { args: state },
  'ledger export': { args: state },
  'breaker status': { args: state },
  'breaker reset': { args: state },
  'policy explain': { args: state },
  'rules list': {},
  'rules test': {},
  settle: { args: state },
  revoke: { args: told, input: 'key' },
};
/** Driven by tests of their own, or making keys that nobody else has. */
const elsewhere = [
  'keys create',
  'scan actions-logs',
  'rotate',
  'drill',
  'sandbox',
  'org',
  'worker',
  'report merge',
];

test('every command is driven', () => {
  expect([...Object.keys(runs), ...elsewhere].toSorted()).toEqual(Object.keys(commands).toSorted());
});

async function searchAll(sandbox: SandboxProcess, env: Record<string, string>): Promise<(number | null)[]> {
  const cwd = scratchFolder();
  const { raw } = await sandbox.createKey('live', 'leaked');
  const line = `Authorization: Bearer ${raw}\n`;
  const management = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
  for (const folder of ['tree', 'out']) mkdirSync(join(cwd, folder));
  const repository = makeRepository(cwd);
  repository.write('README.md', 'nothing\n');
  repository.commit('first');
  repository.write('tree/a.log', line);
  const head = repository.commit('second');
  repository.write('tree/c.log', `pushed ${line}`);
  const fresh = repository.commit('in no branch yet');
  repository.git(['reset', '-q', '--hard', head]);
  writeFileSync(join(cwd, 'settings.yml'), 'verify: true\n');
  repository.write('tree/b.log', line);
  repository.git(['add', '-A']);

  const canaries = [...forms(raw), ...forms(management)];
  const inputs: Record<string, string> = {
    key: raw,
    log: line,
    'pre-push': `refs/heads/main ${fresh} refs/heads/main ${head}\n`,
    'pre-receive': `${head} ${fresh} refs/heads/main\n`,
  };
  const codes: (number | null)[] = [];
  for (const [command, { args = [], input }] of Object.entries(runs)) {
    const words = args.map((word) => ({ OLD: head, NEW: fresh })[word] ?? word);
    const result = await runCli([...command.split(' '), ...words, '--verbose'], {
      cwd,
      env,
      input: inputs[input ?? ''] ?? '',
      timeoutMs: 150_000,
    });
    const leaks = ['stdout', 'stderr'].filter((name) =>
      canaries.some((form) => result[name as 'stdout' | 'stderr'].includes(form)),
    );
    expect([command, ...leaks]).toEqual([command]);
    codes.push(result.code);
  }
  const files = [...filesBelow(join(cwd, 'out')), ...filesBelow(join(cwd, '.git/hooks'))];
  expect(files.length).toBeGreaterThan(1);
  const holders = files.filter((path) => {
    const text = readFileSync(path, 'latin1');
    return canaries.some((form) => text.includes(form));
  });
  expect(holders).toEqual([]);
  return codes;
}

test('when all goes well', { timeout: 400_000 }, async () => {
  const sandbox = await sandboxForTest();
  const codes = await searchAll(sandbox, sandbox.env);
  expect(codes.filter((code) => code === null || code > 1)).toEqual([]);
});

test('when the API answers with nonsense', { timeout: 400_000 }, async () => {
  const sandbox = await sandboxForTest('html@check', 'html@list');
  const codes = await searchAll(sandbox, sandbox.env);
  expect(codes.filter((code) => code === null || code === 70)).toEqual([]);
  expect(codes.filter((code) => code === 3).length).toBeGreaterThan(5);
});

test('when nobody answers', { timeout: 400_000 }, async () => {
  const sandbox = await sandboxForTest();
  const { AKGUARD_LIVE_URL: _live, AKGUARD_TEST_URL: _test, ...keys } = sandbox.env;
  const codes = await searchAll(sandbox, keys);
  expect(codes.filter((code) => code === null || code === 70)).toEqual([]);
});
