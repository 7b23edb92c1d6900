// Reads single objects of a store: loose ones, and those of packs (gitformat-pack(5)). For a few trees only; a look at many
// objects is what src/git/pack/ is for.
import { openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import type { ObjectType } from '../../core/blob.ts';
import { type LooseObject, readLoose } from '../loose.ts';
import { applyDelta } from './delta.ts';
import { Doubt } from './doubt.ts';
import { readUpTo } from './files.ts';

const idSize = 20;
const mostPacks = 50;
const longestChain = 4096;
/** Bytes of an entry that are read at once: most trees are shorter. */
const headSize = 2048;
/** Bytes of an object. */
const longest = 1 << 24;
const types: Record<number, ObjectType> = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' };
const ofsDelta = 6;
const refDelta = 7;
/** Of an index of a pack: what comes before the ids. */
const fanoutAt = 8;
const idsAt = fanoutAt + 256 * 4;

interface Pack {
  index: number;
  /** The numbers of objects whose first byte is at most each. */
  fanout: Buffer;
  count: number;
  path: string;
  pack: number | null;
}

/** The files stay open: whoever reads them ends soon. */
export class ObjectFiles {
  readonly #store: string;
  #packs: Pack[] | null = null;

  /** @param store the folder of objects. */
  constructor(store: string) {
    this.#store = store;
  }

  /** @throws Doubt for one that is not there, is large, or damaged. */
  read(id: string): LooseObject {
    return readLoose(this.#store, id) ?? this.#packed(id, 0);
  }

  #packed(id: string, depth: number): LooseObject {
    this.#packs ??= openPacks(join(this.#store, 'pack'));
    const bytes = Buffer.from(id, 'hex');
    for (const pack of this.#packs) {
      const offset = offsetOf(pack, bytes);
      if (offset !== null) return this.#entry(pack, offset, depth);
    }
    throw new Doubt('an object that is neither loose nor in a pack');
  }

  #entry(pack: Pack, offset: number, depth: number): LooseObject {
    if (depth > longestChain) throw new Doubt('a chain of deltas without an end');
    const file = (pack.pack ??= openSync(pack.path, 'r'));
    const head = readUpTo(file, offset, headSize);
    let at = 0;
    let byte = head[at++] ?? 0;
    const kind = (byte >> 4) & 7;
    let size = byte & 15;
    for (let factor = 16; byte & 128; factor *= 128) {
      byte = head[at++] ?? 0;
      size += (byte & 127) * factor;
    }
    if (size > longest) throw new Doubt('a large object');
    let base: LooseObject | null = null;
    if (kind === ofsDelta) {
      let back = -1;
      do {
        byte = head[at++] ?? 0;
        back = (back + 1) * 128 + (byte & 127);
      } while (byte & 128 && at < head.length);
      if (back <= 0 || back >= offset) throw new Doubt('a delta of nothing');
      base = this.#entry(pack, offset - back, depth + 1);
    } else if (kind === refDelta) {
      base = this.#packed(head.toString('hex', at, at + idSize), depth + 1);
      at += idSize;
    }
    // What goes in is never more than a little above what comes out.
    const most = size + (size >> 8) + 64;
    const packed = at + most <= headSize ? head.subarray(at) : readUpTo(file, offset + at, most);
    const bytes = inflateSync(packed, { maxOutputLength: Math.max(1, size) });
    if (bytes.length !== size) throw new Doubt('an object of another size');
    if (base !== null) return { type: base.type, bytes: applyDelta(base.bytes, bytes) };
    const type = types[kind];
    if (type === undefined) throw new Doubt('an entry of no known kind');
    return { type, bytes };
  }
}

function openPacks(folder: string): Pack[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.idx'));
  if (names.length > mostPacks) throw new Doubt('many packs');
  return names.map((name) => {
    const index = openSync(join(folder, name), 'r');
    const head = readUpTo(index, 0, idsAt);
    if (head.length < idsAt || head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2)
      throw new Doubt('the index of a pack of another version');
    const fanout = head.subarray(fanoutAt);
    const path = join(folder, name.replace(/idx$/, 'pack'));
    return { index, fanout, count: fanout.readUInt32BE(255 * 4), path, pack: null };
  });
}

/** Where a pack has an object, or null where it does not. */
function offsetOf({ index, fanout, count }: Pack, id: Buffer): number | null {
  const first = id[0] ?? 0;
  const from = first === 0 ? 0 : fanout.readUInt32BE((first - 1) * 4);
  const ids = readUpTo(index, idsAt + from * idSize, (fanout.readUInt32BE(first * 4) - from) * idSize);
  let [low, high] = [0, ids.length / idSize - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = ids.compare(id, 0, idSize, middle * idSize, (middle + 1) * idSize);
    if (order === 0) {
      // Behind the ids, and a checksum of 4 bytes for each.
      const word = readUpTo(index, idsAt + count * (idSize + 4) + (from + middle) * 4, 4).readUInt32BE();
      if (word < 0x8000_0000) return word;
      const large = readUpTo(index, idsAt + count * (idSize + 8) + (word - 0x8000_0000) * 8, 8);
      return Number(large.readBigUInt64BE());
    }
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
