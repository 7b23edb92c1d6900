// The window of LZMA: what came out last, to be copied from.

/** The memory that a hostile header can ask for, about half. `xz -9` uses as much. */
export const mostHistory = 64 * 2 ** 20;

/** What was put out last, which matches copy from. Grows as output comes, whatever size the header states. */
export class History {
  readonly size: number;
  bytes = Buffer.allocUnsafeSlow(1 << 18);
  /** Where the next byte goes, and from where on bytes may be copied. */
  at = 0;
  start = 0;
  /** Where the output since the last reset would have begun: what is long past may be gone. */
  origin = 0;

  /** @param size as the header states it. */
  constructor(size: number) {
    this.size = Math.min(size, mostHistory);
  }

  /** Forgets everything. */
  reset(): void {
    this.start = this.at;
    this.origin = this.at;
  }

  /** Makes room for `n` bytes. */
  reserve(n: number): void {
    if (this.at + n <= this.bytes.length) return;
    const from = Math.max(this.start, this.at - this.size);
    const kept = this.at - from;
    if (this.bytes.length >= 2 * (kept + n)) {
      this.bytes.copyWithin(0, from, this.at);
    } else {
      const larger = Buffer.allocUnsafeSlow(Math.min(4 * (kept + n), 2 * (this.size + n)));
      this.bytes.copy(larger, 0, from, this.at);
      this.bytes = larger;
    }
    this.start = 0;
    this.at = kept;
    this.origin -= from;
  }
}
