// A run of akguard as a process that can be killed: the real verify and respond, on a simulated world.
import type { Alert, Alerter } from '../../../src/core/alerter.ts';
import type { AntonApi } from '../../../src/core/anton-api.ts';
import { silentLog, timestamp } from '../../../src/core/runtime.ts';
import type { Clock } from '../../../src/core/runtime.ts';
import type { KeySink } from '../../../src/core/key-sink.ts';
import type { Rotations } from '../../../src/core/rotation.ts';
import type { Store } from '../../../src/core/store.ts';
import { leakRotator } from '../../../src/leak-rotator.ts';
import { unverified } from '../../../src/core/verdict.ts';
import { reportFinding } from '../../../src/report/build.ts';
import type { HostCheck } from '../../../src/respond/breaker.ts';
import { remembered } from '../../../src/respond/remembered.ts';
import { respond } from '../../../src/respond/respond.ts';
import type { RespondInput, Response } from '../../../src/respond/case.ts';
import { judge } from '../../../src/verify/verdict-table.ts';
import { verifyKeys } from '../../../src/verify/verify.ts';
import { finding } from '../sample.ts';
import type { SimulatedApi } from '../simulated-api.ts';
import { RotatingStore } from '../../store/memory-rotations.ts';
import type { Disk } from '../../store/memory-store.ts';
import type { RunPlan, Scenario } from './scenario.ts';

/** What all runs of a scenario share. */
export interface Shared {
  scenario: Scenario;
  api: SimulatedApi;
  disk: Disk;
  /** Tells people; the same for all runs. */
  channel: Omit<Alerter, 'channel'>;
  /** Where new keys go. */
  place: Pick<KeySink, 'take'>;
  policy: RespondInput['policy'];
  /** Runs that are alive, by name. */
  running: Set<string>;
}

const hosts = { live: 'live.test', test: 'test.test' };

class Killed extends Error {}

/** One life. Whatever a dead one tries has no effect. */
class Life {
  #steps = 0;
  readonly #plan: RunPlan;
  readonly #end: () => void;

  constructor(plan: RunPlan, end: () => void) {
    this.#plan = plan;
    this.#end = end;
  }

  get isOver(): boolean {
    return this.#steps > (this.#plan.killed?.step ?? Infinity);
  }

  async step<T>(work: () => Promise<T>): Promise<T> {
    const { killed } = this.#plan;
    if (this.isOver) throw new Killed('killed');
    this.#steps += 1;
    const isLast = this.#steps === killed?.step;
    if (isLast && killed?.when === 'before') this.#die();
    const result = await work();
    if (isLast || this.isOver) this.#die();
    return result;
  }

  #die(): never {
    this.#steps = Infinity;
    this.#end();
    throw new Killed('killed');
  }
}

/** Runs akguard once over all leaked keys. Null when it was killed. */
export async function runProcess(
  name: string,
  plan: RunPlan,
  shared: Shared,
): Promise<Map<string, Response> | null> {
  const { scenario, disk, running } = shared;
  running.add(name);
  const life = new Life(plan, () => running.delete(name));
  const { random } = scenario;
  const clock: Clock = {
    now: shared.api.clock.now,
    sleep: (ms) => life.step(() => shared.api.clock.sleep(ms)),
  };
  const openStore = async (): Promise<Store & Rotations> => {
    const options = {
      owner: name,
      by: name,
      maybeAtWork: (owner: string, age: number, lease = 60_000) => age < lease && running.has(owner),
    };
    return mortal<Store & Rotations>(new RotatingStore(disk, options), life, async () => {
      // As much as the disk takes: between any two steps of one run others may do theirs.
      await scenario.world.time?.sleep(random() * 2);
      if (random() < plan.storeFaults) throw new Error('disk full');
    });
  };
  const alerter: Alerter = {
    channel: 'memory',
    tell: (alert: Alert) => life.step(() => shared.channel.tell(alert)),
  };
  try {
    const api = mortal<AntonApi>(shared.api, life, async () => {});
    const sink: KeySink = {
      name: 'a place',
      prepare: () => life.step(async () => {}),
      take: (secret) => life.step(() => shared.place.take(secret)),
    };
    const doors = { api, clock, openStore, alerters: [alerter], sink };
    const responses = await verifyAndRespond(shared, plan, doors);
    // A death in a place where failures are expected does not come out as one.
    return life.isOver ? null : responses;
  } catch (error) {
    if (error instanceof Killed) return null;
    throw error;
  } finally {
    running.delete(name);
  }
}

async function verifyAndRespond(
  { scenario, policy }: Shared,
  plan: RunPlan,
  doors: {
    api: AntonApi;
    clock: Clock;
    openStore: () => Promise<Store & Rotations>;
    alerters: Alerter[];
    sink: KeySink;
  },
): Promise<Map<string, Response>> {
  const { api, clock } = doors;
  const { random } = scenario;
  const hostChecks: HostCheck[] = [];
  const onControl = (environment: 'live' | 'test', clean: boolean, why: string) =>
    hostChecks.push({ environment, clean, at: timestamp(clock), why });
  const foundAt = timestamp(clock);
  const findings = scenario.leaked.map(({ secret, environment }) => finding({ secret, environment }));
  // As the pipeline does.
  const store = await doors.openStore();
  const known = await remembered(findings, store, { hosts, clock, armed: plan.armed, log: silentLog });
  const asked = scenario.leaked.filter(({ secret }) => !known.has(secret.fingerprint));
  const verdicts = new Map([...known, ...(await verifyKeys(asked, api, { clock, random, onControl }))]);
  const items = scenario.leaked.map(({ secret, environment }) => ({
    finding: finding({ secret, environment }),
    verdict: verdicts.get(secret.fingerprint) ?? unverified('not asked'),
  }));
  const limits = { run: { most: plan.most, begun: new Set<string>() }, mostAnHour: scenario.mostAnHour };
  const managementKeys = scenario.management;
  const forRotations = { managementKeys, hosts, limits, clock, random, log: silentLog };
  return respond({
    ...doors,
    items,
    policy,
    setting: { branch: null, visibility: null, fitsGlob: () => false },
    armed: plan.armed,
    target: 'a simulation',
    foundAt,
    judge: (answer) => judge(answer, true).validity,
    managementKeys,
    hosts,
    limits,
    rotator: async () =>
      leakRotator({ ...forRotations, readSinks: async () => [doors.sink] }, api, await doors.openStore()),
    hostChecks,
    describe: (item, response) => reportFinding({ ...item, ...response }, 'files'),
    random,
    log: silentLog,
  });
}

/** Each call of a method is a step of a life, after what is done `first`. */
function mortal<T extends object>(thing: T, life: Life, first: () => Promise<void>): T {
  return new Proxy(thing, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        life.step(async () => {
          await first();
          return Reflect.apply(value, target, args) as unknown;
        });
    },
  });
}
