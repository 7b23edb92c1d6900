// Kills workers, and sometimes the run, at random while they scan an organisation together on a Postgres: KILLS [SEED].
import { findPostgres, makePostgres } from '../helpers/postgres.ts';
import { startSandboxProcess } from '../helpers/sandbox-process.ts';
import { killedWorkers } from '../org/killed-workers.ts';
import { seeded } from './random.ts';

const [kills = '100', seed = '1'] = process.argv.slice(2);
const programs = findPostgres();
if (programs === null) throw new Error('there is no Postgres here (apt-get install postgresql)');
const server = await makePostgres(programs);
const sandbox = await startSandboxProcess();
try {
  const random = seeded(Number(seed));
  const trial = await killedWorkers(sandbox, await server.database(), Number(kills), random);
  console.log(`${trial.kills} kills; wrong: ${trial.wrong.length}`);
  for (const each of trial.wrong) console.log(`  ${each}`);
  process.exitCode = trial.wrong.length === 0 ? 0 : 1;
} finally {
  await sandbox.stop();
  await server.remove();
}
