// Source `log` with `--follow`: each `read` gives what has come since the one before. Whole logs come first, so that what
// is there already is found as well.
import { containerKind, headSize } from '../archive/kind.ts';
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { Match } from '../core/match.ts';
import type { Source } from '../core/source.ts';
import { Followed, pause } from '../io/follow.ts';
import type { LogFile } from '../io/log-file.ts';
import { reasonOf } from '../io/read-file.ts';
import { StdinFeed } from '../io/stdin.ts';
import { noFile, targetOf } from './log.ts';
import { LineStream, type LogStream, WholeStream } from './log-streams.ts';

/** A stream whose turn it is. */
interface Turn {
  stream: LogStream;
  /** It gets no other; and then this file is let go. */
  last: boolean;
  file: LogFile | null;
}

/** Call `look`, and `read` when it says that there is something, until it has `ended`; then `finish`, and `read` once more. */
export class LogFollower implements Source {
  readonly name = 'log';
  readonly target: string;
  readonly #files: Followed;
  readonly #now: () => number;
  readonly #streams = new Map<LogFile, LogStream>();
  readonly #stdin: { feed: StdinFeed; stream: LogStream } | null;
  #turns: Turn[] = [];
  /** Streams of the latest `read`, by their provenance. */
  #read = new Map<Provenance, LogStream>();
  #finished = false;

  /** @param paths files, folders, patterns, or `-`; what does not exist is waited for. Empty means `-`. */
  constructor(paths: readonly string[], maxFileSize: number, now: () => number) {
    const wanted = paths.length > 0 ? paths : ['-'];
    const named = wanted.filter((path) => path !== '-');
    this.target = targetOf(wanted);
    this.#now = now;
    this.#files = new Followed(named, maxFileSize);
    this.#stdin = named.length === wanted.length ? null : followStdin();
  }

  /** What is followed, and which wanted paths and patterns lead to nothing so far. */
  get state(): { files: number; stdin: boolean; missing: string[] } {
    return {
      files: this.#files.files.length,
      stdin: this.#stdin !== null,
      missing: this.#files.missing,
    };
  }

  /** Nothing more can come. */
  get ended(): boolean {
    return this.#files.isEmpty && (this.#stdin?.feed.ended ?? true);
  }

  /** Whether there is something to read. */
  async look(): Promise<boolean> {
    const now = this.#now();
    const gone = await this.#files.look(now);
    this.#turns = [];
    for (const file of this.#files.files) this.#lookAt(file, gone.includes(file), now);
    const { stream } = this.#stdin ?? {};
    if (stream?.isDue(now) === true) this.#turns.push({ stream, last: false, file: null });
    return this.#turns.length > 0;
  }

  /** Waits until it is time to look again. @param busy the latest look found something. */
  async pause(busy: boolean, signal: AbortSignal): Promise<void> {
    await pause(busy, signal, (wake) => this.#stdin?.feed.onMore(wake));
  }

  /** The next `read` gives the rest, also of unfinished lines, and says what could not be read at all. */
  finish(): void {
    this.#finished = true;
    this.#turns = [...this.#streams].map(([file, stream]) => ({ stream, last: true, file }));
    if (this.#stdin !== null) this.#turns.push({ stream: this.#stdin.stream, last: true, file: null });
  }

  async read(sink: BlobSink, coverage: Coverage): Promise<void> {
    this.#read.clear();
    for (const { stream, last, file } of this.#turns.splice(0)) {
      if (stream.provenance !== null) this.#read.set(stream.provenance, stream);
      await stream.give(sink, coverage, last, this.#now());
      if (last && file !== null) this.#forget(file);
    }
    if (this.#finished) this.#close(coverage);
  }

  async refine(matches: Match[]): Promise<Match[]> {
    const byProvenance = Map.groupBy(matches, (match) => match.provenance);
    return [...byProvenance].flatMap(([provenance, own]) => this.#read.get(provenance)?.fresh(own) ?? own);
  }

  #lookAt(file: LogFile, gone: boolean, now: number): void {
    try {
      let stream = this.#streams.get(file);
      if (stream !== undefined && file.isOther()) {
        // What it had of an unfinished line counts; then the file is as if new.
        stream.cut();
        this.#turns.push({ stream, last: true, file: null });
        file.rewind();
        stream = undefined;
      }
      if (stream === undefined) {
        if (file.size > 0) this.#streams.set(file, this.#open(file));
        else this.#streams.delete(file);
        stream = this.#streams.get(file);
      }
      if (stream?.isDue(now) === true || (stream !== undefined && gone))
        this.#turns.push({ stream, last: gone, file });
      else if (gone) this.#forget(file);
    } catch (error) {
      this.#files.troubles.set(String(file.path), reasonOf(error));
    }
  }

  #open(file: LogFile): LogStream {
    const path = String(file.path);
    const isWhole = containerKind(file.read(0, headSize), path) !== null;
    return isWhole ? new WholeStream(file) : new LineStream(path, file);
  }

  #forget(file: LogFile): void {
    this.#streams.delete(file);
    this.#files.forget(file);
  }

  #close(coverage: Coverage): void {
    const { troubles, missing, notFiles } = this.#files;
    for (const [path, why] of troubles) coverage.missed(path, why);
    for (const path of missing) if (!troubles.has(path)) coverage.missed(path, 'never appeared');
    for (const [path, what] of notFiles) coverage.leftOut(path, noFile(what));
    const { feed } = this.#stdin ?? {};
    if (feed !== undefined && feed.failure !== null) coverage.missed('-', reasonOf(feed.failure));
    feed?.close();
  }
}

function followStdin(): { feed: StdinFeed; stream: LogStream } {
  const feed = new StdinFeed();
  const input = {
    next: (room: Buffer) => feed.read(room),
    get left() {
      return feed.hasMore() ? 1 : 0;
    },
  };
  return { feed, stream: new LineStream('-', input) };
}
