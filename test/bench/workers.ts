// How much sooner a run over an organisation ends with a second worker, on a Postgres: REPOSITORIES [ROUNDS] [MEGABYTES of text each].
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCli } from '../helpers/cli.ts';
import { findPostgres, makePostgres } from '../helpers/postgres.ts';
import { Organisation } from '../org/planted.ts';
import { seeded, sourceLines } from './random.ts';

const [repositories = '24', rounds = '3', megabytes = '4'] = process.argv.slice(2);
const programs = findPostgres();
if (programs === null) throw new Error('there is no Postgres here (apt-get install postgresql)');
const server = await makePostgres(programs);
const folder = mkdtempSync(join(tmpdir(), 'akguard-bench-'));
mkdirSync(join(folder, 'git'));
const organisation = await Organisation.make(join(folder, 'git'));
try {
  const random = seeded(1);
  for (let i = 0; i < Number(repositories); i++) {
    organisation.add('octo', `repo-${i}`);
    const text = sourceLines(random, Number(megabytes) * 25_000).join('\n');
    organisation.commit(`octo/repo-${i}`, 'refs/heads/main', { 'src/all.js': text });
  }
  const ratios: number[] = [];
  for (let round = 0; round < Number(rounds); round++) {
    const [one, two] = [await seconds(0), await seconds(1)];
    ratios.push(one / two);
    console.log({
      one: one.toFixed(1),
      two: two.toFixed(1),
      ratio: (one / two).toFixed(2),
      load: loadavg()[0]?.toFixed(1),
    });
  }
  console.log({ median: ratios.toSorted((a, b) => a - b)[ratios.length >> 1]?.toFixed(2) });
} finally {
  await organisation.close();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
}

/** Of a whole run that is a worker itself, with so many others that wait for it. */
async function seconds(others: number): Promise<number> {
  const state = await server.database();
  const flags = ['--offline', '--jobs', '1', '--state', state];
  const env = organisation.environment;
  const workers = Array.from({ length: others }, () =>
    startCli(['worker', ...flags], { env, timeoutMs: 280_000 }),
  );
  for (const { child } of workers)
    await new Promise<void>((ready) =>
      child.stderr.on('data', (piece: Buffer) => String(piece).includes('waiting for work') && ready()),
    );
  const began = performance.now();
  const { code, stderr } = await startCli(['org', 'octo', ...flags, '--quiet'], { env, timeoutMs: 280_000 })
    .done;
  const took = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`the run ended with ${code}: ${stderr}`);
  for (const { child } of workers) child.kill('SIGTERM');
  await Promise.all(workers.map(({ done }) => done));
  return took;
}
