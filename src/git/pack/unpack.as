// The innermost work of a history scan, in AssemblyScript (assemblyscript.org): inflates zlib streams (RFC 1950, 1951) and applies git's deltas,
// from one place of a memory to another. zlib's set-up for one object costs more than to inflate it, so nothing is set up
// here but the tables of a block. `npm run build:wasm` compiles it into unpack-wasm.ts.

/** Bits that the first lookup of a code decides; longer codes go on in a second table. */
const literalBits: u32 = 10;
const distanceBits: u32 = 8;
const codeLengthBits: u32 = 7;

// An entry of a decoding table: bits 0-4 length of the code (of its rest, in a second table); 8-12 extra bits; 16-31 value;
// and what it is:
const isLiteral: u32 = 0x20;
const isTable: u32 = 0x40;
const isEnd: u32 = 0x80;

/** Where the tables are, see `init`. */
let literals: usize = 0;
let distances: usize = 0;
let fixedLiterals: usize = 0;
let fixedDistances: usize = 0;
let codeLengths: usize = 0;
let lengths: usize = 0;
let counts: usize = 0;
let sorted: usize = 0;
let lengthCodes: usize = 0;
let distanceCodes: usize = 0;

/** Bytes that `init` takes. */
export const workSize: u32 = 64 * 1024;

