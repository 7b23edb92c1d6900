// Rotations that were cut off where the record does not say all: the state could not take an outcome, or somebody took a hand
// in it between two runs. The next run never leaves the old key without a successor, nor a key that nobody has.
import { expect, test } from 'vitest';
import type { KeySink } from '../../src/core/key-sink.ts';
import type { Rotations, StepOutcome } from '../../src/core/rotation.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { intentLeaseMs } from '../../src/core/store.ts';
import { Secret } from '../../src/core/secret.ts';
import { type RotationEnd, rotate, takeBack } from '../../src/keys/rotate.ts';
import { makeKey } from '../helpers/keys.ts';
import { none, randomFrom } from '../respond/scenarios.ts';
import { SimulatedApi, judge, refusal } from '../respond/simulated-api.ts';
import type { SimulatedKey } from '../respond/simulated-api.ts';
import { RotatingStore } from '../store/memory-rotations.ts';
import { Disk } from '../store/memory-store.ts';

const old = new Secret(makeKey('live', 0));

/** One leaked key, and a management key if there is one; `go` is a run of its own. */
function begin(managementKey: Secret | null = null) {
  const recording = { kind: 'prompt' } as const;
  const keyOf = (id: string, secret: Secret): SimulatedKey => ({
    id,
    secret,
    environment: 'live',
    suffix: null,
    expiresAt: null,
    revokedAt: null,
    recording,
    uses: none(),
  });
  const api = new SimulatedApi(
    [keyOf('old', old), ...(managementKey ? [keyOf('management', managementKey)] : [])],
    {
      skewMs: 0,
      resolutionMs: 1,
      recordsAfterAnswer: false,
      latency: () => 5,
      listLag: () => lag.ms,
      random: randomFrom(1),
      newKey: () => ({
        secret: new Secret(makeKey('live', 10 + api.made.length)),
        suffix: null,
        recording,
      }),
    },
  );
  const disk = new Disk();
  const lag = { ms: 0 };
  const repeated = new Set<() => void>();
  let isGone = true;
  let runs = 0;
  let placed: Secret | null = null;
  const place: KeySink = {
    name: 'a place',
    prepare: async () => {},
    take: async (key) => {
      placed = key;
      return 'its place';
    },
  };
  return {
    api,
    /** Names of the keys that work. */
    alive: () => ['old', ...api.made.map(({ id }) => id)].filter((id) => api.isAlive(id)),
    /** From now on a run that is silent counts as gone only after a while. */
    mayLive: () => {
      isGone = false;
    },
    /** The id of the key that is in the place. */
    inPlace: () => api.made.find(({ secret }) => secret === placed)?.id ?? null,
    /** Calls what a run wants called again and again, once. */
    tick: () => {
      for (const work of repeated) work();
    },
    lag,
    go(
      sinks: KeySink[] = [place],
      harm: (store: Rotations) => void = () => {},
      turn = rotate,
    ): Promise<RotationEnd> {
      const owner = `run ${(runs += 1)}`;
      const store = new RotatingStore(disk, {
        owner,
        by: owner,
        maybeAtWork: (_, age) => age < intentLeaseMs && !isGone,
      });
      harm(store);
      return turn({
        environment: 'live',
        old: { id: 'old', name: 'checkout', secret: old },
        sinks,
        managementKey,
        quietForMs: null,
        waitMs: 0,
        limits: { run: { most: 3, begun: new Set() }, mostAnHour: 10 },
        hosts: { live: 'live.test', test: 'test.test' },
        api,
        judge,
        store,
        clock: api.clock,
        repeat: (_, work) => {
          repeated.add(work);
          return () => repeated.delete(work);
        },
        log: silentLog,
        token: () => `token${api.made.length}`,
        tell: () => {},
      });
    },
  };
}

/** A state that is full when it is to take the outcome of a step that ended so. */
const fullFor = (isIt: (outcome: StepOutcome) => boolean) => (store: Rotations) => {
  const endStep = store.endStep.bind(store);
  store.endStep = async (id, outcome) => {
    if (isIt(outcome)) throw new Error('disk full');
    await endStep(id, outcome);
  };
};
const isProof = ({ detail }: StepOutcome) => / works /.test(detail);
const refusesRevokes: SimulatedApi['fault'] = (call) => (call === 'revoke' ? refusal(429) : null);

test('a proof that could not be recorded: the old key is dead, and the rotation comes to its end', async () => {
  const { alive, go } = begin();
  const first = await go(undefined, (store) => {
    fullFor((outcome) => isProof(outcome) || / is dead /.test(outcome.detail))(store);
    store.endRotation = () => Promise.reject(new Error('disk full'));
  });
  expect(first.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
    'create done',
    'deliver done',
    'prove null',
    'revoke null',
  ]);
  expect(await go()).toMatchObject({ result: 'rotated', newKeyId: 'made_0' });
  expect(alive()).toEqual(['made_0']);
});

