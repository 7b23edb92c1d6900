// Opens containers: the door of this room. Nothing is ever written to disk, and names of entries are for people only.
import type { ContainerEntry, Seekable } from '../core/container.ts';
import { type Budget, Gap } from './budget.ts';
import { decodeBzip2 } from './bzip2.ts';
import { type Decoder, Feed, starved } from './feed.ts';
import { decodeGzip } from './gzip.ts';
import { decodeNative } from './inflater.ts';
import { type ContainerKind, type StreamKind, headSize } from './kind.ts';
import { Held, inMemory } from './seekable.ts';
import { Source } from './source.ts';
import { blockSize, readTar } from './tar.ts';
import { decodeXz } from './xz.ts';
import { readZip } from './zip.ts';

export type Entry = ContainerEntry;

/** A container's bytes: in memory, in pieces as they come (each lent until the next), or wherever they can be read. */
export type Input = Buffer | Iterable<Buffer> | Seekable;

interface Inner {
  name: string;
  at: number | null;
  apart: boolean;
  pieces: Iterable<Buffer>;
}

const readSize = 1 << 18;
const decoders: Record<StreamKind, Decoder> = {
  gzip: decodeGzip,
  bzip2: decodeBzip2,
  xz: decodeXz,
  zstd: (feed) => decodeNative('zstd', feed),
  brotli: (feed) => decodeNative('brotli', feed),
};

/**
 * The entries of a container, one after another; for a container inside, call it again with the entry's pieces and the
 * same budget while the entry is open. Never throws for what it reads: see the budget's gaps. Memory stays bounded,
 * whatever comes out.
 */
export function* openContainer(kind: ContainerKind, input: Input, budget: Budget): Generator<Entry, void> {
  if (!budget.enter()) return;
  const guard = new Guard(budget);
  try {
    for (const { pieces, ...entry } of entriesOf(kind, input, budget)) {
      const guarded = guard.pass(pieces, kind === 'tar');
      yield primed(entry, guarded);
      guarded.return();
      if (budget.spent) return;
    }
  } catch (error) {
    guard.caught(error);
  } finally {
    budget.leave();
  }
}

/**
 * Decompresses a stream as it comes. Pieces are lent, in and out. Never throws for what it reads, only what `pieces`
 * throws.
 */
export async function* streamCompressed(
  kind: StreamKind,
  pieces: AsyncIterable<Buffer>,
  budget: Budget,
): AsyncGenerator<Buffer, void> {
  if (!budget.enter()) return;
  const input = pieces[Symbol.asyncIterator]();
  const feed = new Feed();
  try {
    for (const output of decoders[kind](feed)) {
      if (output !== starved) {
        budget.spend(output.length);
        yield output;
        continue;
      }
      const next = await input.next();
      if (next.done === true) feed.finish();
      else feed.give(counted(next.value, budget));
    }
  } catch (error) {
    budget.caught(error);
  } finally {
    budget.leave();
    await input.return?.();
  }
}

function* entriesOf(kind: ContainerKind, input: Input, budget: Budget): Generator<Inner, void> {
  const isOutermost = budget.depth === 1;
  if (kind === 'zip') {
    yield* zipEntries(input, budget, isOutermost);
    return;
  }
  const source = new Source(piecesOf(input, isOutermost ? budget : null));
  if (kind === 'tar') {
    for (const { name, size, pieces } of readTar(source)) {
      budget.open(name);
      // Only what fills its last block has no zeros behind it.
      yield { name, at: source.position, apart: size % blockSize !== 0, pieces };
      budget.close();
    }
    return;
  }
  budget.open('');
  yield { name: '', at: null, apart: false, pieces: source.decoded(decoders[kind]) };
}

function* zipEntries(input: Input, budget: Budget, isOutermost: boolean): Generator<Inner, void> {
  const held = new Held(budget);
  try {
    const seekable = Buffer.isBuffer(input) ? inMemory(input) : 'read' in input ? input : held;
    if (seekable === held) held.fill(input as Iterable<Buffer>);
    if (isOutermost) budget.read(seekable.size);
    for (const entry of readZip(seekable, budget)) yield { ...entry, apart: false };
  } finally {
    held.release();
  }
}

/** @param budget told of what goes in, or null. */
function* piecesOf(input: Input, budget: Budget | null): Generator<Buffer, void> {
  if (Buffer.isBuffer(input)) {
    yield counted(input, budget);
  } else if ('read' in input) {
    for (let at = 0; at < input.size; at += readSize) yield counted(input.read(at, readSize), budget);
  } else {
    for (const piece of input) yield counted(piece, budget);
  }
}

function counted(piece: Buffer, budget: Budget | null): Buffer {
  budget?.read(piece.length);
  return piece;
}

/** Keeps what goes wrong in entries from the reader, and says it once for each container. */
class Guard {
  readonly #budget: Budget;
  #broken = false;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** @param free when these bytes cost nothing of their own. */
  *pass(pieces: Iterable<Buffer>, free: boolean): Generator<Buffer, void> {
    try {
      for (const piece of pieces) {
        if (!free) this.#budget.spend(piece.length);
        yield piece;
      }
    } catch (error) {
      this.caught(error);
    }
  }

  caught(error: unknown): void {
    if (!this.#broken || !(error instanceof Gap)) this.#budget.caught(error);
    this.#broken = true;
  }
}

/** An entry whose head has been read. */
function primed(entry: Omit<Inner, 'pieces'>, pieces: Generator<Buffer, void>): Entry {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < headSize) {
    const next = pieces.next();
    if (next.done === true) break;
    length += next.value.length;
    // Most entries have their head in the first piece, which then needs no copy.
    parts.push(parts.length > 0 || length < headSize ? Buffer.from(next.value) : next.value);
  }
  const [only] = parts;
  const first = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  return { ...entry, head: Buffer.from(first.subarray(0, headSize)), pieces: joined(first, pieces) };
}

function* joined(first: Buffer, rest: Iterable<Buffer>): Generator<Buffer, void> {
  if (first.length > 0) yield first;
  yield* rest;
}
