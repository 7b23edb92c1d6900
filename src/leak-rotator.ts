// Lets respond/ rotate a leaked key with the machine of `akguard rotate`. A leaked key is known to others, so nothing waits
// until it is quiet: only the grace that policy gives it counts.
import type { AntonApi } from './core/anton-api.ts';
import { messageOf } from './core/errors.ts';
import { placeName } from './core/key-place.ts';
import type { KeySink } from './core/key-sink.ts';
import type { Rotations } from './core/rotation.ts';
import { systemRepeat, timestamp } from './core/runtime.ts';
import type { Store } from './core/store.ts';
import { prepareSinks } from './key-sinks.ts';
import { type RotationEnd, rotate } from './keys/rotate.ts';
import { nextSteps } from './keys/rotation-text.ts';
import { standingOf } from './keys/standing.ts';
import type { Plan } from './pipeline.ts';
import type { RotateOrder, Rotated, Rotator } from './respond/rotate-leaked.ts';
import { otherKey } from './respond/with-identified.ts';
import { judge } from './verify/verdict-table.ts';

/** What of a plan a rotation needs. */
export type RotationPlan = Pick<
  Plan,
  'readSinks' | 'managementKeys' | 'hosts' | 'limits' | 'clock' | 'random' | 'log'
>;

export function leakRotator(plan: RotationPlan, api: AntonApi, store: Store & Rotations): Rotator {
  return {
    async isRevoking(environment, keyId) {
      const rotation = await store.openRotation(environment, keyId);
      if (rotation === null) return false;
      const steps = await store.rotationSteps(rotation);
      return standingOf(steps, keyId).proven !== null && hasRevoke(steps, keyId);
    },
    async rotate(order) {
      const { leaked, key, to, revokeFrom } = order;
      let sinks: KeySink[];
      try {
        sinks = await plan.readSinks(to);
      } catch (error) {
        const detail = `No new key was made: ${messageOf(error)}`;
        return { result: 'unfinished', isRevokeBegun: false, detail, death: null };
      }
      const { environment, secret } = leaked;
      const end = await rotate({
        ...plan,
        api,
        store,
        environment,
        old: { id: key.id, name: key.name, secret },
        sinks,
        managementKey: otherKey(leaked, plan.managementKeys[environment]),
        quietForMs: null,
        waitMs: 0,
        revokes: revokeFrom === null,
        ready: () => prepareSinks(sinks),
        judge: (answer) => judge(answer, true).validity,
        repeat: (ms, work) =>
          systemRepeat(ms, () => {
            work();
            // Other runs that found the key wait as long as this one has it.
            store.claim(secret.fingerprint, timestamp(plan.clock)).catch(() => {});
          }),
        token: () =>
          Math.floor(plan.random() * 2 ** 32)
            .toString(16)
            .padStart(8, '0'),
        tell: (line) => plan.log.debug('rotation', { line }),
      });
      return told(end, order);
    },
  };
}

function hasRevoke(steps: RotationEnd['steps'], keyId: string): boolean {
  return steps.some(({ step, target }) => step === 'revoke' && target === keyId);
}

function told(end: RotationEnd, { key, leaked, to, revokeFrom }: RotateOrder): Rotated {
  const isRevokeBegun = hasRevoke(end.steps, key.id);
  const places = to.map(placeName).join(' and ');
  const where = places === '' ? 'in its place' : `at ${places}`;
  switch (end.result) {
    case 'rotated': {
      const dead = end.steps.findLast(({ step, target }) => step === 'revoke' && target === key.id);
      const detail = `Key ${end.newKeyId} is ${where} and works; it takes the place of key ${key.id}.`;
      return {
        result: 'rotated',
        isRevokeBegun,
        detail,
        death: sentence(dead?.detail ?? `key ${key.id} is dead`),
      };
    }
    case 'waiting': {
      const detail = `Key ${end.newKeyId} is ${where} and works; the first armed run after ${revokeFrom} revokes key ${key.id}.`;
      return { result: 'waiting', isRevokeBegun, detail, death: null };
    }
    case 'taken-back':
    case 'unfinished': {
      const flags = to.map((place) => `--to ${placeName(place)}`).join(' ');
      const on = `To go on: the next run with --revoke that finds the key goes on from here; or \`akguard rotate --key ${key.id} ${flags} --now\`.`;
      const old = { ...key, environment: leaked.environment };
      const detail = [`Not finished: ${end.why}.`, ...nextSteps(end, old, on)].join(' ');
      return { result: 'unfinished', isRevokeBegun, detail, death: null };
    }
  }
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
