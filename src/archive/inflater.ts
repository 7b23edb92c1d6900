// Drives node's own decompressors synchronously and piece by piece. The documented synchronous calls return the whole
// output or, at damage or a limit, nothing; here what came before counts, and a bomb must not fill the memory. So this
// calls the handle inside the stream, as node's lib/zlib.js does in `processChunkSync` (and pngjs' sync-inflate.js).
import type * as zlib from 'node:zlib';
import { type Decoded, type Feed, starved } from './feed.ts';
import { Gap, damaged, truncated } from './budget.ts';

/** The parts of a zlib stream that are used; unchanged in node since version 10. */
interface Internals {
  _handle: {
    writeSync(
      flush: number,
      input: Buffer,
      inputAt: number,
      inputLength: number,
      output: Buffer,
      outputAt: number,
      outputLength: number,
    ): void;
    reset(): void;
    close(): void;
  };
  /** Bytes of room left in the output, and of input not taken, after a write. */
  _writeState: Uint32Array;
}

type Format = 'deflate' | 'zstd' | 'brotli';

const pieceSize = 1 << 16;
const nothing = Buffer.alloc(0);
/**
 * Node 22 does not say when zstd data is cut off. But only between frames is this refused (up to 24) or left alone (26);
 * within one it is damage.
 */
const noFrame = Buffer.alloc(4);

/** node:zlib, loaded when it is first needed: that takes 5 ms, and most scans open no container. */
export function zlibModule(): typeof zlib {
  return process.getBuiltinModule('node:zlib');
}

/** One decompressor. `close` it: its memory lies outside of what is collected. */
export class Inflater {
  readonly #format: Format;
  readonly #internals: Internals;
  readonly #finishFlag: number;
  readonly #output = Buffer.allocUnsafeSlow(pieceSize);
  #error: { message: string; code: string } | null = null;

  constructor(format: Format) {
    this.#format = format;
    const { constants, createInflateRaw, createZstdDecompress, createBrotliDecompress } = zlibModule();
    const create = { deflate: createInflateRaw, zstd: createZstdDecompress, brotli: createBrotliDecompress };
    this.#finishFlag = format === 'brotli' ? constants.BROTLI_OPERATION_FINISH : constants.Z_FINISH;
    const stream: unknown = create[format]();
    if (!isInternals(stream))
      throw new Gap(`this version of Node can not open ${format} data piece by piece`);
    this.#internals = stream;
    const onerror = (message: string, _: number, code: string) => (this.#error = { message, code });
    Object.assign(this.#internals._handle, { onerror });
  }

  /** Starts anew. */
  reset(): void {
    this.#internals._handle.reset();
    this.#error = null;
  }

  /**
   * Decodes until the compressed data ends, and leaves in the feed what is behind it.
   * @returns false when the input ended first.
   */
  *run(feed: Feed): Generator<Buffer | typeof starved, boolean> {
    while (yield* feed.want(1)) {
      const input = feed.front();
      let at = 0;
      for (;;) {
        const { output, used } = this.#write(0, input, at);
        at += used;
        if (output.length > 0) yield output;
        if (at === input.length && output.length < pieceSize) break;
        if (used === 0 && output.length === 0) {
          feed.skip(at);
          return true;
        }
      }
      feed.skip(at);
    }
    return false;
  }

  /** After the last input: whether the data is complete. */
  isComplete(): boolean {
    try {
      if (this.#format === 'zstd') return this.#write(0, noFrame, 0).used === 0;
      this.#write(this.#finishFlag, nothing, 0);
      return true;
    } catch {
      return this.#error?.code === 'ZSTD_error_prefix_unknown';
    }
  }

  close(): void {
    this.#internals._handle.close();
  }

  #write(flush: number, input: Buffer, at: number): { output: Buffer; used: number } {
    const left = input.length - at;
    this.#internals._handle.writeSync(flush, input, at, left, this.#output, 0, pieceSize);
    if (this.#error !== null) damaged(this.#format, this.#error.message);
    const [room = 0, unused = 0] = this.#internals._writeState;
    return { output: this.#output.subarray(0, pieceSize - room), used: left - unused };
  }
}

/** One that is not in use. Making one takes longer than reading a small archive does, and a history may hold thousands of those. */
let idle: Inflater | null = null;

/** A decompressor of deflate, ready to start; hand it back with `putBack`. */
export function takeDeflate(): Inflater {
  const inflater = idle ?? new Inflater('deflate');
  idle = null;
  inflater.reset();
  return inflater;
}

export function putBack(inflater: Inflater): void {
  if (idle === null) idle = inflater;
  else inflater.close();
}

function isInternals(stream: unknown): stream is Internals {
  const { _handle: handle, _writeState: state } = stream as Partial<Internals>;
  return typeof handle?.writeSync === 'function' && state instanceof Uint32Array;
}

/** One stream of raw deflate, by a decompressor that is used again; leaves what is behind it. @throws Gap */
export function* decodeDeflate(inflater: Inflater, feed: Feed): Decoded {
  inflater.reset();
  if (!(yield* inflater.run(feed)) && !inflater.isComplete()) truncated('deflate');
}

/** zstd (any number of frames) and brotli: all is in the library. */
export function* decodeNative(format: 'zstd' | 'brotli', feed: Feed): Decoded {
  const inflater = new Inflater(format);
  try {
    const ended = yield* inflater.run(feed);
    if (!ended && !inflater.isComplete()) truncated(format);
  } finally {
    inflater.close();
  }
}
