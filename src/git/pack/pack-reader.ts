// Brings entries of packs into memory. Deltas of one object lie together in a pack, but not in the order in which they are
// applied, so a few short windows are kept rather than one long one; of a small pack, all of it.
import { readSync } from 'node:fs';
import type { PackTable } from './pack-table.ts';

/** Bytes of a window; measured on a pack of 500 MB, 8 KiB need the least time, since more is read in vain. */
const windowSize = 8 << 10;
const windows = 8;
/** What `inflate` may read behind an entry. */
const slack = 64;
/** Bytes of the longest entry that fits. */
export const longestEntry = 16 << 20;
/** Bytes of a pack that is read as a whole: a fifth less time for 10 MB, in which windows are read 20,000 times. */
const smallPack = 24 << 20;
/** Where long entries and small packs go. */
const roomSize = Math.max(longestEntry, smallPack);

interface Window {
  fd: number;
  start: number;
  end: number;
}

export class PackReader {
  static readonly size = windows * (windowSize + slack) + roomSize + slack;
  readonly #memory: Buffer;
  readonly #at: number;
  readonly #keepsSmall: boolean;
  /** The small pack that is in the room. */
  #whole: { fd: number; end: number } | null = null;
  readonly #windows: Window[] = Array.from({ length: windows }, () => ({ fd: -1, start: 0, end: 0 }));
  #current = 0;
  #oldest = 0;

  /**
   * @param at address of `PackReader.size` bytes of the memory.
   * @param keepsSmall for who wants most of the entries: small packs are read as a whole.
   */
  constructor(memory: Buffer, at: number, keepsSmall: boolean) {
    this.#memory = memory;
    this.#at = at;
    this.#keepsSmall = keepsSmall;
  }

  /** The address of the bytes [start, end) of a pack, good until the next call; or -1 when the file does not have them. */
  bring({ fd, offsets, count }: PackTable, start: number, end: number): number {
    const packEnd = offsets[count] ?? 0;
    if (this.#keepsSmall && packEnd <= smallPack) {
      if (this.#whole?.fd !== fd) this.#whole = { fd, end: this.#read(fd, this.#room, packEnd, 0) };
      return end <= this.#whole.end ? this.#room + start : -1;
    }
    return this.#bringWindow(fd, start, end);
  }

  get #room(): number {
    return this.#at + windows * (windowSize + slack);
  }

  #bringWindow(fd: number, start: number, end: number): number {
    for (let i = 0; i < windows; i++) {
      const number = (this.#current + i) % windows;
      const window = this.#windows[number];
      if (window === undefined || window.fd !== fd || start < window.start || end > window.end) continue;
      this.#current = number;
      return this.#addressOf(number) + start - window.start;
    }
    const size = end - start;
    if (size > windowSize) {
      this.#whole = null;
      return this.#read(fd, this.#room, size, start) === size ? this.#room : -1;
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
