// A leaked key whose rotation takes its time: other runs that found it wait, and don't begin one of their own.
import { expect, onTestFinished, test, vi } from 'vitest';
import type { KeySink } from '../../src/core/key-sink.ts';
import { silentLog, timestamp } from '../../src/core/runtime.ts';
import { Secret } from '../../src/core/secret.ts';
import { claimLeaseMs } from '../../src/core/store.ts';
import { leakRotator } from '../../src/leak-rotator.ts';
import { makeKey } from '../helpers/keys.ts';
import { RotatingStore } from '../store/memory-rotations.ts';
import { Disk } from '../store/memory-store.ts';
import { sighting } from '../store/sample.ts';
import { none, randomFrom } from './scenarios.ts';
import { SimulatedApi } from './simulated-api.ts';

test('the key is held until the rotation is over', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const secret = new Secret(makeKey('live', 0));
  const recording = { kind: 'prompt' } as const;
  const ends = { expiresAt: null, revokedAt: null };
  const api = new SimulatedApi(
    [{ id: 'old', secret, environment: 'live', suffix: null, ...ends, recording, uses: none() }],
    {
      skewMs: 0,
      resolutionMs: 1,
      recordsAfterAnswer: false,
      latency: () => 5,
      random: randomFrom(1),
      newKey: () => ({ secret: new Secret(makeKey('live', 10)), suffix: null, recording }),
    },
  );
  const { clock } = api;
  const disk = new Disk();
  const storeOf = (owner: string) =>
    new RotatingStore(disk, { owner, by: owner, maybeAtWork: (_, age, lease = 60_000) => age < lease });
  const [store, other] = [storeOf('this run'), storeOf('another')];
  const { fingerprint } = secret;
  const isFree = () => other.claim(fingerprint, timestamp(clock));
  await store.sight(sighting(fingerprint));
  await store.claim(fingerprint, timestamp(clock));

  const free: boolean[] = [];
  const slow: KeySink = {
    name: 'a slow place',
    prepare: async () => {},
    take: async () => {
      for (let i = 0; i < 4; i += 1) {
        await clock.sleep(claimLeaseMs - 10_000);
        await vi.advanceTimersByTimeAsync(15_000);
        free.push(await isFree());
      }
      return 'its place';
    },
  };
  const rotator = leakRotator(
    {
      readSinks: async () => [slow],
      managementKeys: { live: null, test: null },
      hosts: { live: 'live.test', test: 'test.test' },
      limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
      clock,
      random: randomFrom(1),
      log: silentLog,
    },
    api,
    store,
  );
  const leaked = { secret, environment: 'live' } as const;
  const key = { id: 'old', name: 'checkout' };
  const { result } = await rotator.rotate({ leaked, key, to: ['file:app.key'], revokeFrom: null });
  expect({ result, free }).toEqual({ result: 'rotated', free: [false, false, false, false] });
  await store.release(fingerprint);
  expect(await isFree()).toBe(true);
});
