// Standard input, as a stream of pieces or, for a key, as a short whole.

/** Reads to the end; returns the number of bytes. */
export async function readStdin(onPiece: (piece: Buffer) => void): Promise<number> {
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    bytes += piece.length;
    onPiece(piece);
  }
  return bytes;
}

/** Everything on standard input, but no more than `limit` bytes of it. */
export async function readShortStdin(limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length > limit) break;
  }
  return Buffer.concat(pieces).subarray(0, limit);
}
