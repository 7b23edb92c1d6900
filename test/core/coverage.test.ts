import { expect, test } from 'vitest';
import { Coverage } from '../../src/core/coverage.ts';

test('what was missed makes a scan incomplete; what was left out by design does not', () => {
  const coverage = new Coverage();
  expect(coverage.complete).toBe(true);
  coverage.leftOut('agent.sock', 'a socket');
  expect(coverage.complete).toBe(true);
  coverage.missed('secret.txt', 'permission denied');
  coverage.leftOut('b.sock', 'a socket');
  expect(coverage.complete).toBe(false);
  expect(coverage.skipped.map((skipped) => skipped.what)).toEqual(['secret.txt', 'agent.sock', 'b.sock']);
});
