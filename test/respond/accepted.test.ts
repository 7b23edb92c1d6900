// What people accepted is suppressed from then on: until its day is over, and never a live key that works.
import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { markAccepted } from '../../src/respond/accepted.ts';
import { isSuppressed } from '../../src/respond/decide.ts';
import { finding } from './sample.ts';

const today = '2025-06-02';

function mark(expires: string | null, of = finding()) {
  const store = { accepted: async () => [{ fingerprint: of.fingerprint, expires, reason: 'in docs' }] };
  return markAccepted([of], store, today, silentLog);
}

test.each([
  [null, true],
  ['2025-06-02', true],
  ['2025-06-01', false],
])('until %s: %s', async (expires, isAccepted) => {
  const [marked] = await mark(expires);
  if (!marked) throw new Error('no finding');
  expect(isSuppressed(marked, 'unknown')).toBe(isAccepted);
  expect(isSuppressed(marked, 'active')).toBe(false);
  if (isAccepted) expect(marked.matches[0]?.suppressed).toEqual({ by: 'baseline', reason: 'in docs' });
});

test('another key is none of it, and what was said beside the key stays', async () => {
  const other = { ...finding(), fingerprint: 'e'.repeat(32) };
  const store = { accepted: async () => [{ fingerprint: 'd'.repeat(32), expires: null, reason: null }] };
  expect(await markAccepted([other], store, today, silentLog)).toEqual([other]);
  const inline = { by: 'inline', reason: 'x' } as const;
  const said = { ...other, matches: other.matches.map((match) => ({ ...match, suppressed: inline })) };
  const [marked] = await mark(null, said);
  expect(marked?.matches[0]?.suppressed).toEqual(inline);
});

test('a state that fails hides nothing', async () => {
  const store = { accepted: () => Promise.reject(new Error('broken')) };
  const found = [finding()];
  expect(await markAccepted(found, store, today, silentLog)).toEqual(found);
});
