// One scenario from its seed to its end, and what must hold whatever happens in it.
import type { Alert } from '../../../src/core/alerter.ts';
import { alertState, knowledge } from '../../../src/respond/alert-state.ts';
import type { AlertState } from '../../../src/respond/alert-state.ts';
import { defaultPolicy } from '../../../src/respond/default-policy.ts';
import type { RespondInput, Response } from '../../../src/respond/case.ts';
import { Disk, MemoryStore } from '../../store/memory-store.ts';
import type { Secret } from '../../../src/core/secret.ts';
import { SimulatedApi, ok, refusal } from '../simulated-api.ts';
import type { SimulatedKey } from '../simulated-api.ts';
import { runProcess } from './process.ts';
import type { Shared } from './process.ts';
import { drawScenario } from './scenario.ts';
import type { RunPlan, Scenario } from './scenario.ts';
import { VirtualTime } from './virtual-time.ts';

/** How a scenario went. `broken` are laws that did not hold; the rest shows that there was something to go wrong. */
export interface Outcome {
  broken: string[];
  runs: number;
  killed: number;
  revoked: number;
  ambiguous: number;
  stopped: number;
  alerts: number;
  /** New keys that were made, and rotations that came to their end. */
  made: number;
  rotated: number;
}

/** Both environments are worth a revoke here. */
function policyOf({ rotation }: Scenario): RespondInput['policy'] {
  const when = { validity: ['active' as const] };
  const rule = rotation
    ? {
        name: 'renew',
        when,
        actions: ['rotate', 'alert', 'fail'] as const,
        to: ['a place'],
        grace: rotation.grace,
      }
    : { name: 'active', when, actions: ['revoke', 'alert', 'fail'] as const };
  return [{ ...rule, actions: [...rule.actions] }, ...defaultPolicy];
}
const mostReruns = 12;

/** @param narrow makes the scenario one of those in which a rare thing happens. */
export async function simulate(
  seed: number,
  narrow: (scenario: Scenario) => Scenario = (scenario) => scenario,
): Promise<Outcome> {
  const time = new VirtualTime();
  const scenario = narrow(drawScenario(seed, time));
  const world = new Witness(scenario, time);
  let before: Promise<unknown> = Promise.resolve();
  const first = scenario.runs.map((plan, i) => {
    const start = (scenario.overlap ? Promise.resolve() : before).then(() => time.sleep(plan.pause));
    return (before = start.then(() => world.run(`run ${i}`, plan)));
  });
  const hands = scenario.byHand.map(({ at, key }) => time.sleep(at).then(() => world.revokeByHand(key)));
  await time.pass<unknown>([...first, ...hands]);

  world.judgeLimits();

  // Nothing goes wrong any more, and people reset what waits for them: everything must come to its end.
  world.isCalm = true;
  for (let i = 0; i < mostReruns; i += 1) {
    const plan = {
      pause: 0,
      armed: true,
      killed: null,
      apiFaults: 0,
      storeFaults: 0,
      alertFaults: 0,
      most: 9,
    };
    const [responses] = await time.pass([
      time
        .sleep(61_000)
        .then(() => world.store().reset(new Date(world.api.clock.now()).toISOString()))
        .then(() => world.run(`rerun ${i}`, plan)),
    ]);
    if (responses && world.isSettled(responses)) break;
  }
  await world.judgeEnd();
  return world.outcome;
}

/** Sees everything, and holds it against the laws. */
class Witness {
  readonly outcome: Outcome = {
    broken: [],
    runs: 0,
    killed: 0,
    revoked: 0,
    ambiguous: 0,
    stopped: 0,
    alerts: 0,
    made: 0,
    rotated: 0,
  };
  readonly api: SimulatedApi;
  isCalm = false;
  readonly #scenario: Scenario;
  readonly #shared: Shared;
  readonly #disk = new Disk();
  readonly #told = new Map<string, AlertState>();
  readonly #byHand = new Set<string>();
  readonly #last = new Map<string, string>();
  /** What is where the key with this id was used. */
  readonly #placed = new Map<string, SimulatedKey>();

