// Source `org`: a repository with all that GitHub keeps about it, put together from other sources.
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import { messageOf } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import type { Progress } from '../core/runtime.ts';
import type { FindKeys, Source } from '../core/source.ts';

/** A source, and what it is in the eyes of people: `wiki`, say. */
export interface Part {
  what: string;
  source: Source;
}

/** Reads one part after the other. One that fails is missed; the others are read. */
export class GithubRepository implements Source {
  readonly name = 'org';
  readonly target: string;
  readonly repository: string;
  readonly #parts: readonly Part[];
  readonly #partOf = new WeakMap<Provenance, Source>();

  /** @param target `OWNER/REPO`. */
  constructor(target: string, parts: readonly Part[]) {
    this.target = target;
    this.repository = target;
    this.#parts = parts;
  }

  async read(sink: BlobSink, coverage: Coverage, progress?: Progress): Promise<void> {
    for (const { what, source } of this.#parts) {
      try {
        await source.read(this.#noting(sink, source), coverage, progress);
      } catch (error) {
        coverage.missed(what, messageOf(error));
      }
    }
  }

  async refine(
    matches: Match[],
    findKeys: FindKeys,
    coverage: Coverage,
    progress?: Progress,
  ): Promise<Match[]> {
    const refined: Match[] = [];
    for (const [source, own] of Map.groupBy(matches, ({ provenance }) => this.#partOf.get(provenance)))
      refined.push(...((await source?.refine?.(own, findKeys, coverage, progress)) ?? own));
    return refined;
  }

  /** Notes whose each blob is. */
  #noting(sink: BlobSink, source: Source): BlobSink {
    const partOf = this.#partOf;
    return {
      get room() {
        return sink.room;
      },
      whole(provenance, bytes) {
        partOf.set(provenance, source);
        sink.whole(provenance, bytes);
      },
      open(provenance, ...rest) {
        partOf.set(provenance, source);
        sink.open(provenance, ...rest);
      },
      write: (bytes) => sink.write(bytes),
      close: () => sink.close(),
    };
  }
}
