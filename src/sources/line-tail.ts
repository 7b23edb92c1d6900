// The end of a log that grows: gives the scanner what is new, line by line, and with it again the last bytes from before,
// so that a key which is wrapped over two lines, or what stands before a key, is seen although it came in two parts.
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Match, Span } from '../core/match.ts';

/** What is searched again with what follows: no decoder looks further back. */
const overlapBytes = 4096;
/** More of an unfinished line is not waited for. */
const mostHeld = 1 << 16;
/** An unfinished line is searched as it is when it is that old. */
const heldMs = 1000;
/** Between two turns; then others get theirs. */
const mostAtOnce = 64 << 20;

const nothing: Buffer = Buffer.alloc(0);
const newline = 0x0a;
/** For all tails, since each is filled and emptied in one go. */
const scratch = Buffer.allocUnsafeSlow(1 << 18);

/** One log from its first byte until it is cut short. Times are milliseconds of any clock. */
export class LineTail {
  readonly provenance: Provenance;
  /** What has been searched last, and where its first byte is. */
  #overlap = nothing;
  #start: Span = { offset: 0, line: 1, column: 1 };
  /** The line that is not finished. */
  #held = nothing;
  #heldAt = 0;
  /** Where the overlap of the latest search began, and what was found from `#start` on. */
  #searchedFrom = this.#start;
  #found = new Set<string>();

  constructor(path: string) {
    this.provenance = { kind: 'log', path };
  }

  isOverdue(now: number): boolean {
    return this.#held.length > 0 && now - this.#heldAt >= heldMs;
  }

  /**
   * Gives the sink all that is new and ends in a finished line, but not without end.
   * @param next reads the next bytes into `room`; returns how many, 0 at the end.
   * @param all the unfinished line as well.
   */
  give(
    next: (room: Buffer) => number,
    sink: BlobSink,
    all: boolean,
    now: number,
  ): { bytes: number; lines: number } {
    const again = count(this.#overlap);
    this.#searchedFrom = this.#start;
    sink.open(this.provenance, [], null, this.#start);
    sink.write(this.#overlap);
    let fill = this.#held.copy(scratch);
    let bytes = 0;
    let newlines = 0;
    const push = (size: number) => {
      if (size <= 0) return;
      sink.write(scratch.subarray(0, size));
      this.#remember(scratch.subarray(0, size));
      scratch.copyWithin(0, size, fill);
      fill -= size;
      this.#heldAt = now;
    };
    try {
      while (bytes < mostAtOnce) {
        const size = next(scratch.subarray(fill));
        if (size === 0) break;
        if (fill === 0) this.#heldAt = now;
        bytes += size;
        fill += size;
        push(Math.max(scratch.lastIndexOf(newline, fill - 1) + 1, fill - mostHeld));
      }
      if (all) push(fill);
    } finally {
      this.#held = Buffer.from(scratch.subarray(0, fill));
      newlines = sink.close();
      const line = this.#searchedFrom.line + newlines - count(this.#overlap);
      this.#start = { ...this.#start, line };
    }
    return { bytes, lines: newlines - again };
  }

  /** Without the matches of the latest search that the one before has found, or that are none. */
  fresh(matches: readonly Match[]): Match[] {
    const { offset: from, column } = this.#searchedFrom;
    const kept = matches.filter((match) => {
      // Of a word that was cut there, only its end is seen.
      const isCut = match.offset === from && column > 1;
      return !isCut && !this.#found.has(placeOf(match));
    });
    this.#found = new Set(matches.filter(({ offset }) => offset >= this.#start.offset).map(placeOf));
    return kept;
  }

  /** Moves the overlap to the end of these bytes. */
  #remember(bytes: Buffer): void {
    const skipped = Math.max(0, bytes.length - overlapBytes);
    if (skipped > 0) {
      this.#pass(this.#overlap);
      this.#pass(bytes.subarray(0, skipped));
      this.#overlap = nothing;
    }
    const both = Buffer.concat([this.#overlap, bytes.subarray(skipped)]);
    const cut = Math.max(0, both.length - overlapBytes);
    this.#pass(both.subarray(0, cut));
    this.#overlap = Buffer.from(both.subarray(cut));
  }

  /** Moves the start of the overlap behind these bytes; its line is put right once all newlines are counted. */
  #pass(bytes: Buffer): void {
    const { offset, line, column } = this.#start;
    const { length } = bytes;
    const last = bytes.lastIndexOf(newline);
    this.#start = { offset: offset + length, line, column: last < 0 ? column + length : length - last };
  }
}

function placeOf({ offset, secret }: Match): string {
  return `${offset} ${secret.fingerprint}`;
}

function count(bytes: Buffer): number {
  let newlines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) newlines++;
  return newlines;
}
