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

test('scans add up, and each gap is said once', () => {
  const total = new Coverage();
  const part = new Coverage();
  Object.assign(part, { files: 1, commits: 2, blobs: 3, objects: 4, lines: 5, bytes: 6 });
  part.leftOut('b', 'a socket');
  total.add(part);
  expect(total.complete).toBe(true);
  part.missed('a', 'no permission');
  total.add(part);
  expect(total).toMatchObject({
    complete: false,
    skipped: [
      { what: 'a', why: 'no permission' },
      { what: 'b', why: 'a socket' },
    ],
  });
  expect(total).toMatchObject({ files: 2, commits: 4, blobs: 6, objects: 8, lines: 10, bytes: 12 });
});
