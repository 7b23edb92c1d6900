// Standard input to standard output through a filter, at the speed of `cat`: as long as a pipe has bytes they are read
// without a turn of the event loop, right into the filter's memory. The loop is there for waiting, idling and signals.
import { fstatSync, readSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { messageOf } from '../core/errors.ts';

/** What is handed out is lent until the next call. */
export interface Filter {
  /** Memory for the next bytes. */
  readonly room: Buffer;
  /** Whether something is held back. */
  readonly isWaiting: boolean;
  push(bytes: Buffer): Buffer;
  /** So many bytes were read into `room`. */
  filled(size: number): Buffer;
  /** No bytes came for `idleMs`. */
  idle(): Buffer;
  /** The input is at its end. */
  end(): Buffer;
  /** No more of the input will be read, though it is not at its end. */
  stop(): Buffer;
}

/** How it ended; with a reason, in words, when an end of the pipe failed. */
export type PipeEnd =
  | { by: 'input' | 'reader' | 'signal' }
  | { by: 'read-error' | 'write-error'; reason: string };

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Half of the 50 ms after which the output is to be what the input is. */
const idleMs = 25;
/** After a signal, what the program before us still has to say: it got the signal, too, and says its last words. */
const silenceMs = 100;
const longestFarewellMs = 1000;
const spareSize = 1 << 16;
/** Reads between two turns of the event loop. */
const readsInTurn = 32;
/** A writer that filled so much of the pipe is about to write more: asking again is cheaper than to sleep and be woken. */
const largeRead = 1 << 14;
const mostAttempts = 10;

/** Resolves when all that is to be written is written. Standard input is closed then, and never rejects. */
export function pipeThrough(filter: Filter): Promise<PipeEnd> {
  return new Promise((resolve) => new Pipe(filter, resolve).start());
}

class Pipe {
  readonly #filter: Filter;
  readonly #resolve: (end: PipeEnd) => void;
  #stdin: NodeJS.ReadStream | Socket | null = null;
  #spare: Buffer | null = null;
  /** What `readSync` can be asked for without waiting: a pipe that does not block, or a file. */
  readonly #kind = kindOfInput();
  #end: PipeEnd | null = null;
  #isWriting = false;
  #idleTimer: NodeJS.Timeout | null = null;
  #silenceTimer: NodeJS.Timeout | null = null;
  #farewellTimer: NodeJS.Timeout | null = null;

  constructor(filter: Filter, resolve: (end: PipeEnd) => void) {
    this.#filter = filter;
    this.#resolve = resolve;
  }

  start(): void {
    for (const signal of stopSignals) process.on(signal, this.#onSignal);
    if (this.#kind === 'file') {
      this.#drain(0);
      return;
    }
    if (this.#kind === 'other') {
      this.#stdin = process.stdin;
      this.#stdin.on('data', (bytes: Buffer) => {
        if (this.#end === null) this.#put(this.#filter.push(bytes));
      });
    } else this.#stdin = this.#openPipe();
    this.#stdin.on('end', () => this.#finish({ by: 'input' }));
    this.#stdin.on('error', (error) => this.#finish({ by: 'read-error', reason: messageOf(error) }));
  }

  /** A stream that reads into the filter's memory as well. What `process.stdin` does with a pipe costs twice as much. */
  #openPipe(): Socket {
    const onread = {
      // What the reader has not taken yet is the filter's: its memory is not to be moved now.
      buffer: () => (this.#isWriting ? (this.#spare ??= Buffer.alloc(spareSize)) : this.#filter.room),
      callback: (size: number, bytes: Uint8Array) => {
        const spare = bytes === this.#spare ? this.#spare.subarray(0, size) : null;
        if (this.#end === null)
          this.#put(spare === null ? this.#filter.filled(size) : this.#filter.push(spare));
        this.#drain(size);
        return true;
      },
    };
    return new Socket({ fd: 0, readable: true, writable: false, onread }).resume();
  }

  /** Writes what some input made ready. */
  #put(ready: Buffer): void {
    this.#write(ready);
    this.#silenceTimer?.refresh();
    this.#waitForIdle();
  }

  #waitForIdle(): void {
    if (!this.#filter.isWaiting) return;
    this.#idleTimer ??= setTimeout(this.#onIdle, idleMs);
    this.#idleTimer.refresh();
  }

  /** Takes what is there already. @param before the number of bytes that just came. */
  #drain(before: number): void {
    let attempts = before < largeRead ? mostAttempts : 0;
    for (let i = 0; i < readsInTurn; i++) {
      if (this.#end !== null || this.#isWriting) return;
      const { room } = this.#filter;
      const size = this.#read(room);
      if (size < 0) {
        if (++attempts < mostAttempts) continue;
        return;
      }
      if (size === 0) {
        this.#finish({ by: 'input' });
        return;
      }
      this.#put(this.#filter.filled(size));
      attempts = size < largeRead ? mostAttempts : 0;
    }
    if (this.#kind === 'file') setImmediate(() => this.#drain(0));
  }

  /** The number of bytes that were read; -1 when there are none now. */
  #read(room: Buffer): number {
    const { stackTraceLimit } = Error;
    // Most of what an error costs is its stack, and this one is an answer.
    Error.stackTraceLimit = 0;
    try {
      return readSync(0, room, 0, room.length, null);
    } catch (error) {
      // So Windows tells the end of a pipe.
      if (codeOf(error) === 'EOF') return 0;
      if (codeOf(error) !== 'EAGAIN') this.#finish({ by: 'read-error', reason: messageOf(error) });
      return -1;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  #write(bytes: Buffer): void {
    let from = 0;
    try {
      while (from < bytes.length) from += writeSync(1, bytes, from);
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') this.#writeLater(bytes.subarray(from));
      else this.#onWriteError(error);
    }
  }

  /** The reader is slower than we are: nothing is read before it has taken this. */
  #writeLater(bytes: Buffer): void {
    this.#isWriting = true;
    this.#stdin?.pause();
    process.stdout.write(bytes, (error) => {
      this.#isWriting = false;
      if (error) this.#onWriteError(error);
      else if (this.#end !== null) this.#close(this.#end);
      else {
        this.#waitForIdle();
        if (this.#stdin === null) this.#drain(0);
        else this.#stdin.resume();
      }
    });
  }

  #onWriteError(error: unknown): void {
    const isGone = codeOf(error) === 'EPIPE';
    this.#end = isGone ? { by: 'reader' } : { by: 'write-error', reason: messageOf(error) };
    this.#close(this.#end);
  }

  readonly #onIdle = (): void => {
    this.#idleTimer = null;
    // A slow reader is no idle writer, and the bytes that it has not taken are the filter's.
    if (this.#end === null && !this.#isWriting) this.#write(this.#filter.idle());
  };

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // The next one ends us without further ado.
    for (const name of stopSignals) process.off(name, this.#onSignal);
    this.#silenceTimer = setTimeout(() => {
      // A slow reader is no silence.
      if (this.#isWriting) this.#silenceTimer?.refresh();
      else this.#finish({ by: 'signal' });
    }, silenceMs);
    this.#farewellTimer = setTimeout(() => {
      // Bytes that nobody takes would keep us.
      if (this.#isWriting) process.kill(process.pid, signal);
      else this.#finish({ by: 'signal' });
    }, longestFarewellMs);
  };

  #finish(end: PipeEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#write(end.by === 'signal' ? this.#filter.stop() : this.#filter.end());
    if (!this.#isWriting) this.#close(this.#end);
  }

  #close(end: PipeEnd): void {
    for (const timer of [this.#idleTimer, this.#silenceTimer, this.#farewellTimer])
      if (timer !== null) clearTimeout(timer);
    for (const signal of stopSignals) process.off(signal, this.#onSignal);
    this.#stdin?.destroy();
    this.#resolve(end);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function kindOfInput(): 'file' | 'pipe' | 'other' {
  const stat = fstatSync(0);
  // To read a folder fails, which is to be said.
  if (stat.isFile() || stat.isDirectory()) return 'file';
  // libuv makes a pipe non-blocking when the stream is made; elsewhere that can't be relied on.
  return process.platform !== 'win32' && (stat.isFIFO() || stat.isSocket()) ? 'pipe' : 'other';
}
