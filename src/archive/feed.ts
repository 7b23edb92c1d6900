// The input of a decoder, in pieces. A decoder is a generator that gives output, or `starved` to be fed; so one decoder
// serves synchronous readers (files, git objects) and asynchronous ones (standard input) alike.

/** Given in place of output when the next piece of input is needed. */
export const starved = null;

/** Lends each piece of output until it is asked for the next one. @throws Gap */
export type Decoded = Generator<Buffer | typeof starved, void>;
export type Decoder = (feed: Feed) => Decoded;

const nothing = Buffer.alloc(0);

/** Pieces are only lent to it as well: what is left of one is copied before the next is asked for. */
export class Feed {
  /** No more will come. */
  ended = false;
  #pieces: Buffer[] = [];
  #available = 0;
  /** The newest piece still belongs to the lender. */
  #lent = false;

  get available(): number {
    return this.#available;
  }

  give(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#available += piece.length;
    this.#lent = true;
  }

  finish(): void {
    this.ended = true;
  }

  /** Waits until `n` bytes are there; false when the input ends before. */
  *want(n: number): Generator<typeof starved, boolean> {
    while (this.#available < n) {
      if (this.ended) return false;
      this.own();
      yield starved;
    }
    return true;
  }

  /** Copies what is only lent. */
  own(): void {
    const last = this.#pieces.pop();
    if (last !== undefined) this.#pieces.push(this.#lent ? Buffer.from(last) : last);
    this.#lent = false;
  }

  /** What is there without copying; empty only when nothing is. */
  front(): Buffer {
    return this.#pieces[0] ?? nothing;
  }

  /** The next bytes in one buffer, `n` or as many as there are. They stay. */
  peek(n: number): Buffer {
    if (this.front().length < Math.min(n, this.#available)) {
      this.#pieces = [Buffer.concat(this.#pieces)];
      this.#lent = false;
    }
    return this.front().subarray(0, n);
  }

  /** Takes `n` bytes that are there. */
  take(n: number): Buffer {
    const bytes = this.peek(n);
    this.skip(n);
    return bytes;
  }

  /** Drops `n` bytes that are there. */
  skip(n: number): void {
    this.#available -= n;
    let left = n;
    while (left > 0) {
      const front = this.front();
      if (left < front.length) {
        this.#pieces[0] = front.subarray(left);
        return;
      }
      left -= front.length;
      this.#pieces.shift();
    }
  }
}
