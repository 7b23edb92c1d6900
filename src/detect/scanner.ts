// Turns the bytes of blobs into matches. A blob may come in pieces cut anywhere; the result does not depend on the cuts.
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Match } from '../core/match.ts';
import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { surroundings } from './context.ts';
import { type Candidate, Finder } from './finder.ts';
import { countNewlines, newline } from './lines.ts';
import { inlineRemark } from './suppress.ts';

const nothing = Buffer.alloc(0);

/** Scans one blob after another, see `BlobSink`; `matches` grows in the order of blobs. */
export class Scanner implements BlobSink {
  readonly matches: Match[] = [];
  readonly #finder: Finder;
  /** One Secret for each distinct key, by raw key. */
  readonly #secrets = new Map<string, Secret>();
  #provenance: Provenance | null = null;
  /** The last bytes before the next piece: enough for any key that is not decided yet, and the byte before it. */
  #tail: Buffer = nothing;
  /** Bytes and newlines before the next piece, and where its first line starts. */
  #offset = 0;
  #newlines = 0;
  #lineStart = 0;

  constructor(rules: readonly Rule[]) {
    this.#finder = new Finder(rules);
  }

  whole(provenance: Provenance, bytes: Buffer): void {
    this.open(provenance);
    const found: Candidate[] = [];
    this.#finder.find(bytes, -1, true, found);
    this.#keep(found, bytes);
  }

  open(provenance: Provenance): void {
    this.#provenance = provenance;
    this.#tail = nothing;
    this.#offset = 0;
    this.#newlines = 0;
    this.#lineStart = 0;
  }

  write(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#acrossSeam(bytes, false);
    const found: Candidate[] = [];
    this.#finder.find(bytes, this.#tail.at(-1) ?? -1, false, found);
    this.#keep(found, bytes);
    this.#advance(bytes);
  }

  close(): number {
    this.#acrossSeam(nothing, true);
    return this.#newlines;
  }

  /** Finds the keys that start in the tail and were not decided by it. */
  #acrossSeam(next: Buffer, final: boolean): void {
    const tail = this.#tail;
    if (tail.length === 0) return;
    const joint = Buffer.concat([tail, next.subarray(0, this.#finder.longestKey + 1)]);
    const found: Candidate[] = [];
    this.#finder.find(joint, -1, final, found);
    // What ends inside the tail was decided by an earlier piece; what starts behind it is found in the piece itself.
    const open = found.filter((c) => c.end >= tail.length && c.start < tail.length);
    for (const c of open) {
      const offset = this.#offset - tail.length + c.start;
      // No key holds a newline, so the key is on the line that the next piece goes on with.
      this.#match(c, joint, offset, this.#newlines + 1, offset - this.#lineStart + 1);
    }
  }

  #keep(found: Candidate[], bytes: Buffer): void {
    if (found.length > 1) found.sort((a, b) => a.start - b.start);
    let counted = 0;
    let newlines = this.#newlines;
    for (const c of found) {
      newlines += countNewlines(bytes, counted, c.start);
      counted = c.start;
      const lastNewline = c.start === 0 ? -1 : bytes.lastIndexOf(newline, c.start - 1);
      const lineStart = lastNewline < 0 ? this.#lineStart : this.#offset + lastNewline + 1;
      const offset = this.#offset + c.start;
      this.#match(c, bytes, offset, newlines + 1, offset - lineStart + 1);
    }
  }

  #match(candidate: Candidate, bytes: Buffer, offset: number, line: number, column: number): void {
    const { rule, start, end } = candidate;
    const { own, vendor, exposure } = surroundings(rule, bytes, start, end);
    if (rule.needsOwn && !own) return;
    const key = bytes.toString('latin1', start, end);
    let secret = this.#secrets.get(key);
    if (secret === undefined) {
      secret = new Secret(key);
      this.#secrets.set(key, secret);
    }
    const provenance = this.#provenance;
    if (provenance === null) throw new Error('a match outside of a blob');
    const suppressed = inlineRemark(bytes, start, end);
    const place = { provenance, offset, line, column, encoding: [], url: null };
    this.matches.push({ secret, rule, ...place, suppressed, vendor, exposure });
  }

  #advance(bytes: Buffer): void {
    this.#newlines += countNewlines(bytes, 0, bytes.length);
    const lastNewline = bytes.lastIndexOf(newline);
    if (lastNewline >= 0) this.#lineStart = this.#offset + lastNewline + 1;
    this.#offset += bytes.length;
    const keep = this.#finder.longestKey + 1;
    const tail = bytes.length >= keep ? bytes : Buffer.concat([this.#tail, bytes]);
    this.#tail = Buffer.from(tail.subarray(Math.max(0, tail.length - keep)));
  }
}
