// kill -9 at random moments of an armed scan of the built CLI: node test/bench/kill.ts --trials 200 [--rotate]
import { parseArgs } from 'node:util';
import { killedScan, linesOfRotation, linesOfScan } from '../helpers/kill.ts';
import { startSandboxProcess } from '../helpers/sandbox-process.ts';

const { values } = parseArgs({
  options: { trials: { type: 'string', default: '200' }, rotate: { type: 'boolean', default: false } },
});
const trials = Number(values.trials);
/** The keys of earlier trials are listed for good, and every list gets longer. */
const perSandbox = 20;

const moments = new Map<string, number>();
let broken = 0;
for (let done = 0; done < trials;) {
  const sandbox = await startSandboxProcess();
  for (let i = 0; i < perSandbox && done < trials; i += 1, done += 1) {
    const lines = Math.floor(Math.random() * (values.rotate ? linesOfRotation : linesOfScan));
    const { moment, wrong } = await killedScan(sandbox, { lines, ms: Math.random() * 40 }, values.rotate);
    moments.set(moment, (moments.get(moment) ?? 0) + 1);
    for (const what of wrong) console.log(`trial ${done}, killed after ${moment}: ${what}`);
    broken += wrong.length;
  }
  await sandbox.stop();
}
console.log({ trials, broken, moments: Object.fromEntries(moments) });
process.exitCode = broken > 0 ? 1 : 0;
