// Collects the bytes that a decoder makes of a text with escapes, each with the stretch that it came from.
import type { Decoded } from './decoder.ts';
import { Rising } from './rising.ts';

/** Most rewritings are given up after so many bytes. */
const firstCapacity = 512;

let spare: Rewriting | null = null;

/** An empty one. Most come to nothing, so it has the memory of the last that did. */
export function newRewriting(): Rewriting {
  const rewriting = spare ?? new Rewriting();
  spare = null;
  return rewriting;
}

/** To be called when nothing comes of one; it is not to be used any more then. */
export function discard(rewriting: Rewriting): void {
  if (!rewriting.isSmall) return;
  rewriting.truncate(0);
  spare = rewriting;
}

export class Rewriting {
  length = 0;
  /** Indexes of bytes that came from escapes, and of bytes in front of which something was left out. */
  readonly escaped = new Rising();
  readonly removed = new Rising();
  #bytes = Buffer.allocUnsafe(firstCapacity);
  #starts = new Int32Array(firstCapacity);
  #ends = new Int32Array(firstCapacity);

  get isSmall(): boolean {
    return this.#bytes.length === firstCapacity;
  }

  /** A byte that stands for itself. */
  copy(byte: number, at: number): void {
    this.#put(byte, at, at + 1);
  }

  /** The byte that the escape [start, end) stands for. What does not fit a byte becomes `?`: it is in no key. */
  escape(code: number, start: number, end: number): void {
    this.escaped.push(this.length);
    this.#put(code >= 0 && code < 256 ? code : 0x3f, start, end);
  }

  /** Something stood here that is no part of the text. */
  remove(): void {
    this.removed.push(this.length);
  }

  /** Takes back all bytes from `length` on. */
  truncate(length: number): void {
    this.length = length;
    this.escaped.truncate(length);
    this.removed.truncate(length);
  }

  byte(index: number): number {
    return index >= 0 && index < this.length ? (this.#bytes[index] ?? -1) : -1;
  }

  /** Offset behind what a byte came from. */
  endOf(index: number): number {
    return this.#ends[index] ?? 0;
  }

  finish(): Decoded {
    const starts = this.#starts;
    const ends = this.#ends;
    return {
      bytes: this.#bytes.subarray(0, this.length),
      origin: (index) => starts[index] ?? 0,
      end: (index) => ends[index] ?? 0,
    };
  }

  #put(byte: number, start: number, end: number): void {
    const index = this.length++;
    if (index === this.#bytes.length) this.#grow();
    this.#bytes[index] = byte;
    this.#starts[index] = start;
    this.#ends[index] = end;
  }

  #grow(): void {
    const capacity = this.#bytes.length * 4;
    const bytes = Buffer.allocUnsafe(capacity);
    const starts = new Int32Array(capacity);
    const ends = new Int32Array(capacity);
    this.#bytes.copy(bytes);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ends = ends;
  }
}
