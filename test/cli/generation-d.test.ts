// The whole line against a host that speaks generation D: nobody says so to the CLI.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxOf } from '../helpers/sandbox-process.ts';

test('a leaked key among others is told apart by its suffix, revoked and proven dead', async () => {
  const sandbox = await sandboxOf('D');
  await sandbox.createKey('live', 'other');
  const key = await sandbox.createKey('live', 'checkout');
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${key.raw}\nKEY_ID=${key.id}\n`);
  const args = ['scan', '--revoke', '--state', join(scratchFolder(), 's.db'), '--format', 'json'];
  const report = reportOf(await runCli(args, { cwd, env: sandbox.env }));
  expect(report.findings).toMatchObject([
    {
      verdict: { validity: 'active', status: 200 },
      key: { id: key.id, name: 'checkout', matched_by: 'masked-suffix' },
      outcomes: [{ action: 'revoke', result: 'revoked' }],
    },
  ]);
  expect(await sandbox.revocations()).toMatchObject([{ status: 204, path: `/v1/api-keys/${key.id}/revoke` }]);

  const again = await runCli(['verify', '--format', 'json'], { input: key.raw, env: sandbox.env });
  expect(reportOf(again).findings).toMatchObject([
    { verdict: { validity: 'inactive', status: 401, code: 'invalid_api_key' } },
  ]);
});

test('a revoke whose answer is lost is repeated as the same request', async () => {
  const sandbox = await sandboxOf('D', 'drop-after@revoke*1');
  const key = await sandbox.createKey('live');
  const args = ['revoke', '--state', join(scratchFolder(), 's.db'), '--format', 'json'];
  const result = await runCli(args, { input: key.raw, env: sandbox.env });
  expect(reportOf(result).findings).toMatchObject([{ outcomes: [{ result: 'revoked' }] }]);
  expect(await sandbox.revocations()).toHaveLength(1);
});

test('a host that refuses static keys: unknown, with the way through the portal, and nothing is revoked', async () => {
  const sandbox = await sandboxOf('D', 'static-keys-disabled@check', 'static-keys-disabled@revoke');
  const key = await sandbox.createKey('live');
  const result = await runCli(['revoke', '--format', 'json'], { input: key.raw, env: sandbox.env });
  expect(reportOf(result).findings).toMatchObject([
    { verdict: { validity: 'unknown', reason: expect.stringMatching(/portal/) } },
  ]);
  expect(await sandbox.revocations()).toEqual([]);
  expect(result.code).toBe(3);
});
