// The port of sources/: something that can be read for keys.
import type { BlobSink, SourceName } from './blob.ts';
import type { Coverage } from './coverage.ts';
import type { Match, Span } from './match.ts';
import type { Progress } from './runtime.ts';
import type { Fingerprint } from './secret.ts';

/** Where the keys of some bytes are; what a source needs to compare two versions of a file. */
export type FindKeys = (bytes: Buffer) => (Span & { fingerprint: Fingerprint })[];

export interface Source {
  readonly name: SourceName;
  /** What was asked for, as people would say it; foreign text. */
  readonly target: string;
  /** `OWNER/REPO`, where places of several repositories are told apart. */
  readonly repository?: string;
  /**
   * Gives every blob to the sink. What can't be read is put down in `coverage`, and the rest goes on.
   * @throws AkguardError when nothing can be scanned at all.
   */
  read(sink: BlobSink, coverage: Coverage, progress?: Progress): Promise<void>;
  /** Called once and only if there are matches: says where they come from, and drops those that are not new here. */
  refine?(matches: Match[], findKeys: FindKeys, coverage: Coverage, progress?: Progress): Promise<Match[]>;
}

/** A source that asks a forge's API. */
export interface CountingSource extends Source {
  /** Requests that were sent so far. */
  readonly calls: number;
}
