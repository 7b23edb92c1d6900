// Standard input: read straight into the memory where it is searched; or as it comes, for following; or, for a key, as a
// short whole.
import { readSync } from 'node:fs';
import { isatty } from 'node:tty';

const nothing: Buffer = Buffer.alloc(0);

/**
 * Returns a function that reads some bytes into `room` and returns how many; 0 at the end. It blocks, which is several
 * times as fast as a stream: files and pipes are waited for in the kernel. A terminal, and a pipe that somebody made
 * non-blocking, are read as streams.
 * @throws the file system's error, from the function.
 */
export function stdinReader(): (room: Buffer) => number | Promise<number> {
  let stream = isatty(0) ? new StdinStream() : null;
  return (room) => {
    if (stream !== null) return stream.read(room);
    try {
      return readSync(0, room, 0, room.length, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      // So Windows tells the end of a pipe.
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      stream = new StdinStream();
      return stream.read(room);
    }
  };
}

class StdinStream {
  readonly #pieces: AsyncIterator<Buffer> = process.stdin[Symbol.asyncIterator]();
  #left = nothing;

  async read(room: Buffer): Promise<number> {
    while (this.#left.length === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return 0;
      this.#left = next.value;
    }
    const size = this.#left.copy(room);
    this.#left = this.#left.subarray(size);
    return size;
  }
}

/** Standard input as far as it has come. */
export class StdinFeed {
  /** Why it broke off, or null. */
  failure: unknown = null;
  #left = nothing;
  #ended = false;
  /** Something has come that nobody was woken for. */
  #news = false;
  #wake: (() => void) | null = null;

  constructor() {
    process.stdin.on('readable', () => this.#tell());
    process.stdin.on('end', () => this.#end(null));
    process.stdin.on('error', (error) => this.#end(error));
  }

  /** Bytes that have come, read into `room`; 0 when there are none for now. */
  read(room: Buffer): number {
    if (!this.hasMore()) return 0;
    const size = this.#left.copy(room);
    this.#left = this.#left.subarray(size);
    return size;
  }

  hasMore(): boolean {
    if (this.#left.length === 0) this.#left = (process.stdin.read() as Buffer | null) ?? nothing;
    return this.#left.length > 0;
  }

  /** No more will come. */
  get ended(): boolean {
    return this.#ended && this.#left.length === 0;
  }

  /** @param wake called once: when bytes have come, or at the end. */
  onMore(wake: () => void): void {
    this.#wake = wake;
    if (this.#news) this.#tell();
  }

  /** Lets go of it, so that it does not keep the process. */
  close(): void {
    process.stdin.destroy();
  }

  #end(error: unknown): void {
    this.failure = error;
    this.#ended = true;
    this.#tell();
  }

  #tell(): void {
    this.#news = this.#wake === null;
    this.#wake?.();
    this.#wake = null;
  }
}

/** Everything on standard input, but no more than `limit` bytes of it. */
export async function readShortStdin(limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length > limit) break;
  }
  return Buffer.concat(pieces).subarray(0, limit);
}

/**
 * All of standard input, read without a stream where that goes: what git tells a hook.
 * @throws Error for more than `limit` bytes; the file system's error.
 */
export async function readWholeStdin(limit: number): Promise<Buffer> {
  const next = stdinReader();
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const room = Buffer.allocUnsafe(1 << 16);
    const size = await next(room);
    if (size === 0) return Buffer.concat(pieces);
    length += size;
    if (length > limit) throw new Error(`more than ${limit} bytes on standard input`);
    pieces.push(room.subarray(0, size));
  }
}
