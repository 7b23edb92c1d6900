// What is behind one followed name: lines that are appended, or a compressed file that is read as a whole.
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { Match } from '../core/match.ts';
import type { LogFile } from '../io/log-file.ts';
import { reasonOf } from '../io/read-file.ts';
import { LineTail } from './line-tail.ts';
import { readLog } from './read-log.ts';

/** Times are milliseconds of any clock. */
export interface LogStream {
  /** By which its matches are known; null where all of them count. */
  readonly provenance: Provenance | null;
  isDue(now: number): boolean;
  /** Gives what is new. @param last nothing more will be asked for. */
  give(sink: BlobSink, coverage: Coverage, last: boolean, now: number): Promise<void>;
  /** What it reads is gone or another's: there is no more than it has read. */
  cut(): void;
  /** Matches of the latest `give` that an earlier one has not had. */
  fresh(matches: Match[]): Match[];
}

/** Where lines come from: a file or standard input. Throws the file system's error. */
export interface LineInput {
  next(room: Buffer): number;
  /** Bytes that are there and were not read; for a stream, whether there are any. */
  readonly left: number;
}

export class LineStream implements LogStream {
  readonly #path: string;
  readonly #tail: LineTail;
  #input: LineInput | null;
  /** Files that coverage has not been told of. */
  #uncounted: number;

  constructor(path: string, input: LineInput) {
    this.#path = path;
    this.#tail = new LineTail(path);
    this.#input = input;
    this.#uncounted = path === '-' ? 0 : 1;
  }

  get provenance(): Provenance {
    return this.#tail.provenance;
  }

  isDue(now: number): boolean {
    return (this.#input?.left ?? 0) > 0 || this.#tail.isOverdue(now);
  }

  async give(sink: BlobSink, coverage: Coverage, last: boolean, now: number): Promise<void> {
    const input = this.#input;
    try {
      const all = last || this.#tail.isOverdue(now);
      const { bytes, lines } = this.#tail.give((room) => input?.next(room) ?? 0, sink, all, now);
      coverage.files += this.#uncounted;
      this.#uncounted = 0;
      coverage.bytes += bytes;
      coverage.lines += lines;
      const left = last ? (input?.left ?? 0) : 0;
      if (left > 0) coverage.missed(this.#path, `stopped before its last ${left} bytes were read`);
    } catch (error) {
      coverage.missed(this.#path, reasonOf(error));
      this.cut();
    }
  }

  cut(): void {
    this.#input = null;
  }

  fresh(matches: Match[]): Match[] {
    return this.#tail.fresh(matches);
  }
}

/** Who compresses a log may take a while: it is read once it has not grown for that long. */
const quietMs = 1000;

export class WholeStream implements LogStream {
  readonly provenance = null;
  readonly #file: LogFile;
  /** The size that was read, and the one seen last, since when. */
  #read = 0;
  #size = 0;
  #since = 0;
  #isCut = false;

  constructor(file: LogFile) {
    this.#file = file;
  }

  isDue(now: number): boolean {
    if (this.#isCut) return false;
    const { size } = this.#file;
    if (size !== this.#size) {
      this.#size = size;
      this.#since = now;
    }
    return size !== this.#read && now - this.#since >= quietMs;
  }

  async give(sink: BlobSink, coverage: Coverage): Promise<void> {
    const file = this.#file;
    if (this.#isCut || this.#read === file.size) return;
    this.#read = file.size;
    file.rewind();
    await readLog({ path: String(file.path), next: (room) => file.next(room), file }, sink, coverage);
  }

  cut(): void {
    this.#isCut = true;
  }

  fresh(matches: Match[]): Match[] {
    return matches;
  }
}
