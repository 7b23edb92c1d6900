// The ledger: what was found, proven, intended and done, one line each, never changed. Each line holds the hash of the
// one before, so that a line can't be changed, removed or put elsewhere without all that follow giving it away.
import type { Fingerprint } from './secret.ts';

/**
 * `found`: an incident began. `verdict`: what is known about a key changed. `intent` and `outcome`: an act, see
 * `store.ts`. `dead`: proof of death. `alive`: a key that was called dead worked later than that. `withheld`: a revoke that was wanted and not done. `breaker`: it opened or closed.
 * `rotation`: one was begun, taken over by another run, or brought to its end; `step-intent` and `step-outcome`: its steps, see
 * `rotation.ts`.
 * `order`: somebody who may asked for something to be done about a key, see `order.ts`.
 * `head`: the ledger did not fit its head file when it was next written to.
 */
export type LedgerKind =
  | 'found'
  | 'verdict'
  | 'intent'
  | 'outcome'
  | 'dead'
  | 'alive'
  | 'withheld'
  | 'breaker'
  | 'rotation'
  | 'step-intent'
  | 'step-outcome'
  | 'order'
  | 'head';

/** Something worth a line. `data` is flat, and what it holds depends on the kind; no secret ever goes in. */
export interface LedgerEvent {
  /** ISO 8601 UTC. */
  at: string;
  kind: LedgerKind;
  fingerprint: Fingerprint | null;
  data: Record<string, string | number | null>;
}

/** A line of the ledger. */
export interface LedgerEntry extends LedgerEvent {
  /** From 1, without gaps. */
  seq: number;
  /** Who ran akguard. */
  by: string;
  /** The hash of the line before. */
  previous: string;
  hash: string;
}

/** How long the ledger is, and the hash of its last line. */
export interface LedgerHead {
  count: number;
  hash: string;
}

/** The head of a ledger without lines. */
export const noLines: LedgerHead = { count: 0, hash: '0'.repeat(64) };

/** SHA-256 over all fields but the hash, as JSON in a fixed order; anyone can compute it from an exported line. */
export function hashOf(entry: Omit<LedgerEntry, 'hash'>): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const { seq, at, by, kind, fingerprint, data, previous } = entry;
  return createHash('sha256')
    .update(JSON.stringify([seq, at, by, kind, fingerprint, data, previous]))
    .digest('hex');
}

/** The line that records an event behind `head`. */
export function nextLine(head: LedgerHead, event: LedgerEvent, by: string): LedgerEntry {
  const { at, kind, fingerprint, data } = event;
  const line = { seq: head.count + 1, at, by, kind, fingerprint, data, previous: head.hash };
  return { ...line, hash: hashOf(line) };
}

/** What is wrong, and with which line (by its `seq`; the first of several). */
export interface LedgerProblem {
  line: number;
  what: string;
}

/** What the head file says. `next` is set while a line is being written: then the ledger may end at either. */
export interface HeadRecord extends LedgerHead {
  next: LedgerHead | null;
}

/** Takes a ledger's lines in the order in which they stand, and says what is wrong with them. */
export class LedgerCheck {
  readonly problems: LedgerProblem[] = [];
  #last: LedgerHead = noLines;
  /** The hash each head of interest must have, and what the ledger has there. */
  readonly #hashAt = new Map<number, string>();
  readonly #wanted: ReadonlySet<number>;
  /** The last line has been named already: that the next one does not fit it is no news. */
  #isBroken = false;

  /** `heads` are those that `end` will be asked about. */
  constructor(heads: readonly LedgerHead[]) {
    this.#wanted = new Set(heads.map((head) => head.count));
  }

  /** The head that the lines so far add up to. */
  get head(): LedgerHead {
    return this.#last;
  }

  take(entry: LedgerEntry): void {
    const { seq, hash } = entry;
    const last = this.#last;
    const expected = last.count + 1;
    const known = this.#isBroken;
    this.#isBroken = false;
    if (seq > expected) {
      const lines = seq - 1 === expected ? `line ${expected} is` : `lines ${expected} to ${seq - 1} are`;
      this.#report(expected, `${lines} missing`);
    } else if (seq < expected) {
      this.#isBroken = true;
      this.#report(seq, `line ${seq} stands behind line ${last.count}: moved, or put in`);
    }
    if (hashOf(entry) !== hash) {
      this.#isBroken = true;
      this.#report(seq, `line ${seq} was changed after it was written`);
    } else if (!known && seq === expected && entry.previous !== last.hash) {
      this.#report(
        last.count,
        `line ${last.count} is not the one that line ${seq} was written behind: one of them was replaced`,
      );
    }
    if (entry.kind === 'head') {
      this.#report(
        seq,
        `line ${seq} records that the ledger did not fit its head: ${String(entry.data['why'])}`,
      );
    }
    if (this.#wanted.has(seq)) this.#hashAt.set(seq, hash);
    this.#last = { count: seq, hash };
  }

  /** Compares with a head that was kept elsewhere. `place` names it. */
  end(head: LedgerHead, place: string): void {
    const { count, hash } = this.#last;
    if (count < head.count) {
      const lines =
        head.count === count + 1 ? `line ${head.count} is` : `lines ${count + 1} to ${head.count} are`;
      this.#report(count + 1, `${lines} missing at the end: ${place} says that there are ${head.count}`);
      return;
    }
    const here = count === head.count ? hash : this.#hashAt.get(head.count);
    if (head.count > 0 && here !== head.hash) {
      this.#report(head.count, `line ${head.count} is not the one that ${place} names: it was replaced`);
    }
  }

  /** As `end`, and the ledger may not be longer either. */
  endExactly(head: LedgerHead, place: string): void {
    this.end(head, place);
    const { count } = this.#last;
    if (count <= head.count) return;
    const lines = count === head.count + 1 ? `line ${count} was` : `lines ${head.count + 1} to ${count} were`;
    this.#report(head.count + 1, `${lines} appended by hand: ${place} ends at line ${head.count}`);
  }

  #report(line: number, what: string): void {
    this.problems.push({ line, what });
  }
}
