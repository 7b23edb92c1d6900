// Indexes that only rise, in memory that is used again: a list that is emptied gives its memory back to the collector.

const firstCapacity = 512;

export class Rising {
  length = 0;
  #values = new Int32Array(firstCapacity);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(this.length * 4);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  /** The value at a place, or -1 when there is none. */
  at(place: number): number {
    return place >= 0 && place < this.length ? (this.#values[place] ?? -1) : -1;
  }

  last(): number {
    return this.at(this.length - 1);
  }

  /** Whether one of them is in [from, to). */
  isIn(from: number, to: number): boolean {
    for (let i = 0; i < this.length; i++) {
      const value = this.#values[i] ?? 0;
      if (value >= to) return false;
      if (value >= from) return true;
    }
    return false;
  }

  /** Takes back those from `limit` on. */
  truncate(limit: number): void {
    while (this.last() >= limit) this.length--;
  }
}
