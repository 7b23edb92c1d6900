// One block of bzip2: Huffman codes, move-to-front and the inverse Burrows-Wheeler transform, as in
// https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf.
import type { Bits } from './bits.ts';
import { damaged } from './budget.ts';

const mostBits = 20;
const groupSize = 50;
const fastBits = 10;

/** A block behind its transform: the text is read by following the links. */
export interface Block {
  /** A byte in the low 8 bits, the place of the next one above. Used again for the next block. */
  links: Uint32Array;
  start: number;
  length: number;
}

interface Table {
  /** By the next `fastBits`: symbol << 5 | bits of its code, or 0 when the code is longer. */
  fast: Uint16Array;
  /** By length: the first code behind those of this length, aligned to `mostBits`; and what to add to a code. */
  limit: Int32Array;
  offset: Int32Array;
  symbols: Uint16Array;
}

/** Reads the rest of a block behind its checksum. @throws Gap */
export function readBlock(bits: Bits, links: Uint32Array): Block {
  if (bits.read(1) === 1) damaged('bzip2', 'a kind of block that no version since 1997 writes');
  const origin = bits.read(24);
  const bytes = readAlphabet(bits);
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (bytes.length === 0 || tableCount < 2 || tableCount > 6 || selectorCount === 0)
    damaged('bzip2', 'no valid block');
  const selectors = readSelectors(bits, selectorCount, tableCount);
  const tables = Array.from({ length: tableCount }, () => readTable(bits, bytes.length + 2));
  const length = readSymbols(bits, bytes, selectors, tables, links);
  if (origin >= length) damaged('bzip2', 'no valid block');
  link(links, length);
  return { links, start: (links[origin] ?? 0) >>> 8, length };
}

/** The bytes that occur: a map of maps. */
function readAlphabet(bits: Bits): Uint8Array {
  const ranges = bits.read(16);
  const bytes: number[] = [];
  for (let i = 0; i < 16; i++) {
    if ((ranges & (0x8000 >>> i)) === 0) continue;
    const used = bits.read(16);
    for (let j = 0; j < 16; j++) if ((used & (0x8000 >>> j)) !== 0) bytes.push(i * 16 + j);
  }
  return Uint8Array.from(bytes);
}

/** Which table each group of symbols uses, written as places in a move-to-front list. */
function readSelectors(bits: Bits, count: number, tableCount: number): Uint8Array {
  const list = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= tableCount) damaged('bzip2', 'no valid block');
    const [table = 0] = list.splice(place, 1);
    list.unshift(table);
    selectors[i] = table;
  }
  return selectors;
}

function readTable(bits: Bits, symbolCount: number): Table {
  const lengths = new Uint8Array(symbolCount);
  let length = bits.read(5);
  for (let i = 0; i < symbolCount; i++) {
    for (;;) {
      if (length < 1 || length > mostBits || bits.overrun) damaged('bzip2', 'no valid code');
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  return buildTable(lengths);
}

function buildTable(lengths: Uint8Array): Table {
  const fast = new Uint16Array(1 << fastBits);
  const limit = new Int32Array(mostBits + 1);
  const offset = new Int32Array(mostBits + 1);
  const symbols = new Uint16Array(lengths.length);
  let code = 0;
  let placed = 0;
  for (let length = 1; length <= mostBits; length++) {
    offset[length] = placed - code;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue;
      symbols[placed++] = symbol;
      if (length <= fastBits) {
        const from = code << (fastBits - length);
        fast.fill((symbol << 5) | length, from, from + (1 << (fastBits - length)));
      }
      code++;
    }
    limit[length] = code << (mostBits - length);
    code <<= 1;
  }
  return { fast, limit, offset, symbols };
}

/** Decodes symbols into the low bytes of `links`; returns how many. */
function readSymbols(
  bits: Bits,
  bytes: Uint8Array,
  selectors: Uint8Array,
  tables: Table[],
  links: Uint32Array,
): number {
  const recent = Uint8Array.from(bytes);
  const end = bytes.length + 1;
  let length = 0;
  let run = 0;
  let runUnit = 1;
  for (let group = 0; ; group++) {
    const table = tables[selectors[group] ?? -1];
    if (table === undefined || bits.overrun) damaged('bzip2', 'no valid block');
    for (let i = 0; i < groupSize; i++) {
      const symbol = readSymbol(bits, table);
      if (symbol <= 1) {
        // A run of the latest byte: its length in bijective base 2.
        run += runUnit << symbol;
        runUnit <<= 1;
        if (run > links.length) damaged('bzip2', 'a block too long');
        continue;
      }
      if (run > 0) {
        if (length + run > links.length) damaged('bzip2', 'a block too long');
        links.fill(recent[0] ?? 0, length, length + run);
        length += run;
        run = 0;
        runUnit = 1;
      }
      if (symbol === end) return length;
      if (length === links.length) damaged('bzip2', 'a block too long');
      const place = symbol - 1;
      const byte = recent[place] ?? 0;
      recent.copyWithin(1, 0, place);
      recent[0] = byte;
      links[length++] = byte;
    }
  }
}

function readSymbol(bits: Bits, table: Table): number {
  const code = bits.peek(mostBits);
  const quick = table.fast[code >>> (mostBits - fastBits)] ?? 0;
  if (quick !== 0) {
    bits.drop(quick & 31);
    return quick >>> 5;
  }
  let length = fastBits + 1;
  while (length <= mostBits && code >= (table.limit[length] ?? 0)) length++;
  if (length > mostBits) damaged('bzip2', 'no valid code');
  bits.drop(length);
  return table.symbols[(code >>> (mostBits - length)) + (table.offset[length] ?? 0)] ?? 0;
}

/** The inverse transform: sorts the bytes, stably, and links each to its follower. */
function link(links: Uint32Array, length: number): void {
  const place = new Uint32Array(256);
  for (let i = 0; i < length; i++) {
    const byte = (links[i] ?? 0) & 0xff;
    place[byte] = (place[byte] ?? 0) + 1;
  }
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    const count = place[byte] ?? 0;
    place[byte] = sum;
    sum += count;
  }
  for (let i = 0; i < length; i++) {
    const byte = (links[i] ?? 0) & 0xff;
    const at = place[byte] ?? 0;
    place[byte] = at + 1;
    links[at] = ((links[at] ?? 0) | (i << 8)) >>> 0;
  }
}
