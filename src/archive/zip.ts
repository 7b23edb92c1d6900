// zip, and so jar, docx, xlsx, apk, whl and nupkg. The directory says where entries are, but what lies between them is
// looked through as well: deleted entries, an archive before the archive, or all of it when the directory is cut off.
import { type Budget, Gap, damaged, truncated } from './budget.ts';
import { decodeBzip2 } from './bzip2.ts';
import type { Decoder } from './feed.ts';
import { type Inflater, decodeDeflate, decodeNative, putBack, takeDeflate, zlibModule } from './inflater.ts';
import type { Seekable } from '../core/container.ts';
import { Window } from './seekable.ts';
import { Source } from './source.ts';
import { decodeXz } from './xz.ts';
import {
  type Directory,
  type ZipEntry,
  findDirectory,
  headerSize,
  localMagicBytes,
  readDirectoryEntry,
  readLocalHeader,
} from './zip-records.ts';

/** An entry that can be opened: `pieces` must be read, or left, before the next one. */
export interface OpenedEntry {
  name: string;
  /** Where it stands in the zip as it is, or null. */
  at: number | null;
  pieces: Iterable<Buffer>;
}

const pieceSize = 1 << 16;
const stored = 0;
const deflated = 8;
/** Other methods by number, APPNOTE 4.4.5. */
const otherDecoders: Record<number, Decoder> = {
  12: decodeBzip2,
  93: (feed) => decodeNative('zstd', feed),
  95: decodeXz,
};

/** All entries that can be opened; what is wrong with the others is put down. @throws Gap when the budget is spent. */
export function* readZip(source: Seekable, budget: Budget): Generator<OpenedEntry, void> {
  const reader = new ZipReader(source, budget);
  try {
    const directory = findDirectory(source);
    if (directory === null) {
      budget.gap(
        'zip cut off or damaged: it has no directory; read as far as its entries have headers of their own',
        true,
      );
      yield* reader.between(0, source.size);
      return;
    }
    yield* reader.listed(directory);
    for (const [from, to] of reader.unlisted(directory.start)) yield* reader.between(from, to);
  } finally {
    reader.close();
  }
}

class ZipReader {
  readonly #source: Seekable;
  readonly #headers: Window;
  readonly #budget: Budget;
  /** Where the entries opened so far begin, and where each ends. */
  readonly #ranges = new Map<number, number>();
  #inflater: Inflater | null = null;

  constructor(source: Seekable, budget: Budget) {
    this.#source = source;
    this.#headers = new Window(source);
    this.#budget = budget;
  }

