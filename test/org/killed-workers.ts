// Kills workers at random (kill -9) while they scan an organisation together, lets a last run end, and says what is not as it should
// be.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { runCli, startCli } from '../helpers/cli.ts';
import type { SandboxProcess } from '../helpers/sandbox-process.ts';
import { Organisation, nameOf } from './planted.ts';

export interface Trial {
  /** Workers, and runs, that were killed. */
  kills: number;
  wrong: string[];
}

const workers = 2;
const live = 6;
/** A run that is killed is begun anew as often. */
const mostRuns = 40;

/**
 * @param state an empty Postgres.
 * @param kills how many there are to be.
 * @param random from 0 up to 1.
 */
export async function killedWorkers(
  sandbox: SandboxProcess,
  state: string,
  kills: number,
  random: () => number,
): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-workers-'));
  mkdirSync(join(folder, 'git'));
  const organisation = await Organisation.make(join(folder, 'git'));
  try {
    const keys: { id: string; raw: string }[] = [];
    for (let i = 0; i < live; i++) {
      const key = await sandbox.createKey('live', `worker ${i}`);
      keys.push(key);
      for (const name of [`repo-${i}`, `also-${i}`])
        organisation.plant(organisation.add('octo', name), i % 2 ? 'issue' : 'code', key.raw);
    }
    const alerts = join(folder, 'alerts');
    const config = join(folder, 'c.yml');
    writeFileSync(config, 'max_revocations_per_hour: 999\n');
    const armed = ['--revoke', '--max-revocations', '99', '--alert', `file:${alerts}`, '--config', config];
    const common = { env: { ...sandbox.env, ...organisation.environment }, timeoutMs: 250_000 };
    const org = ['org', 'octo', '--jobs', '1', '--state', state, '--format', 'json', '--quiet', ...armed];
    const startOrg = () => startCli(org, common);
    const startWorker = () =>
      startCli(['worker', '--jobs', '1', '--state', state, '--quiet', ...armed], common);

    let killed = 0;
    const crew = Array.from({ length: workers }, startWorker);
    for (let run = 0; run < mostRuns && killed < kills; run++) {
      const coordinator = startOrg();
      const end = { isOver: false };
      void coordinator.done.then(() => (end.isOver = true));
      while (!end.isOver && killed < kills) {
        await pause(200 + random() * 900);
        if (end.isOver) break;
        killed++;
        const which = Math.floor(random() * (workers + 0.4));
        if (which === workers) {
          coordinator.child.kill('SIGKILL');
          break;
        }
        crew[which]?.child.kill('SIGKILL');
        crew[which] = startWorker();
      }
      await coordinator.done;
      // All of it is to be read again.
      for (const each of organisation.world.repositories)
        organisation.push(
          each,
          { 'again.txt': `${nameOf(each)} ${run}` },
          'again',
          Date.now() - 1_800_000 + run * 1000,
        );
    }
    for (const { child } of crew) child.kill('SIGTERM');
    await Promise.all(crew.map(({ done }) => done));
    const wrong = await wrongAfter(await runCli(org, common), organisation);
    const revocations = await sandbox.revocations();
    for (const { id } of keys) {
      const times = revocations.filter(({ path }) => path.includes(id)).length;
      if (times !== 1) wrong.push(`a key was revoked ${times} times`);
    }
    const told = readdirSync(alerts).filter((name) => name.endsWith('.md'));
    if (told.length !== keys.length) wrong.push(`${told.length} alerts for ${keys.length} keys`);
    for (const name of told) {
      const headings = readFileSync(join(alerts, name), 'utf8').match(/^# /gm)?.length ?? 0;
      if (headings !== 1) wrong.push(`an alert with ${headings} headings`);
    }
    const ledger = await runCli(['ledger', 'verify', '--state', state], common);
    if (ledger.code !== 0) wrong.push(`ledger: ${ledger.stdout}${ledger.stderr}`);
    return { kills: killed, wrong };
  } finally {
    await organisation.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wrongAfter(
  { stdout, stderr }: { stdout: string; stderr: string },
  organisation: Organisation,
): Promise<string[]> {
  if (!stdout.startsWith('{')) return [`no report: ${stderr}`];
  const { findings, scan } = JSON.parse(stdout) as Report;
  const found = findings.flatMap(({ fingerprint, matches }) =>
    matches.map(({ repository }) => `${fingerprint} in ${repository}`),
  );
  const planted = organisation.planted.map(({ key, repository }) => `${fingerprintOf(key)} in ${repository}`);
  return [
    ...planted.filter((each) => !found.includes(each)).map((each) => `not told: ${each}`),
    ...found.filter((each) => !planted.includes(each)).map((each) => `made up: ${each}`),
    ...scan.coverage.skipped.map(({ what, why }) => `missed: ${what}: ${why}`),
    ...organisation.github.unexpected,
  ];
}

function pause(ms: number): Promise<void> {
  return new Promise((wait) => setTimeout(wait, ms));
}
