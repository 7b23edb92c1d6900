// Kills a scan of an organisation again and again (kill -9), lets it end at last, and says what is not as it should be.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/core/report.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { runCli, startCli } from '../helpers/cli.ts';
import { makeKey } from '../helpers/keys.ts';
import type { SandboxProcess } from '../helpers/sandbox-process.ts';
import { Organisation, type Place } from './planted.ts';

/** What one organisation came to. */
export interface Trial {
  /** How many runs were killed before one came to its end. */
  kills: number;
  wrong: string[];
}

const sixPlaces: Place[] = ['code', 'history', 'issue', 'wiki', 'release asset', 'deleted branch'];

/**
 * An organisation of some repositories with keys of the sandbox, one of them in two repositories, scanned by an armed run.
 * @param moments milliseconds after which each run is killed; the one after the last of them is left alone.
 * @param state where to remember; a folder of its own by default.
 */
export async function killedOrg(
  sandbox: SandboxProcess,
  moments: readonly number[],
  state: string | null = null,
): Promise<Trial> {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-org-'));
  mkdirSync(join(folder, 'git'));
  const organisation = await Organisation.make(join(folder, 'git'));
  try {
    const keys: { id: string; raw: string }[] = [];
    for (const [i, place] of sixPlaces.entries()) {
      // Two that work; to tell one from its neighbours takes forty requests. The others are dead from the start.
      const key = i < 2 ? await sandbox.createKey('live', `org ${i}`) : null;
      if (key !== null) keys.push(key);
      organisation.plant(organisation.add('octo', `repo-${i}`), place, key?.raw ?? makeKey('live', 9000 + i));
    }
    organisation.plant(organisation.add('octo', 'twice'), 'code', keys[0]?.raw ?? '');
    organisation.add('octo', 'clean');
    const location = state ?? join(folder, 'state.db');
    const alerts = join(folder, 'alerts');
    const flags = `org octo --revoke --max-revocations 20 --format json --quiet`.split(' ');
    const args = [...flags, '--alert', `file:${alerts}`, '--state', location];
    const env = { ...sandbox.env, ...organisation.environment };
    let kills = 0;
    for (const ms of moments) {
      const { child, done } = startCli(args, { env, timeoutMs: 120_000 });
      const timer = setTimeout(() => child.kill('SIGKILL'), ms);
      const { signal } = await done;
      clearTimeout(timer);
      if (signal === 'SIGKILL') kills++;
    }
    const end = await runCli(args, { env, timeoutMs: 120_000 });
    const wrong = end.stdout.startsWith('{') ? [] : [`no report: ${end.stderr}`];
    if (wrong.length > 0) return { kills, wrong };
    const report = JSON.parse(end.stdout) as Report;
    const found = report.findings.flatMap(({ fingerprint, matches }) =>
      matches.map(({ repository }) => `${fingerprint} in ${repository}`),
    );
    const planted = organisation.planted.map(
      ({ key, repository }) => `${fingerprintOf(key)} in ${repository}`,
    );
    for (const each of planted) if (!found.includes(each)) wrong.push(`not told: ${each}`);
    for (const each of found) if (!planted.includes(each)) wrong.push(`made up: ${each}`);
    if (!report.scan.coverage.complete)
      wrong.push(`incomplete: ${JSON.stringify(report.scan.coverage.skipped)}`);
    wrong.push(...organisation.github.unexpected);
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
    const ledger = await runCli(['ledger', 'verify', '--state', location], { env });
    if (ledger.code !== 0) wrong.push(`ledger: ${ledger.stdout}${ledger.stderr}`);
    return { kills, wrong };
  } finally {
    await organisation.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
