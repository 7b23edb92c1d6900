// A scan of an organisation of some hundred repositories with keys in every kind of place, some of the repositories bad; then
// mended, then unchanged, then one in a hundred changed: node test/bench/org.ts [--repositories 300] [--keys 200]
// Prints calls, bytes and seconds of each run, and what is not as it should be.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../../src/core/report.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import type { Repository } from '../github/world.ts';
import { runCli } from '../helpers/cli.ts';
import { makeKey } from '../helpers/keys.ts';
import { Organisation, nameOf, places } from '../org/planted.ts';

const { values } = parseArgs({
  options: {
    repositories: { type: 'string', default: '300' },
    keys: { type: 'string', default: '200' },
    jobs: { type: 'string', default: '2' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'akguard-bench-org-'));
mkdirSync(join(folder, 'git'));
const organisation = await Organisation.make(join(folder, 'git'));
const { github, git, world } = organisation;
const state = join(folder, 'state.db');
let broken = 0;

const repositories = Array.from({ length: Number(values.repositories) }, (_, i) =>
  organisation.add('octo', `repo-${i}`, i % 20 === 19 ? { isEmpty: true, pushedAt: null } : {}),
);
const full = repositories.filter(({ isEmpty }) => !isEmpty);
for (let i = 0; i < Number(values.keys); i++) {
  const repository = full[(i * 7) % full.length];
  const place = places[i % places.length];
  if (repository && place) organisation.plant(repository, place, makeKey('live', i));
}
const planted = () =>
  organisation.planted.map(({ key, repository }) => `${fingerprintOf(key)} in ${repository}`);

function failing(repository: Repository, status: number | 'hang'): () => void {
  const path = `/${nameOf(repository)}.git`;
  git.failing.set(path, status);
  return () => git.failing.delete(path);
}

/** Fifteen in all, of each kind. */
function spoil(repository: Repository, i: number): () => void {
  switch (i % 8) {
    case 0:
      repository.isDisabled = true;
      return () => (repository.isDisabled = false);
    case 1:
      repository.kilobytes = 5_000_000;
      return () => (repository.kilobytes = 10);
    case 2:
      return failing(repository, 451);
    case 3:
      return failing(repository, 403);
    case 4:
      return failing(repository, 404);
    case 5:
      return failing(repository, 'hang');
    case 6:
      return failing(repository, 500);
    default:
      return organisation.corrupt(repository);
  }
}

async function run(name: string, expected: { code: number; bad?: Repository[] }): Promise<void> {
  const before = { calls: github.count(), bytes: git.sent(), requests: git.requests.length };
  const started = performance.now();
  const { stdout, stderr, code } = await runCli(
    `org octo --offline --format json --quiet --time-limit 20s --max-size 1GB --jobs ${values.jobs} --state ${state}`.split(
      ' ',
    ),
    { env: organisation.environment, timeoutMs: 1_800_000 },
  );
  const seconds = (performance.now() - started) / 1000;
  const wrong: string[] = [];
  if (code !== expected.code) wrong.push(`exit ${code}, not ${expected.code} ${stderr}`);
  const report = (stdout.startsWith('{') ? JSON.parse(stdout) : null) as Report | null;
  const found = new Set(
    report?.findings.flatMap(({ fingerprint, matches }) =>
      matches.map(({ repository }) => `${fingerprint} in ${repository}`),
    ),
  );
  const bad = (expected.bad ?? []).map(nameOf);
  const wanted = planted().filter((each) => !bad.some((each2) => each.endsWith(` in ${each2}`)));
  for (const each of wanted) if (!found.has(each)) wrong.push(`not told: ${each}`);
  for (const each of found) if (!planted().includes(each)) wrong.push(`made up: ${each}`);
  const skipped = report?.scan.coverage.skipped ?? [];
  for (const each of bad)
    if (!skipped.some(({ what }) => what.startsWith(each))) wrong.push(`not named: ${each}`);
  for (const { what, why } of skipped)
    if (!bad.some((each) => what === each || what.startsWith(`${each}:`) || what.startsWith(`${each},`)))
      wrong.push(`skipped: ${what}: ${why}`);
  wrong.push(...github.unexpected.splice(0));
  const facts = report?.scan.organisation;
  console.log(
    `${name.padEnd(22)} ${String(github.count() - before.calls).padStart(6)} calls ${String(facts?.cost.clones).padStart(5)} clones ` +
      `${((git.sent() - before.bytes) / 1e3).toFixed(0).padStart(8)} kB ${seconds.toFixed(1).padStart(7)} s  ${JSON.stringify(facts?.repositories)}`,
  );
  for (const each of wrong.slice(0, 20)) console.log(`  WRONG ${each}`);
  broken += wrong.length;
}

const bad = full.slice(5, 20);
const undo = bad.map(spoil);
await run('first, 15 bad', { code: 3, bad });
for (const mend of undo) mend();
await run('mended', { code: 1 });
await run('nothing changed', { code: 1 });
world.now = () => Date.now();
for (const repository of full.slice(30, 30 + Math.ceil(repositories.length / 100)))
  organisation.push(repository, { 'new.txt': 'new\n' }, 'new', Date.now() - 1_800_000);
await run('1 in 100 changed', { code: 1 });
console.log({ repositories: repositories.length, keys: organisation.planted.length, broken });
await organisation.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = broken > 0 ? 1 : 0;
