// What the parts of a rotation share: its record, and how it stops.
import type { AntonApi, ListedKey } from '../core/anton-api.ts';
import { whySpent } from '../core/breaker.ts';
import type { Limits } from '../core/breaker.ts';
import { messageOf } from '../core/errors.ts';
import type { Inventory } from '../core/inventory.ts';
import type { KeySink } from '../core/key-sink.ts';
import type { BegunRevoke, Rotation, RotationStep, Rotations, StepOutcome } from '../core/rotation.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock, Log, Repeat } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import type { Answer } from '../core/verdict.ts';
import type { Judge } from '../respond/prove-dead.ts';

/** A rotation is another run's to take over after a minute of silence, and a step may take longer. */
const renewMs = 15_000;

export interface RotateInput {
  environment: Environment;
  old: { id: string; name: string; secret: Secret | null };
  /** Where the new key goes, in this order. */
  sinks: readonly KeySink[];
  managementKey: Secret | null;
  /** The old key is quiet when it was not used for this long; null does not wait. */
  quietForMs: number | null;
  /** How long to wait for that. */
  waitMs: number;
  /** False ends with the new key in its place; the old one lives on. */
  revokes?: boolean;
  /** Called before a key is made; throws with a clause when it would be made in vain. */
  ready?: () => Promise<void>;
  /** What the old key and those that are cleared up count towards. */
  limits: Limits;
  api: AntonApi;
  /** By these the state knows who said what about a key. */
  hosts: Readonly<Record<Environment, string>>;
  judge: Judge;
  store: Rotations & Pick<Inventory, 'register'>;
  clock: Clock;
  repeat: Repeat;
  log: Log;
  /** Eight characters of its own. */
  token: () => string;
  /** Told of each step as it ends, for people. */
  tell: (line: string) => void;
}

/** Why a rotation goes no further for now; what it did stays, and it goes on from there. */
export class Stop extends Error {
  override readonly name = 'Stop';
  /** A revoke was wanted and did not end with a dead key. */
  readonly isAlive: boolean;

  /** `why` is a clause for people. */
  constructor(why: string, isAlive = false) {
    super(why);
    this.isAlive = isAlive;
  }
}

/** One run at one rotation. */
export class RotationRun {
  readonly input: RotateInput;
  readonly rotation: Rotation;
  /** The new key, as long as the run lives that made it. */
  newSecret: Secret | null = null;

  constructor(input: RotateInput, rotation: Rotation) {
    this.input = input;
    this.rotation = rotation;
  }

  /** Records a step, takes it, records how it ended; `null` leaves it in doubt. @throws Stop before it is taken. */
  async step(
    step: RotationStep,
    target: string,
    take: () => Promise<Omit<StepOutcome, 'at'> | null>,
  ): Promise<Omit<StepOutcome, 'at'> | null> {
    const { clock, log, tell, store } = this.input;
    const id = await this.#begin(step, target);
    const outcome = await this.#kept(take);
    if (outcome === null) return null;
    tell(`${step}: ${outcome.detail}`);
    try {
      await store.endStep(id, { ...outcome, at: timestamp(clock) });
    } catch (error) {
      log.warn('a step could not be recorded; the next run looks again', { reason: messageOf(error) });
    }
    return outcome;
  }

  /** Does the work while others are told that somebody is at it. */
  async #kept<T>(work: () => Promise<T>): Promise<T> {
    const { store, clock, repeat } = this.input;
    const stop = repeat(renewMs, () => {
      // Where another run has taken over, the next step is told so.
      store.keepRotation(this.rotation, timestamp(clock)).catch(() => {});
    });
    try {
      return await work();
    } finally {
      stop();
    }
  }

  /** The id of a step that is on record now. A revoke must pass the breaker, as one of a scan. @throws Stop. */
  async #begin(step: RotationStep, target: string): Promise<number> {
    const { store, clock, limits } = this.input;
    const { run, mostAnHour } = limits;
    const at = timestamp(clock);
    const spent = step === 'revoke' ? whySpent(run, target) : null;
    if (spent !== null) throw new Stop(`key ${target} is not revoked: ${spent}`, true);
    let begun: BegunRevoke;
    try {
      begun =
        step === 'revoke'
          ? await store.beginRevoke(this.rotation, target, at, mostAnHour)
          : { kind: 'begun', id: await store.beginStep(this.rotation, step, target, at) };
    } catch (error) {
      // Without a line there is no revoke, and a key that should be dead lives.
      throw new Stop(`the state can not be written (${messageOf(error)})`, step === 'revoke');
    }
    if (begun.kind === 'stopped') throw new Stop(`key ${target} is not revoked: ${begun.why}`, true);
    if (step === 'revoke') run.begun.add(target);
    return begun.id;
  }

  /** Before a key is made of which nobody would have any use. @throws Stop where the old key could not be revoked, or the new one not be handed over. */
  async foresee(): Promise<void> {
    const { store, clock, limits, old, ready } = this.input;
    const spent = whySpent(limits.run, old.id);
    const why = spent ?? (await store.mayRevoke(this.rotation, timestamp(clock), limits.mostAnHour));
    if (why !== null)
      throw new Stop(`no new key was made, as key ${old.id} could not be revoked now: ${why}`, true);
    try {
      await ready?.();
    } catch (error) {
      throw new Stop(`no new key was made: ${messageOf(error)}`);
    }
  }

  /** Keys that may ask for something that the old key must not be needed for, the best first. */
  get bearers(): Secret[] {
    const { managementKey, old } = this.input;
    return [this.newSecret, managementKey, old.secret].filter((key) => key !== null);
  }

  /** @throws Stop unless every key could be read. */
  async list(): Promise<ListedKey[]> {
    const { api, environment } = this.input;
    let answer: Answer | null = null;
    for (const bearer of this.bearers) {
      const listing = await api.listKeys(bearer, environment);
      if (listing.ok) return listing.keys;
      answer = listing.answer;
    }
    const why = answer === null ? 'there is no key to ask with' : said(answer);
    throw new Stop(`the keys could not be listed (${why})`);
  }
}

/** An answer in a few words. */
export function said(answer: Answer): string {
  if (answer.kind === 'failure') return `${answer.why}: ${answer.detail}`;
  const code = answer.code === null || answer.code === String(answer.status) ? '' : ` ${answer.code}`;
  return `HTTP ${answer.status}${code}`;
}

/** The API understood a request and did nothing. */
export function isRefusal(answer: Answer): boolean {
  if (answer.kind === 'failure' || !answer.anton) return false;
  return answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 409;
}
