// What a scan does about a working key: nothing without --revoke, once with it, and nothing again the next time.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

test('without --revoke: no revoke, and the report says what would be done and by which rule', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const { folder: cwd, write, commit } = makeRepository();
  write('a.env', `KEY=${key.raw}\n`);
  commit('leak');
  write('a.env', 'KEY=\n');
  commit('remove');
  const args = ['scan', 'history', '--alert', 'file:../alerts', '--state', join(cwd, '.git', 'state.db')];
  const options = { cwd, env: sandbox.env };

  const result = await runCli([...args, '--format', 'json'], options);
  expect(reportOf(result).findings).toMatchObject([
    {
      verdict: { validity: 'active' },
      key: null,
      decision: {
        rule: 'live-active',
        actions: ['revoke', 'alert', 'fail'],
        dry_run: true,
        withheld: expect.stringContaining('--revoke'),
      },
      outcomes: [
        { action: 'revoke', result: 'dry-run', detail: expect.stringContaining('would revoke') },
        { action: 'alert', result: 'alerted' },
      ],
    },
  ]);
  expect(result.code).toBe(1);
  const human = await runCli(args, options);
  expect(human.stdout).toMatch(/would be revoked \(policy rule live-active\); run again with --revoke/);
  expect((await sandbox.ledger()).filter(({ step }) => step === 'revoke')).toEqual([]);
});

/** Five places in four files. */
function fivePlaces(key: string): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'twice.env'), `A=${key}\nB=${key}\n`);
  for (const name of ['a.js', 'b.log', 'c.bin']) writeFileSync(join(folder, name), `\0 '${key}'\n`);
  return folder;
}

test('one key in five places: one finding, one check, one revoke, one alert; a second run does nothing new', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const cwd = fivePlaces(key.raw);
  const outer = scratchFolder();
  const options = { cwd, env: sandbox.env };
  const presented = async () => (await sandbox.ledger()).filter(({ step }) => step === 'check');

  const look = await runCli(['scan', '--format', 'json'], options);
  expect(reportOf(look).findings[0]?.matches.map(({ path, line }) => `${path}:${line}`)).toEqual([
    'a.js:1',
    'b.log:1',
    'c.bin:1',
    'twice.env:1',
    'twice.env:2',
  ]);
  // One control call with a key that nobody has, one check of the leaked one.
  expect((await presented()).map(({ keyId, status }) => [keyId, status])).toEqual([
    [null, 401],
    [key.id, 200],
  ]);

  const alerts = join(outer, 'alerts');
  const args = ['scan', '--revoke', '--alert', `file:${alerts}`, '--state', join(outer, 'state.db')];
  const first = await runCli([...args, '--format', 'json'], options);
  const report = reportOf(first);
  expect(report.findings).toMatchObject([
    {
      verdict: { validity: 'active' },
      key: { id: key.id, name: 'leaked' },
      outcomes: [
        { action: 'revoke', result: 'revoked' },
        { action: 'alert', result: 'alerted' },
      ],
    },
  ]);
  expect(report.findings[0]?.matches).toHaveLength(5);
  expect(first.code).toBe(1);
  const revokes = async () => (await sandbox.ledger()).filter(({ step }) => step === 'revoke');
  expect(await revokes()).toMatchObject([{ effect: 'revoke', path: `/v1/api-keys/${key.id}/revoke` }]);
  expect((await presented()).filter(({ status }) => status === 401)).toHaveLength(3);
  expect(readdirSync(alerts)).toEqual([`${report.findings[0]?.fingerprint}.md`]);

  const second = await runCli([...args, '--format', 'json'], options);
  expect(reportOf(second)).toMatchObject({
    findings: [{ verdict: { validity: 'inactive' }, outcomes: [] }],
    summary: { findings: 1, inactive: 1, revoked: 0, alerts: 0 },
  });
  expect(second.code).toBe(0);
  expect(await revokes()).toHaveLength(1);
  expect(readdirSync(alerts)).toHaveLength(1);
});

test('a test key is told of, and not revoked by the built-in policy', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('test');
  const cwd = fivePlaces(key.raw);
  const result = await runCli(['scan', '--revoke', '--state', '../never.db', '--format', 'json'], {
    cwd,
    env: sandbox.env,
  });
  expect(reportOf(result).findings).toMatchObject([
    { decision: { rule: 'test-active', dry_run: false }, outcomes: [] },
  ]);
  expect((await sandbox.ledger()).filter(({ step }) => step === 'revoke')).toEqual([]);
  expect(result.code).toBe(1);
});

test('a policy from the configuration decides', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('test');
  const cwd = fivePlaces(key.raw);
  const config = join(scratchFolder(), 'akguard.yml');
  writeFileSync(
    config,
    'policy:\n  - name: mine\n    when: { environment: [test] }\n    actions: [revoke]\n',
  );
  const args = ['scan', '--revoke', '--config', config, '--state', `${config}.db`, '--format', 'json'];
  const result = await runCli(args, { cwd, env: sandbox.env });
  expect(reportOf(result).findings).toMatchObject([
    { decision: { rule: 'mine', actions: ['revoke'] }, outcomes: [{ action: 'revoke', result: 'revoked' }] },
  ]);
  expect(result.code).toBe(0);
});

test('a working key and one of nobody: the working one first, the other proven dead', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const cwd = fivePlaces(key.raw);
  writeFileSync(join(cwd, 'old.env'), makeKey('live', 3));
  const { stdout, code } = await runCli(['scan', '--format', 'json'], { cwd, env: sandbox.env });
  const { findings } = reportOf({ stdout, code, stderr: '', signal: null });
  expect(findings.map(({ verdict }) => verdict.validity)).toEqual(['active', 'inactive']);
  expect(code).toBe(1);
});
