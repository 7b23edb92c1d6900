// The answer to a revoke is lost, or the run is killed after the effect: the key's death is proven, by this run or by
// the next one, and people are told once.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { hurry, reportOf, runCli, startCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

const args = ['scan', '--revoke', '--alert', 'file:../alerts', '--state', '../state.db', '--format', 'json'];

/** A folder with the key, and room for alerts and state beside it. */
function folderWith(key: string): { cwd: string; alerts(): string[] } {
  const outer = scratchFolder();
  const cwd = join(outer, 'tree');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'a.env'), `KEY=${key}\n`);
  return { cwd, alerts: () => readdirSync(join(outer, 'alerts')) };
}

function results(report: Report): string[] {
  return report.findings.flatMap(({ outcomes }) =>
    outcomes.map(({ action, result }) => `${action} ${result}`),
  );
}

function pause(): Promise<void> {
  return new Promise((wait) => setTimeout(wait, 20));
}

/** Revokes in the state that were begun and not concluded. */
function openRevokes(state: string): number {
  if (!existsSync(state)) return 0;
  const db = new DatabaseSync(state, { readOnly: true });
  try {
    const open = `select count(*) as n from act where action = 'revoke' and result is null`;
    return Number(db.prepare(open).get()?.['n']);
  } catch (error) {
    // The run is still making its tables.
    if (/no such table|locked/.test(String(error))) return 0;
    throw error;
  } finally {
    db.close();
  }
}

test.each(['drop-after@revoke*1', 'drop-after@revoke'])(
  '%s: the key is proven dead all the same',
  async (fault) => {
    const sandbox = await sandboxForTest(fault);
    const key = await sandbox.createKey('live');
    const { cwd, alerts } = folderWith(key.raw);
    const run = await runCli(args, { cwd, env: sandbox.env });
    const report = reportOf(run);
    expect(results(report)).toEqual(['revoke revoked', 'alert alerted']);
    expect(report.findings[0]?.exposed_for_ms).toBeGreaterThan(0);
    expect(run.code).toBe(1);
    expect(await sandbox.revocations()).toHaveLength(1);
    expect(alerts()).toHaveLength(1);
  },
);

test('killed right after the revoke reached the API: the next run settles it, a third does nothing', async () => {
  // The first attempt has its effect and no answer; the second hangs, so that there is time to kill.
  const sandbox = await sandboxForTest('drop-after@revoke*1,slow:60000@revoke');
  const key = await sandbox.createKey('live');
  const { cwd, alerts } = folderWith(key.raw);
  const first = startCli(args, { cwd, env: sandbox.env });
  while ((await sandbox.revocations()).length === 0) await pause();
  first.child.kill('SIGKILL');
  expect(await first.done).toMatchObject({ signal: 'SIGKILL', stdout: '' });
  expect(alerts).toThrow(/ENOENT/);

  // The API can't be reached: the revoke stays in doubt, and that is not forgotten.
  const doubtful = await runCli(
    args.filter((arg) => !/alert/.test(arg)),
    { cwd, preload: hurry },
  );
  expect(results(reportOf(doubtful))).toEqual(['revoke unconfirmed']);
  expect(doubtful.code).toBe(4);

  const second = await runCli(args, { cwd, env: sandbox.env });
  const report = reportOf(second);
  expect(report.findings[0]?.verdict.validity).toBe('inactive');
  expect(results(report)).toEqual(['revoke revoked', 'alert alerted']);
  expect(report.findings[0]?.exposed_for_ms).toBeGreaterThan(0);
  expect(second.code).toBe(0);
  expect(alerts()).toHaveLength(1);

  const third = await runCli(args, { cwd, env: sandbox.env });
  expect(results(reportOf(third))).toEqual([]);
  expect(third.code).toBe(0);
  expect(alerts()).toHaveLength(1);
  expect(await sandbox.revocations()).toHaveLength(1);
});

test('killed before the revoke had an effect: the next run revokes', async () => {
  const sandbox = await sandboxForTest('slow:60000@revoke*1');
  const key = await sandbox.createKey('live');
  const { cwd, alerts } = folderWith(key.raw);
  const first = startCli(args, { cwd, env: sandbox.env });
  while (openRevokes(join(cwd, '..', 'state.db')) === 0) await pause();
  first.child.kill('SIGKILL');
  await first.done;
  expect(await sandbox.revocations()).toEqual([]);

  const second = await runCli(args, { cwd, env: sandbox.env });
  expect(results(reportOf(second))).toEqual(['revoke revoked', 'alert alerted']);
  expect(second.code).toBe(1);
  expect(alerts()).toHaveLength(1);
  expect(await sandbox.revocations()).toHaveLength(1);
});
