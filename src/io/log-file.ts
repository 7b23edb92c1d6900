// One open log file: read on and on, and looked at anywhere. It is known by its inode, since its name may become another
// file's at any time.
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Seekable } from '../core/container.ts';
import type { RawPath } from './raw-path.ts';
import { type ReadResult, openFile } from './read-file.ts';

const nothing: Buffer = Buffer.alloc(0);
/** As many of the latest bytes are compared to notice that a file was written anew. */
const comparedBytes = 256;

/** Opens a file, following links; otherwise what `readFile` makes of it. @param limit in bytes. */
export function openLog(
  path: RawPath,
  limit: number,
): { kind: 'open'; file: LogFile } | Exclude<ReadResult, { kind: 'read' }> {
  const opened = openFile(path, limit, true);
  return opened.kind === 'open' ? { kind: 'open', file: new LogFile(path, opened.fd) } : opened;
}

/** `close` it. All methods throw the file system's error. */
export class LogFile implements Seekable {
  /** As it was when the file was opened. */
  readonly path: RawPath;
  /** Names the file as long as it is open. */
  readonly id: string;
  readonly #fd: number;
  #position = 0;
  #latest = nothing;
  /** When the file was last changed before the latest comparison. */
  #comparedAt = 0;

  constructor(path: RawPath, fd: number) {
    this.path = path;
    this.#fd = fd;
    this.id = fileId(fstatSync(fd, { bigint: true }));
  }

  get size(): number {
    return fstatSync(this.#fd).size;
  }

  /** Bytes that `next` has not given yet. */
  get left(): number {
    return Math.max(0, this.size - this.#position);
  }

  /** Reads the next bytes into `room`; returns how many, 0 at the end as it is now. */
  next(room: Buffer): number {
    const size = readSync(this.#fd, room, 0, room.length, this.#position);
    if (size === 0) return 0;
    this.#position += size;
    const read = room.subarray(0, size);
    this.#latest =
      size >= comparedBytes
        ? Buffer.from(read.subarray(-comparedBytes))
        : Buffer.concat([this.#latest, read]).subarray(-comparedBytes);
    return size;
  }

  /** Whether what `next` has given is no longer there: cut short (copytruncate), and perhaps written anew since. */
  isOther(): boolean {
    const { size, mtimeMs } = fstatSync(this.#fd);
    if (size < this.#position) return true;
    if (size === this.#position && mtimeMs === this.#comparedAt) return false;
    this.#comparedAt = mtimeMs;
    const { length } = this.#latest;
    return !this.read(this.#position - length, length).equals(this.#latest);
  }

  /** Goes back to the first byte. */
  rewind(): void {
    this.#position = 0;
    this.#latest = nothing;
  }

  read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    let fill = 0;
    while (fill < length) {
      const size = readSync(this.#fd, bytes, fill, length - fill, offset + fill);
      if (size === 0) break;
      fill += size;
    }
    return bytes.subarray(0, fill);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** What names a file as long as somebody holds it open. */
export function fileId(stat: { dev: bigint; ino: bigint }): string {
  return `${stat.dev}:${stat.ino}`;
}
