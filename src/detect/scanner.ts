// Turns the bytes of blobs into matches. A blob may come in pieces cut anywhere; the result does not depend on the cuts.
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { Match } from '../core/match.ts';
import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { surroundings } from './context.ts';
import { Finder } from './finder.ts';
import { type Find, Search } from './search.ts';
import { inlineRemark } from './suppress.ts';

/** Scans one blob after another, see `BlobSink`; `matches` grows in the order of blobs. */
export class Scanner implements BlobSink {
  readonly matches: Match[] = [];
  readonly #search: Search;
  /** One Secret for each distinct key, by raw key. */
  readonly #secrets = new Map<string, Secret>();
  #provenance: Provenance | null = null;
  #found: Find[] = [];

  constructor(rules: readonly Rule[]) {
    this.#search = new Search(new Finder(rules));
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

  open(provenance: Provenance): void {
    this.#provenance = provenance;
    this.#search.start();
  }

  write(bytes: Buffer): void {
    this.#search.write(bytes, this.#found);
  }

  close(): number {
    const newlines = this.#search.end(this.#found);
    if (this.#found.length > 0) {
      for (const find of distinct(this.#found)) this.#match(find);
      this.#found = [];
    }
    return newlines;
  }

  #match(find: Find): void {
    const { rule, key, start, line, column, encoding, plain } = find;
    const { own, vendor, exposure } = surroundings(rule, plain.bytes, plain.start, plain.end);
    if (rule.needsOwn && !own) return;
    let secret = this.#secrets.get(key);
    if (secret === undefined) {
      secret = new Secret(key);
      this.#secrets.set(key, secret);
    }
    const provenance = this.#provenance;
    if (provenance === null) throw new Error('a match outside of a blob');
    const suppressed = inlineRemark(plain.bytes, plain.start, plain.end);
    const place = { provenance, offset: start, line, column, encoding, url: null };
    this.matches.push({ secret, rule, ...place, suppressed, vendor, exposure });
  }
}

/**
 * Each key once at each place. What one decoder reads, another may read as well, and a key that goes on behind an escape
 * or a joint looks whole before it: of finds that start at the same byte the longest key counts, by the shortest way.
 */
function distinct(found: readonly Find[]): Find[] {
  const byStart = new Map<number, Find>();
  for (const find of found) {
    const other = byStart.get(find.start);
    const better =
      other === undefined ||
      find.key.length > other.key.length ||
      (find.key.length === other.key.length && find.encoding.length < other.encoding.length);
    if (better) byStart.set(find.start, find);
  }
  return [...byStart.values()].toSorted((a, b) => a.start - b.start);
}
