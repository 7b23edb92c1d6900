// kill -9 at random moments of scans of an organisation, armed: node test/bench/kill-org.ts --kills 100 [--state postgres://…]
import { parseArgs } from 'node:util';
import { startSandboxProcess } from '../helpers/sandbox-process.ts';
import { killedOrg } from '../org/killed.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, state: { type: 'string' } },
});
const wanted = Number(values.kills);
/** About how long a run takes here, in milliseconds. */
const runMs = 4000;

let kills = 0;
let broken = 0;
for (let trial = 0; kills < wanted; trial++) {
  const sandbox = await startSandboxProcess();
  const moments = Array.from({ length: 4 }, () => 300 + Math.random() * runMs);
  const end = await killedOrg(sandbox, moments, values.state ?? null);
  kills += end.kills;
  for (const what of end.wrong) console.log(`trial ${trial}, killed ${end.kills} times: ${what}`);
  broken += end.wrong.length;
  await sandbox.stop();
}
console.log({ kills, broken });
process.exitCode = broken > 0 ? 1 : 0;
