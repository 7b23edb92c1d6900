// How much may lie on the disk at once: who wants to fetch waits until there is room.

export class DiskBudget {
  readonly #bytes: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** Whether it will ever fit. */
  fits(bytes: number): boolean {
    return bytes <= this.#bytes;
  }

  /** Waits for room, for the time of the work. */
  async during<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    while (this.#taken + bytes > this.#bytes) await new Promise<void>((wake) => this.#waiting.push(wake));
    this.#taken += bytes;
    try {
      return await work();
    } finally {
      this.#taken -= bytes;
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }
}
