// Takes the times off the lines of a log of GitHub Actions: a value of several lines is one again, and lines keep their
// numbers. Columns are those of the web page, which does not show the times either.

const newline = 0x0a;
const bom = Buffer.from('\ufeff');
/** A mark, `2026-01-02T03:04:05`, up to nine digits of a second behind a point, `Z`, and what is behind it. */
const longest = 3 + 19 + 10 + 1 + 1;
const shape = '0000-00-00T00:00:00';

/** Takes pieces cut anywhere. What comes back is lent until the next call. */
export class LineStamps {
  #held: Buffer = Buffer.alloc(0);
  #isLineStart = true;

  /** The piece without times; the start of a line may be kept back until it is known to be one. */
  take(piece: Buffer): Buffer {
    const bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    return this.#strip(bytes, false);
  }

  /** What was kept back, at the end of a log. */
  end(): Buffer {
    return this.#strip(this.#held, true);
  }

  #strip(bytes: Buffer, final: boolean): Buffer {
    const output = Buffer.allocUnsafe(bytes.length);
    let fill = 0;
    let at = 0;
    while (at < bytes.length) {
      if (this.#isLineStart) {
        const length = stampAt(bytes, at, final);
        if (length === null) break;
        at += length;
      }
      const found = bytes.indexOf(newline, at);
      const end = found < 0 ? bytes.length : found + 1;
      fill += bytes.copy(output, fill, at, end);
      at = end;
      this.#isLineStart = found >= 0;
    }
    this.#held = Buffer.from(bytes.subarray(at));
    return output.subarray(0, fill);
  }
}

/** Length of a time at the start of a line with the space behind it; 0 where none is, null where it takes more bytes to tell. */
function stampAt(bytes: Buffer, start: number, final: boolean): number | null {
  // Most lines of other texts are told by their first byte.
  const first = bytes[start] ?? 0;
  const hasMark = first === bom[0];
  if (!hasMark && !isDigit(first)) return 0;
  if (!final && bytes.length - start < longest && bytes.indexOf(newline, start) < 0) return null;
  let at = start;
  if (hasMark) {
    if (bytes.compare(bom, 0, 3, at, Math.min(at + 3, bytes.length)) !== 0) return 0;
    at += 3;
  }
  for (let i = 0; i < shape.length; i++, at++) {
    const byte = bytes[at] ?? 0;
    if (shape[i] === '0' ? !isDigit(byte) : byte !== shape.charCodeAt(i)) return 0;
  }
  if (bytes[at] === 0x2e) {
    const digits = ++at;
    while (at < digits + 9 && isDigit(bytes[at] ?? 0)) at++;
  }
  if (bytes[at++] !== 0x5a) return 0;
  const behind = bytes[at];
  if (behind === 0x20) return at + 1 - start;
  return behind === undefined || behind === newline || behind === 0x0d ? at - start : 0;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
