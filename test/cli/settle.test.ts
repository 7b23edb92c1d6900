// `akguard settle`: a revoke and an alert that a run left behind, brought to an end without the key.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf, runCli, startCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

test('a revoke without proof and an alert that reached nobody', async () => {
  // The first attempt to revoke has its effect and no answer; the second hangs, so that there is time to kill.
  const sandbox = await sandboxForTest('drop-after@revoke*1,slow:60000@revoke');
  const key = await sandbox.createKey('live');
  const outer = scratchFolder();
  const cwd = join(outer, 'tree');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'a.env'), `KEY=${key.raw}\n`);
  const state = ['--state', join(outer, 'state.db')];
  // A file stands where the folder for alerts should be.
  const alerts = join(outer, 'alerts');
  writeFileSync(alerts, '');
  const scan = ['scan', '--revoke', '--alert', `file:${alerts}`, '--format', 'json', ...state];
  const options = { cwd, env: sandbox.env };
  const settle = (env: Record<string, string>) => runCli(['settle', ...state], { env });

  const first = startCli(scan, options);
  while ((await sandbox.revocations()).length === 0) {
    if (first.child.exitCode !== null) throw new Error(`it ended by itself: ${(await first.done).stdout}`);
    await new Promise((wait) => setTimeout(wait, 20));
  }
  first.child.kill('SIGKILL');
  await first.done;
  const helpless = await settle(sandbox.urls);
  expect(helpless.stdout).toMatch(
    /^open {5}[0-9a-f]{32} {2}revoke of \S+: only a scan that finds the key, or a management key of the live environment, can tell\n/,
  );
  expect(helpless.code).toBe(4);
  const revoke = await settle(sandbox.env);
  expect(revoke.stdout).toMatch(
    /^settled {2}[0-9a-f]{32} {2}revoke of \S+: Key \S+ is listed as revoked since \S+; /,
  );
  expect(revoke.code).toBe(0);

  const second = reportOf(await runCli(scan, options));
  expect(second.findings[0]?.outcomes.map(({ action, result }) => `${action} ${result}`)).toEqual([
    'alert failed',
  ]);
  const stuck = await settle(sandbox.env);
  expect(stuck.stdout).toMatch(/^open {5}[0-9a-f]{32} {2}alert on file:\S+: nobody was told: .+\n/);
  expect(stuck.code).toBe(3);
  rmSync(alerts);
  const told = await settle(sandbox.env);
  expect(told.stdout).toMatch(
    /^settled {2}[0-9a-f]{32} {2}alert on file:\S+: told: \S+\n1 left .* 0 still open\.\n$/,
  );
  expect(told.code).toBe(0);
  expect(readdirSync(alerts)).toHaveLength(1);
  expect((await settle(sandbox.env)).stdout).toBe('0 left by earlier runs, 0 settled, 0 still open.\n');
  expect((await runCli(['ledger', 'verify', ...state])).code).toBe(0);
  expect(await sandbox.revocations()).toHaveLength(1);
});

test('a rotation that is open is listed, with how to go on; when it is finished there is nothing left', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live', 'checkout');
  const cwd = scratchFolder();
  const state = ['--state', 'state.db'];
  const run = (...args: string[]) => runCli([...args, ...state], { cwd, env: sandbox.env });
  const rotate = ['rotate', '--key', key.id, '--now', '--to'];
  expect((await run(...rotate, 'command:exit 1')).code).toBe(3);

  const { stdout, code } = await run('settle');
  expect(stdout).toContain(`open     rotation of live key ${key.id}, begun at 2`);
  expect(stdout).toContain(`The old key ${key.id} works on, and nothing needs to change.`);
  expect(stdout).toContain(`To go on: \`akguard rotate --key ${key.id} --to PLACE --now\``);
  expect(stdout).toContain(`then run \`akguard rotate --key ${key.id} --back\``);
  expect(stdout).toContain('1 left by earlier runs, 0 settled, 1 still open.\n');
  expect(code).toBe(3);

  expect((await run(...rotate, 'file:new.key')).code).toBe(0);
  expect((await run('settle')).stdout).toBe('0 left by earlier runs, 0 settled, 0 still open.\n');
});

test('without a state there is nothing to settle', async () => {
  const { code, stderr } = await runCli(['settle', '--state', 'none.db']);
  expect(stderr).toContain('there is none here yet');
  expect(code).toBe(3);
});
