// An Anton API in virtual time: keys with traffic of their own, recorded promptly, late, rarely or never; a wrong
// clock; any latency. For tests of what must hold whatever the world does.
import type { AntonApi, Creation, Listing, ListedKey } from '../../src/core/anton-api.ts';
import type { Environment } from '../../src/core/rule.ts';
import type { Clock } from '../../src/core/runtime.ts';
import type { Secret } from '../../src/core/secret.ts';
import type { Answer } from '../../src/core/verdict.ts';

/** How uses of a key get into `lastUsedAt`. Times in ms. */
export type Recording =
  | { kind: 'prompt' }
  | { kind: 'late'; by: number }
  /** Only when the recorded use is older than that. */
  | { kind: 'rare'; every: number }
  | { kind: 'batched'; every: number }
  | { kind: 'lossy'; share: number }
  | { kind: 'never' };

export interface SimulatedKey {
  id: string;
  /** Made up from the id unless given. */
  name?: string;
  secret: Secret;
  environment: Environment;
  suffix: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  recording: Recording;
  /** Times of uses by others, ascending, in ms since the start. */
  uses: Iterator<number>;
  /** A key sees and revokes only those of its own merchant; all are of one unless said otherwise. */
  merchant?: string;
  /** ms since the start; long ago unless said otherwise. */
  createdAt?: number;
}

/** Time, in ms since the start. */
export interface Time {
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface World {
  /** Server's clock minus ours. */
  skewMs: number;
  /** Step of `lastUsedAt`. */
  resolutionMs: number;
  /** A listing shows the state before its own use. */
  recordsAfterAnswer: boolean;
  /** One way, drawn for each request and each answer. */
  latency(): number;
  random(): number;
  /** For several runs at once; a clock that only this API moves unless given. */
  time?: Time;
  /** A listing shows the state of so many ms ago. */
  listLag?(): number;
  /** A listing shows the keys of both environments. */
  listsAll?: boolean;
  /** A key that is about to be made; one that no key here has yet. Without it none can be made. */
  newKey?(environment: Environment): Pick<SimulatedKey, 'secret' | 'suffix' | 'recording'>;
}

export type Call = 'check' | 'list' | 'revoke' | 'create';
/** `lost`: the answer is lost after the effect. `unreached`: lost before. An answer: instead of the effect. */
export type Fault = 'lost' | 'unreached' | Answer | null;

export const start = Date.parse('2025-06-01T12:00:00.000Z');

interface Recorded {
  value: number;
  visibleFrom: number;
}

export class SimulatedApi implements AntonApi {
  readonly calls: { call: Call; bearer: string; id?: string; idempotencyKey?: string }[] = [];
  readonly clock: Clock;
  fault: (call: Call, number: number, bearer: Secret) => Fault = () => null;
  /** Keys that were made here, in order. */
  readonly made: SimulatedKey[] = [];
  /** Revoked keys still work for so long. */
  revokeDelayMs = 0;
  readonly #keys: SimulatedKey[];
  readonly #world: World;
  readonly #records = new Map<string, Recorded[]>();
  readonly #pending = new Map<string, number>();
  readonly #deadFrom = new Map<string, number>();
  readonly #revokedAt = new Map<string, number>();
  readonly #clock: Time;

  constructor(keys: SimulatedKey[], world: World) {
    this.#keys = [...keys];
    this.#world = world;
    const time = world.time ?? ownTime();
    this.#clock = time;
    this.clock = { now: () => Math.floor(start + time.now()), sleep: (ms) => time.sleep(ms) };
  }

  get #time(): number {
    return this.#clock.now();
  }

  /** Whether the API would let a key in now. */
  isAlive(id: string): boolean {
    return this.#keys.some((key) => key.id === id && this.#works(key));
  }

