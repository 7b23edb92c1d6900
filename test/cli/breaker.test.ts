// How many keys an armed scan revokes, and how people are told and let it go on.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

test('three keys a run and so many an hour; status and reset', async () => {
  const sandbox = await sandboxForTest();
  const keys = await Promise.all([1, 2, 3, 4, 5].map(() => sandbox.createKey('live')));
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), keys.map(({ raw }) => `KEY=${raw}\n`).join(''));
  const outer = scratchFolder();
  const state = ['--state', join(outer, 'state.db')];
  const config = join(outer, 'c.yml');
  writeFileSync(config, 'max_revocations_per_hour: 4\n');
  const limited = [...state, '--config', config];
  const scan = async (...more: string[]) => {
    const args = ['scan', '--revoke', '--format', 'json', ...limited, ...more];
    const { code, stdout, stderr } = await runCli(args, { cwd, env: sandbox.env });
    const { findings } = reportOf({ code, stdout, stderr, signal: null });
    return {
      code,
      results: findings.flatMap(({ outcomes }) => outcomes.map(({ result }) => result)).toSorted(),
    };
  };

  expect(await scan()).toEqual({ code: 4, results: ['failed', 'failed', 'revoked', 'revoked', 'revoked'] });
  expect(await sandbox.revocations()).toHaveLength(3);
  const open = await runCli(['breaker', 'status', ...limited]);
  expect(open.stdout).toBe(
    '3 of at most 4 keys were revoked within the last hour; a run may revoke 3.\nclosed: keys may be revoked.\n',
  );
  expect(open.code).toBe(0);

  expect(await scan('--max-revocations', '9')).toEqual({ code: 4, results: ['failed', 'revoked'] });
  const full = await runCli(['breaker', 'status', ...limited]);
  expect(full.stdout).toContain('No more are revoked until an hour is over');
  expect(full.code).toBe(1);
  expect((await runCli(['breaker', 'reset', ...limited])).code).toBe(0);
  expect(await scan()).toEqual({ code: 1, results: ['revoked'] });
  expect((await runCli(['ledger', 'verify', ...state])).code).toBe(0);
  expect((await runCli(['ledger', 'export', ...state])).stdout).toContain('"move":"reset"');
});

test.each(['x', '-1', '1.5', ''])('--max-revocations=%s is refused', async (value) => {
  const { code, stderr } = await runCli(['scan', `--max-revocations=${value}`]);
  expect(stderr).toContain('it takes a whole number, 0 or more');
  expect(code).toBe(2);
});
