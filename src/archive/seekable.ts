// Bytes that can be read anywhere, which a zip needs: its directory is at the end.
import type { Seekable } from '../core/container.ts';
import type { Budget } from './budget.ts';

/** A view of bytes in memory; copies nothing. */
export function inMemory(bytes: Buffer): Seekable {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** Keeps a stream in memory, in the pieces that it came in. `release` gives the budget its share back. */
export class Held implements Seekable {
  size = 0;
  readonly #budget: Budget;
  readonly #pieces: { from: number; bytes: Buffer }[] = [];

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @throws Gap when there is too much. */
  fill(pieces: Iterable<Buffer>): void {
    for (const piece of pieces) {
      this.#budget.hold(piece.length);
      this.#pieces.push({ from: this.size, bytes: Buffer.from(piece) });
      this.size += piece.length;
    }
  }

  read(offset: number, length: number): Buffer {
    const end = Math.min(offset + length, this.size);
    const parts: Buffer[] = [];
    for (let i = this.#indexOf(offset); i < this.#pieces.length; i++) {
      const piece = this.#pieces[i];
      if (piece === undefined || piece.from >= end) break;
      parts.push(piece.bytes.subarray(Math.max(0, offset - piece.from), end - piece.from));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }

  release(): void {
    this.#budget.release(this.size);
    this.size = 0;
    this.#pieces.length = 0;
  }

  /** The piece that holds this offset. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#pieces[middle]?.from ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

const windowSize = 1 << 16;
const nothing: Buffer = Buffer.alloc(0);

/** Reads small records out of a larger window, so that a file is not asked for each of them. */
export class Window implements Seekable {
  readonly #source: Seekable;
  #from = 0;
  #bytes = nothing;

  constructor(source: Seekable) {
    this.#source = source;
  }

  get size(): number {
    return this.#source.size;
  }

  /** Offsets are claims of the file, so any number will do. */
  read(offset: number, length: number): Buffer {
    if (offset < 0 || offset >= this.size) return nothing;
    const inside = offset >= this.#from && offset + length <= this.#from + this.#bytes.length;
    if (!inside) {
      this.#from = offset;
      this.#bytes = Buffer.from(this.#source.read(offset, Math.max(length, windowSize)));
    }
    return this.#bytes.subarray(offset - this.#from, offset - this.#from + length);
  }
}
