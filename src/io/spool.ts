// A temporary file for what must be whole before it can be read. It has no name from the moment it is open, so that nothing
// of it is left behind, however the process ends.
import { mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.ts';

/** More came than is wanted. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * Keeps a stream in a file; `close` what comes back. @param limit bytes.
 * @throws TooLarge, the file system's error, or what the stream throws.
 */
export async function spool(pieces: AsyncIterable<Uint8Array>, limit: number): Promise<LogFile> {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-'));
  let file: LogFile | null = null;
  try {
    const path = join(folder, 'spool');
    const fd = openSync(path, 'wx+', 0o600);
    file = new LogFile(path, fd);
    // Where open files can't be removed, it goes with its folder when the machine cleans up.
    rmSync(folder, { recursive: true, force: true });
    let size = 0;
    for await (const piece of pieces) {
      size += piece.length;
      if (size > limit) throw new TooLarge(`more than ${limit} bytes`);
      for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at);
    }
    return file;
  } catch (error) {
    file?.close();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
