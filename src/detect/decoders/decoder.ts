// The port of the decoders: how a key can be wrapped, and how what was wrapped is traced back to its place.
// The scanner calls every decoder that fits an event, and searches what comes out as it searched what went in.

/** What the prefilter can tell; the names of `Kind` in prefilter/kinds.ts. */
export type EventKind = 'plain' | 'split' | 'base64' | 'hex' | 'wide' | 'escaped' | 'run' | 'wideRun';

/** Bytes that came out of a decoder. Both functions take the index of a decoded byte, and never fall as it rises. */
export interface Decoded {
  bytes: Buffer;
  /** How many of the bytes surely belong together; what follows may be another text. All of them when it is missing. */
  sure?: number;
  /** Offset of the first encoded byte that the decoded byte came from. */
  origin(index: number): number;
  /** Offset right behind the last encoded byte that the decoded byte came from: with `origin`, what to mask. */
  end(index: number): number;
}

/**
 * How far earlier calls on the same bytes came, by kind: an event before that offset is part of what was decoded (or
 * given up) already. Made empty by the caller, one for each decoder and buffer; events of one kind come in rising order.
 */
export type Reach = Partial<Record<ReachKind, number>>;

/** Of anchors in base64 and hex, what one of them decodes covers the others in the same alignment. */
export type ReachKind = EventKind | 'hex0' | 'hex1' | 'base64-0' | 'base64-1' | 'base64-2' | 'base64-3';

export interface Decoder {
  /** As it stands in the `encoding` of a match. */
  name: string;
  kinds: readonly EventKind[];
  /**
   * Decodes what lies around an event: each way to read it that makes sense, none when nothing is encoded there. Never
   * throws, whatever the bytes are. Without `reach` it does not know what was decoded before; with it, the work for
   * all events of a buffer together is linear, however dense they are.
   */
  decode(bytes: Buffer, at: number, kind: EventKind, reach?: Reach): Decoded[];
}
