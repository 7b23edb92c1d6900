// What earlier runs left open, settled without the leaked key.
import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { settleAll } from '../../src/respond/settle-all.ts';
import type { SettleDeps } from '../../src/respond/settle-all.ts';
import { refusal } from './simulated-api.ts';
import { hosts, leaked, management, newRun, results, runOnce, withStore } from './world.ts';
import type { Run } from './world.ts';

function settle(run: Run, changes: Partial<SettleDeps> = {}): Promise<string[]> {
  return withStore(run, async (store) => {
    const settled = await settleAll({
      store,
      api: run.simulated,
      managementKeys: { live: management, test: null },
      hosts,
      alerterFor: async () => run.channel,
      clock: run.simulated.clock,
      log: silentLog,
      ...changes,
    });
    return settled.map(
      ({ act, isSettled, text }) => `${act.action} ${isSettled ? 'settled' : 'open'}: ${text}`,
    );
  });
}

/** A revoke whose end nobody saw: it had its effect, or none. */
async function inDoubt(had: 'effect' | 'none'): Promise<Run> {
  const run = newRun();
  run.simulated.fault = (call, number) => {
    if (call === 'revoke') return had === 'effect' ? 'lost' : 'unreached';
    return call === 'check' && number > 0 ? refusal(503) : null;
  };
  expect(results(await runOnce(run))).toEqual(['revoke unconfirmed', 'alert alerted']);
  run.simulated.fault = () => null;
  return run;
}

test('a revoke that the list shows is settled, and its death is left to be proven', async () => {
  const run = await inDoubt('effect');
  expect(await settle(run)).toEqual([
    expect.stringMatching(
      /^revoke settled: Key key_0 is listed as revoked since 2025-\S+; it was not presented again\.$/,
    ),
  ]);
  await withStore(run, async (store) => {
    expect(await store.open()).toEqual([]);
    expect((await store.recall(leaked.fingerprint))?.incident.deadAt).toBeNull();
  });
  expect(await settle(run)).toEqual([]);
  expect(
    run.simulated.calls.filter(({ bearer, call }) => call === 'check' && bearer === management.fingerprint),
  ).toEqual([]);
  // The next scan that finds the key proves it, and brings the alert up to date.
  expect(results(await runOnce(run))).toEqual(['alert alerted']);
  expect(run.channel.states.get(leaked.fingerprint)).toBe('inactive');
});

test('a revoke without effect is said, and nothing is revoked', async () => {
  const run = await inDoubt('none');
  expect(await settle(run)).toEqual([expect.stringMatching(/^revoke open: key key_0 is listed as working/)]);
  expect(run.simulated.revoked).toEqual([]);
  expect(await withStore(run, (store) => store.open())).toHaveLength(1);
});

test.each<[string, Partial<SettleDeps>, RegExp]>([
  [
    'without a management key',
    { managementKeys: { live: null, test: management } },
    /only a scan that finds the key, or a management key of the live/,
  ],
  [
    'with one that may not list',
    { managementKeys: { live: leaked, test: null } },
    /could not be listed \(HTTP 401\)/,
  ],
])('%s it is said what is missing', async (_, changes, why) => {
  const run = await inDoubt('effect');
  expect(await settle(run, changes)).toEqual([expect.stringMatching(why)]);
  expect(await withStore(run, (store) => store.open())).toHaveLength(1);
});

test('a proof that another run had counts', async () => {
  const run = await inDoubt('effect');
  const at = new Date(run.simulated.clock.now()).toISOString();
  const verdict = {
    validity: 'inactive',
    reason: '',
    checkedAt: at,
    status: 401,
    code: null,
    requestId: null,
  } as const;
  await withStore(run, (store) => store.learn(leaked.fingerprint, hosts.live, verdict));
  expect(await settle(run, { managementKeys: { live: null, test: null } })).toEqual([
    `revoke settled: Key key_0 was proven dead at ${at}.`,
  ]);
});

test('an alert that reached nobody is told, once, and says what holds now', async () => {
  const run = newRun();
  run.channel.fails = true;
  expect(results(await runOnce(run))).toEqual(['revoke revoked', 'alert failed']);
  expect(await settle(run)).toEqual(['alert open: nobody was told: nobody there']);
  run.channel.fails = false;
  expect(await settle(run)).toEqual([expect.stringMatching(/^alert settled: told: memory\//)]);
  expect(run.channel.states.get(leaked.fingerprint)).toBe('revoked');
  expect(await settle(run)).toEqual([]);
  expect(results(await runOnce(run))).toEqual([]);
  expect(run.channel.tellings).toBe(1);
});

test('an alert of a death that reached nobody does not say that a key is dead which has worked since', async () => {
  const run = newRun();
  run.channel.fails = true;
  expect(results(await runOnce(run))).toEqual(['revoke revoked', 'alert failed']);
  const verdict = {
    validity: 'active',
    reason: '',
    checkedAt: '2025-06-01T13:00:00.000Z',
    status: 200,
    code: null,
    requestId: null,
  } as const;
  await withStore(run, (store) => store.learn(leaked.fingerprint, hosts.live, verdict));
  run.channel.fails = false;
  await settle(run);
  expect(run.channel.states.get(leaked.fingerprint)).toBe('active');
});

test('a channel that can not be had here', async () => {
  const run = newRun();
  run.channel.fails = true;
  await runOnce(run);
  const alerterFor = () => Promise.reject(new Error('GITHUB_TOKEN is not set'));
  expect(await settle(run, { alerterFor })).toEqual(['alert open: nobody was told: GITHUB_TOKEN is not set']);
});
