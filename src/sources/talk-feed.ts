// Gives texts and files to the sink, counts them, and keeps the page of each for its matches.
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { LogFile } from '../io/log-file.ts';

/** Files that people put on a conversation: GitHub shows them in its pages only. Pictures are none. */
const attachment = /\/(?:user-attachments\/)?files\/(?:\d+\/)?[^\s()<>"'\]]+/g;

export class TalkFeed {
  readonly #sink: BlobSink;
  readonly #coverage: Coverage;
  readonly #urls: WeakMap<Provenance, string>;
  #attachments = 0;

  constructor(sink: BlobSink, coverage: Coverage, urls: WeakMap<Provenance, string>) {
    this.#sink = sink;
    this.#coverage = coverage;
    this.#urls = urls;
  }

  text(path: string, url: string, text: string): void {
    const bytes = Buffer.from(text);
    this.#sink.whole(this.#provenance(path, url), bytes);
    this.#coverage.files++;
    this.#coverage.bytes += bytes.length;
    if (text.includes('/files/')) this.#attachments += text.match(attachment)?.length ?? 0;
  }

  /** A file that may be a container. */
  file(path: string, url: string, file: LogFile): void {
    const sink = this.#sink;
    sink.open(this.#provenance(path, url), [], file);
    try {
      for (;;) {
        const { room } = sink;
        const read = file.next(room);
        if (read === 0) break;
        this.#coverage.bytes += read;
        sink.write(room.subarray(0, read));
      }
    } finally {
      sink.close();
      this.#coverage.files++;
    }
  }

  finish(): void {
    if (this.#attachments === 0) return;
    const what = this.#attachments === 1 ? '1 attachment' : `${this.#attachments} attachments`;
    this.#coverage.leftOut(what, 'files that people attached to what they wrote are not downloaded');
  }

  #provenance(path: string, url: string): Provenance {
    const provenance: Provenance = { kind: 'log', path };
    this.#urls.set(provenance, url);
    return provenance;
  }
}
