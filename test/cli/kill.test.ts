// kill -9 at many moments of an armed scan, then again until it is done: the key is dead, revoked once, people were told
// once, and the ledger is right; also where policy wants the key rotated, and then one new key is in its place. 200 moments:
// node test/bench/kill.ts --trials 200 [--rotate]
import { expect, test } from 'vitest';
import { killedScan, linesOfRotation, linesOfScan } from '../helpers/kill.ts';
import { warmSandbox } from '../helpers/warm-sandbox.ts';

const trials = 20;

test.each([
  ['revoked', linesOfScan],
  ['rotated', linesOfRotation],
] as const)(`${trials} moments of a scan whose key is %s`, { timeout: 900_000 }, async (end, lines) => {
  const moments = new Set<string>();
  const queue = Array.from({ length: trials }, (_, i) => i).values();
  // What they do is wait.
  const worker = async () => {
    const sandbox = await warmSandbox();
    for (const i of queue) {
      const when = { lines: i % lines, ms: 3 * Math.floor(i / 2) };
      const { moment, wrong } = await killedScan(sandbox, when, end === 'rotated');
      expect(wrong).toEqual([]);
      moments.add(moment);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  // They were moments of different kinds, not one and the same.
  expect(moments.size).toBeGreaterThan(3);
});
