// Searches bytes for keys, plain and wrapped, in one pass: the prefilter says where something may be, the finder looks
// whether it is a key, and the decoders unwrap what may hold one; what comes out is searched in the same way.
import type { Span } from '../core/match.ts';
import type { Rule } from '../core/rule.ts';
import type { Decoded, EventKind, Reach, ReachKind } from './decoders/decoder.ts';
import { decoders, freshReach } from './decoders/index.ts';
import type { Finder } from './finder.ts';
import { type Opener, outside } from './finds.ts';
import { newline } from './lines.ts';
import { Kind } from './prefilter/kinds.ts';
import { Prefilter } from './prefilter/prefilter.ts';
import { restPoint, runsOver } from './rest-point.ts';

/** A key and where it is: bytes [start, end) of the blob, all of its wrapping included. */
export interface Find {
  rule: Rule;
  key: string;
  start: number;
  end: number;
  /** Names of the decoders, outermost first. */
  encoding: string[];
  /** Where the key stands in plain: what is around it there says what it is. */
  plain: { bytes: Buffer; start: number; end: number };
  line: number;
  column: number;
  /** The way to it inside of a container, or null outside of one. */
  member: string | null;
}

/** No decoder looks further back or ahead from an event than this. */
const reachBytes = 4096;
const capacity = 1 << 20;
const deepest = 5;
/** Between two lines of something encoded. */
const longestGap = 256;
/** As much as tells a container. */
export const headSize = 512;

/** The names of kinds, as decoders know them. */
export const kindNames = Object.fromEntries(
  Object.entries(Kind).map(([name, kind]) => [kind, name]),
) as Record<Kind, EventKind>;
/** The decoders to try for each kind, and their places in the list of all. */
export const decodersByKind = new Map(
  Object.values(Kind).map((kind) => {
    const name = kindNames[kind];
    return [
      kind,
      decoders.flatMap((decoder, index) => (decoder.kinds.includes(name) ? [{ decoder, index }] : [])),
    ];
  }),
);

/** Searches one blob after another: `start`, any number of `write`, `end`. Memory is bounded, whatever the blob's size. */
export class Search {
  readonly #finder: Finder;
  readonly #depth: number;
  readonly #opener: Opener | null;
  readonly #prefilter = new Prefilter(capacity);
  /** For what comes out of a decoder; made when it is first needed. */
  #inner: Search | null = null;
  /** Offset in the blob of the area's first byte; bytes in the area; those before `done` need no further look. */
  #base = 0;
  #fill = 0;
  #done = 0;
  /** Newlines before the area, and where the line of its first byte starts. */
  #newlines = 0;
  #lineStart = 0;
  #newlinesBefore = 0;
  #reach: Reach[] = [];
  /** Events that a run which began before the area would have had, if it had begun in it. */
  #carried: Kind[] = [];

  constructor(finder: Finder, depth: number, opener: Opener | null) {
    this.#finder = finder;
    this.#depth = depth;
    this.#opener = opener;
  }

  /** @param from where the first byte is. */
  start(from: Span = { offset: 0, line: 1, column: 1 }): void {
    this.#base = from.offset;
    this.#fill = 0;
    this.#done = 0;
    this.#newlines = from.line - 1;
    this.#lineStart = from.offset - (from.column - 1);
    this.#newlinesBefore = this.#newlines;
    this.#reach = freshReach();
    this.#carried = [];
  }

  /** Memory for the next bytes: those that are read into it need not be copied. */
  get room(): Buffer {
    return this.#prefilter.area.subarray(this.#fill);
  }

