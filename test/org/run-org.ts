// What the tests of `akguard org` share.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { startSource } from '../helpers/source-cli.ts';
import { Organisation } from './planted.ts';

/** An organisation that ends with the test, and the folder in which it is scanned. */
export interface Made {
  organisation: Organisation;
  folder: string;
}

export async function makeOrganisation(): Promise<Made> {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'git'));
  const organisation = await Organisation.make(join(folder, 'git'));
  onTestFinished(() => organisation.close());
  return { organisation, folder };
}

/** Runs `akguard org` in a folder that also holds its state. */
export async function runOrg(
  { organisation, folder }: Made,
  args: string[] = ['--offline'],
  env: Record<string, string> = {},
) {
  const before = { api: organisation.github.count(), git: organisation.git.requests.length };
  const state = join(folder, 'state.db');
  const flags = ['--state', state, '--format', 'json', '--quiet'];
  const cli = startSource(['org', 'octo', ...flags, ...args], folder, 'ignore', {
    ...organisation.environment,
    ...env,
  });
  const code = await cli.ended;
  const stdout = cli.stdout();
  if (!stdout.startsWith('{')) throw new Error(`no report: ${cli.stderr()}`);
  const report = JSON.parse(stdout) as Report;
  expect(organisation.github.unexpected).toEqual([]);
  return {
    code,
    report,
    stderr: cli.stderr(),
    facts: report.scan.organisation,
    calls: organisation.github.count() - before.api,
    gitRequests: organisation.git.requests.slice(before.git),
    keys: report.findings.map(({ fingerprint }) => fingerprint).toSorted(),
  };
}

/** `fingerprint in OWNER/REPO` of each place. */
export function whereabouts(report: Report): string[] {
  return report.findings
    .flatMap(({ fingerprint, matches }) => matches.map(({ repository }) => `${fingerprint} in ${repository}`))
    .toSorted();
}

export function plantedIn({ planted }: Organisation): string[] {
  return planted.map(({ key, repository }) => `${fingerprintOf(key)} in ${repository}`).toSorted();
}
