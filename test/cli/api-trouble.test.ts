// An API that is down, slow, busy or answers with anything but a clear word: the key stays unknown, nothing is revoked,
// exit 3.
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hurry, reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type SandboxProcess, sandboxForTest } from '../helpers/sandbox-process.ts';

function folderWith(key: string): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'a.env'), `KEY=${key}\n`);
  return folder;
}

/** An armed run that tells people as well. */
async function armed(sandbox: Pick<SandboxProcess, 'env'>, key: string, preload?: string) {
  const cwd = folderWith(key);
  const args = ['scan', 'files', 'a.env', '--revoke', '--alert', 'file:alerts', '--state', 'state.db'];
  const options = { cwd, env: sandbox.env, ...(preload !== undefined && { preload }) };
  const result = await runCli([...args, '--format', 'json'], options);
  return { result, report: reportOf(result) };
}

const faults: [fault: string, reason: RegExp][] = [
  ['429@check', /Rate limit|429|too many/i],
  ['500@check', /500/],
  ['503@check', /503/],
  ['slow:60000@check', /time|in time/i],
  ['drop-before@check', /network|connection|closed|reach/i],
  ['html@check', /web page|JSON/i],
  ['redirect@check', /redirect/i],
  ['redirect:http://127.0.0.1:1@check', /redirect/i],
  ['wrong-json@check', /shape/i],
  ['static-keys-disabled@check', /static/i],
];
test.each(faults)('%s', async (fault, reason) => {
  const sandbox = await sandboxForTest(fault);
  const key = await sandbox.createKey('live');
  const { result, report } = await armed(sandbox, key.raw, hurry);
  const [finding] = report.findings;
  expect(finding?.verdict.validity).toBe('unknown');
  expect(finding?.verdict.reason).toMatch(reason);
  expect(finding?.decision).toMatchObject({ rule: 'unknown', dry_run: false });
  expect(finding?.outcomes).toMatchObject([{ action: 'alert', result: 'alerted' }]);
  expect(report.summary).toMatchObject({ findings: 1, unknown: 1, inactive: 0, revoked: 0 });
  expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 3, stderr: '' });

  const ledger = await sandbox.ledger();
  expect(ledger.filter(({ step }) => step === 'revoke')).toEqual([]);
  // The production key never went to the other host, wherever a redirect pointed.
  expect(ledger.filter(({ environment }) => environment === 'test')).toEqual([]);
});

test('nobody listens', async () => {
  const { result, report } = await armed({ env: {} }, makeKey('live', 1), hurry);
  expect(report.findings[0]?.verdict).toMatchObject({ validity: 'unknown', status: null });
  expect(report.findings[0]?.verdict.reason).toMatch(/network|connection|refused|reach/i);
  expect(report.summary.revoked).toBe(0);
  expect(result.code).toBe(3);
});

test('somebody listens and never says a word', async () => {
  const mute = createServer();
  const url = await listen(mute);
  try {
    const { result, report } = await armed({ env: { AKGUARD_LIVE_URL: url } }, makeKey('live', 1), hurry);
    expect(report.findings[0]?.verdict).toMatchObject({ validity: 'unknown', status: null });
    expect(result.code).toBe(3);
  } finally {
    mute.close();
  }
});

test('a host that lets every key in can not judge keys, and is not shown the leaked one', async () => {
  const leaked = makeKey('live', 1);
  const presented: string[] = [];
  const host = createHttpServer((request, response) => {
    presented.push(request.headers.authorization ?? '');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"data":[]}');
  });
  const url = await listen(host);
  try {
    const { result, report } = await armed({ env: { AKGUARD_LIVE_URL: url } }, leaked);
    expect(report.findings[0]?.verdict).toMatchObject({
      validity: 'unknown',
      reason: expect.stringMatching(/control call/),
    });
    expect(presented.map((header) => header.includes(leaked))).toEqual([false]);
    expect(result.code).toBe(3);
  } finally {
    host.close();
  }
});

test('a host that refuses every key, the management key too, proves nobody dead', async () => {
  const host = createHttpServer((_request, response) => {
    response.writeHead(401, { 'Content-Type': 'application/json' });
    response.end('{"error":{"code":401,"message":"Invalid or missing API key"}}');
  });
  const url = await listen(host);
  try {
    const env = { AKGUARD_LIVE_URL: url, AKGUARD_LIVE_API_KEY: makeKey('live', 2) };
    const { result, report } = await armed({ env }, makeKey('live', 1));
    expect(report.findings[0]?.verdict).toMatchObject({
      validity: 'unknown',
      status: 401,
      reason: expect.stringMatching(/management key \(AKGUARD_LIVE_API_KEY\) is not let in either/),
    });
    expect(result.code).toBe(3);
  } finally {
    host.close();
  }
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('trouble that passes is waited out', async () => {
  const sandbox = await sandboxForTest('503@check*1,drop-before@check*1,slow:200@check*1');
  const key = await sandbox.createKey('live');
  const cwd = folderWith(key.raw);
  const result = await runCli(['scan', '--format', 'json'], { cwd, env: sandbox.env });
  expect(reportOf(result).findings[0]?.verdict.validity).toBe('active');
  expect(result.code).toBe(1);
});

test('a listing that fails after the key was proven active: nothing is revoked, and that is not kept quiet', async () => {
  const sandbox = await sandboxForTest('500@list');
  const key = await sandbox.createKey('live');
  const { result, report } = await armed(sandbox, key.raw, hurry);
  expect(report.findings[0]?.outcomes).toMatchObject([
    { action: 'revoke', result: 'failed', detail: expect.stringMatching(/could not be listed/) },
    { action: 'alert', result: 'alerted' },
  ]);
  expect(await sandbox.revocations()).toEqual([]);
  expect(result.code).toBe(4);
});

test('a revoke that the API refuses', async () => {
  const sandbox = await sandboxForTest('static-keys-disabled@revoke');
  const key = await sandbox.createKey('live');
  const { result, report } = await armed(sandbox, key.raw);
  expect(report.findings[0]?.outcomes).toMatchObject([
    { action: 'revoke', result: 'refused' },
    { action: 'alert', result: 'alerted' },
  ]);
  expect(await sandbox.revocations()).toEqual([]);
  expect(result.code).toBe(4);
});
