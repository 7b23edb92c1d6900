// Reads files for scanning: synchronously into one buffer that is used again and again, since for tens of thousands of
// small files the cost is in the calls, not in the bytes.
import { closeSync, constants, fstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Seekable } from '../core/container.ts';

/** What became of one path. `notAFile` and `link` are left out by design; `failed` is a gap. */
export type ReadResult =
  | { kind: 'read'; bytes: number }
  | { kind: 'link'; target: Buffer }
  | { kind: 'folder' }
  | { kind: 'notAFile'; what: string }
  | { kind: 'tooLarge'; size: number }
  | { kind: 'gone' }
  | { kind: 'failed'; why: string };

const nothing: Buffer = Buffer.alloc(0);

/** A file that grows by more while it is read (bytes) may do so for ever: it is read so far, and that is said. */
export const mostGrowth = 256 * 2 ** 20;
export const growsTooFast = 'it grows as fast as it is read; the rest was not read';

/**
 * Gives one regular file to the sink. A link is not followed unless asked; its target text is returned.
 * Never blocks on a FIFO: those are opened without waiting for a writer, and not read.
 * @param limit in bytes; a larger file is not read.
 */
export function readFile(
  path: string | Buffer,
  provenance: Provenance,
  sink: BlobSink,
  limit: number,
  followLinks: boolean,
): ReadResult {
  const opened = openFile(path, limit, followLinks);
  if (opened.kind !== 'open') return opened;
  try {
    const bytes = readOpen(opened.fd, opened.size, provenance, sink);
    return bytes > opened.size + mostGrowth ? { kind: 'failed', why: growsTooFast } : { kind: 'read', bytes };
  } catch (error) {
    return { kind: 'failed', why: reasonOf(error) };
  } finally {
    closeSync(opened.fd);
  }
}

/** A regular file, open for reading: the caller closes it. Otherwise what `readFile` makes of it. */
export function openFile(
  path: string | Buffer,
  limit: number,
  followLinks: boolean,
): { kind: 'open'; fd: number; size: number } | Exclude<ReadResult, { kind: 'read' }> {
  const flags =
    constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | (followLinks ? 0 : constants.O_NOFOLLOW);
  let fd: number;
  try {
    fd = openSync(path, flags);
  } catch (error) {
    return openFailed(path, error);
  }
  const opened = checkOpen(fd, limit);
  if (opened.kind !== 'open') closeSync(fd);
  return opened;
}

function checkOpen(fd: number, limit: number): ReturnType<typeof openFile> {
  try {
    const stat = fstatSync(fd);
    if (stat.isDirectory()) return { kind: 'folder' };
    if (stat.isFIFO()) return { kind: 'notAFile', what: 'a named pipe' };
    if (!stat.isFile()) return { kind: 'notAFile', what: 'a device' };
    return stat.size > limit ? { kind: 'tooLarge', size: stat.size } : { kind: 'open', fd, size: stat.size };
  } catch (error) {
    return { kind: 'failed', why: reasonOf(error) };
  }
}

function readOpen(fd: number, size: number, provenance: Provenance, sink: BlobSink): number {
  let total = 0;
  sink.open(provenance, [], again(fd, size));
  for (;;) {
    const room = sink.room;
    const read = readSync(fd, room, 0, room.length, null);
    if (read === 0) break;
    total += read;
    sink.write(room.subarray(0, read));
    // Just its size and no more to come: the end of a file, which another call need not confirm. Anything else (it grew or
    // shrank, or the file system does not know sizes, as /proc) is read on until nothing comes.
    if ((read < room.length && total === size) || total > size + mostGrowth) break;
  }
  sink.close();
  return total;
}

/** The open file, to be read anywhere. Each read has a buffer of its own size: archives read small pieces here and there. */
function again(fd: number, size: number): Seekable {
  let bytes = nothing;
  return {
    size,
    read(offset, length) {
      if (bytes.length < length) bytes = Buffer.allocUnsafeSlow(length);
      return bytes.subarray(0, readSync(fd, bytes, 0, length, offset));
    },
  };
}

function openFailed(path: string | Buffer, error: unknown): Exclude<ReadResult, { kind: 'read' }> {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'gone' };
  if (code === 'ENXIO' || code === 'EOPNOTSUPP') return { kind: 'notAFile', what: 'a socket' };
  if (code === 'ELOOP' || code === 'EMLINK') {
    try {
      return { kind: 'link', target: readlinkSync(path, { encoding: 'buffer' }) };
    } catch {
      return { kind: 'failed', why: 'a loop of links' };
    }
  }
  return { kind: 'failed', why: reasons[code] ?? code };
}

const reasons: Record<string, string> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOENT: 'it is gone, or its name is not UTF-8',
  EIO: 'the disk failed to read it',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
};

/** Why something could not be read, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return reasons[code] ?? code;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
