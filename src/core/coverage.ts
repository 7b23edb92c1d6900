// Counts what was read and lists what was not. Green means scanned: an incomplete coverage never ends with 0.
import type { ContainerGap } from './container.ts';

/** One thing that was asked for and not read. */
export interface Skipped {
  what: string;
  why: string;
}

/** The numbers and gaps of one scan. `bytes` are bytes read; `lines` are counted for logs only. */
export class Coverage {
  files = 0;
  commits = 0;
  blobs = 0;
  objects = 0;
  lines = 0;
  bytes = 0;
  readonly #allowDamaged: boolean;
  readonly #missed: Skipped[] = [];
  readonly #leftOut: Skipped[] = [];

  /** @param allowDamaged whether an archive that is broken counts as read when it was read as far as it goes. */
  constructor(allowDamaged = false) {
    this.#allowDamaged = allowDamaged;
  }

  /** Something asked for could not be read: the scan is incomplete. */
  missed(what: string, why: string): void {
    this.#missed.push({ what, why });
  }

  /** Something was left out by design (a socket, an excluded path): said, but the scan is still complete. */
  leftOut(what: string, why: string): void {
    this.#leftOut.push({ what, why });
  }

  /** An archive could not be read, at least not to its end. */
  notOpened(what: string, { why, isDamage }: ContainerGap): void {
    if (!isDamage) this.missed(what, why);
    else if (this.#allowDamaged) this.leftOut(what, why);
    else this.missed(what, `${why}; with \`--allow-damaged\` that counts as read`);
  }

  /** Adds the numbers of another scan, and what it skipped, but each gap only once. */
  add(other: Coverage): void {
    this.files += other.files;
    this.commits += other.commits;
    this.blobs += other.blobs;
    this.objects += other.objects;
    this.lines += other.lines;
    this.bytes += other.bytes;
    addNew(this.#missed, other.#missed);
    addNew(this.#leftOut, other.#leftOut);
  }

  get complete(): boolean {
    return this.#missed.length === 0;
  }

  /** What was missed first: it matters more. */
  get skipped(): readonly Skipped[] {
    return [...this.#missed, ...this.#leftOut];
  }
}

/** Who follows a log for months must not collect what a hostile one makes up. */
const mostAdded = 1000;

function addNew(known: Skipped[], others: readonly Skipped[]): void {
  for (const { what, why } of others) {
    if (known.length >= mostAdded) return;
    if (!known.some((each) => each.what === what && each.why === why)) known.push({ what, why });
  }
}
