// The LZMA decoder inside of xz, as in the public-domain reference of the format: https://tukaani.org/xz/xz-file-format.txt
// for what is around it, and lzma-specification.txt in the LZMA SDK for the coder.
import { Gap, damaged } from './budget.ts';
import { type History, mostHistory } from './lzma-history.ts';

const half = 1024;
/** Keeps its state from chunk to chunk. */
export class Lzma {
  readonly #history: History;
  #literalContext = 0;
  #literalPlaceMask = 0;
  #placeMask = 0;
  #state = 0;
  #reps: [number, number, number, number] = [0, 0, 0, 0];
  // Each a probability, out of 2048, that the next bit of its kind is 0.
  readonly #isMatch = new Uint16Array(12 * 16);
  readonly #isRep = new Uint16Array(12);
  readonly #isRep0 = new Uint16Array(12);
  readonly #isRep1 = new Uint16Array(12);
  readonly #isRep2 = new Uint16Array(12);
  readonly #isRep0Long = new Uint16Array(12 * 16);
  readonly #slots = new Uint16Array(4 * 64);
  readonly #special = new Uint16Array(128);
  readonly #align = new Uint16Array(16);
  readonly #matchLength = new Uint16Array(lengthSize);
  readonly #repLength = new Uint16Array(lengthSize);
  #literals = new Uint16Array(0x300 << 4);
  #input: Buffer = Buffer.alloc(0);
  #at = 0;
  // Both unsigned, kept as signed 32-bit numbers, which are fast.
  #range = 0;
  #code = 0;

  constructor(history: History) {
    this.#history = history;
  }

  /** New properties: lc, lp and pb in one byte. */
  configure(properties: number): void {
    const lc = properties % 9;
    const lp = Math.floor(properties / 9) % 5;
    const pb = Math.floor(properties / 45);
    if (pb > 4 || lc + lp > 4) damaged('xz', 'no valid properties');
    this.#literalContext = lc;
    this.#literalPlaceMask = (1 << lp) - 1;
    this.#placeMask = (1 << pb) - 1;
  }

  reset(): void {
    this.#state = 0;
    this.#reps = [0, 0, 0, 0];
    for (const probabilities of [
      this.#isMatch,
      this.#isRep,
      this.#isRep0,
      this.#isRep1,
      this.#isRep2,
      this.#isRep0Long,
      this.#slots,
      this.#special,
      this.#align,
      this.#matchLength,
      this.#repLength,
      this.#literals,
    ])
      probabilities.fill(half);
  }

