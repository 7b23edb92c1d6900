// `akguard org` past one machine: several processes on a real Postgres come to what one process comes to, whatever happens to
// them on the way.
import { type SourceCli, startSource } from '../helpers/source-cli.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { forms } from '../helpers/canary.ts';
import { makeKey } from '../helpers/keys.ts';
import { findPostgres, makePostgres, type PostgresServer } from '../helpers/postgres.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { seeded } from '../bench/random.ts';
import { killedWorkers } from './killed-workers.ts';
import { places } from './planted.ts';
import { type Made, makeOrganisation, plantedIn, runOrg, whereabouts } from './run-org.ts';

const programs = findPostgres();

test.skipIf(programs === null)(
  'there is a Postgres (if skipped, NOT TESTED: apt-get install postgresql)',
  () => {
    expect(programs).not.toBeNull();
  },
);

describe.skipIf(programs === null)('on Postgres', () => {
  let server: PostgresServer & { remove(): Promise<void> };
  beforeAll(async () => {
    server = await makePostgres(programs ?? '');
  }, 60_000);
  afterAll(() => server.remove());

  /** Processes of their own that wait for work. */
  function startWorkers(made: Made, state: string, count: number, args: string[], env = {}): SourceCli[] {
    return Array.from({ length: count }, () => startWorker(made, state, args, env));
  }

  function startWorker({ organisation, folder }: Made, state: string, args: string[], env = {}): SourceCli {
    return startSource(['worker', '--state', state, '--jobs', '1', ...args], folder, 'ignore', {
      ...organisation.environment,
      ...env,
    });
  }

  async function waiting(workers: SourceCli[]): Promise<void> {
    for (const each of workers) await each.until(() => each.stderr().includes('waiting for work'));
  }

  test('four processes come to the same report as one', async () => {
    const made = await makeOrganisation();
    const { organisation } = made;
    for (const [i, place] of places.entries())
      organisation.plant(organisation.add('octo', `repo-${i}`), place, makeKey('live', i));
    for (let i = 0; i < 12; i++) organisation.add('octo', `empty-handed-${i}`);
    organisation.add('octo', 'closed').isDisabled = true;
    const alone = await runOrg(made, ['--offline']);

    const state = await server.database();
    // Makes the tables, and is the yardstick of what is not asked of others.
    const workers = startWorkers(made, state, 3, ['--offline']);
    await waiting(workers);
    const together = await runOrg(made, ['--offline', '--jobs', '1', '--state', state]);
    expect(whereabouts(together.report)).toEqual(plantedIn(organisation));
    expect(comparable(together.report)).toEqual(comparable(alone.report));
    expect(together.code).toBe(alone.code);
    for (const { child } of workers) child.kill('SIGTERM');
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
    const shares = workers.map(({ stderr }) => stderr().split('"scanned"').length - 1);
    expect(Math.min(...shares)).toBeGreaterThan(0);

    const second = await runOrg(made, ['--offline', '--state', state]);
    expect(second.facts?.cost.clones).toBe(0);
    expect(second.report.findings).toEqual(together.report.findings);
  }, 180_000);

  test('workers and runs that are killed at random leave nothing undone, and do nothing twice', async () => {
    const sandbox = await sandboxForTest();
    const end = await killedWorkers(sandbox, await server.database(), 6, seeded(1));
    expect(end).toEqual({ kills: 6, wrong: [] });
  }, 400_000);

  test('a worker that was started with something else is not given work, and says why', async () => {
    const made = await makeOrganisation();
    made.organisation.plant(made.organisation.add('octo', 'one'), 'code', makeKey('live', 1));
    const state = await server.database();
    const worker = startWorker(made, state, ['--offline', '--allow-damaged', '--metrics', '0']);
    await waiting([worker]);
    const metrics = /metrics at (\S+)/.exec(worker.stderr())?.[1] ?? '';
    // Stands still after it was listed, so that the run goes on for as long as the worker takes to look.
    made.organisation.git.failing.set('/octo/one.git', 'hang');
    const run = runOrg(made, ['--offline', '--state', state, '--time-limit', '14s']);
    await worker.until(() => worker.stderr().includes('allow-damaged'));
    expect(worker.stderr()).toContain('left to others');
    const told = await (await fetch(metrics)).text();
    expect(told).toMatch(/^akguard_queue_depth 0$/m);
    expect(told).not.toMatch(/akguard_repositories_total\{/);
    const { report, code } = await run;
    expect(code).toBe(3);
    expect(report.scan.coverage.skipped).toHaveLength(1);
  }, 90_000);

  test('--max-duration begins no other repository, and says what is left; metrics tell what a worker did', async () => {
    const made = await makeOrganisation();
    for (let i = 0; i < 30; i++) made.organisation.add('octo', `repo-${i}`);
    const state = await server.database();
    const worker = startWorker(made, state, ['--offline', '--metrics', '127.0.0.1:0']);
    await waiting([worker]);
    const flags = ['--offline', '--state', state, '--jobs', '1', '--max-duration', '3s'];
    const { report, code, facts } = await runOrg(made, flags);
    const numbers = facts?.repositories;
    expect(code).toBe(3);
    expect(numbers?.scanned).toBeLessThan(30);
    expect(report.scan.coverage.skipped).toEqual([
      {
        what: `${30 - (numbers?.scanned ?? 0)} repositories`,
        why: expect.stringContaining('--max-duration'),
      },
    ]);
    const url = /metrics at (\S+)/.exec(worker.stderr())?.[1] ?? '';
    const told = await (await fetch(url)).text();
    const count = Number(/^akguard_repositories_total\{end="scanned"\} (\d+)$/m.exec(told)?.[1]);
    expect(count).toBeGreaterThan(0);
    expect(Number(/^akguard_repository_seconds_count (\d+)$/m.exec(told)?.[1])).toBe(count);
    expect(told).toMatch(/^akguard_objects_total \d+$/m);
    expect((await fetch(url.replace('/metrics', '/healthz'))).status).toBe(200);
    expect((await fetch(url.replace('/metrics', '/else'))).status).toBe(404);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);

    const second = await runOrg(made, ['--offline', '--state', state]);
    expect(second.facts?.repositories).toMatchObject({ scanned: 30 - (numbers?.scanned ?? 0), failed: 0 });
    expect(second.code).toBe(0);
  }, 120_000);

  test('what a worker that is killed was at is done by another; nothing is revoked or told twice', async () => {
    const sandbox = await sandboxForTest();
    const made = await makeOrganisation();
    const { organisation } = made;
    const keys = [];
    for (let i = 0; i < 4; i++) {
      const key = await sandbox.createKey('live', `key-${i}`);
      keys.push(key);
      organisation.plant(organisation.add('octo', `repo-${i}`), 'code', key.raw);
      organisation.plant(organisation.add('octo', `also-${i}`), 'code', key.raw);
    }
    const state = await server.database();
    const armed = ['--revoke', '--alert', 'file:alerts', '--max-revocations', '99', '--verbose'];
    const workers = startWorkers(made, state, 2, armed, sandbox.env);
    await waiting(workers);
    const run = runOrg(made, [...armed, '--jobs', '1', '--state', state], sandbox.env);
    const [doomed] = workers;
    const secrets = [
      ...keys.flatMap(({ raw }) => forms(raw)),
      ...forms(sandbox.env['AKGUARD_LIVE_API_KEY'] ?? ''),
    ];
    await doomed?.until(() => doomed.stderr().split('"scanned"').length > 2);
    doomed?.child.kill('SIGKILL');
    const { report } = await run;
    expect(report.scan.coverage).toMatchObject({ complete: true, skipped: [] });
    expect(whereabouts(report)).toEqual(plantedIn(organisation));
    for (const { stdout, stderr } of workers)
      expect(secrets.some((form) => stdout().includes(form) || stderr().includes(form))).toBe(false);
    // A key that the doomed one was just telling apart from others may be left to the next run.
    await runOrg(made, [...armed, '--jobs', '1', '--state', state], sandbox.env);
    const revoked = (await sandbox.revocations()).map(({ path }) => path);
    expect(revoked).toHaveLength(keys.length);
    for (const { id } of keys) expect(revoked.filter((path) => path.includes(id))).toHaveLength(1);
  }, 180_000);
});

/** Without times, and in an order that does not depend on who was first. */
function comparable({ scan, findings, summary, exit_code }: Report) {
  const { coverage, organisation } = scan;
  const skipped = coverage.skipped.toSorted((a, b) => (a.what < b.what ? -1 : 1));
  return { coverage: { ...coverage, skipped }, organisation, findings, summary, exit_code };
}
