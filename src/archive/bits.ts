// Reads bits, highest first, as bzip2 packs them.

/** Reads zeros behind the end; `overrun` tells. */
export class Bits {
  readonly #bytes: Buffer;
  #at: number;
  #held = 0;
  #count = 0;

  /** @param skip bits to pass over at the start. */
  constructor(bytes: Buffer, skip: number) {
    this.#bytes = bytes;
    this.#at = skip >>> 3;
    if (skip % 8 > 0) this.read(skip % 8);
  }

  /** Bits from the start of the bytes. */
  get position(): number {
    return this.#at * 8 - this.#count;
  }

  get overrun(): boolean {
    return this.position > this.#bytes.length * 8;
  }

  /** The next bits without taking them. @param n 1 to 24. */
  peek(n: number): number {
    while (this.#count < n) {
      this.#held = (this.#held << 8) | (this.#bytes[this.#at++] ?? 0);
      this.#count += 8;
    }
    return (this.#held >>> (this.#count - n)) & ((1 << n) - 1);
  }

  /** Takes bits that were peeked at. */
  drop(n: number): void {
    this.#count -= n;
  }

  /** @param n 1 to 24. */
  read(n: number): number {
    const bits = this.peek(n);
    this.#count -= n;
    return bits;
  }

  /** 32 bits, unsigned. */
  word(): number {
    return this.read(16) * 65536 + this.read(16);
  }
}
