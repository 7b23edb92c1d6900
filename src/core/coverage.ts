// Counts what was read and lists what was not. Green means scanned: an incomplete coverage never ends with 0.

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
  readonly #missed: Skipped[] = [];
  readonly #leftOut: Skipped[] = [];

  /** Something asked for could not be read: the scan is incomplete. */
  missed(what: string, why: string): void {
    this.#missed.push({ what, why });
  }

  /** Something was left out by design (a socket, an excluded path): said, but the scan is still complete. */
  leftOut(what: string, why: string): void {
    this.#leftOut.push({ what, why });
  }

  get complete(): boolean {
    return this.#missed.length === 0;
  }

  /** What was missed first: it matters more. */
  get skipped(): readonly Skipped[] {
    return [...this.#missed, ...this.#leftOut];
  }
}
