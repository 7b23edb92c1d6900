// The last-used probe: use the leaked key at random moments and see which listed key's `lastUsedAt` follows. Other
// keys are in use meanwhile, and the API may record uses late or rarely. So nothing is ruled out by what it did not
// do; a key is found only if it followed each of our uses, so closely that a stranger's traffic could not have.
import type { Answer } from '../core/verdict.ts';
import type { Environment } from '../core/rule.ts';
import type { Secret } from '../core/secret.ts';
import { answerText } from './answer-text.ts';
import type { IdentifyDeps } from './identify.ts';
import { followers } from './probe-evidence.ts';
import type { Observation, Span } from './probe-evidence.ts';

export type ProbeResult =
  | { kind: 'found'; id: string }
  | { kind: 'ambiguous'; why: string }
  | { kind: 'failed'; why: string };

/** One change can be luck; the evidence asks for at least this many before anything is concluded. */
const minimumObservations = 4;
/** After this many without a single follower there is nothing to wait for. */
const hopelessObservations = 6;
const maximumObservations = 24;
/** A stranger may look like the leaked key in one of this many probes. */
const acceptedChance = 1e-6;
/**
 * Shortest pause, of one round after another: what a pause proves depends on how even the requests are, which a busy
 * machine or a far one shows only by trying. Longer without an observer, as every look is then a use, which strangers
 * can imitate more easily.
 */
const pausesMs = { watched: [50, 200, 800], alone: [250] };
/** No revoke waits longer than this for its key to be told apart. */
const longestProbeMs = 60_000;
/** Alone, time is what makes strangers' luck unlikely; near the server a few seconds are enough, so pauses start short. */
const pauseGrowth = 1.1;

/** `ids` are the keys it may be. Takes about two seconds with an observer nearby, up to a minute otherwise. */
export async function probe(
  leaked: Secret,
  environment: Environment,
  ids: readonly string[],
  deps: IdentifyDeps,
): Promise<ProbeResult> {
  if (deps.observer && (await canWatch(deps.observer, environment, ids, deps))) {
    return run(new Probe(leaked, environment, ids, deps, deps.observer), pausesMs.watched);
  }
  return run(new Probe(leaked, environment, ids, deps, null), pausesMs.alone);
}

async function run(trial: Probe, pauses: readonly number[]): Promise<ProbeResult> {
  for (const pause of pauses) {
    trial.pause = pause;
    const result = await round(trial, acceptedChance / pauses.length);
    if (result !== 'undecided') return result;
  }
  return unclear(trial);
}

/** Undecided while one key still follows, but not closely enough for what the pauses were. */
async function round(trial: Probe, accepted: number): Promise<ProbeResult | 'undecided'> {
  const seen: Observation[] = [];
  for (let i = 0; i < maximumObservations && !trial.isLate(); i += 1) {
    const step = await trial.step();
    if (step.kind !== 'seen') return step;
    if (step.observation) seen.push(step.observation);
    if (trial.calm(seen).length < minimumObservations) continue;

    const following = followers(trial.ids, trial.calm(seen));
    const [only, ...others] = following;
    if (only && others.length === 0 && only.chance <= accepted) return { kind: 'found', id: only.id };
    if (!only && seen.length >= hopelessObservations) return unclear(trial);
  }
  return trial.isLate() ? unclear(trial) : 'undecided';
}

function unclear({ ids }: Probe): ProbeResult {
  return {
    kind: 'ambiguous',
    why: `${ids.length} keys could be it, and their last uses do not tell them apart`,
  };
}

type Step = { kind: 'seen'; observation: Observation | null } | Exclude<ProbeResult, { kind: 'found' }>;

class Probe {
  readonly ids: readonly string[];
  readonly #leaked: Secret;
  readonly #environment: Environment;
  readonly #deps: IdentifyDeps;
  readonly #observer: Secret | null;
  /** The last use of the leaked key by us. */
  #lastUse: Span | null = null;
  readonly #started: number;
  /** As first listed: a key may be listed as revoked and still work for a moment. */
  readonly #revokedAt = new Map<string, string | null>();
  /** How long each request took, in ms. */
  readonly #durations: number[] = [];
  /** Shortest, in ms. */
  pause = 0;