  constructor(scenario: Scenario, time: VirtualTime) {
    this.#scenario = scenario;
    this.api = new SimulatedApi(scenario.keys, scenario.world);
    this.api.revokeDelayMs = scenario.revokeDelayMs;
    this.#shared = {
      scenario,
      api: this.api,
      disk: this.#disk,
      channel: { tell: (alert) => this.#tell(alert, time) },
      place: { take: (secret) => this.#place(secret, time) },
      policy: policyOf(scenario),
      running: new Set(),
    };
  }

  store(): MemoryStore {
    return new MemoryStore(this.#disk, { owner: 'people', by: 'people', maybeAtWork: () => false });
  }

  async run(name: string, plan: RunPlan): Promise<Map<string, Response> | null> {
    const { random } = this.#scenario;
    const allow = this.#watchRevokes();
    this.api.fault = (call) => {
      if (call === 'revoke') allow();
      if (this.isCalm || random() >= plan.apiFaults) return null;
      const faults = [
        'lost',
        'unreached',
        refusal(429),
        refusal(503),
        { ...refusal(401), anton: false },
      ] as const;
      return faults[Math.floor(random() * faults.length)] ?? ok(200);
    };
    this.outcome.runs += 1;
    const responses = await runProcess(name, plan, this.#shared);
    if (responses === null) this.outcome.killed += 1;
    else this.#judgeResponses(name, responses);
    return responses;
  }

  async revokeByHand(key: SimulatedKey): Promise<void> {
    this.#byHand.add(key.id);
    const { fault } = this.api;
    this.api.fault = () => null;
    const answer = this.api.revokeKey(key.secret, key.environment, key.id, 'by hand');
    this.api.fault = fault;
    await answer;
  }

  /** Law 5: nothing is revoked whose intent is not on the disk. */
  #watchRevokes(): () => void {
    return () => {
      const { id, bearer } = this.api.calls.at(-1) ?? {};
      if (bearer === undefined || id === undefined || this.#byHand.has(id)) return;
      const isIntended = [
        ...this.#disk.acts.filter((act) => act.action === 'revoke'),
        ...this.#disk.steps.filter(({ step }) => step === 'revoke'),
      ].some((act) => act.target === id && act.result === null);
      if (!isIntended) this.#break(`a revoke of ${id} was sent without an intent`);
      this.#judgeRevoke(id);
    };
  }

  /** Only leaked keys go, and keys made for them that another one has replaced; after a rotation there is a key that works. */
  #judgeRevoke(id: string): void {
    const isLeaked = this.#scenario.leaked.some((key) => key.id === id);
    const isMade = this.api.made.some((key) => key.id === id);
    const isInPlace = [...this.#placed.values()].some((key) => key.id === id);
    if ((!isLeaked && !isMade) || isInPlace) this.#break(`the wrong key was revoked: ${id}`);
    if (isLeaked && this.#scenario.rotation) this.#mustHaveSuccessor(id, 'its revoke was sent');
  }

  #mustHaveSuccessor(id: string, when: string): void {
    const placed = this.#placed.get(id);
    const old = this.#scenario.leaked.find((key) => key.id === id);
    if (!placed || !this.api.isAlive(placed.id))
      this.#break(`${id} has no key in its place that works: ${when}`);
    else if (placed.merchant !== old?.merchant || placed.environment !== old?.environment)
      this.#break(`${id} was replaced by a key of another merchant: ${when}`);
  }

  /** As a file or a secret does: the later key takes the place of the earlier. Its name says whose successor it is. */
  async #place(secret: Secret, time: VirtualTime): Promise<string> {
    const { random, rotation } = this.#scenario;
    const faults = this.isCalm ? 0 : (rotation?.sinkFaults ?? 0);
    await time.sleep(random() * 50);
    if (random() < faults) throw new Error('no room');
    const key = this.api.made.find((each) => each.secret === secret);
    const id = / of (\S+)/.exec(key?.name ?? '')?.[1];
    if (key && id !== undefined) this.#placed.set(id, key);
    if (random() < faults) throw new Error('nobody answered');
    return 'in its place';
  }

  #judgeResponses(name: string, responses: Map<string, Response>): void {
    for (const key of this.#scenario.leaked) {
      const response = responses.get(key.secret.fingerprint);
      for (const { action, result } of response?.outcomes ?? []) {
        if (action === 'revoke') this.#last.set(key.id, result);
        if (action === 'rotate' && (result === 'rotated' || result === 'waiting'))
          this.#mustHaveSuccessor(key.id, `${name} says ${result}`);
        if (result === 'rotated') this.outcome.rotated += 1;
        if (result === 'revoked' || result === 'already-inactive')
          this.#mustBeDead(key, `${name} says ${result}`);
        if (result === 'revoked') this.outcome.revoked += 1;
        if (result === 'ambiguous') this.outcome.ambiguous += 1;
        if (action === 'revoke' && result === 'failed') this.outcome.stopped += 1;
      }
    }
  }

  #mustBeDead(key: SimulatedKey, what: string): void {
    if (this.api.isAlive(key.id)) this.#break(`${key.id} is reported dead, and lives: ${what}`);
  }

  /** As real channels do: looks for the earlier alert, then makes one or changes it; others may do so meanwhile. */
  async #tell(alert: Alert, time: VirtualTime): Promise<{ where: string; fresh: boolean }> {
    const { random, leaked, runs } = this.#scenario;
    const faults = this.isCalm ? 0 : (runs[0]?.alertFaults ?? 0);
    const state = alertState(alert.finding);
    const key = leaked.find((each) => each.secret.fingerprint === alert.fingerprint);
    if (key && (state === 'revoked' || state === 'inactive')) this.#mustBeDead(key, `an alert says ${state}`);
    await time.sleep(random() * 50);
    const fresh = !this.#told.has(alert.fingerprint);
    await time.sleep(random() * 50);
    if (random() < faults) throw new Error('nobody there');
    if (fresh && this.#told.has(alert.fingerprint)) this.#break(`a second alert about ${key?.id}`);
    if (fresh) this.outcome.alerts += 1;
    const told = this.#told.get(alert.fingerprint);
    if (told === undefined || knowledge[state] >= knowledge[told]) this.#told.set(alert.fingerprint, state);
    if (random() < faults) throw new Error('nobody answered');
    return { where: 'memory', fresh };
  }

