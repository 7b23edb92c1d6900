// Turns the bytes of blobs into matches. A blob may come in pieces cut anywhere; the result does not depend on the cuts.
import { type BlobSink, type Provenance, pathOf } from '../core/blob.ts';
import type { ContainerGap, Containers, Seekable } from '../core/container.ts';
import type { Match, Span } from '../core/match.ts';
import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { surroundings } from './context.ts';
import { Finder } from './finder.ts';
import { type Unpacked, distinct, outside } from './finds.ts';
import { newline } from './lines.ts';
import { type Find, Search, headSize } from './search.ts';
import { inlineRemark } from './suppress.ts';
import { Unpacker } from './unpack.ts';

const nothing = Buffer.alloc(0);

/** A container larger than this is opened only where it can be read again, see `BlobSink.open`. */
const mostKept = 256 << 20;

const rereadSize = 1 << 18;

/** Something in a blob that could not be read. */
export interface ScanGap extends ContainerGap {
  provenance: Provenance;
}

/** Scans one blob after another, see `BlobSink`; `matches` grows in the order of blobs. */
export class Scanner implements BlobSink {
  readonly matches: Match[] = [];
  readonly gaps: ScanGap[] = [];
  readonly #search: Search;
  readonly #unpacker: Unpacker | null;
  /** One Secret for each distinct key, by raw key. */
  readonly #secrets = new Map<string, Secret>();
  #blob: { provenance: Provenance; encoding: readonly string[]; again: Seekable | null } | null = null;
  #found: Find[] = [];
  /** Whether it is still open if the blob is a container; what kind; its pieces as far as they are kept, and their size. */
  #undecided = false;
  #kind: string | null = null;
  #pieces: Buffer[] = [];
  #size = 0;

  /** @param containers null: containers are searched as the bytes that they are. */
  constructor(rules: readonly Rule[], containers: Containers | null = null) {
    const finder = new Finder(rules);
    this.#unpacker = containers === null ? null : new Unpacker(containers, finder);
    this.#search = new Search(finder, 0, this.#unpacker);
  }

  get room(): Buffer {
    return this.#search.room;
  }

  /** The matches so far, handed over: for callers that scan many texts one by one. */
  take(): Match[] {
    return this.matches.splice(0);
  }

  whole(provenance: Provenance, bytes: Buffer): void {
    this.open(provenance);
    this.write(bytes);
    this.close();
  }

  open(
    provenance: Provenance,
    encoding: readonly string[] = [],
    again: Seekable | null = null,
    start?: Span,
  ): void {
    this.#blob = { provenance, encoding, again };
    this.#search.start(start);
    this.#undecided = this.#unpacker !== null;
    this.#kind = null;
    this.#pieces = [];
    this.#size = 0;
  }

  write(bytes: Buffer): void {
    if (this.#undecided) this.#decide(bytes, false);
    else if (this.#kind !== null) this.#keep(bytes);
    this.#search.write(bytes, this.#found);
  }

  close(): number {
    if (this.#undecided) this.#decide(nothing, true);
    const newlines = this.#search.end(this.#found);
    if (this.#kind !== null) this.#unpack(this.#kind);
    // Containers that a decoder found count as well: their gaps are here, too.
    for (const gap of this.#unpacker?.reset() ?? []) this.#gap(gap);
    if (this.#found.length > 0) {
      for (const find of distinct(this.#found)) this.#match(find);
      this.#found = [];
    }
    return newlines;
  }

  /** Is the blob a container? Its first bytes tell; until there are enough of them, they are kept. */
  #decide(bytes: Buffer, final: boolean): void {
    const head = this.#pieces.length === 0 ? bytes : Buffer.concat([...this.#pieces, bytes]);
    if (head.length < headSize && !final) {
      this.#pieces = [Buffer.from(head)];
      return;
    }
    const path = this.#blob === null ? null : pathOf(this.#blob.provenance);
    this.#undecided = false;
    this.#pieces = [];
    this.#kind = this.#unpacker?.kindOf(head.subarray(0, headSize), path) ?? null;
    if (this.#kind !== null) this.#keep(head);
  }

  #keep(bytes: Buffer): void {
    this.#size += bytes.length;
    if (this.#blob?.again !== null || this.#size > mostKept) this.#pieces = [];
    else this.#pieces.push(Buffer.from(bytes));
  }

  #unpack(kind: string): void {
    const blob = this.#blob;
    if (blob === null || this.#unpacker === null) return;
    if (blob.again === null && this.#size > mostKept) {
      const why = `${kind} of more than ${mostKept >> 20} MiB, not opened from a stream`;
      this.#gap({ why, isDamage: false });
      return;
    }
    const input = blob.again ?? Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#merge(this.#unpacker.unpack(kind, input), input);
  }

  /** Puts what was found in the container next to what was found in its own bytes. */
  #merge(unpacked: Unpacked, input: Buffer | Seekable): void {
    const found = [...outside(this.#found, unpacked)];
    const placeOf = linesOf(input);
    for (const { find, at } of unpacked.inside.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
      if (at === null) found.push({ ...find, start: 0, end: 0, line: 1, column: 1 });
      else found.push({ ...find, start: at, end: at + find.end - find.start, ...placeOf(at) });
    }
    this.#found = found;
  }

  #gap(gap: ContainerGap): void {
    if (this.#blob !== null) this.gaps.push({ provenance: this.#blob.provenance, ...gap });
  }

  #match(find: Find): void {
    const { rule, key, start, line, column, plain, member } = find;
    const { own, vendor, exposure } = surroundings(rule, plain.bytes, plain.start, plain.end);
    if (rule.needsOwn && !own) return;
    let secret = this.#secrets.get(key);
    if (secret === undefined) {
      secret = new Secret(key);
      this.#secrets.set(key, secret);
    }
    const blob = this.#blob;
    if (blob === null) throw new Error('a match outside of a blob');
    const suppressed = inlineRemark(plain.bytes, plain.start, plain.end);
    const encoding = [...blob.encoding, ...find.encoding];
    const place = { provenance: blob.provenance, offset: start, line, column, encoding, member, url: null };
    this.matches.push({ secret, rule, ...place, suppressed, vendor, exposure });
  }
}

/** Tells lines and columns of offsets that rise, in bytes that are read again. */
function linesOf(input: Buffer | Seekable): (offset: number) => { line: number; column: number } {
  let at = 0;
  let line = 1;
  let start = 0;
  return (offset) => {
    while (at < offset) {
      const wanted = Math.min(rereadSize, offset - at);
      const piece = Buffer.isBuffer(input) ? input.subarray(at, at + wanted) : input.read(at, wanted);
      if (piece.length === 0) break;
      for (let next = piece.indexOf(newline); next >= 0; next = piece.indexOf(newline, next + 1)) {
        line++;
        start = at + next + 1;
      }
      at += piece.length;
    }
    return { line, column: offset - start + 1 };
  };
}
