// Reads one log to its end. A compressed one is searched as the text that comes out, as it comes: lines are counted there,
// and no log is too long. Archives are opened by the scanner.
import { type ContainerKind, type StreamKind, containerKind, headSize } from '../archive/kind.ts';
import type { BlobSink } from '../core/blob.ts';
import type { Seekable } from '../core/container.ts';
import type { Coverage } from '../core/coverage.ts';
import { reasonOf } from '../io/read-file.ts';

/** A log that is open at its first byte. */
export interface OpenLog {
  /** For people; `-` for standard input. */
  path: string;
  /** Reads the next bytes into `room`; returns how many, 0 at the end. Throws the file system's error. */
  next(room: Buffer): number | Promise<number>;
  /** The same bytes anywhere, or null for a stream. */
  file: Seekable | null;
}

/** Gives it to the sink; what can't be read is put down in `coverage`. */
export async function readLog(log: OpenLog, sink: BlobSink, coverage: Coverage): Promise<void> {
  const counting: OpenLog = {
    ...log,
    async next(room) {
      const size = await log.next(room);
      coverage.bytes += size;
      return size;
    },
  };
  try {
    const head = await readHead(counting);
    const kind = containerKind(head, log.path);
    if (isStream(kind)) await readCompressed(kind, head, counting, sink, coverage);
    else await readPlain(head, log, sink, coverage);
    if (log.file !== null) coverage.files++;
  } catch (error) {
    coverage.missed(log.path, reasonOf(error));
  }
}

async function readHead(log: OpenLog): Promise<Buffer> {
  const head = Buffer.alloc(headSize);
  let fill = 0;
  while (fill < headSize) {
    const size = await log.next(head.subarray(fill));
    if (size === 0) break;
    fill += size;
  }
  return head.subarray(0, fill);
}

function isStream(kind: ContainerKind | null): kind is StreamKind {
  return kind !== null && kind !== 'zip' && kind !== 'tar';
}

async function readPlain(head: Buffer, log: OpenLog, sink: BlobSink, coverage: Coverage): Promise<void> {
  sink.open({ kind: 'log', path: log.path }, [], log.file);
  try {
    sink.write(head);
    for (;;) {
      const { room } = sink;
      const reading = log.next(room);
      // A gigabyte comes in tens of thousands of pieces: waiting for what is there would cost as much as reading it.
      const size = typeof reading === 'number' ? reading : await reading;
      if (size === 0) break;
      coverage.bytes += size;
      sink.write(room.subarray(0, size));
    }
  } finally {
    // What came before an error counts.
    coverage.lines += sink.close();
  }
}

async function readCompressed(
  kind: StreamKind,
  head: Buffer,
  log: OpenLog,
  sink: BlobSink,
  coverage: Coverage,
): Promise<void> {
  const [{ streamCompressed }, { Budget }] = await Promise.all([
    import('../archive/open.ts'),
    import('../archive/budget.ts'),
  ]);
  const budget = new Budget();
  sink.open({ kind: 'log', path: log.path }, [kind]);
  try {
    for await (const piece of streamCompressed(kind, piecesOf(head, log), budget)) sink.write(piece);
  } finally {
    coverage.lines += sink.close();
    for (const gap of budget.gaps) coverage.notOpened(log.path, gap);
  }
}

const pieceSize = 1 << 18;

/** Each piece is lent until the next. */
async function* piecesOf(head: Buffer, log: OpenLog): AsyncGenerator<Buffer, void> {
  yield head;
  const piece = Buffer.allocUnsafeSlow(pieceSize);
  for (;;) {
    const size = await log.next(piece);
    if (size === 0) return;
    yield piece.subarray(0, size);
  }
}
