// A line of progress on stderr, on a terminal only, once a scan has gone on for a while.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';

const firstAfterMs = 1000;
const everyMs = 200;
/** Looking at the clock for each of a million small blobs would show in the profile. */
const blobsPerLook = 64;

/** A sink that passes everything on and shows how far the scan is; call `end` before anything else is printed. */
export function withProgress(
  sink: BlobSink,
  coverage: Coverage,
  wanted: boolean,
): { sink: BlobSink; end(): void } {
  if (!wanted || process.stderr.isTTY !== true) return { sink, end: () => {} };
  const started = Date.now();
  let due = started + firstAfterMs;
  let seen = 0;
  let shown = false;
  const look = () => {
    if (++seen % blobsPerLook !== 0 || Date.now() < due) return;
    due = Date.now() + everyMs;
    shown = true;
    const seconds = (Date.now() - started) / 1000;
    const rate = coverage.bytes / 1e6 / seconds;
    const things = coverage.objects > 0 ? `${coverage.objects} objects` : `${coverage.files} files`;
    const megabytes = (coverage.bytes / 1e6).toFixed(0);
    process.stderr.write(`\r\u001b[Kscanning: ${things}, ${megabytes} MB, ${rate.toFixed(0)} MB/s`);
  };
  return {
    sink: {
      get room() {
        return sink.room;
      },
      whole(provenance, bytes) {
        look();
        sink.whole(provenance, bytes);
      },
      open: (...blob) => sink.open(...blob),
      write(bytes) {
        look();
        sink.write(bytes);
      },
      close: () => sink.close(),
    },
    end() {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
