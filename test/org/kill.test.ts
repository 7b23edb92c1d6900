// kill -9 at random moments of a scan of an organisation: the next one goes on where it was, and nothing is done or told twice.
import { describe, expect, test } from 'vitest';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { killedOrg } from './killed.ts';

/** A run takes about two seconds. Early ones meet the listing, late ones the answers. */
const moments = [
  [900, 1600],
  [1300, 700, 2200],
  [1900, 1100],
];

describe('a scan of an organisation that is killed', () => {
  test.each(moments.map((each) => [each]))(
    'after %j ms',
    async (each) => {
      const sandbox = await sandboxForTest();
      const { wrong } = await killedOrg(sandbox, each);
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});
