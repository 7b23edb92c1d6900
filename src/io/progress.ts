// A line of progress on stderr, on a terminal only, once a scan has gone on for a while.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { type Progress, noProgress } from '../core/runtime.ts';
import { TimeLeft, inWords } from './time-left.ts';

const firstAfterMs = 1000;
const everyMs = 200;
/** Looking at the clock for each of a million small blobs would show in the profile. */
const blobsPerLook = 64;

/** What a scan shows while it goes on; call `end` before anything else is printed. */
export interface Display {
  /** A sink that passes everything on to `sink` and shows what came through. */
  watch(sink: BlobSink): BlobSink;
  scanning: Progress;
  /** From now on it is looked for where `places` finds come from. */
  startOrigins(places: number): void;
  origins: Progress;
  end(): void;
}

/** The part of a terminal that is needed. */
export interface Screen {
  isTTY?: boolean;
  write(text: string): unknown;
}

const nothing: Display = {
  watch: (sink) => sink,
  scanning: noProgress,
  startOrigins: () => {},
  origins: noProgress,
  end: () => {},
};

/** Shows nothing unless it is wanted and there is a terminal. */
export function showProgress(coverage: Coverage, wanted: boolean, screen: Screen = process.stderr): Display {
  if (!wanted || screen.isTTY !== true) return nothing;
  const line = new Line(screen);
  let seen = 0;
  let finds = '';
  const scanned = (ms: number) => {
    const { objects, files, bytes } = coverage;
    const things = objects > 0 ? many(objects, 'object') : many(files, 'file');
    const facts = [things, `${megabytes(bytes)} MB`, `${megabytes(bytes / (ms / 1000))} MB/s`];
    return { title: 'scanning', facts };
  };
  const found = () => ({ title: `${finds}, looking for where they come from`, facts: [] });
  const look = () => {
    if (++seen % blobsPerLook === 0) line.show(scanned);
  };
  return {
    watch: (sink) => ({
      get room() {
        return sink.room;
      },
      whole(provenance, bytes) {
        look();
        sink.whole(provenance, bytes);
      },
      open: (...blob) => sink.open(...blob),
      write(bytes) {
        look();
        sink.write(bytes);
      },
      close: () => sink.close(),
    }),
    scanning: { reached: (done, total) => line.reached(done, total, scanned) },
    startOrigins(count) {
      finds = many(count, 'find');
      line.showSoon(found);
    },
    origins: { reached: (done, total) => line.reached(done, total, found) },
    end: () => line.end(),
  };
}

/** What a line says, after so many milliseconds of the run. */
type Words = (ms: number) => { title: string; facts: string[] };

/** The line, written anew now and then. */
class Line {
  readonly #screen: Screen;
  readonly #started = Date.now();
  #due = this.#started + firstAfterMs;
  #shown = false;
  #left = new TimeLeft();
  #timer: NodeJS.Timeout | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(words: Words): void {
    if (Date.now() >= this.#due) this.#write(words, []);
  }

  /** Also when nothing is heard of the work for long. */
  showSoon(words: Words): void {
    const wait = Math.max(this.#started + firstAfterMs - Date.now(), 0);
    this.#timer = setTimeout(() => this.#write(words, []), wait);
  }

  reached(done: number, total: number, words: Words): void {
    const now = Date.now();
    if (done >= total) this.#left = new TimeLeft();
    else if (now >= this.#due) {
      const left = this.#left.at(done, total, now);
      const part = `${Math.floor((100 * done) / total)}%`;
      this.#write(words, left === null ? [part] : [part, inWords(left)]);
      return;
    }
    this.show(words);
  }

  #write(words: Words, [part, left]: string[]): void {
    const now = Date.now();
    this.#due = now + everyMs;
    this.#shown = true;
    const { title, facts } = words(now - this.#started);
    const all = [part, ...facts, left].filter(Boolean);
    this.#screen.write(`\r\u001b[K${title}${all.length > 0 ? ': ' : ''}${all.join(', ')}`);
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#shown) this.#screen.write('\r\u001b[K');
    this.#shown = false;
  }
}

function many(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