  /** Ids of keys that were revoked here, in order. */
  get revoked(): string[] {
    return [...this.#deadFrom.keys()];
  }

  check(bearer: Secret, environment?: Environment): Promise<Answer> {
    return this.#serve('check', bearer, environment, () => ok(200));
  }

  async listKeys(bearer: Secret, environment: Environment): Promise<Listing> {
    let keys: ListedKey[] = [];
    const answer = await this.#serve('list', bearer, environment, (own) => {
      const asOf = this.#time - (this.#world.listLag?.() ?? 0);
      keys = this.#keys
        .filter((key) => this.#world.listsAll === true || key.environment === environment)
        .filter((key) => key.merchant === own.merchant && (key.createdAt ?? -Infinity) <= asOf)
        .map((key) => this.#shown(key, asOf));
      return ok(200);
    });
    return isOk(answer) ? { ok: true, keys, answer } : { ok: false, answer };
  }

  revokeKey(bearer: Secret, environment: Environment, id: string, idempotencyKey: string): Promise<Answer> {
    const effect = (own: SimulatedKey) => {
      const key = this.#keys.find((each) => each.id === id);
      if (!key || key.merchant !== own.merchant) return refusal(404);
      if (!this.#deadFrom.has(id)) {
        this.#deadFrom.set(id, this.#time + this.revokeDelayMs);
        this.#revokedAt.set(id, this.#time);
      }
      return ok(200);
    };
    return this.#serve('revoke', bearer, environment, effect, { id, idempotencyKey });
  }

  async createKey(
    bearer: Secret,
    environment: Environment,
    name: string,
    idempotencyKey: string,
  ): Promise<Creation> {
    let made: SimulatedKey | null = null;
    const effect = (own: SimulatedKey) => {
      const { newKey } = this.#world;
      if (!newKey) throw new Error('not used here');
      const key: SimulatedKey = {
        ...newKey(environment),
        id: `made_${this.made.length}`,
        name,
        environment,
        expiresAt: null,
        revokedAt: null,
        uses: [].values(),
        createdAt: this.#time,
        ...(own.merchant !== undefined && { merchant: own.merchant }),
      };
      this.#keys.push(key);
      this.made.push(key);
      made = key;
      return ok(200);
    };
    const answer = await this.#serve('create', bearer, environment, effect, { idempotencyKey });
    const key = made as SimulatedKey | null;
    if (!isOk(answer) || key === null) return { ok: false, answer };
    return { ok: true, key: this.#shown(key, this.#time), secret: key.secret };
  }

  async #serve(
    call: Call,
    bearer: Secret,
    environment: Environment | undefined,
    effect: (own: SimulatedKey) => Answer,
    more: object = {},
  ): Promise<Answer> {
    const number = this.calls.filter((each) => each.call === call).length;
    this.calls.push({ call, bearer: bearer.fingerprint, ...more });
    const fault = this.fault(call, number, bearer);
    await this.#clock.sleep(this.#world.latency());
    if (fault === 'unreached') return lost;
    if (fault !== null && fault !== 'lost') return fault;
    const key = this.#keys.find((each) => each.secret.fingerprint === bearer.fingerprint);
    const isKnown = key && this.#works(key) && key.environment === (environment ?? key.environment);
    const answer = isKnown ? this.#used(key, () => effect(key)) : refusal(401);
    await this.#clock.sleep(this.#world.latency());
    return fault === 'lost' ? lost : answer;
  }

  #works(key: SimulatedKey): boolean {
    const dead = this.#deadFrom.get(key.id);
    const isThere = (key.createdAt ?? -Infinity) <= this.#time;
    return isThere && key.revokedAt === null && (dead === undefined || this.#time < dead);
  }

  #used(key: SimulatedKey, effect: () => Answer): Answer {
    for (const each of this.#keys) this.#catchUp(each);
    if (this.#world.recordsAfterAnswer) {
      const answer = effect();
      this.#record(key, this.#time);
      return answer;
    }
    this.#record(key, this.#time);
    return effect();
  }

  /** Lets the strangers' uses happen up to now. */
  #catchUp(key: SimulatedKey): void {
    for (;;) {
      const next = this.#pending.get(key.id) ?? key.uses.next().value ?? Infinity;
      this.#pending.set(key.id, next);
      if (next > this.#time) return;
      this.#pending.delete(key.id);
      this.#record(key, next);
    }
  }

  #record(key: SimulatedKey, at: number): void {
    const records = this.#records.get(key.id) ?? [];
    this.#records.set(key.id, records);
    const { recording } = key;
    const last = records.at(-1)?.value ?? -Infinity;
    if (recording.kind === 'never') return;
    if (recording.kind === 'rare' && at - last < recording.every) return;
    if (recording.kind === 'lossy' && this.#world.random() < recording.share) return;
    let visibleFrom = at;
    if (recording.kind === 'late') visibleFrom += recording.by;
    if (recording.kind === 'batched') visibleFrom = Math.ceil(at / recording.every) * recording.every;
    records.push({ value: at, visibleFrom });
    if (records.length > 2_000) records.splice(0, 1_000);
  }

  #shown(key: SimulatedKey, asOf: number): ListedKey {
    const { resolutionMs, skewMs } = this.#world;
    const seen = this.#records.get(key.id)?.findLast((each) => each.visibleFrom <= asOf);
    const revoked = this.#revokedAt.get(key.id) ?? Infinity;
    const value = seen && Math.floor((start + seen.value + skewMs) / resolutionMs) * resolutionMs;
    return {
      id: key.id,
      merchantId: 'mer_1',
      name: key.name ?? `name of ${key.id}`,
      environment: key.environment,
      suffix: key.suffix,
      createdAt: null,
      lastUsedAt: value === undefined ? null : new Date(value).toISOString(),
      expiresAt: key.expiresAt,
      revokedAt: revoked <= asOf ? new Date(start + revoked).toISOString() : key.revokedAt,
    };
  }
}

function ownTime(): Time {
  let time = 0;
  return {
    now: () => time,
    sleep: async (ms) => {
      time += Math.max(0, ms);
    },
  };
}

const lost: Answer = { kind: 'failure', why: 'network', detail: 'socket closed', requestId: null };

/** An answer of the API itself. */
export function ok(status: number): Answer {
  return { kind: 'http', status, anton: true, code: null, message: null, requestId: 'req_1' };
}

export function refusal(status: number): Answer {
  return { kind: 'http', status, anton: true, code: String(status), message: 'no', requestId: 'req_1' };
}

function isOk(answer: Answer): boolean {
  return answer.kind === 'http' && answer.status === 200;
}

/** As the verdict table does for the answers made here. */
export function judge(answer: Answer): 'active' | 'inactive' | 'unknown' {
  if (answer.kind === 'failure') return 'unknown';
  if (answer.status === 401) return 'inactive';
  return answer.status === 200 || answer.status === 403 ? 'active' : 'unknown';
}
