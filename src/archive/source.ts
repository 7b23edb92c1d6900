// Pulls synchronously: what a decoder or the tar reader asks for is fetched from an iterator of pieces.
import { type Decoder, Feed, starved } from './feed.ts';

/** A stream of bytes with a position. Bytes given are lent until the next call. */
export class Source {
  /** Bytes given so far. */
  position = 0;
  /** Bytes fetched so far. */
  pulled = 0;
  readonly #feed = new Feed();
  readonly #pieces: Iterator<Buffer>;

  constructor(pieces: Iterable<Buffer>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** Whether there are `n` more bytes. */
  has(n: number): boolean {
    for (const _ of this.#feed.want(n)) this.#pull();
    return this.#feed.available >= n;
  }

  /** Takes `n` bytes that `has` has seen. */
  take(n: number): Buffer {
    this.position += n;
    return this.#feed.take(n);
  }

  /** Some bytes without copying, at most `most`; null at the end. */
  some(most: number): Buffer | null {
    if (!this.has(1)) return null;
    return this.take(Math.min(most, this.#feed.front().length));
  }

  /** Puts everything through a decoder. @throws Gap */
  *decoded(decoder: Decoder): Generator<Buffer, void> {
    for (const output of decoder(this.#feed)) {
      if (output === starved) this.#pull();
      else yield output;
    }
  }

  /** Bytes that were pulled and not given. */
  get left(): number {
    return this.#feed.available;
  }

  #pull(): void {
    const next = this.#pieces.next();
    if (next.done === true) {
      this.#feed.finish();
    } else {
      this.pulled += next.value.length;
      this.#feed.give(next.value);
    }
  }
}
