// Finds the files to follow, again and again: by name, in folders and by pattern. Polls, since fs.watch misses changes
// on network and container file systems. A file is known by its inode: rotated, it is the same one by another name.
import { statSync } from 'node:fs';
import { LogFile, fileId, openLog } from './log-file.ts';
import { findPattern, isPattern, kindOf, listFolder } from './paths.ts';
import { type RawPath, inFolder } from './raw-path.ts';
import { reasonOf } from './read-file.ts';

const everyMs = 250;
/** Folders and patterns are gone through less often than files are looked at: that may be much work. */
const searchEveryMs = 1000;
/** Who writes to a log may go on for a while after it was renamed or deleted. */
const lingerMs = 60_000;

interface Held {
  file: LogFile;
  /** When it was last there by a wanted name, or had something new. */
  busyAt: number;
}

/** The files behind some paths, as they come and go. Times are milliseconds of any clock. */
export class Followed {
  /** By path: why something asked for can't be read now. */
  readonly troubles = new Map<string, string>();
  /** By path: what is no file. */
  readonly notFiles = new Map<string, string>();
  readonly #wanted: readonly string[];
  readonly #limit: number;
  readonly #held = new Map<string, Held>();
  /** What of `wanted` has ever led to something. */
  readonly #met = new Set<string>();
  #searched: RawPath[] = [];
  #searchedAt = -Infinity;

  /** @param limit in bytes: a file that is larger when it is found is not read. */
  constructor(wanted: readonly string[], limit: number) {
    this.#wanted = wanted;
    this.#limit = limit;
  }

  get files(): LogFile[] {
    return [...this.#held.values()].map(({ file }) => file);
  }

  /** Nothing is wanted. */
  get isEmpty(): boolean {
    return this.#wanted.length === 0;
  }

  /** Wanted paths and patterns that have led to nothing so far. */
  get missing(): string[] {
    return this.#wanted.filter((path) => !this.#met.has(path));
  }

  /** Looks for files that have come, and returns those that are gone and quiet: `forget` them once they are read. */
  async look(now: number): Promise<LogFile[]> {
    if (now - this.#searchedAt >= searchEveryMs) {
      this.#searchedAt = now;
      this.#searched = await this.#search();
    }
    for (const path of this.#searched) this.#meet(path, now);
    for (const held of this.#held.values()) if (held.file.left > 0) held.busyAt = now;
    return [...this.#held.values()].filter(({ busyAt }) => now - busyAt >= lingerMs).map(({ file }) => file);
  }

  forget(file: LogFile): void {
    this.#held.delete(file.id);
    file.close();
  }

  async #search(): Promise<RawPath[]> {
    this.troubles.clear();
    const found: RawPath[] = [];
    for (const path of this.#wanted) {
      const kind = kindOf(path);
      const pattern = kind === 'nothing' && (await isPattern(path));
      if (kind !== 'folder' && !pattern) {
        found.push(path);
        continue;
      }
      const { paths, unread } = await (kind === 'folder' ? listFolder(path) : findPattern(path));
      const folder = kind === 'folder' ? path : '.';
      for (const gap of unread) this.troubles.set(String(inFolder(folder, gap.path)), gap.why);
      found.push(...paths.map((each) => inFolder(folder, each)));
      if (kind === 'folder' || paths.length > 0) this.#met.add(path);
    }
    return found;
  }

  #meet(path: RawPath, now: number): void {
    const shown = String(path);
    try {
      const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
      if (stat === undefined) return;
      this.#met.add(shown);
      const known = this.#held.get(fileId(stat));
      if (known !== undefined) known.busyAt = now;
      else this.#open(path, shown, now);
    } catch (error) {
      this.troubles.set(shown, reasonOf(error));
    }
  }

  #open(path: RawPath, shown: string, now: number): void {
    const opened = openLog(path, this.#limit);
    switch (opened.kind) {
      case 'open':
        this.#hold(opened.file, now);
        this.troubles.delete(shown);
        break;
      case 'notAFile':
        this.notFiles.set(shown, opened.what);
        break;
      case 'tooLarge':
        this.troubles.set(shown, `${opened.size} bytes, over --max-file-size`);
        break;
      case 'failed':
        this.troubles.set(shown, opened.why);
        break;
      case 'gone':
      case 'link':
      case 'folder':
        break;
    }
  }

  /** Between the look and the opening, the name may have become that of a file which is held already. */
  #hold(file: LogFile, now: number): void {
    if (this.#held.has(file.id)) file.close();
    else this.#held.set(file.id, { file, busyAt: now });
  }
}

/**
 * Waits until it is time to look again.
 * @param busy there may be more at once: only lets others have their turn.
 * @param wakeOn is given a function that ends the wait.
 */
export async function pause(
  busy: boolean,
  signal: AbortSignal,
  wakeOn: (wake: () => void) => void,
): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (busy || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, everyMs);
    signal.addEventListener('abort', end);
    wakeOn(end);
  });
}
