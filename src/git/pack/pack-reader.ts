// Brings entries of packs into memory. Deltas of one object lie together in a pack, but not in the order in which they are
// applied, so a few short windows are kept rather than one long one.
import { readSync } from 'node:fs';

/** Bytes of a window; measured on a pack of 500 MB, 8 KiB need the least time, since more is read in vain. */
const windowSize = 8 << 10;
const windows = 8;
/** What `inflate` may read behind an entry. */
const slack = 64;
/** Bytes of the longest entry that fits. */
export const longestEntry = 16 << 20;

interface Window {
  fd: number;
  start: number;
  end: number;
}

export class PackReader {
  static readonly size = windows * (windowSize + slack) + longestEntry + slack;
  readonly #memory: Buffer;
  readonly #at: number;
  readonly #windows: Window[] = Array.from({ length: windows }, () => ({ fd: -1, start: 0, end: 0 }));
  #current = 0;
  #oldest = 0;

  /** @param at address of `PackReader.size` bytes of the memory. */
  constructor(memory: Buffer, at: number) {
    this.#memory = memory;
    this.#at = at;
  }

  /** The address of the bytes [start, end) of a file, good until the next call; or -1 when the file does not have them. */
  bring(fd: number, start: number, end: number): number {
    for (let i = 0; i < windows; i++) {
      const number = (this.#current + i) % windows;
      const window = this.#windows[number];
      if (window === undefined || window.fd !== fd || start < window.start || end > window.end) continue;
      this.#current = number;
      return this.#addressOf(number) + start - window.start;
    }
    const size = end - start;
    if (size > windowSize) {
      const at = this.#at + windows * (windowSize + slack);
      return this.#read(fd, at, size, start) === size ? at : -1;
    }
    const number = this.#oldest;
    this.#oldest = (number + 1) % windows;
    this.#current = number;
    const at = this.#addressOf(number);
    const read = this.#read(fd, at, windowSize, start);
    this.#windows[number] = { fd, start, end: start + read };
    return read >= size ? at : -1;
  }

  #addressOf(window: number): number {
    return this.#at + window * (windowSize + slack);
  }

  #read(fd: number, at: number, size: number, from: number): number {
    let done = 0;
    while (done < size) {
      const read = readSync(fd, this.#memory, at + done, size - done, from + done);
      if (read === 0) break;
      done += read;
    }
    return done;
  }
}
