// What policy gets to know about the last use of a key, and that akguard's own uses don't count.
import { expect, test } from 'vitest';
import type { Policy } from '../../src/core/policy.ts';
import type { UsesBefore } from '../../src/respond/last-use.ts';
import { start } from './simulated-api.ts';
import { newRun, runOnce } from './world.ts';
import type { Run } from './world.ts';

const minute = 60_000;
const day = 1440 * minute;
const policy: Policy = [
  { name: 'forgotten', when: { unused: { over: 30 * day } }, actions: ['alert'] },
  { name: 'in-use', when: { unused: { under: 30 * day } }, actions: ['fail'] },
];

/** Which rule decides when the list shows these uses, by key id. */
async function decides(run: Run, live: Record<string, number | null> | null): Promise<string> {
  const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  const listed = live && new Map(Object.entries(live).map(([id, ms]) => [id, at(ms)]));
  const uses: UsesBefore = { live: listed, test: new Map([['key_0', at(0)]]) };
  return (await runOnce(run, { policy, uses, armed: false })).decision.rule;
}

test.each<[string, Record<string, number | null> | null, string]>([
  ['long ago', { key_0: start - 31 * day, key_1: start }, 'forgotten'],
  ['lately', { key_0: start - 29 * day, key_1: start - 31 * day }, 'in-use'],
  ['never', { key_0: null }, 'default'],
  ['and the list does not have it', { key_1: start - 31 * day }, 'default'],
  ['and there is no list', null, 'default'],
])('last used %s', async (_, live, rule) => {
  expect(await decides(newRun(), live)).toBe(rule);
});

test('what the list shows of our own checks does not count, what it shows of others later does', async () => {
  const run = newRun();
  const { clock } = run.simulated;
  const first = clock.now();
  expect(await decides(run, { key_0: first - 31 * day })).toBe('forgotten');
  await clock.sleep(day);
  expect(await decides(run, { key_0: first })).toBe('forgotten');
  const second = clock.now();
  await clock.sleep(day);
  // A night without a list: nothing is known, and nothing forgotten.
  expect(await decides(run, null)).toBe('default');
  const third = clock.now();
  await clock.sleep(day);
  expect(await decides(run, { key_0: third })).toBe('forgotten');
  expect(await decides(run, { key_0: second + 5 * minute })).toBe('in-use');
});

test('a key that only ever we used was, as far as is known, never used', async () => {
  const run = newRun();
  const first = run.simulated.clock.now();
  expect(await decides(run, { key_0: null })).toBe('default');
  await run.simulated.clock.sleep(40 * day);
  expect(await decides(run, { key_0: first })).toBe('default');
});
