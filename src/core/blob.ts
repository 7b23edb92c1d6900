// A blob is one stretch of bytes that was read, and provenance says where it came from.
import type { Seekable } from './container.ts';
import type { Span } from './match.ts';

/** What `akguard scan` knows a source by. */
export type ScanName = 'files' | 'staged' | 'range' | 'history' | 'log' | 'actions-logs' | 'message';

/** `org` is put together from others: a repository with all that GitHub keeps about it. */
export type SourceName = ScanName | 'org';

/**
 * Where a blob was found. A tag, never two booleans: each place knows just what it can know.
 * `path` is a display string: bytes that are not UTF-8 become U+FFFD. Escape it before showing it.
 */
export type Provenance =
  | { kind: 'file'; path: string }
  | { kind: 'log'; path: string }
  | { kind: 'index'; path: string; blob: string }
  /** An object straight from the store; attribution may turn it into `commit`. */
  | { kind: 'object'; type: ObjectType; id: string }
  | { kind: 'commit'; path: string; blob: string; commit: CommitInfo; standing?: Standing }
  /** The text of a commit or annotated tag itself (message, author, headers). */
  | { kind: 'message'; type: 'commit' | 'tag'; id: string; commit: CommitInfo | null };

export type ObjectType = 'blob' | 'commit' | 'tag' | 'tree';

export interface CommitInfo {
  id: string;
  /** `Name <mail>` as recorded; foreign text. */
  author: string;
  /** ISO 8601 with zone, the committer's time. */
  committedAt: string;
  /** A ref that reaches the commit, or null when none does. */
  ref: string | null;
}

/** What refs say about what a commit brought in. */
export interface Standing {
  /** The branches in whose tip the same content still is, at any of its paths; null when that can't be told. */
  tips: string[] | null;
  /** The refs that reach the commit; null when they were not looked up. */
  refs: string[] | null;
}

/** The path that people see, or null for an object that has none. */
export function pathOf(provenance: Provenance): string | null {
  switch (provenance.kind) {
    case 'file':
    case 'log':
    case 'index':
    case 'commit':
      return provenance.path;
    case 'object':
    case 'message':
      return null;
  }
}

/**
 * Receives blobs one after another: either `whole`, or `open`, any number of `write`, and `close`. The bytes are only
 * lent until the call returns.
 */
export interface BlobSink {
  /** Memory that the next bytes are best read into: those need not be copied. Never empty between calls. */
  readonly room: Buffer;
  /** For a blob that is in memory from first to last byte: the fast path. */
  whole(provenance: Provenance, bytes: Buffer): void;
  /**
   * @param encoding how the bytes that follow were wrapped already, outermost first.
   * @param again the same blob, to be read at will until `close` returns: for archives too large to be kept.
   * @param start where the first byte is, for bytes that go on where earlier ones ended.
   */
  open(provenance: Provenance, encoding?: readonly string[], again?: Seekable | null, start?: Span): void;
  write(bytes: Buffer): void;
  /** Returns the number of newlines in the blob, without those before its start. */
  close(): number;
}
