// Takes turns of a shared pace as fast as they come, for a test that stops it in the middle: URL WHO PER-MINUTE BURST. Prints when it
// took each.
import { silentLog } from '../../src/core/runtime.ts';
import { turnLastsMs } from '../../src/core/shared-pace.ts';
import { SharedLimits } from '../../src/store/shared-limits.ts';

const [url = '', who = '', perMinute, burst] = process.argv.slice(2);
const limits = new SharedLimits(url, silentLog);
const pace = limits.paceOf(who, { perMinute: Number(perMinute), burst: Number(burst) });

for (;;) {
  let at = await pace.turn();
  for (;;) {
    const wait = Math.max(at, await pace.until()) - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, Math.ceil(wait)));
    else if (-wait < turnLastsMs) break;
    else at = await pace.turn();
  }
  process.stdout.write(`${Date.now()}\n`);
}
