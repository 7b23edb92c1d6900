import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { silentLog, timestamp } from '../../src/core/runtime.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Store } from '../../src/core/store.ts';
import { reportFinding } from '../../src/report/build.ts';
import { respond } from '../../src/respond/respond.ts';
import { openStore } from '../../src/store/index.ts';
import { makeKey } from '../helpers/keys.ts';
import { sighting } from '../store/sample.ts';
import { finding } from './sample.ts';
import { SimulatedApi, ok, refusal } from './simulated-api.ts';
import type { Call, Fault } from './simulated-api.ts';
import { hosts, leaked, management, newRun, results, runOnce, verdictNow, withStore } from './world.ts';
import type { Run } from './world.ts';

const idempotencyKey = `akguard-revoke-${leaked.fingerprint}`;

function faultAt(call: Call, fault: Fault, ...numbers: number[]): SimulatedApi['fault'] {
  return (each, number) =>
    each === call && (numbers.length === 0 || numbers.includes(number)) ? fault : null;
}

function revokes(run: Run): (string | undefined)[] {
  return run.simulated.calls.filter((each) => each.call === 'revoke').map((each) => each.bearer);
}

test('an active live key is revoked, proven dead and told of', async () => {
  const run = newRun();
  const response = await runOnce(run);
  expect(results(response)).toEqual(['revoke revoked', 'alert alerted']);
  expect(response.outcomes[0]?.detail).toBe(
    'Key key_0, identified by masked-suffix, was refused 20 ms after the revoke was sent.',
  );
  expect(response.key).toEqual({ id: 'key_0', name: 'name of key_0', matchedBy: 'masked-suffix' });
  expect(response.exposedForMs).toBe(30);
  expect(run.simulated.revoked).toEqual(['key_0']);
  const sent = run.simulated.calls.filter((each) => each.call === 'revoke');
  expect(sent).toEqual([{ call: 'revoke', bearer: management.fingerprint, id: 'key_0', idempotencyKey }]);
  expect(run.channel.states.get(leaked.fingerprint)).toBe('revoked');
  expect(await withStore(run, (store) => store.open())).toEqual([]);
});

test('a second run does nothing new', async () => {
  const run = newRun();
  await runOnce(run);
  const response = await runOnce(run);
  expect(results(response)).toEqual([]);
  expect(response.decision.rule).toBe('inactive');
  expect(response.exposedForMs).toBe(30);
  expect(revokes(run)).toHaveLength(1);
  expect(run.channel.tellings).toBe(1);
});