test('a proof that could not be recorded, and a revoke that was refused: no second key is made', async () => {
  const { api, alive, go, inPlace } = begin();
  api.fault = refusesRevokes;
  expect((await go(undefined, fullFor(isProof))).result).toBe('unfinished');
  api.fault = () => null;
  expect(await go()).toMatchObject({ result: 'rotated', newKeyId: 'made_0' });
  expect([alive(), inPlace()]).toEqual([['made_0'], 'made_0']);
});

test('the new key is revoked by others while the old one still works: another takes its place first', async () => {
  const { api, alive, go, inPlace } = begin();
  api.fault = refusesRevokes;
  expect(await go()).toMatchObject({ result: 'unfinished', newKeyId: 'made_0' });
  api.fault = () => null;
  await api.revokeKey(old, 'live', 'made_0', 'by hand');
  // It stops for now: what it made and the old key live.
  api.fault = refusesRevokes;
  expect(await go()).toMatchObject({ result: 'unfinished', newKeyId: 'made_1' });
  expect(alive()).toEqual(['old', 'made_1']);
  api.fault = () => null;
  expect(await go()).toMatchObject({ result: 'rotated', newKeyId: 'made_1' });
  expect([alive(), inPlace()]).toEqual([['made_1'], 'made_1']);
});

test('no way back while a revoke of the old key is in doubt: the list that shows it alive may be an old one', async () => {
  const { api, alive, go, lag } = begin(new Secret(makeKey('live', 1)));
  api.fault = (call, _, bearer) => {
    if (call === 'revoke') return 'lost';
    return call === 'check' && bearer === old ? 'unreached' : null;
  };
  expect(await go()).toMatchObject({ result: 'unfinished', isAlive: true });
  api.fault = () => null;
  lag.ms = 60_000;
  const back = () => go([], undefined, takeBack);
  expect(await back()).toMatchObject({
    result: 'unfinished',
    why: 'a revoke of key old was begun, and nothing proves that it still works, so there is no way back: let the rotation go on',
  });
  expect(alive()).toEqual(['made_0']);
  lag.ms = 0;
  expect(await go()).toMatchObject({ result: 'rotated', newKeyId: 'made_0' });
});

test('but there is one when the key itself works a while later', async () => {
  const { api, alive, go } = begin(new Secret(makeKey('live', 1)));
  api.fault = (call) => (call === 'revoke' ? 'unreached' : null);
  expect(await go()).toMatchObject({ result: 'unfinished', isAlive: true });
  api.fault = () => null;
  const back = () => go([], undefined, takeBack);
  expect((await back()).why).toMatch(/^a revoke of key old was begun, and nothing proves/);
  await api.clock.sleep(60_000);
  expect(await back()).toMatchObject({ result: 'taken-back' });
  expect(alive()).toEqual(['old']);
});

test('but there is one after a revoke that was refused', async () => {
  const { api, alive, go } = begin();
  api.fault = refusesRevokes;
  expect(await go()).toMatchObject({ result: 'unfinished' });
  api.fault = () => null;
  expect(await go([], undefined, takeBack)).toMatchObject({ result: 'taken-back' });
  expect(alive()).toEqual(['old']);
});

test('without a place no key is made', async () => {
  const { api, alive, go } = begin();
  expect(await go([])).toMatchObject({ result: 'unfinished', why: 'there is no place for a new key' });
  expect([api.made.length, alive()]).toEqual([0, ['old']]);
});

test.each([true, false])(
  'a place that takes two minutes: nobody else goes on meanwhile, as long as the run says that it is at it (%s)',
  async (says) => {
    const { api, go, mayLive, tick } = begin();
    mayLive();
    const others: RotationEnd[] = [];
    const slow: KeySink = {
      name: 'a slow place',
      prepare: async () => {},
      take: async () => {
        for (let i = 0; i < 8; i += 1) {
          await api.clock.sleep(15_000);
          if (says) tick();
        }
        others.push(await go());
        return 'a slow place';
      },
    };
    const { result, why } = await go([slow]);
    expect(others.map((each) => each.why)).toEqual([says ? 'another run is at it' : null]);
    expect({ result, why }).toEqual(
      says
        ? { result: 'rotated', why: null }
        : {
            result: 'unfinished',
            why: 'the state can not be written (another run has taken over this rotation)',
          },
    );
  },
);
