// kill -9 at many moments of an armed scan, then again until it is done: the key is dead, revoked once, people were told
// once, and the ledger is right. 200 moments: node test/bench/kill.ts --trials 200
import { expect, test } from 'vitest';
import { killedScan, linesOfScan } from '../helpers/kill.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

const trials = 20;

test(`${trials} moments`, { timeout: 900_000 }, async () => {
  const sandbox = await sandboxForTest();
  const moments = new Set<string>();
  for (let i = 0; i < trials; i += 1) {
    const { moment, wrong } = await killedScan(sandbox, {
      lines: i % linesOfScan,
      ms: 3 * Math.floor(i / 2),
    });
    expect(wrong).toEqual([]);
    moments.add(moment);
  }
  // They were moments of different kinds, not one and the same.
  expect(moments.size).toBeGreaterThan(3);
});