  write(bytes: Buffer, found: Find[]): void {
    const { area } = this.#prefilter;
    for (let from = 0; from < bytes.length;) {
      const size = Math.min(area.length - this.#fill, bytes.length - from);
      const inPlace =
        bytes.buffer === area.buffer && bytes.byteOffset + from === area.byteOffset + this.#fill;
      if (!inPlace) bytes.copy(area, this.#fill, from, from + size);
      this.#fill += size;
      from += size;
      if (this.#fill === area.length) this.#advance(found);
    }
  }

  /** Returns the number of newlines from the start on. */
  end(found: Find[]): number {
    while (this.#done < this.#fill) this.#scan(true, found);
    return this.#newlines + this.#prefilter.countNewlines(0, this.#fill) - this.#newlinesBefore;
  }

  /** Searches the area as far as what follows can't change, and makes room. */
  #advance(found: Find[]): void {
    const target = this.#fill - reachBytes;
    while (this.#done < target && this.#scan(false, found));
    const { area } = this.#prefilter;
    // Units of UTF-16 and UTF-32 keep their places in words.
    const drop = Math.max(0, this.#done - reachBytes) & ~3;
    const last = area.lastIndexOf(newline, drop - 1);
    this.#newlines += this.#prefilter.countNewlines(0, drop);
    if (drop > 0 && last >= 0) this.#lineStart = this.#base + last + 1;
    area.copyWithin(0, drop, this.#fill);
    this.#base += drop;
    this.#fill -= drop;
    this.#done -= drop;
    for (const reach of this.#reach) {
      for (const kind of Object.keys(reach) as ReachKind[])
        reach[kind] = Math.max(0, (reach[kind] ?? 0) - drop);
    }
  }

  /** One round of the prefilter, and what it told; false when there is to be room before the next. */
  #scan(final: boolean, found: Find[]): boolean {
    const prefilter = this.#prefilter;
    const bytes = prefilter.area.subarray(0, this.#fill);
    const reached = prefilter.scan(this.#done, this.#fill, final);
    let limit = final ? reached : restPoint(bytes, this.#done, Math.min(reached, this.#fill - reachBytes));
    // A run that starts right before the last bytes is looked at when they have more behind them.
    let isCut = !final && limit < this.#fill - reachBytes && reached >= this.#fill - reachBytes;
    for (const kind of this.#carried.splice(0)) this.#handle(bytes, this.#done, kind, found);
    for (let i = 0; i < prefilter.count; i++) {
      const at = prefilter.offsets[i] ?? 0;
      if (at >= limit) continue;
      const kind = (prefilter.kinds[i] ?? Kind.plain) as Kind;
      if (this.#handle(bytes, at, kind, found, !final && at > Math.max(this.#done, 2 * reachBytes))) continue;
      // Containers must be whole: what goes on behind the area's end comes further when it starts at its beginning.
      limit = at;
      isCut = true;
    }
    this.#finder.findUntold(bytes, this.#done, limit, (rule, start, end) =>
      this.#add(bytes, rule, start, end, found),
    );
    if (!final && limit < reached) this.#carry(bytes, limit);
    this.#done = limit;
    return !isCut;
  }

  /** A long run that goes on behind `limit` is told again there. */
  #carry(bytes: Buffer, limit: number): void {
    this.#carried.push(...runsOver(bytes, limit));
    for (const reach of this.#reach) {
      delete reach.run;
      delete reach.wideRun;
    }
  }

  /** @returns false when it is to be tried again, since something encoded goes on behind the area; only if `mayWait`. */
  #handle(bytes: Buffer, at: number, kind: Kind, found: Find[], mayWait = false): boolean {
    if (kind === Kind.plain) {
      const candidate = this.#finder.keyAt(bytes, at);
      if (candidate !== null) this.#add(bytes, candidate.rule, candidate.start, candidate.end, found);
    }
    if (this.#depth >= deepest) return true;
    const isRun = kind === Kind.run || kind === Kind.wideRun;
    const before = found.length;
    for (const { decoder, index } of decodersByKind.get(kind) ?? []) {
      const reach = this.#reach[index] ?? {};
      for (const decoded of decoder.decode(bytes, at, kindNames[kind], reach)) {
        if (mayWait && isRun && decoded.end(decoded.bytes.length - 1) > this.#fill - longestGap) {
          found.length = before;
          for (const each of this.#reach) delete each[kindNames[kind]];
          return false;
        }
        this.#unwrap(decoder.name, decoded, found);
      }
    }
    return true;
  }

  #unwrap(name: string, decoded: Decoded, found: Find[]): void {
    const inner = (this.#inner ??= new Search(this.#finder, this.#depth + 1, this.#opener));
    const add = (find: Find, start: number, end: number) =>
      found.push({
        ...find,
        ...this.#place(decoded.origin(start)),
        end: this.#base + decoded.end(end - 1),
        encoding: [name, ...find.encoding],
      });
    const plain = inner.whole(decoded.bytes.subarray(0, decoded.sure));
    const kind = this.#opener?.kindOf(decoded.bytes.subarray(0, headSize), null) ?? null;
    const unpacked = kind === null ? null : (this.#opener?.unpack(kind, decoded.bytes) ?? null);
    for (const find of unpacked === null ? plain : outside(plain, unpacked)) add(find, find.start, find.end);
    for (const { find, at } of unpacked?.inside ?? []) {
      if (at === null) add(find, 0, decoded.bytes.length);
      else add(find, at, at + find.end - find.start);
    }
  }

  /** All finds of bytes that are in memory. */
  whole(bytes: Buffer): Find[] {
    const found: Find[] = [];
    this.start();
    this.write(bytes, found);
    this.end(found);
    return found;
  }

  #add(bytes: Buffer, rule: Rule, start: number, end: number, found: Find[]): void {
    const key = bytes.toString('latin1', start, end);
    // The area is used again: what is around the key is kept, since it is looked at later.
    const from = Math.max(0, start - reachBytes);
    const around = Buffer.from(bytes.subarray(from, end + reachBytes));
    const plain = { bytes: around, start: start - from, end: end - from };
    found.push({
      rule,
      key,
      ...this.#place(start),
      end: this.#base + end,
      encoding: [],
      plain,
      member: null,
    });
  }

  #place(at: number): { start: number; line: number; column: number } {
    const { area } = this.#prefilter;
    const last = at === 0 ? -1 : area.lastIndexOf(newline, at - 1);
    const start = this.#base + at;
    const lineStart = last < 0 ? this.#lineStart : this.#base + last + 1;
    return {
      start,
      line: this.#newlines + this.#prefilter.countNewlines(0, at) + 1,
      column: start - lineStart + 1,
    };
  }
}