test('an unarmed run only says what it would do, and alerts once', async () => {
  const run = newRun();
  expect(results(await runOnce(run, { armed: false }))).toEqual(['revoke dry-run', 'alert alerted']);
  const again = await runOnce(run, { armed: false });
  expect(results(again)).toEqual(['revoke dry-run', 'alert already-alerted']);
  expect(again.outcomes[1]?.detail).toMatch(/^memory: told at 2025-06-01T12:00:.*Z, memory\//);
  expect(revokes(run)).toEqual([]);
  expect(run.channel.tellings).toBe(1);

  expect(results(await runOnce(run))).toEqual(['revoke revoked', 'alert alerted']);
  expect(run.channel.states.get(leaked.fingerprint)).toBe('revoked');
});

test('a key that others revoked after the alert: the alert is brought up to date, once', async () => {
  const run = newRun();
  await runOnce(run, { armed: false });
  await run.simulated.revokeKey(management, 'live', 'key_0', 'by hand');
  expect(results(await runOnce(run, { armed: false }))).toEqual(['alert alerted']);
  expect(run.channel.states.get(leaked.fingerprint)).toBe('inactive');
  expect(results(await runOnce(run, { armed: false }))).toEqual([]);
});

test('a key that was dead from the start is none of our business', async () => {
  const run = newRun();
  await run.simulated.revokeKey(management, 'live', 'key_0', 'by hand');
  const response = await runOnce(run);
  expect(results(response)).toEqual([]);
  expect(response.exposedForMs).toBeNull();
  expect(run.channel.tellings).toBe(0);
});

describe('the bearer of the revoke', () => {
  test.each([401, 403, 404])('the leaked key itself when the management key gets %d', async (status) => {
    const run = newRun();
    run.simulated.fault = faultAt('revoke', refusal(status), 0);
    expect(results(await runOnce(run))[0]).toBe('revoke revoked');
    expect(revokes(run)).toEqual([management.fingerprint, leaked.fingerprint]);
  });

  test('the leaked key itself when there is no other', async () => {
    const run = newRun();
    expect(results(await runOnce(run, { managementKeys: { live: null, test: null } }))[0]).toBe(
      'revoke revoked',
    );
    expect(revokes(run)).toEqual([leaked.fingerprint]);
  });

  test('a management key that leaked is revoked last, by itself', async () => {
    const run = newRun();
    const { simulated } = run;
    const items = [];
    for (const secret of [management, leaked]) {
      items.push({
        finding: finding({ secret }),
        verdict: await verdictNow(simulated, simulated.clock, secret),
      });
    }
    await runOnce(run, { items });
    expect(simulated.revoked).toEqual(['key_0', 'key_1']);
    expect(revokes(run)).toEqual([management.fingerprint, management.fingerprint]);
  });
});

describe('when something goes wrong on the way', () => {
  const late = { kind: 'failure', detail: '', requestId: null } as const;

  // [what, fault, revoke's result, whether key_0 is dead, open revokes left]
  test.each<[string, SimulatedApi['fault'], string, boolean, number]>([
    ['the list fails', faultAt('list', refusal(500)), 'failed', false, 0],
    ['the revoke is refused', faultAt('revoke', refusal(403)), 'refused', false, 0],
    ['the key id is not found', faultAt('revoke', refusal(404)), 'refused', false, 0],
    ['too many requests', faultAt('revoke', refusal(429)), 'failed', false, 0],
    ['the host has no address', faultAt('revoke', { ...late, why: 'dns' }), 'failed', false, 0],
    ['the certificate is wrong', faultAt('revoke', { ...late, why: 'tls' }), 'failed', false, 0],
    ['the revoke is lost before its effect', faultAt('revoke', 'unreached'), 'unconfirmed', false, 1],
    ['the answer is lost after the effect', faultAt('revoke', 'lost'), 'revoked', true, 0],
    ['the server says 500', faultAt('revoke', refusal(500)), 'unconfirmed', false, 1],
    ['the API says yes and does nothing', faultAt('revoke', ok(200)), 'unconfirmed', false, 1],
    [
      'a stranger says yes',
      faultAt('revoke', { ...(ok(200) as object), anton: false } as Fault),
      'unconfirmed',
      false,
      1,
    ],
    ['proof fails now and then', faultAt('check', refusal(503), 1, 2), 'revoked', true, 0],
    [
      'proof is never had',
      (call, number) => (call === 'check' && number > 0 ? refusal(503) : null),
      'unconfirmed',
      true,
      1,
    ],
    ['the key died since it was verified', faultAt('list', refusal(401)), 'failed', false, 0],
  ])('%s', async (_, fault, result, dead, open) => {
    const run = newRun();
    run.simulated.fault = fault;
    const response = await runOnce(run);
    expect(results(response)).toEqual([`revoke ${result}`, 'alert alerted']);
    expect(run.simulated.revoked).toEqual(dead ? ['key_0'] : []);
    const left = await withStore(run, (store) => store.open());
    expect(left.map((intent) => intent.action)).toEqual(Array.from({ length: open }, () => 'revoke'));
    if (result !== 'revoked') expect(response.exposedForMs).toBeNull();
  });

  test('a key that others revoke in between is found dead', async () => {
    const run = newRun();
    const { simulated } = run;
    const verdict = await verdictNow(simulated, simulated.clock);
    await simulated.revokeKey(management, 'live', 'key_0', 'by hand');
    const response = await runOnce(run, { items: [{ finding: finding({ secret: leaked }), verdict }] });
    expect(results(response)).toEqual(['revoke already-inactive', 'alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('inactive');
  });

  test('a key that dies slowly is waited for, with growing pauses', async () => {
    const run = newRun();
    run.simulated.revokeDelayMs = 3_000;
    const response = await runOnce(run);
    expect(results(response)[0]).toBe('revoke revoked');
    const checks = run.simulated.calls.filter((each) => each.call === 'check').length;
    // 50, 100, 200 … 1,600 ms: 3,000 ms are over after the seventh proof; one check was the verification.
    expect(checks).toBe(1 + 7);
  });

  test('a key that outlives the limit is unconfirmed, and the next run settles it without a second alert', async () => {
    const run = newRun();
    run.simulated.revokeDelayMs = 60_000;
    expect(results(await runOnce(run))).toEqual(['revoke unconfirmed', 'alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('in-doubt');
    await run.simulated.clock.sleep(60_000);
    const response = await runOnce(run, { armed: false });
    expect(results(response)).toEqual(['revoke revoked', 'alert alerted']);
    expect(response.outcomes[0]?.detail).toMatch(
      /^Key key_0 is refused; its revoke was begun at 2025-.* by an earlier run/,
    );
    expect(response.exposedForMs).toBeGreaterThan(60_000);
    expect(run.channel.states.size).toBe(1);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('revoked');
    expect(results(await runOnce(run))).toEqual([]);
  });

  test('what is in doubt stays so while the API says nothing', async () => {
    const run = newRun();
    run.simulated.fault = faultAt('revoke', 'unreached');
    await runOnce(run);
    run.simulated.fault = faultAt('check', refusal(503));
    expect(results(await runOnce(run))).toEqual(['revoke unconfirmed', 'alert already-alerted']);
    run.simulated.fault = () => null;
    expect(results(await runOnce(run))).toEqual(['revoke revoked', 'alert alerted']);
    expect(await withStore(run, (store) => store.open())).toEqual([]);
  });

  test('keys that can not be told apart are left alone', async () => {
    const run = newRun();
    run.simulated.fault = (call, number) => (call === 'list' && number > 0 ? refusal(500) : null);
    const twins = [0, 1].map((i) => ({
      id: `key_${i}`,
      secret: [leaked, management][i] ?? leaked,
      environment: 'live' as const,
      suffix: null,
      expiresAt: null,
      revokedAt: null,
      recording: { kind: 'never' as const },
      uses: [].values(),
    }));
    const world = {
      skewMs: 0,
      resolutionMs: 1,
      recordsAfterAnswer: false,
      latency: () => 5,
      random: () => 0.5,
    };
    const response = await runOnce({ ...run, simulated: new SimulatedApi(twins, world) });
    expect(results(response)).toEqual(['revoke ambiguous', 'alert alerted']);
    expect(response.key).toBeNull();
    expect(response.outcomes[0]?.detail).toMatch(/^Nothing was revoked: 2 keys could be it/);
  });
});

describe('the store', () => {
  test('without it nothing is revoked, and people are told', async () => {
    const run = newRun();
    mkdirSync(run.path, { recursive: true });
    const response = await runOnce(run);
    expect(results(response)).toEqual(['revoke failed', 'alert alerted']);
    expect(response.outcomes[0]?.detail).toMatch(
      /^Nothing was revoked: the intent could not be recorded \(The state/,
    );
    expect(revokes(run)).toEqual([]);
  });

  test('a run that needs none opens none', async () => {
    const run = newRun();
    let opened = 0;
    const openNone = (): Promise<Store> => {
      opened += 1;
      return openStore(run.path, { log: silentLog });
    };
    await runOnce(run, { items: [], openStore: openNone }).catch(() => {});
    expect(opened).toBe(0);
    expect(results(await runOnce(run, { armed: false, alerters: [], openStore: null }))).toEqual([
      'revoke dry-run',
    ]);
  });

  test.each(['intend', 'conclude', 'died', 'learn', 'sight', 'open', 'last'] as const)(
    'that fails at %s: no revoke without an intent, no failure that hides one',
    async (method) => {
      const run = newRun();
      const openBroken = async (): Promise<Store> => {
        const store = await openStore(run.path, { log: silentLog });
        return new Proxy(store, {
          get(target, name) {
            if (name === method) return () => Promise.reject(new Error('disk full'));
            const value: unknown = Reflect.get(target, name);
            return typeof value === 'function' ? value.bind(target) : value;
          },
        });
      };
      const response = await runOnce(run, { openStore: openBroken });
      const revoked = method !== 'intend' && method !== 'sight';
      expect(results(response)).toEqual([`revoke ${revoked ? 'revoked' : 'failed'}`, 'alert alerted']);
      expect(run.simulated.revoked).toEqual(revoked ? ['key_0'] : []);
    },
  );

  test('another run at the same act is waited for', async () => {
    const run = newRun();
    const { clock } = run.simulated;
    await withStore(run, async (other) => {
      const at = timestamp(clock);
      const { fingerprint } = leaked;
      await other.sight(sighting(fingerprint, at));
      await other.intend({ fingerprint, action: 'revoke', target: 'key_0', at });
      const response = await runOnce(run);
      expect(results(response)).toEqual(['revoke revoked', 'alert alerted']);
      expect(response.exposedForMs).toBeGreaterThan(59_000);
    });
  });

  test('an act that another run finished meanwhile is not repeated', async () => {
    const run = newRun();
    const { simulated } = run;
    const { clock } = simulated;
    await withStore(run, async (other) => {
      const at = timestamp(clock);
      await other.sight(sighting(leaked.fingerprint, at));
      const act = { fingerprint: leaked.fingerprint, action: 'revoke', target: 'key_0', at } as const;
      const intended = await other.intend(act);
      const id = intended.kind === 'intended' ? intended.intent.id : 0;
      const sleep = clock.sleep.bind(clock);
      // While we wait, the other run revokes and concludes.
      const waiting = {
        now: () => clock.now(),
        sleep: async (ms: number) => {
          if (simulated.revoked.length === 0) {
            await simulated.revokeKey(management, 'live', 'key_0', idempotencyKey);
            await other.conclude(id, 'revoked', timestamp(clock), 'done');
          }
          await sleep(ms);
        },
      };
      expect(results(await runOnce(run, { clock: waiting }))[0]).toBe('revoke already-inactive');
      expect(revokes(run)).toHaveLength(1);
    });
  });
});

describe('what people know', () => {
  test('grows, and is not taken back', async () => {
    const run = newRun();
    const check = faultAt('check', refusal(503));
    run.simulated.fault = check;
    expect(results(await runOnce(run))).toEqual(['alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('unknown');
    run.simulated.fault = () => null;
    expect(results(await runOnce(run, { armed: false }))).toEqual(['revoke dry-run', 'alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('active');
    run.simulated.fault = check;
    expect(results(await runOnce(run))).toEqual(['alert already-alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('active');
  });

  test('a run that was killed while it told what is told already: its intent is settled', async () => {
    const run = newRun();
    await runOnce(run);
    await withStore(run, async (other) => {
      const at = timestamp(run.simulated.clock);
      await other.intend({ fingerprint: leaked.fingerprint, action: 'alert', target: 'memory', at });
    });
    await run.simulated.clock.sleep(60_000);
    expect(results(await runOnce(run))).toEqual([]);
    expect(await withStore(run, (store) => store.open())).toEqual([]);
    expect(run.channel.tellings).toBe(1);
  });

  test('a revoke that another run finished, and told nobody', async () => {
    const run = newRun();
    await withStore(run, async (other) => {
      const at = timestamp(run.simulated.clock);
      await other.sight(sighting(leaked.fingerprint, at));
      const act = { fingerprint: leaked.fingerprint, action: 'revoke', target: 'key_0', at } as const;
      const intended = await other.intend(act);
      await run.simulated.revokeKey(management, 'live', 'key_0', idempotencyKey);
      const id = intended.kind === 'intended' ? intended.intent.id : 0;
      await other.conclude(id, 'already-inactive', at, 'was revoked by another run');
    });
    expect(results(await runOnce(run))).toEqual(['alert alerted']);
    expect(run.channel.states.get(leaked.fingerprint)).toBe('inactive');
  });
});

test('a revoke that was cut off may still work, also when its repetition does not get through', async () => {
  const run = newRun();
  await withStore(run, async (other) => {
    const at = timestamp(run.simulated.clock);
    await other.sight(sighting(leaked.fingerprint, at));
    await other.intend({ fingerprint: leaked.fingerprint, action: 'revoke', target: 'key_0', at });
  });
  await run.simulated.clock.sleep(60_000);
  run.simulated.fault = faultAt('revoke', refusal(429));
  expect(results(await runOnce(run))).toEqual(['revoke unconfirmed', 'alert alerted']);
  expect(await withStore(run, (store) => store.open())).toHaveLength(1);
});

describe('alerts', () => {
  test('one that fails does not hide the revocation, and is made up for by the next run', async () => {
    const run = newRun();
    run.channel.fails = true;
    const response = await runOnce(run);
    expect(results(response)).toEqual(['revoke revoked', 'alert failed']);
    expect(response.outcomes[1]?.detail).toBe('memory: nobody there');
    run.channel.fails = false;
    expect(results(await runOnce(run))).toEqual(['alert alerted']);
    expect(results(await runOnce(run))).toEqual([]);
  });

  test('one channel that fails does not silence the others', async () => {
    const run = newRun();
    const broken = { channel: 'broken', tell: () => Promise.reject(new Error('no')) };
    expect(results(await runOnce(run, { alerters: [broken, run.channel] }))).toEqual([
      'revoke revoked',
      'alert failed',
      'alert alerted',
    ]);
  });

  test('a finding that is suppressed is not told of', async () => {
    const run = newRun();
    const secret = new Secret(makeKey('test', 0));
    const suppressed = [{ by: 'baseline', reason: null }] as const;
    const items = [
      {
        finding: finding({ environment: 'test', secret, suppressed: [...suppressed] }),
        verdict: await verdictNow(run.simulated, run.simulated.clock),
      },
    ];
    const responses = await respond({
      items,
      policy: [],
      setting: { branch: null, visibility: null, fitsGlob: () => false },
      armed: true,
      target: '',
      foundAt: timestamp(run.simulated.clock),
      api: run.simulated,
      judge: () => 'active',
      managementKeys: { live: null, test: null },
      hosts,
      limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
      rotator: () => Promise.reject(new Error('no key is rotated here')),
      hostChecks: [],
      openStore: null,
      alerters: [run.channel],
      describe: (item, response) => reportFinding({ ...item, ...response }, 'files'),
      clock: run.simulated.clock,
      random: () => 0.5,
      log: silentLog,
    });
    expect(responses.get(secret.fingerprint)?.outcomes).toEqual([]);
    expect(run.channel.tellings).toBe(0);
  });
});