/** To be called once, with the place of `workSize` bytes that are left alone. */
export function init(at: usize): void {
  literals = at;
  at += 4 * 4096;
  distances = at;
  at += 4 * 2048;
  fixedLiterals = at;
  at += 4 * 1024;
  fixedDistances = at;
  at += 4 * 256;
  codeLengths = at;
  at += 4 * 128;
  lengths = at;
  at += 512;
  counts = at;
  at += 256;
  sorted = at;
  at += 1024;
  lengthCodes = at;
  at += 4 * 32;
  distanceCodes = at;
  at += 4 * 32;
  let base: u32 = 3;
  for (let i: u32 = 0; i < 29; i++) {
    const extra: u32 = i < 8 || i == 28 ? 0 : (i >> 2) - 1;
    if (i == 28) base = 258;
    store<u32>(lengthCodes + (i << 2), (base << 16) | (extra << 8));
    base += 1 << extra;
  }
  base = 1;
  for (let i: u32 = 0; i < 30; i++) {
    const extra: u32 = i < 4 ? 0 : (i >> 1) - 1;
    store<u32>(distanceCodes + (i << 2), (base << 16) | (extra << 8));
    base += 1 << extra;
  }
  for (let i: usize = 0; i < 288; i++) store<u8>(lengths + i, i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
  makeTable(fixedLiterals, literalBits, 288, 0);
  for (let i: usize = 0; i < 32; i++) store<u8>(lengths + i, 5);
  makeTable(fixedDistances, distanceBits, 32, 1);
}

/** What a symbol is decoded to. kind 0: literals and lengths, 1: distances, 2: code lengths. 0: no such symbol. */
@inline
function valueOf(symbol: u32, kind: u32): u32 {
  if (kind == 2) return symbol << 16;
  if (kind == 1) return symbol < 30 ? load<u32>(distanceCodes + (symbol << 2)) : 0xff00;
  if (symbol < 256) return (symbol << 16) | isLiteral;
  if (symbol == 256) return isEnd;
  return symbol < 286 ? load<u32>(lengthCodes + ((symbol - 257) << 2)) : 0xff00;
}

/** Entries that no stream may use. */
function forbid(table: usize, bits: u32): void {
  for (let i: u32 = 0; i < <u32>1 << bits; i++) store<u32>(table + (i << 2), 0xff00);
}

/** Makes a table of the code whose lengths are in `lengths` + from. Returns false when they make no code. */
function makeTable(table: usize, bits: u32, symbols: u32, kind: u32, from: u32 = 0): bool {
  memory.fill(counts, 0, 64);
  const source = lengths + from;
  for (let i: u32 = 0; i < symbols; i++) {
    const at = counts + (<usize>load<u8>(source + i) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  if (load<u32>(counts) == symbols) {
    // No code at all: fine as long as nobody uses it.
    forbid(table, bits);
    return true;
  }
  // Offsets of each length in the list of symbols sorted by length.
  const offsets = counts + 64;
  let left: i32 = 1;
  let sum: u32 = 0;
  store<u32>(offsets, 0);
  for (let length: usize = 1; length < 16; length++) {
    const count = load<u32>(counts + (length << 2));
    left = (left << 1) - <i32>count;
    if (left < 0) return false;
    store<u32>(offsets + (length << 2), sum);
    sum += count;
  }
  const only = sum == 1 && load<u32>(counts + 4) == 1 && kind != 2;
  if (left > 0 && !only) return false;
  for (let i: u32 = 0; i < symbols; i++) {
    const length = <usize>load<u8>(source + i);
    if (length == 0) continue;
    const at = offsets + (length << 2);
    const place = load<u32>(at);
    store<u16>(sorted + (place << 1), <u16>i);
    store<u32>(at, place + 1);
  }
  if (only) forbid(table, bits);

  let code: u32 = 0; // of the current symbol, its bits reversed
  let next: u32 = 1 << bits; // where the next second table starts
  let second: u32 = 0;
  let secondBits: u32 = 0;
  let prefix: u32 = 0xffffffff;
  let index: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    let count = load<u32>(counts + (length << 2));
    for (; count > 0; count--) {
      const symbol = <u32>load<u16>(sorted + (index << 1));
      index++;
      const value = valueOf(symbol, kind);
      if (length <= bits) {
        const entry = value | length;
        for (let at = code; at < <u32>1 << bits; at += 1 << length) store<u32>(table + (at << 2), entry);
      } else {
        const low = code & ((1 << bits) - 1);
        if (low != prefix) {
          prefix = low;
          second = next;
          // As many bits as it takes to hold all codes with this prefix.
          secondBits = length - bits;
          let room = <i32>(1 << secondBits) - <i32>count;
          while (room > 0 && bits + secondBits < 15) {
            secondBits++;
            room = (room << 1) - <i32>load<u32>(counts + ((bits + secondBits) << 2));
          }
          next += 1 << secondBits;
          store<u32>(table + (low << 2), (second << 16) | isTable | (secondBits << 8) | bits);
        }
        const entry = value | (length - bits);
        for (let at = code >> bits; at < <u32>1 << secondBits; at += 1 << (length - bits))
          store<u32>(table + ((second + at) << 2), entry);
      }
      // The next code: an increment from the other end.
      let bit: u32 = 1 << (length - 1);
      while (code & bit) bit >>= 1;
      code = bit == 0 ? 0 : (code & (bit - 1)) | bit;
    }
  }
  return true;
}

/**
 * Inflates the zlib stream at [from, end) to exactly [to, to + size). Up to 16 bytes behind `end` are read, and up to 7
 * behind `to + size` overwritten. Returns 0; or 1 for what is no whole and sound stream of this size.
 */
export function inflate(from: usize, end: usize, to: usize, size: usize): i32 {
  if (end - from < 6) return 1;
  const header = (<u32>load<u8>(from) << 8) | load<u8>(from + 1);
  if ((header & 0x8f20) != 0x0800 || header % 31 != 0) return 1;
  let at = from + 2;
  let out = to;
  const outEnd = to + size;
  let buffer: u64 = 0;
  let held: u32 = 0;
  for (let last = false; !last;) {
    // 57 bits or more.
    buffer |= load<u64>(at) << held;
    at += (63 - held) >> 3;
    held |= 56;
    last = (buffer & 1) != 0;
    const type = <u32>(buffer >> 1) & 3;
    buffer >>= 3;
    held -= 3;
    let literalTable = fixedLiterals;
    let distanceTable = fixedDistances;
    if (type == 0) {
      // Back to the byte behind the three bits.
      at -= held >> 3;
      if (at + 4 > end) return 1;
      const length = <usize>load<u16>(at);
      if ((length ^ <usize>load<u16>(at + 2)) != 0xffff) return 1;
      at += 4;
      if (length > end - at || length > outEnd - out) return 1;
      memory.copy(out, at, length);
      at += length;
      out += length;
      buffer = 0;
      held = 0;
      continue;
    }
    if (type == 3) return 1;
    if (type == 2) {
      const literalCount = (<u32>buffer & 31) + 257;
      const distanceCount = ((<u32>buffer >> 5) & 31) + 1;
      const lengthCount = ((<u32>buffer >> 10) & 15) + 4;
      if (literalCount > 286 || distanceCount > 30) return 1;
      buffer >>= 14;
      held -= 14;
      memory.fill(lengths, 0, 19);
      // 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1 15, five bits each.
      for (let i: u32 = 0; i < lengthCount; i++) {
        if (held < 3) {
          buffer |= load<u64>(at) << held;
          at += (63 - held) >> 3;
          held |= 56;
        }
        let symbol: u32 = 0;
        if (i < 3) symbol = 16 + i;
        else if (i == 3) symbol = 0;
        else symbol = i & 1 ? 8 - ((i - 3) >> 1) : 8 + ((i - 4) >> 1);
        store<u8>(lengths + symbol, <u8>(buffer & 7));
        buffer >>= 3;
        held -= 3;
      }
      if (!makeTable(codeLengths, codeLengthBits, 19, 2)) return 1;
      const total = literalCount + distanceCount;
      let before: u8 = 0;
      for (let i: u32 = 0; i < total;) {
        if (held < 14) {
          buffer |= load<u64>(at) << held;
          at += (63 - held) >> 3;
          held |= 56;
          if (at > end + 8) return 1;
        }
        const entry = load<u32>(codeLengths + ((<u32>buffer & 127) << 2));
        const length = entry & 31;
        if (length > 7) return 1;
        const symbol = entry >> 16;
        buffer >>= length;
        held -= length;
        if (symbol < 16) {
          before = <u8>symbol;
          store<u8>(lengths + i, before);
          i++;
          continue;
        }
        let times: u32;
        if (symbol == 16) {
          if (i == 0) return 1;
          times = 3 + (<u32>buffer & 3);
          buffer >>= 2;
          held -= 2;
        } else if (symbol == 17) {
          times = 3 + (<u32>buffer & 7);
          buffer >>= 3;
          held -= 3;
          before = 0;
        } else {
          times = 11 + (<u32>buffer & 127);
          buffer >>= 7;
          held -= 7;
          before = 0;
        }
        if (i + times > total) return 1;
        memory.fill(lengths + i, before, times);
        i += times;
      }
      if (load<u8>(lengths + 256) == 0) return 1;
      literalTable = literals;
      distanceTable = distances;
      if (!makeTable(distances, distanceBits, distanceCount, 1, literalCount)) return 1;
      if (!makeTable(literals, literalBits, literalCount, 0)) return 1;
    }
    while (true) {
      buffer |= load<u64>(at) << held;
      at += (63 - held) >> 3;
      held |= 56;
      if (at > end + 8) return 1;
      let entry = load<u32>(literalTable + ((<u32>buffer & ((1 << literalBits) - 1)) << 2));
      // Up to three literals with what is held: 57 bits are enough for two codes of 10 and one of 15 with extra bits.
      if (entry & isLiteral) {
        if (out + 3 > outEnd) {
          if (out >= outEnd) return 1;
          store<u8>(out++, <u8>(entry >> 16));
          buffer >>= entry & 31;
          held -= entry & 31;
          continue;
        }
        buffer >>= entry & 31;
        held -= entry & 31;
        store<u8>(out++, <u8>(entry >> 16));
        entry = load<u32>(literalTable + ((<u32>buffer & ((1 << literalBits) - 1)) << 2));
        if (entry & isLiteral) {
          buffer >>= entry & 31;
          held -= entry & 31;
          store<u8>(out++, <u8>(entry >> 16));
          entry = load<u32>(literalTable + ((<u32>buffer & ((1 << literalBits) - 1)) << 2));
          if (entry & isLiteral) {
            buffer >>= entry & 31;
            held -= entry & 31;
            store<u8>(out++, <u8>(entry >> 16));
            continue;
          }
        }
      }
      if (entry & isTable) {
        buffer >>= literalBits;
        held -= literalBits;
        entry = load<u32>(
          literalTable + (((entry >> 16) + (<u32>buffer & ((1 << ((entry >> 8) & 15)) - 1))) << 2),
        );
        if (entry & isLiteral) {
          if (out >= outEnd) return 1;
          store<u8>(out++, <u8>(entry >> 16));
          buffer >>= entry & 31;
          held -= entry & 31;
          continue;
        }
      }
      buffer >>= entry & 31;
      held -= entry & 31;
      if (entry & isEnd) break;
      let extra = (entry >> 8) & 31;
      if (extra > 5) return 1;
      const length = <usize>(entry >> 16) + (<u32>buffer & ((1 << extra) - 1));
      buffer >>= extra;
      held -= extra;
      // 57 - 20 - 15 - 5 = 17 bits are left at least.
      if (held < 28) {
        buffer |= load<u64>(at) << held;
        at += (63 - held) >> 3;
        held |= 56;
      }
      entry = load<u32>(distanceTable + ((<u32>buffer & ((1 << distanceBits) - 1)) << 2));
      if (entry & isTable) {
        buffer >>= distanceBits;
        held -= distanceBits;
        entry = load<u32>(
          distanceTable + (((entry >> 16) + (<u32>buffer & ((1 << ((entry >> 8) & 15)) - 1))) << 2),
        );
      }
      buffer >>= entry & 31;
      held -= entry & 31;
      extra = (entry >> 8) & 31;
      if (extra > 13) return 1;
      const distance = <usize>((entry >> 16) + (<u32>buffer & ((1 << extra) - 1)));
      buffer >>= extra;
      held -= extra;
      if (distance > out - to || length > outEnd - out) return 1;
      let source = out - distance;
      const stop = out + length;
      if (distance >= 8) {
        // Up to 7 bytes too many: what comes next overwrites them, and `size` bytes have room behind them.
        do {
          store<u64>(out, load<u64>(source));
          out += 8;
          source += 8;
        } while (out < stop);
        out = stop;
      } else if (distance == 1) {
        memory.fill(out, load<u8>(source), length);
        out = stop;
      } else {
        do store<u8>(out++, load<u8>(source++));
        while (out < stop);
      }
    }
  }
  at -= held >> 3;
  if (out != outEnd || at + 4 > end) return 1;
  return bswap<u32>(load<u32>(at)) == adler32(to, size) ? 0 : 1;
}

function adler32(at: usize, size: usize): u32 {
  let a: u32 = 1;
  let b: u32 = 0;
  let left = size;
  while (left > 0) {
    // As many bytes as 32 bits have room for.
    let step: usize = left > 5552 ? 5552 : left;
    left -= step;
    // 16 bytes a time: b grows by 16 a + 16 x0 + 15 x1 + …
    let va = i32x4(0, 0, 0, 0);
    let vb = i32x4(0, 0, 0, 0);
    let vs = i32x4(0, 0, 0, 0);
    const blocks: usize = step >> 4;
    for (let i: usize = 0; i < blocks; i++) {
      const x = v128.load(at);
      at += 16;
      vs = i32x4.add(vs, va);
      const low = i16x8.extend_low_i8x16_u(x);
      const high = i16x8.extend_high_i8x16_u(x);
      va = i32x4.add(va, i32x4.extadd_pairwise_i16x8_u(i16x8.add(low, high)));
      vb = i32x4.add(
        vb,
        i32x4.add(
          i32x4.dot_i16x8_s(low, i16x8(16, 15, 14, 13, 12, 11, 10, 9)),
          i32x4.dot_i16x8_s(high, i16x8(8, 7, 6, 5, 4, 3, 2, 1)),
        ),
      );
    }
    b += a * <u32>(blocks << 4) + sum4(vb) + (sum4(vs) << 4);
    a += sum4(va);
    for (step &= 15; step > 0; step--) {
      a += load<u8>(at++);
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return (b << 16) | a;
}

@inline
function sum4(v: v128): u32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

/** Where the numbers of a delta are read. */
let deltaAt: usize = 0;

/** A number of a delta's head: 7 bits a byte, the lowest first. */
function deltaNumber(end: usize): u32 {
  let value: u32 = 0;
  for (let shift: u32 = 0; deltaAt < end && shift < 32; shift += 7) {
    const byte = <u32>load<u8>(deltaAt++);
    value |= (byte & 127) << shift;
    if ((byte & 128) == 0) break;
  }
  return value;
}

/** The size of the object that the delta at [at, end) makes, if what is there is a delta for a base of this size; else -1. */
export function deltaSize(at: usize, end: usize, baseSize: u32): f64 {
  deltaAt = at;
  return deltaNumber(end) == baseSize ? <f64>deltaNumber(end) : -1;
}

/** Copies; a short piece without a call, and up to 15 bytes too many. */
@inline
function copy(to: usize, from: usize, size: usize): void {
  if (size <= 256) {
    const stop = to + size;
    do {
      v128.store(to, v128.load(from));
      to += 16;
      from += 16;
    } while (to < stop);
  } else memory.copy(to, from, size);
}

/** Changes nearer to each other than this are one. */
const between: u32 = 64;
let changesAt: usize = 0;
let changesEnd: usize = 0;
let changesFull: bool = false;
let lastEnd: u32 = 0;

function change(start: u32, end: u32): void {
  if (changesEnd > changesAt && start <= lastEnd + between) {
    lastEnd = end;
    store<u32>(changesEnd - 4, end);
    return;
  }
  if (changesEnd == changesAt + 8 * mostChanges) {
    changesFull = true;
    return;
  }
  store<u32>(changesEnd, start);
  store<u32>(changesEnd + 4, end);
  changesEnd += 8;
  lastEnd = end;
}

/** As many changes as are told one by one. */
export const mostChanges: u32 = 4096;

/**
 * Applies the delta at [at, end) to the base at [base, base + baseSize), and writes the object to `to`. Up to 15 bytes
 * behind it are overwritten. At `changes`, it leaves the places where the object is not a copy of what the base has there
 * and around it: start and end of each, relative to the object, 32 bits each, in order.
 * Returns the number of changes; -1 when they are too many; -2 when the delta is broken.
 */
export function applyDelta(
  base: usize,
  baseSize: usize,
  at: usize,
  end: usize,
  to: usize,
  changes: usize,
): i32 {
  deltaAt = at;
  if (<usize>deltaNumber(end) != baseSize) return -2;
  const size = <usize>deltaNumber(end);
  const first = to;
  const stop = to + size;
  at = deltaAt;
  changesAt = changes;
  changesEnd = changes;
  changesFull = false;
  // Where in the base a copy would go on with what was just written.
  let next: usize = 0;
  while (at < end) {
    const op = <usize>load<u8>(at++);
    const place = <u32>(to - first);
    if (op & 128) {
      let from: usize = 0;
      let length: usize = 0;
      if (op & 1) from = load<u8>(at++);
      if (op & 2) from |= <usize>load<u8>(at++) << 8;
      if (op & 4) from |= <usize>load<u8>(at++) << 16;
      if (op & 8) from |= <usize>load<u8>(at++) << 24;
      if (op & 16) length = load<u8>(at++);
      if (op & 32) length |= <usize>load<u8>(at++) << 8;
      if (op & 64) length |= <usize>load<u8>(at++) << 16;
      if (length == 0) length = 0x10000;
      if (length > baseSize || from > baseSize - length || length > stop - to) return -2;
      if (from != next) change(place, place);
      copy(to, base + from, length);
      to += length;
      next = from + length;
    } else {
      if (op == 0 || op > stop - to || op > end - at) return -2;
      copy(to, at, op);
      change(place, place + <u32>op);
      to += op;
      at += op;
      // No copy goes on behind an insert.
      next = usize.MAX_VALUE;
    }
  }
  if (to != stop || at != end) return -2;
  if (next != baseSize) change(<u32>size, <u32>size);
  return changesFull ? -1 : <i32>((changesEnd - changesAt) >> 3);
}
