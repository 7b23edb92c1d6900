// Downloads that must be whole before they can be read: kept in a nameless file, and begun anew when a connection breaks.
import type { Clock } from '../core/runtime.ts';
import type { Download } from '../github/download.ts';
import { GitHubFailure } from '../github/failure.ts';
import { TooLarge, spool } from '../io/spool.ts';

const downloads = 3;

/**
 * The file is the caller's to close. @param open called for each try: a signed address is good for a minute.
 * @param maxFileSize bytes.
 * @throws TooLarge, GitHubFailure, or the file system's error.
 */
export async function spooled(
  open: () => Promise<Download>,
  maxFileSize: number,
  clock: Clock,
): ReturnType<typeof spool> {
  for (let tries = 1; ; tries++) {
    try {
      const { size, pieces } = await open();
      if (size !== null && size > maxFileSize) throw new TooLarge(`${size} bytes`);
      return await spool(pieces, maxFileSize);
    } catch (error) {
      const isLost = error instanceof GitHubFailure && error.status === null;
      if (!isLost || tries === downloads) throw error;
      await clock.sleep(tries * 1000);
    }
  }
}
