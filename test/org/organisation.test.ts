// `akguard org` against a GitHub on loopback, with real git behind it: every key in every place is found, one bad repository
// never stops the run, and what has not changed costs nothing.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/core/report.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { startSource } from '../helpers/source-cli.ts';
import { Organisation, places } from './planted.ts';

async function makeOrganisation(): Promise<{ organisation: Organisation; folder: string }> {
  const folder = scratchFolder();
  mkdirSync(join(folder, 'git'));
  const organisation = await Organisation.make(join(folder, 'git'));
  onTestFinished(() => organisation.close());
  return { organisation, folder };
}

/** Runs `akguard org` in a folder that also holds its state. */
async function runOrg(
  { organisation, folder }: Awaited<ReturnType<typeof makeOrganisation>>,
  args: string[] = [],
  env: Record<string, string> = {},
) {
  const before = { api: organisation.github.count(), git: organisation.git.requests.length };
  const state = join(folder, 'state.db');
  const flags = ['--offline', '--state', state, '--format', 'json', '--quiet'];
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
function whereabouts(report: Report): string[] {
  return report.findings
    .flatMap(({ fingerprint, matches }) => matches.map(({ repository }) => `${fingerprint} in ${repository}`))
    .toSorted();
}

function plantedIn({ planted }: Organisation): string[] {
  return planted.map(({ key, repository }) => `${fingerprintOf(key)} in ${repository}`).toSorted();
}

test('a key is found in every place, and told with its repository', async () => {
  const made = await makeOrganisation();
  const { organisation } = made;
  for (const [i, place] of places.entries())
    organisation.plant(organisation.add('octo', `repo-${i}`), place, makeKey('live', i));
  organisation.add('octo', 'clean');
  organisation.add('octo', 'empty', { isEmpty: true, pushedAt: null });

  const first = await runOrg(made);
  expect(whereabouts(first.report)).toEqual(plantedIn(organisation));
  expect(first.report.scan.coverage).toMatchObject({ complete: true, skipped: [] });
  expect(first.code).toBe(1);
  expect(first.facts?.repositories).toEqual({
    listed: places.length + 3,
    left_out: 0,
    scanned: places.length + 3,
    unchanged: 0,
    failed: 0,
  });
  expect(first.facts?.incidents).toEqual({ new: places.length, known: 0, settled: 0 });

  // Nothing has changed: nothing is fetched, and all that was found is still told.
  const second = await runOrg(made);
  expect(whereabouts(second.report)).toEqual(plantedIn(organisation));
  expect(second.facts?.repositories).toMatchObject({ scanned: 0, unchanged: places.length + 3 });
  expect(second.facts?.incidents).toEqual({ new: 0, known: places.length, settled: 0 });
  expect(second.facts?.cost.clones).toBe(0);
  expect(second.gitRequests.every(({ url }) => url.includes('.wiki.git/'))).toBe(true);
  expect(second.code).toBe(1);
}, 120_000);
