// The characters of one encoding, put together from its lines, and the way back to where each of them stands.
import { base64Character, startOf, word } from './bytes.ts';
import type { Decoded } from './decoder.ts';
import { startsKey } from './raw-key.ts';
import { runStart } from './run.ts';
import type { Stretch } from './stretch.ts';

/** Strings are made of pieces of this size: V8 and the allocator are slow with larger ones. A multiple of 4. */
const pieceSize = 1 << 16;
/** A key that goes on behind the end of a line is a key without it, too, from so many bytes on. */
const shortestKey = 24;
/** No key's body is shorter. */
const shortestBody = 16;
/** Columns that encoders wrap at; 75 and a `=` for quoted-printable. */
const longestColumn = 128;
export const usualColumns: ReadonlySet<number> = new Set([60, 64, 70, 72, 75, 76]);

export class EncodedText {
  readonly length: number;
  /** The characters, from `base` on; of a single stretch these are the bytes themselves. */
  readonly buffer: Buffer;
  readonly base: number;
  readonly #stretches: readonly Stretch[];
  /** Of the first line, as far as it consists of such characters. */
  readonly #firstLength: number = 0;
  /** Index of the first character of each stretch. */
  readonly #firsts: number[] = [];

  constructor(bytes: Buffer, stretches: readonly Stretch[]) {
    this.#stretches = stretches;
    const [first] = stretches;
    if (first !== undefined)
      this.#firstLength = first.end - runStart(bytes, first.start, base64Character, longestColumn);
    let length = 0;
    for (const { start, end } of stretches) {
      this.#firsts.push(length);
      length += end - start;
    }
    this.length = length;
    const [only] = stretches;
    if (stretches.length === 1 && only !== undefined) {
      this.buffer = bytes;
      this.base = only.start;
      return;
    }
    this.buffer = Buffer.allocUnsafe(length);
    this.base = 0;
    for (const [i, { start, end }] of stretches.entries())
      bytes.copy(this.buffer, this.#firsts[i], start, end);
  }

  /** Offset of a character. */
  place(index: number): number {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return (this.#stretches[low]?.start ?? 0) + index - (this.#firsts[low] ?? 0);
  }

  /** What the characters [from, to) say. Bytes that are not complete are left out. */
  decode(encoding: 'base64' | 'hex', from: number, to: number): Buffer {
    const size = encoding === 'hex' ? (to - from) >> 1 : Math.floor(((to - from) * 3) / 4);
    const out = Buffer.allocUnsafe(Math.max(0, size));
    let written = 0;
    for (let at = from; at < to; at += pieceSize) {
      const end = this.base + Math.min(to, at + pieceSize);
      written += out.write(this.buffer.toString('latin1', this.base + at, end), written, encoding);
    }
    return written === out.length ? out : out.subarray(0, written);
  }

  /** The characters from `first` on as bytes of `bits` / 8 characters each: 6 bits for base64, 4 for hex. */
  decoded(encoding: 'base64' | 'hex', first: number, to = this.length): Decoded {
    const bits = encoding === 'hex' ? 4 : 6;
    const bytes = this.decode(encoding, first, to);
    const sure = this.#nextKey(bytes, first, bits);
    return {
      bytes,
      ...(sure > 0 && { sure }),
      origin: (index) => this.place(first + Math.floor((index * 8) / bits)),
      end: (index) => this.place(first + Math.floor((index * 8 + 7) / bits)) + 1,
    };
  }

  /**
   * Index of the first byte of a key that starts with a stretch, right behind a word that may be another key: one in each
   * line. Or -1. A shorter word is the end of an escape or of a colour (`\n`, `\033[1m`), which the key follows.
   */
  #nextKey(bytes: Buffer, first: number, bits: number): number {
    for (const start of this.#firsts) {
      const at = ((start - first) * bits) / 8;
      if (
        at > 0 &&
        Number.isInteger(at) &&
        startsKey(bytes, at) &&
        at - startOf(word, bytes, at, shortestBody) >= shortestBody
      )
        return at;
    }
    return -1;
  }

  /**
   * The same decoding up to each wrap that may as well be the end of the encoding, where a key goes on behind it and is
   * long enough without what comes then.
   * @param key index of the key's first byte.
   */
  cutAtWraps(encoding: 'base64' | 'hex', whole: Decoded, first: number, key: number): Decoded[] {
    const perByte = encoding === 'hex' ? 2 : 4 / 3;
    let keyEnd = key;
    while (keyEnd < whole.bytes.length && word[whole.bytes[keyEnd] ?? 0] === 1) keyEnd++;
    return this.#stretches.flatMap((stretch, i) => {
      const cut = Math.floor(((this.#firsts[i] ?? 0) - first) / perByte);
      const isOpen = i > 0 && !stretch.firm && cut - key >= shortestKey && cut < keyEnd;
      return isOpen && !this.#isWrapped(i - 1) ? [{ ...whole, bytes: whole.bytes.subarray(0, cut) }] : [];
    });
  }

  /** Whether a line is as long as wrapped lines are: as another full one, or as encoders make them. */
  #isWrapped(line: number): boolean {
    const lengths = this.#stretches.map(({ start, end }) => end - start);
    // The first stretch may start somewhere in its line.
    if (line === 0) lengths[0] = this.#firstLength;
    const length = lengths[line] ?? 0;
    return usualColumns.has(length) || lengths.filter((other) => other === length).length > 1;
  }
}
