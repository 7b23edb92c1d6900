// A disk that is full, or gets full during a run: nothing is revoked of which nobody would know, and the next run, with
// room again, brings it to its end.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CliResult, cli, reportOf, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { type SandboxProcess, sandboxForTest } from '../helpers/sandbox-process.ts';

async function leak(sandbox: SandboxProcess): Promise<{ folder: string; args: string[] }> {
  const { raw } = await sandbox.createKey('live');
  const { folder, write, commit } = makeRepository();
  write('a.env', `KEY=${raw}\n`);
  commit('the leak');
  const state = join(scratchFolder(), 'state.db');
  return { folder, args: ['scan', 'history', '--revoke', '--state', state, '--format', 'json'] };
}

const revokeOf = (result: CliResult) =>
  reportOf(result).findings[0]?.outcomes.find(({ action }) => action === 'revoke');

const revocations = async (sandbox: SandboxProcess) => (await sandbox.revocations()).length;

/** In blocks of 512 bytes: no file at all, no database with its log and index, nearly as much as it takes. */
test.each([0, 64, 100])('no file may grow beyond %i blocks: nothing is revoked, exit 4', async (blocks) => {
  const sandbox = await sandboxForTest();
  const { folder, args } = await leak(sandbox);
  const limit = `ulimit -f ${blocks}; exec "$0" "$@"`;
  const { status, stdout, stderr, signal } = spawnSync('sh', ['-c', limit, process.execPath, cli, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...sandbox.env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  const limited = { code: status, stdout, stderr, signal };
  expect(revokeOf(limited)).toMatchObject({
    result: 'failed',
    detail: expect.stringMatching(/^Nothing was revoked: /),
  });
  expect({ status, revocations: await revocations(sandbox) }).toEqual({ status: 4, revocations: 0 });
  const again = await runCli(args, { cwd: folder, env: sandbox.env });
  expect([again.code, revokeOf(again)?.result]).toEqual([1, 'revoked']);
});

/** No file can be written any more from the n-th request on, the one that revokes being the first that counts. */
const fullFrom = (n: number) => `
  import { execFileSync } from 'node:child_process';
  const { fetch } = globalThis;
  let requests = 0;
  globalThis.fetch = (...request) => {
    if (requests > 0 || String(request[0]?.url ?? request[0]).endsWith('/revoke')) requests++;
    if (requests === ${n}) execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=0']);
    return fetch(...request);
  };
`;

test.each([
  ['is sent', 1],
  ['was answered', 2],
])('the disk gets full when the revoke %s: the key is dead, and the next run settles it', async (_, n) => {
  const sandbox = await sandboxForTest();
  const { folder, args } = await leak(sandbox);
  const result = await runCli(args, { cwd: folder, env: sandbox.env, preload: fullFrom(n) });
  // It was proven dead all the same.
  expect([result.code, revokeOf(result)?.result]).toEqual([1, 'revoked']);
  const again = await runCli(args, { cwd: folder, env: sandbox.env });
  expect(revokeOf(again)).toMatchObject({
    result: 'revoked',
    detail: expect.stringMatching(/by an earlier run\.$/),
  });
  expect({ code: again.code, revocations: await revocations(sandbox) }).toEqual({ code: 0, revocations: 1 });
});
