// What opening one outer blob may cost, and what could not be read in it. One budget goes through all its depths, so
// that a bomb pays for every layer.
import type { ContainerGap } from '../core/container.ts';

/** All sizes in bytes. `defaultLimits` says how they come together. */
export interface Limits {
  floor: number;
  ratio: number;
  large: number;
  largeRatio: number;
  entries: number;
  depth: number;
  held: number;
}

/**
 * Output may reach `ratio` times the input up to `large`, and `largeRatio` times beyond; `floor` is always allowed.
 * deflate ends at 1,032 times, and a long log in repetitive JSON reaches some 50. `held` bounds the memory for zips inside of
 * streams, which must be whole to be opened.
 */
export const defaultLimits: Limits = {
  floor: 64 * 2 ** 20,
  ratio: 1000,
  large: 2 ** 30,
  largeRatio: 100,
  entries: 1_000_000,
  depth: 8,
  held: 256 * 2 ** 20,
};

/** Ends one container: its text, unless empty, goes into the gaps. Never leaves this room. */
export class Gap extends Error {
  override readonly name = 'Gap';
  /** The container itself is broken, so that nobody could read on. */
  readonly isDamage: boolean;

  constructor(why: string, isDamage = false) {
    super(why);
    this.isDamage = isDamage;
  }
}

/** @throws Gap in any case: a compressed stream that is not as its format says. */
export function damaged(kind: string, how: string): never {
  throw new Gap(`${kind} data damaged (${how}); read up to there`, true);
}

/** @throws Gap in any case. */
export function truncated(kind: string): never {
  throw new Gap(`${kind} data ends too early; read up to there`, true);
}

/** Counts the cost of one outer blob, and collects what was not read. One for each outer blob; never shared. */
export class Budget {
  readonly #limits: Limits;
  /** Name of the entry that is open at each depth; names of streams are empty. */
  readonly #names: string[] = [];
  /** By why: the place of the first, and how many there are. */
  readonly #gaps = new Map<string, { where: string; count: number; isDamage: boolean }>();
  #in = 0;
  #out = 0;
  #entries = 0;
  #held = 0;
  #spent = false;

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Everything that was not read, a sentence each with the names of the entries that lead there: foreign text. */
  get gaps(): ContainerGap[] {
    return [...this.#gaps].map(([reason, { where, count, isDamage }]) => {
      let place = '';
      if (count === 1) place = where === '' ? '' : `${where}: `;
      else place = where === '' ? `${grouped(count)} times: ` : `${where} and ${grouped(count - 1)} more: `;
      return { why: place + reason, isDamage };
    });
  }

  /** The gaps in words. */
  get reasons(): string[] {
    return this.gaps.map(({ why }) => why);
  }

  /** True once a limit on the whole was met: nothing more is opened. */
  get spent(): boolean {
    return this.#spent;
  }

  /** Puts down a gap at the entry that is open now. The same gap in many entries is one reason. */
  gap(why: string, isDamage = false): void {
    const known = this.#gaps.get(why);
    if (known !== undefined) known.count++;
    else this.#gaps.set(why, { where: this.#names.filter(Boolean).join(' > '), count: 1, isDamage });
  }

  /** Puts down what ended a container. @throws whatever is no Gap. */
  caught(error: unknown): void {
    if (!(error instanceof Gap)) throw error;
    if (error.message !== '') this.gap(error.message, error.isDamage);
  }

  /** Goes one container deeper; false when that is too deep. */
  enter(): boolean {
    if (this.#names.length >= this.#limits.depth) {
      this.gap(`nested more than ${this.#limits.depth} deep; not opened`);
      return false;
    }
    this.#names.push('');
    return true;
  }

  leave(): void {
    this.#names.pop();
  }

  /** Begins an entry of the innermost container. @throws Gap when there are too many of them. */
  open(name: string): void {
    this.#names[this.#names.length - 1] = name.length > 200 ? `${name.slice(0, 200)}…` : name;
    if (++this.#entries > this.#limits.entries)
      this.#stop(`holds more than ${grouped(this.#limits.entries)} entries; the rest was not read`);
  }

  close(): void {
    this.#names[this.#names.length - 1] = '';
  }

  /** How many containers are open. */
  get depth(): number {
    return this.#names.length;
  }

  /** Bytes that went into an outermost container: what inner ones read came out of it. */
  read(bytes: number): void {
    this.#in += bytes;
  }

  /** Bytes that came out, at any depth. @throws Gap when that is too much. */
  spend(bytes: number): void {
    const { floor, ratio, large, largeRatio } = this.#limits;
    this.#out += bytes;
    const steep = Math.min(this.#in * ratio, large);
    if (this.#out <= Math.max(floor, steep, this.#in * largeRatio)) return;
    const times = grouped(this.#out > this.#in * ratio ? ratio : largeRatio);
    const stop = grouped(Math.floor(this.#out / 2 ** 20));
    this.#stop(`opens to more than ${times} times its size; stopped after ${stop} MiB`);
  }

  /** A limit on the whole was met: said once, thrown in every container that is open. */
  #stop(why: string): never {
    if (!this.#spent) this.gap(why);
    this.#spent = true;
    throw new Gap('');
  }

  /** Memory for a container that must be whole. @throws Gap when that is too much. */
  hold(bytes: number): void {
    if (this.#held + bytes > this.#limits.held) {
      throw new Gap(
        `a zip of more than ${grouped(this.#limits.held / 2 ** 20)} MiB inside of another; not opened`,
      );
    }
    this.#held += bytes;
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}

function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
