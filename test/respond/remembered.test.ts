import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import type { Validity } from '../../src/core/verdict.ts';
import { letGo, remembered } from '../../src/respond/remembered.ts';
import { Disk, MemoryStore } from '../store/memory-store.ts';
import { sighting } from '../store/sample.ts';
import { finding } from './sample.ts';
import { hosts } from './world.ts';

const one = finding();
const { fingerprint } = one;
const now = Date.parse('2025-06-01T12:00:00.000Z');
const minute = 60_000;
const clock = { now: () => now, sleep: async () => {} };

// [what was said, how long ago, by whom, whether the run is armed, whether it is remembered]
test.each<[Validity, number, string, boolean, boolean]>([
  ['inactive', 0, hosts.live, true, true],
  ['inactive', 1000 * 24 * 60 * minute, hosts.live, false, true],
  ['inactive', 0, 'sandbox.test', false, false],
  ['active', 4 * minute, hosts.live, false, true],
  ['active', 5 * minute, hosts.live, false, false],
  ['active', -minute, hosts.live, false, false],
  ['active', minute, hosts.live, true, false],
  ['active', minute, 'sandbox.test', false, false],
  ['unknown', 0, hosts.live, false, false],
])('%s, said %d ms ago by %s, armed %s: %s', async (validity, ago, host, armed, expected) => {
  const store = new MemoryStore(new Disk(), { owner: 'me', by: 'me', maybeAtWork: () => false });
  await store.sight(sighting(fingerprint));
  const checkedAt = new Date(now - ago).toISOString();
  const verdict = { validity, reason: 'said', checkedAt, status: 200, code: null, requestId: null };
  await store.learn(fingerprint, host, verdict);
  const known = await remembered([one, finding({ seed: 5 })], store, { hosts, clock, armed, log: silentLog });
  expect([...known]).toEqual(expected ? [[fingerprint, verdict]] : []);
});

test('that it worked is not remembered of a key that was proven dead otherwise', async () => {
  const store = new MemoryStore(new Disk(), { owner: 'me', by: 'me', maybeAtWork: () => false });
  await store.sight(sighting(fingerprint));
  const checkedAt = new Date(now - minute).toISOString();
  const verdict = { reason: 'said', checkedAt, status: 200, code: null, requestId: null };
  await store.learn(fingerprint, hosts.live, { ...verdict, validity: 'active' });
  await store.died(fingerprint, new Date(now).toISOString());
  const known = await remembered([one], store, { hosts, clock, armed: false, log: silentLog });
  expect([...known]).toEqual([]);
});

test('who can not remember asks', async () => {
  const store = new MemoryStore(new Disk(), { owner: 'me', by: 'me', maybeAtWork: () => false });
  store.recall = () => Promise.reject(new Error('damaged'));
  expect((await remembered([one], store, { hosts, clock, armed: false, log: silentLog })).size).toBe(0);
});

test('an armed run waits for another that is at the key, and learns from it; then it holds what it will ask about', async () => {
  const disk = new Disk();
  const storeOf = (owner: string) => new MemoryStore(disk, { owner, by: owner, maybeAtWork: () => true });
  const [mine, other] = [storeOf('me'), storeOf('other')];
  const two = finding({ seed: 5 });
  await other.sight(sighting(fingerprint));
  await other.claim(fingerprint, new Date(now).toISOString());
  let naps = 0;
  const sleep = async () => {
    naps += 1;
    if (naps < 3) return;
    const verdict = {
      reason: '',
      checkedAt: new Date(now).toISOString(),
      status: 401,
      code: null,
      requestId: null,
    };
    await other.learn(fingerprint, hosts.live, { ...verdict, validity: 'inactive' });
    await other.release(fingerprint);
  };
  const options = { hosts, clock: { now: () => now + naps, sleep }, armed: true, log: silentLog };
  expect([...(await remembered([one, two], mine, options)).keys()]).toEqual([fingerprint]);
  expect(naps).toBe(3);
  expect(await other.claim(fingerprint, new Date(now).toISOString())).toBe(true);
  expect(await other.claim(two.fingerprint, new Date(now).toISOString())).toBe(false);
  await letGo([one, two], mine, silentLog);
  expect(await other.claim(two.fingerprint, new Date(now).toISOString())).toBe(true);
});
