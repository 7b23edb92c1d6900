// Files as this folder reads them.
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** A file's text, or null where there is none. @throws Error for one that can't be read. */
export function textIfThere(path: string): string | null {
  // To throw and catch takes longer than to ask.
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Bytes of an open file; fewer than `size` only at its end. */
export function readUpTo(file: number, from: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const read = readSync(file, bytes, done, size - done, from + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}

/** The last bytes of a file, or all of a shorter one. */
export function readTail(path: string, size: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const all = fstatSync(file).size;
    const wanted = Math.min(size, all);
    return readUpTo(file, all - wanted, wanted);
  } finally {
    closeSync(file);
  }
}