  /** Decodes one chunk, which must come out as exactly `size` bytes. @throws Gap */
  decode(input: Buffer, size: number): void {
    this.#input = input;
    this.#at = 5;
    this.#range = -1;
    this.#code = input.readInt32BE(1);
    const history = this.#history;
    const end = history.at + size;
    while (history.at < end) {
      const place = (history.at - history.origin) & this.#placeMask;
      if (this.#bit(this.#isMatch, this.#state * 16 + place) === 0) this.#literal();
      else this.#copy(this.#match(place), end);
      if (this.#at > input.length) break;
    }
    if (this.#at !== input.length) damaged('xz', 'a chunk of another length');
  }

  #literal(): void {
    const history = this.#history;
    const { bytes, at } = history;
    const before = at > history.start ? (bytes[at - 1] ?? 0) : 0;
    const lc = this.#literalContext;
    const context = (((at - history.origin) & this.#literalPlaceMask) << lc) + (before >>> (8 - lc));
    const base = 0x300 * context;
    let symbol = 1;
    if (this.#state >= 7) {
      let match = bytes[at - this.#reps[0] - 1] ?? 0;
      let offset = 0x100;
      while (symbol < 0x100) {
        match <<= 1;
        const matchBit = match & offset;
        const bit = this.#bit(this.#literals, base + offset + matchBit + symbol);
        symbol = (symbol << 1) | bit;
        offset &= bit === 1 ? matchBit : ~matchBit;
      }
    } else {
      while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(this.#literals, base + symbol);
    }
    bytes[at] = symbol;
    history.at = at + 1;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** Decodes the rest of a match; its distance goes to the front of the latest ones. Returns the length. */
  #match(place: number): number {
    const state = this.#state;
    const afterLiteral = state < 7;
    const [rep0, rep1, rep2, rep3] = this.#reps;
    if (this.#bit(this.#isRep, state) === 0) {
      this.#state = afterLiteral ? 7 : 10;
      const length = this.#length(this.#matchLength, place);
      this.#reps = [this.#distance(length), rep0, rep1, rep2];
      return length;
    }
    if (this.#bit(this.#isRep0, state) === 0) {
      if (this.#bit(this.#isRep0Long, state * 16 + place) === 0) {
        this.#state = afterLiteral ? 9 : 11;
        return 1;
      }
    } else if (this.#bit(this.#isRep1, state) === 0) {
      this.#reps = [rep1, rep0, rep2, rep3];
    } else if (this.#bit(this.#isRep2, state) === 0) {
      this.#reps = [rep2, rep0, rep1, rep3];
    } else {
      this.#reps = [rep3, rep0, rep1, rep2];
    }
    this.#state = afterLiteral ? 8 : 11;
    return this.#length(this.#repLength, place);
  }

  #length(model: Uint16Array, place: number): number {
    if (this.#bit(model, 0) === 0) return 2 + this.#tree(model, 2 + place * 8, 3);
    if (this.#bit(model, 1) === 0) return 10 + this.#tree(model, 2 + 128 + place * 8, 3);
    return 18 + this.#tree(model, 2 + 256, 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(this.#slots, Math.min(length - 2, 3) * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >>> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + this.#reverseTree(this.#special, base - slot, bits);
    return (base >>> 0) + this.#direct(bits - 4) * 16 + this.#reverseTree(this.#align, 0, 4);
  }

  #copy(length: number, end: number): void {
    const history = this.#history;
    const { bytes, at } = history;
    const distance = this.#reps[0] + 1;
    if (distance > mostHistory) throw new Gap('xz data needs more than 64 MiB of memory; read up to there');
    if (distance > at - history.start || length > end - at) damaged('xz', 'a match out of bounds');
    if (distance === 1) {
      bytes.fill(bytes[at - 1] ?? 0, at, at + length);
    } else if (distance >= length && length > 32) {
      bytes.copyWithin(at, at - distance, at - distance + length);
    } else {
      for (let to = at; to < at + length; to++) bytes[to] = bytes[to - distance] ?? 0;
    }
    history.at = at + length;
  }

  #tree(model: Uint16Array, base: number, bits: number): number {
    let node = 1;
    for (let i = 0; i < bits; i++) node = (node << 1) | this.#bit(model, base + node);
    return node - (1 << bits);
  }

  #reverseTree(model: Uint16Array, base: number, bits: number): number {
    let node = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.#bit(model, base + node);
      node = (node << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** Bits of equal probability. */
  #direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.#range >>>= 1;
      const bit = this.#code >>> 0 >= this.#range ? 1 : 0;
      if (bit === 1) this.#code = (this.#code - this.#range) | 0;
      this.#normalize();
      value = value * 2 + bit;
    }
    return value;
  }

  #bit(model: Uint16Array, index: number): 0 | 1 {
    const probability = model[index] ?? 0;
    const bound = Math.imul(this.#range >>> 11, probability);
    if (this.#code >>> 0 < bound >>> 0) {
      this.#range = bound;
      model[index] = probability + ((2048 - probability) >>> 5);
      this.#normalize();
      return 0;
    }
    this.#range = (this.#range - bound) | 0;
    this.#code = (this.#code - bound) | 0;
    model[index] = probability - (probability >>> 5);
    this.#normalize();
    return 1;
  }

  #normalize(): void {
    if (this.#range >>> 24 !== 0) return;
    this.#range <<= 8;
    this.#code = (this.#code << 8) | (this.#input[this.#at++] ?? 0);
  }
}

/** Two choices, then 16 trees of 8 for short lengths, as many for middle ones, and one of 256. */
const lengthSize = 2 + 128 + 128 + 256;
