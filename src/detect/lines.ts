// Counts newlines: only for blobs with a match, and for streams.

export const newline = 0x0a;

/** Newlines in bytes [from, to). */
export function countNewlines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(newline, from); at !== -1 && at < to; at = bytes.indexOf(newline, at + 1))
    count++;
  return count;
}
