// A line of progress on stderr, on a terminal only, for work that consists of many things.
import type { Screen } from './progress.ts';
import { TimeLeft, inWords } from './time-left.ts';

const everyMs = 200;

export class CountDisplay {
  readonly #total: number;
  readonly #name: string;
  readonly #screen: Screen | null;
  readonly #started = Date.now();
  readonly #left = new TimeLeft();
  #due = 0;
  #shown = false;

  constructor(total: number, one: string, many: string, wanted: boolean, screen: Screen = process.stderr) {
    this.#total = total;
    this.#name = total === 1 ? one : many;
    this.#screen = wanted && screen.isTTY === true ? screen : null;
  }

  /** @param bytes that came from elsewhere so far. */
  reached(done: number, bytes: number): void {
    const now = Date.now();
    if (this.#screen === null || now < this.#due) return;
    this.#due = now + everyMs;
    this.#shown = true;
    const megabytes = (count: number) => (count / 1e6).toFixed(1);
    const rate = bytes / Math.max((now - this.#started) / 1000, 1);
    const left = this.#left.at(done, this.#total, now);
    const facts = [
      `${done} of ${this.#total} ${this.#name}`,
      `${megabytes(bytes)} MB fetched`,
      `${megabytes(rate)} MB/s`,
      ...(left === null ? [] : [inWords(left)]),
    ];
    this.#screen.write(`\r\u001b[K${facts.join(', ')}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown) this.#screen?.write('\r\u001b[K');
    this.#shown = false;
  }
}
