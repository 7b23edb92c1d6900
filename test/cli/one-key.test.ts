// `verify` and `revoke`: one key, from standard input only.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hurry, reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

test('verify says whether a key works, and does nothing', async () => {
  const sandbox = await sandboxForTest();
  const [live, forTest] = [await sandbox.createKey('live'), await sandbox.createKey('test')];
  const rows: [input: string, validity: string, code: number][] = [
    [live.raw, 'active', 1],
    [`  "${forTest.raw}"\r\n`, 'active', 1],
    [`ANTON_API_KEY=${makeKey('live', 1)}\n`, 'inactive', 0],
  ];
  for (const [input, validity, code] of rows) {
    const result = await runCli(['verify', '--format', 'json'], { input, env: sandbox.env });
    const report = reportOf(result);
    expect(report.findings).toMatchObject([
      { verdict: { validity }, outcomes: expect.not.arrayContaining([{ result: 'revoked' }]), matches: [] },
    ]);
    expect(report.scan.source).toBe('key');
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code, stderr: '' });
  }
  expect((await sandbox.ledger()).filter(({ step }) => step === 'revoke')).toEqual([]);
});

test.each(['verify', 'revoke'])('%s with the API out of reach: unknown, exit 3', async (command) => {
  const result = await runCli([command, '--format', 'json'], { input: makeKey('live', 1), preload: hurry });
  expect(reportOf(result).findings).toMatchObject([{ verdict: { validity: 'unknown' } }]);
  expect(reportOf(result).summary.revoked).toBe(0);
  expect(result.code).toBe(3);
});

test.each(['live', 'test'] as const)('revoke ends a %s key, also a second time', async (environment) => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey(environment);
  const folder = scratchFolder();
  const args = ['revoke', '--state', join(folder, 's.db'), '--alert', `file:${join(folder, 'alerts')}`];
  const run = () => runCli([...args, '--format', 'json'], { input: key.raw, env: sandbox.env });
  const first = await run();
  expect(reportOf(first).findings).toMatchObject([
    {
      verdict: { validity: 'active' },
      key: { id: key.id },
      decision: { rule: 'asked', dry_run: false },
      outcomes: [
        { action: 'revoke', result: 'revoked' },
        { action: 'alert', result: 'alerted' },
      ],
    },
  ]);
  expect(first.code).toBe(0);
  const second = await run();
  expect(reportOf(second).findings).toMatchObject([{ verdict: { validity: 'inactive' }, outcomes: [] }]);
  expect(second.code).toBe(0);
  expect(await sandbox.revocations()).toHaveLength(1);
  expect(readdirSync(join(folder, 'alerts'))).toHaveLength(1);
});

test('revoke without a management key: the key revokes itself', { timeout: 180_000 }, async () => {
  const sandbox = await sandboxForTest();
  const key = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
  const options = { input: key, env: sandbox.urls, timeoutMs: 170_000 };
  const result = await runCli(['revoke', '--format', 'json'], options);
  // It is the only one, but the list could be older than the key: its use tells or, on a busy machine, a minute's wait.
  const matched_by = expect.stringMatching(/^(last-used-probe|sole-key)$/);
  expect(reportOf(result).findings).toMatchObject([
    { key: { name: 'management', matched_by }, outcomes: [{ result: 'revoked' }] },
  ]);
  expect(result.code).toBe(0);
});

const inputs: [name: string, input: string][] = [
  ['two keys', `${makeKey('live', 1)}\n${makeKey('live', 2)}\n`],
  ['a live and a test key', `${makeKey('live', 1)} ${makeKey('test', 1)}`],
  ['no key', 'hello\n'],
  ['a key that is cut short', makeKey('live', 1).slice(0, 14)],
  ['a placeholder', `ak_live_${'x'.repeat(24)}`],
];
test.each(inputs)('%s on standard input', async (_name, input) => {
  for (const command of ['verify', 'revoke']) {
    const { code, stdout, stderr } = await runCli([command], { input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^akguard: Standard input holds no single Anton API key\.\n {2}Give one whole key/,
    );
    expect(stderr.includes(makeKey('live', 1))).toBe(false);
  }
});