  isSettled(responses: Map<string, Response>): boolean {
    const isOpen = this.#disk.acts.some((act) => act.result === null);
    const results = [...responses.values()].flatMap(({ outcomes }) => outcomes.map(({ result }) => result));
    const unsettled = new Set<string>(['failed', 'unconfirmed', 'unfinished', 'waiting']);
    return !isOpen && !results.some((result) => unsettled.has(result));
  }

  /** All runs so far were within one hour, and nobody has reset anything. */
  judgeLimits(): void {
    const { mostAnHour } = this.#scenario;
    const begun = new Set(
      this.#disk.acts.filter((act) => act.action === 'revoke').map((act) => act.fingerprint),
    );
    // What a rotation made and clears up does not stand in the way of its old key.
    const others = new Set(
      [...this.#disk.acts, ...this.api.made.map(({ id }) => ({ target: id }))].map((each) => each.target),
    );
    for (const { step, target } of this.#disk.steps)
      if (step === 'revoke' && !others.has(target)) begun.add(target);
    if (begun.size > mostAnHour)
      this.#break(`${begun.size} keys were revoked within an hour, of ${mostAnHour}`);
  }

  async judgeEnd(): Promise<void> {
    const { leaked, runs } = this.#scenario;
    for (const act of this.#disk.acts) {
      const owner = leaked.find((key) => key.secret.fingerprint === act.fingerprint);
      if (act.action === 'revoke' && act.target !== owner?.id) {
        this.#break(`${owner?.id} was taken for ${act.target}`);
      }
      if (act.result === null) this.#break(`${act.action} ${act.target} is never settled`);
    }
    for (const key of leaked) {
      const incident = this.#disk.incidents.get(key.secret.fingerprint);
      const last = this.#last.get(key.id);
      const isAlive = this.api.isAlive(key.id);
      if (isAlive && last !== 'ambiguous')
        this.#break(`${key.id} lives at the end, and the last word is ${last}`);
      if (incident?.deadAt != null) this.#mustBeDead(key, 'the state says so');
      if (!isAlive && incident?.deadAt == null) this.#break(`${key.id} is dead, and the state does not know`);
      const told = this.#told.get(key.secret.fingerprint);
      const isNews = this.api.revoked.includes(key.id) && !this.#byHand.has(key.id);
      if (isAlive && told !== 'active') this.#break(`people were told ${told} of ${key.id}, which lives`);
      if (isNews && told !== 'revoked' && told !== 'inactive')
        this.#break(`people were told ${told} of ${key.id}, which is dead`);
    }
    for (const { fingerprint, keyId } of this.#disk.inventory.values()) {
      const key = [...this.#scenario.keys, ...this.api.made].find(({ id }) => id === keyId);
      if (key?.secret.fingerprint !== fingerprint) this.#break(`${keyId} is another key in the inventory`);
    }
    this.#judgeRotations();
    const known = [...leaked, ...this.api.made];
    const wrong = this.api.revoked.filter((id) => !known.some((key) => key.id === id));
    if (wrong.length > 0) this.#break(`wrong keys are revoked: ${wrong.join()}`);
    const { problems } = await this.store().checkLedger(null);
    for (const { what } of problems) this.#break(`ledger: ${what}`);
    if (runs.length === 0) this.#break('nothing ran');
  }

  /** A rotation whose old key nobody else has ended is at its end, and of all that it made one key lives. */
  #judgeRotations(): void {
    this.outcome.made = this.api.made.length;
    for (const { id } of this.#scenario.leaked) {
      const isOpen = this.#disk.rotations.some((each) => each.oldKeyId === id && each.result === null);
      const rotated = this.#disk.rotations.some((each) => each.oldKeyId === id && each.result === 'rotated');
      if (rotated) this.#mustHaveSuccessor(id, 'at the end');
      if (this.#byHand.has(id) || !this.api.revoked.includes(id)) continue;
      if (isOpen) this.#break(`the rotation of ${id} is never finished`);
      const alive = this.api.made.filter(
        (key) => (key.name ?? '').includes(` of ${id} `) && this.api.isAlive(key.id),
      );
      const wanted = this.#scenario.rotation ? 1 : 0;
      if (alive.length !== wanted) this.#break(`${alive.length} new keys for ${id} live, not ${wanted}`);
    }
  }

  #break(law: string): void {
    this.outcome.broken.push(`seed ${this.#scenario.seed}: ${law}`);
  }
}
