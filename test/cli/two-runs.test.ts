// Two real processes that find the same key at the same time: one check each at most, one revoke, one alert.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

function folderWith(key: string): { cwd: string; outer: string; args: string[] } {
  const outer = scratchFolder();
  const cwd = join(outer, 'tree');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'a.env'), `KEY=${key}\n`);
  const args = [
    '--alert',
    `file:${join(outer, 'alerts')}`,
    '--state',
    join(outer, 'state.db'),
    '--format',
    'json',
  ];
  return { cwd, outer, args };
}

describe('armed, at once', () => {
  test.each([0, 150, 300, 600, 1200])('the second one %d ms later', async (delay) => {
    const sandbox = await sandboxForTest();
    const key = await sandbox.createKey('live');
    const { cwd, outer, args } = folderWith(key.raw);
    const run = () => runCli(['scan', '--revoke', ...args], { cwd, env: sandbox.env, timeoutMs: 90_000 });
    const first = run();
    await new Promise((wait) => setTimeout(wait, delay));
    const ends = await Promise.all([first, run()]);
    const results = ends.flatMap((end) => reportOf(end).findings.flatMap(({ outcomes }) => outcomes));
    expect(results.filter(({ result }) => result === 'revoked')).toHaveLength(1);
    expect(results.filter(({ result }) => ['failed', 'unconfirmed', 'ambiguous'].includes(result))).toEqual(
      [],
    );
    expect(await sandbox.revocations()).toHaveLength(1);
    expect(readdirSync(join(outer, 'alerts'))).toHaveLength(1);
    expect(results.filter(({ result }) => result === 'alerted')).toHaveLength(1);
    // Refused once: that was the proof of death. The run that waited learns it from the state, and asks nobody.
    const own = (await sandbox.ledger()).filter(({ keyId }) => keyId === key.id);
    expect(own.filter(({ step, status }) => step === 'check' && status === 401)).toHaveLength(1);
    const verify = await runCli(['ledger', 'verify', '--state', join(outer, 'state.db')]);
    expect(verify).toMatchObject({ code: 0, stderr: '' });
  });
});

test('runs that only tell: the second one asks nobody, nor does any once the key is dead', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const { cwd, args } = folderWith(key.raw);
  const options = { cwd, env: sandbox.env };
  const checks = async () => (await sandbox.ledger()).filter(({ step }) => step === 'check').length;
  const verdict = async (...more: string[]) =>
    reportOf(await runCli(['scan', ...more, ...args], options)).findings[0]?.verdict;

  const first = await verdict();
  expect(first?.validity).toBe('active');
  const asked = await checks();
  expect(await verdict()).toEqual(first);
  expect(await checks()).toBe(asked);
  // A run that keeps no state asks.
  const stateless = await runCli(['scan', '--format', 'json'], options);
  expect(reportOf(stateless).findings[0]?.verdict.validity).toBe('active');
  expect(await checks()).toBe(asked + 2);

  await runCli(['scan', '--revoke', ...args], options);
  const after = await checks();
  expect((await verdict())?.validity).toBe('inactive');
  expect((await verdict('--revoke'))?.validity).toBe('inactive');
  expect(await checks()).toBe(after);
});