  constructor(
    leaked: Secret,
    environment: Environment,
    ids: readonly string[],
    deps: IdentifyDeps,
    observer: Secret | null,
  ) {
    this.#leaked = leaked;
    this.#environment = environment;
    this.ids = ids;
    this.#deps = deps;
    this.#observer = observer;
    this.#started = deps.clock.now();
  }

  step(): Promise<Step> {
    return this.#observer ? this.#useThenWatch(this.#observer) : this.#useByLooking();
  }

  /** Both pauses are random, or the observer's own uses would follow ours at a fixed distance. */
  async #useThenWatch(observer: Secret): Promise<Step> {
    const [answer, used] = await this.#timed(() => this.#deps.api.check(this.#leaked, this.#environment));
    if (!wasTaken(answer))
      return { kind: 'failed', why: `the key could not be used (${answerText(answer)})` };
    await this.#sleep(1);
    const step = await this.#look(observer, used, null);
    await this.#sleep(0);
    return step;
  }

  /** The look is a use as well: the API shows either this one or, if it records late, the one before. */
  async #useByLooking(): Promise<Step> {
    if (this.#lastUse) await this.#sleep(1);
    this.pause *= pauseGrowth;
    return this.#look(this.#leaked, this.#lastUse, this.#leaked);
  }

  async #look(bearer: Secret, before: Span | null, using: Secret | null): Promise<Step> {
    const [listing, span] = await this.#timed(() => this.#deps.api.listKeys(bearer, this.#environment));
    if (!listing.ok)
      return { kind: 'failed', why: `its keys could not be listed (${answerText(listing.answer)})` };
    if (using) this.#lastUse = span;
    const keys = new Map(listing.keys.map((key) => [key.id, key]));
    const times = new Map<string, number | null>();
    for (const id of this.ids) {
      const key = keys.get(id);
      if (!key || (this.#revokedAt.has(id) && this.#revokedAt.get(id) !== key.revokedAt))
        return { kind: 'ambiguous', why: 'the list of keys changed meanwhile' };
      this.#revokedAt.set(id, key.revokedAt);
      times.set(id, key.lastUsedAt === null ? null : Date.parse(key.lastUsedAt));
    }
    if (!before) return { kind: 'seen', observation: null };
    return { kind: 'seen', observation: { look: span, useBefore: before, lookIsUse: using !== null, times } };
  }

  async #timed<T>(work: () => Promise<T>): Promise<[T, Span]> {
    const from = this.#deps.clock.now();
    const result = await work();
    const span = { from, to: this.#deps.clock.now() };
    this.#durations.push(span.to - span.from);
    return [result, span];
  }

  /** From `least` pauses up to two more. */
  #sleep(least: number): Promise<void> {
    const pause = Math.max(this.pause, 2 * median(this.#durations));
    return this.#deps.clock.sleep(pause * (least + 2 * this.#deps.random()));
  }

  /**
   * Without the observations whose requests took much longer than usual: they say little about when the key was used.
   * They are left out by their length only, whatever they show, so that nothing is chosen for what it proves.
   */
  calm(seen: readonly Observation[]): Observation[] {
    const limit = 3 * median(this.#durations) + 5;
    const isCalm = ({ from, to }: Span) => to - from <= limit;
    return seen.filter(({ look, useBefore }) => isCalm(look) && isCalm(useBefore));
  }

  isLate(): boolean {
    return this.#deps.clock.now() - this.#started > longestProbeMs;
  }
}

/** An observer of another merchant, or one that may not list, sees nothing of use. */
async function canWatch(
  observer: Secret,
  environment: Environment,
  ids: readonly string[],
  deps: IdentifyDeps,
): Promise<boolean> {
  const listing = await deps.api.listKeys(observer, environment);
  return listing.ok && ids.every((id) => listing.keys.some((key) => key.id === id));
}

/** Whether the API took the key, so that it counts as a use. */
function wasTaken(answer: Answer): boolean {
  if (answer.kind === 'failure' || !answer.anton) return false;
  return answer.status < 500 && answer.status !== 401 && answer.status !== 429;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