  close(): void {
    if (this.#inflater !== null) putBack(this.#inflater);
    this.#inflater = null;
  }

  /** The entries of the directory. Those that share a header are one. */
  *listed({ start, end, shift }: Directory): Generator<OpenedEntry, void> {
    const directory = new Window(this.#source);
    let at = start;
    while (at < end) {
      const found = readDirectoryEntry(directory, at, shift);
      if (found === null) {
        this.#budget.gap('zip directory damaged; read up to there', true);
        return;
      }
      at = found.next;
      const { name, offset, packedSize, crc } = found.entry;
      if (this.#ranges.has(offset)) continue;
      this.#budget.open(name);
      const local = readLocalHeader(this.#headers, offset);
      if (local === null) {
        this.#budget.gap('zip entry is not where the directory says', true);
      } else {
        this.#ranges.set(offset, local.data + packedSize);
        yield* this.#open({ ...local.entry, name, packedSize, crc }, local.data, true);
      }
      this.#budget.close();
    }
  }

  /** The stretches before `end` that no listed entry takes, if a header fits in. */
  unlisted(end: number): [from: number, to: number][] {
    const gaps: [number, number][] = [];
    let covered = 0;
    for (const [from, to] of [...this.#ranges].toSorted((a, b) => a[0] - b[0])) {
      if (from - covered > headerSize) gaps.push([covered, from]);
      covered = Math.max(covered, to);
    }
    if (end - covered > headerSize) gaps.push([covered, end]);
    return gaps;
  }

  /** Entries found by their own headers. One that fails is not spoken of: it may have been none. */
  *between(from: number, to: number): Generator<OpenedEntry, void> {
    for (let at = this.#nextHeader(from, to); at !== null;) {
      const local = readLocalHeader(this.#headers, at);
      if (local === null) return;
      const { entry, data } = local;
      this.#budget.open(entry.name);
      const unknown = entry.described && entry.packedSize === 0;
      const packedSize = unknown ? (this.#nextHeader(data, to) ?? to) - data : entry.packedSize;
      this.#ranges.set(at, unknown ? data : data + packedSize);
      yield* this.#open({ ...entry, packedSize }, data, false);
      this.#budget.close();
      at = this.#nextHeader(Math.max(data, this.#ranges.get(at) ?? 0), to);
    }
  }

  /** The next place at which a local header may begin. */
  #nextHeader(from: number, to: number): number | null {
    for (let at = from; at < to; at += pieceSize) {
      // The magic may lie across two pieces.
      const found = this.#source.read(at, Math.min(pieceSize + 3, to - at)).indexOf(localMagicBytes);
      if (found >= 0) return at + found;
    }
    return null;
  }

  /** @param loud whether to put down why it can't be opened. */
  *#open(entry: ZipEntry, data: number, loud: boolean): Generator<OpenedEntry, void> {
    const { name, method, packedSize } = entry;
    if (entry.encrypted) {
      if (loud) this.#budget.gap('encrypted; not opened');
    } else if (method !== stored && method !== deflated && otherDecoders[method] === undefined) {
      if (loud) this.#budget.gap(`zip compression method ${method} is not supported; not opened`);
    } else if (packedSize > 0 || method !== stored) {
      const pieces = this.#pieces(entry, data, loud);
      yield { name, at: method === stored ? data : null, pieces };
      // Only when it was read to its end is it known where that is.
      for (const _ of pieces);
    }
  }

  *#pieces(entry: ZipEntry, data: number, loud: boolean): Generator<Buffer, void> {
    const { crc32 } = zlibModule();
    let crc = 0;
    try {
      for (const piece of this.#unpacked(entry, data)) {
        crc = crc32(piece, crc);
        yield piece;
      }
      if (crc !== entry.crc) damaged('zip', 'checksum does not fit');
    } catch (error) {
      if (this.#budget.spent) throw error;
      if (loud) this.#budget.caught(error);
      else if (!(error instanceof Gap)) throw error;
    }
  }

  *#unpacked({ offset, method, packedSize }: ZipEntry, data: number): Generator<Buffer, void> {
    if (method === stored) {
      yield* this.#raw(data, data + packedSize, packedSize);
      if (data + packedSize > this.#source.size) truncated('zip');
      return;
    }
    const other = otherDecoders[method];
    // deflate knows where it ends, whatever the sizes say.
    const end = other === undefined ? this.#source.size : data + packedSize;
    const source = new Source(this.#raw(data, end, packedSize));
    const inflater = (this.#inflater ??= takeDeflate());
    yield* source.decoded(other ?? ((feed) => decodeDeflate(inflater, feed)));
    if (other === undefined) this.#ranges.set(offset, data + source.pulled - source.left);
  }

  /** Each byte costs: with overlapping entries the same ones are read again and again. @throws Gap */
  *#raw(from: number, to: number, first: number): Generator<Buffer, void> {
    let size = Math.min(Math.max(first, 64), pieceSize);
    for (let at = from; at < to;) {
      const piece = this.#source.read(at, Math.min(size, to - at));
      if (piece.length === 0) return;
      this.#budget.spend(piece.length);
      yield piece;
      at += piece.length;
      size = pieceSize;
    }
  }
}
