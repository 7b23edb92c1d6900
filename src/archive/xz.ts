// xz: streams of blocks of LZMA2 chunks. Written here because no package for it works synchronously without native code;
// the format is frozen. Filters for machine code (BCJ) are left undone: they change branch targets only, no text.
import { Gap, damaged, truncated } from './budget.ts';
import { type Decoded, type Feed, starved } from './feed.ts';
import { zlibModule } from './inflater.ts';
import { History } from './lzma-history.ts';
import { Lzma } from './lzma.ts';
import { Check } from './xz-check.ts';

const lzma2 = 0x21;
const firstBcj = 0x04;
const lastBcj = 0x0b;

/** Any number of streams, with zeros between them; what is behind the last one is passed over. @throws Gap */
export function* decodeXz(feed: Feed): Decoded {
  while (yield* nextStream(feed)) {
    const header = yield* taken(feed, 12);
    const checkType = (header[7] ?? 0) & 15;
    if (header[6] !== 0 || (header[7] ?? 0) > 15) damaged('xz', 'no valid header');
    for (;;) {
      const size = (yield* taken(feed, 1))[0] ?? 0;
      if (size === 0) break;
      yield* decodeBlock(feed, (size + 1) * 4, checkType);
    }
    yield* skipIndex(feed);
    yield* taken(feed, 12);
  }
}

function* nextStream(feed: Feed): Generator<typeof starved, boolean> {
  for (;;) {
    if (!(yield* feed.want(6))) return false;
    if (feed.peek(6).toString('latin1') === '\xfd7zXZ\0') return true;
    if (feed.peek(4).readUInt32LE(0) !== 0) return false;
    feed.skip(4);
  }
}

/** @param headerSize includes the byte that was read. */
function* decodeBlock(feed: Feed, headerSize: number, checkType: number): Decoded {
  const rest = yield* taken(feed, headerSize - 1);
  const header = Buffer.concat([Buffer.of(headerSize / 4 - 1), rest]);
  if (zlibModule().crc32(header.subarray(0, -4)) !== header.readUInt32LE(headerSize - 4))
    damaged('xz', 'checksum does not fit');
  const check = new Check(checkType);
  const chunks = decodeChunks(feed, new History(historySize(header)));
  let step = chunks.next();
  for (; step.done !== true; step = chunks.next()) {
    if (step.value !== starved) check.update(step.value);
    yield step.value;
  }
  yield* taken(feed, (4 - ((headerSize + step.value) % 4)) % 4);
  const stated = yield* taken(feed, check.size);
  if (!check.fits(stated)) damaged('xz', 'checksum does not fit');
}

/** From the filters in a block's header. @throws Gap unless the bytes come out as they are, or nearly so. */
function historySize(header: Buffer): number {
  const flags = header[1] ?? 0;
  const from = { at: 2 };
  if ((flags & 0x40) !== 0) readNumber(header, from);
  if ((flags & 0x80) !== 0) readNumber(header, from);
  for (let i = flags & 3; i > 0; i--) {
    const id = readNumber(header, from);
    if (id < firstBcj || id > lastBcj) throw new Gap(`xz filter ${id} is not supported; not opened`);
    const size = readNumber(header, from);
    from.at += size;
  }
  if (readNumber(header, from) !== lzma2 || readNumber(header, from) !== 1) damaged('xz', 'no valid header');
  const bits = header[from.at] ?? 0;
  return (2 | (bits & 1)) * 2 ** ((bits >>> 1) + 11);
}

/** Seven bits in each byte, lowest first. */
function readNumber(bytes: Buffer, from: { at: number }): number {
  let value = 0;
  let unit = 1;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[from.at++];
    if (byte === undefined) break;
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) return value;
    unit *= 128;
  }
  return damaged('xz', 'no valid number');
}

/** LZMA2: chunks until a zero byte, each with what of the state starts anew. Returns the bytes of input used. */
function* decodeChunks(feed: Feed, history: History): Generator<Buffer | typeof starved, number> {
  const lzma = new Lzma(history);
  // What the next chunk must reset at least: 1 the state, 2 the properties too, 3 the history too.
  let least = 3;
  for (let used = 1; ;) {
    const control = (yield* taken(feed, 1))[0] ?? 0;
    if (control === 0) return used;
    const packed = control >= 0x80;
    const reset = packed ? (control >>> 5) & 3 : control === 1 ? 3 : 0;
    if (packed ? reset < least : control > 2 || (reset === 0 && least === 3)) damaged('xz', 'no valid chunk');
    if (reset === 3) history.reset();
    const sizes = yield* taken(feed, packed ? 4 : 2);
    const size = ((packed ? control & 0x1f : 0) << 16) + sizes.readUInt16BE(0) + 1;
    history.reserve(size);
    const start = history.at;
    if (packed) {
      const inputSize = sizes.readUInt16BE(2) + 1;
      used += 5 + inputSize;
      if (reset >= 2) lzma.configure((yield* taken(feed, 1))[0] ?? 0);
      if (reset >= 2) used++;
      if (reset >= 1) lzma.reset();
      const input = yield* taken(feed, inputSize);
      if (inputSize < 5) damaged('xz', 'no valid chunk');
      lzma.decode(input, size);
      least = 0;
    } else {
      used += 3 + size;
      (yield* taken(feed, size)).copy(history.bytes, history.at);
      history.at += size;
      if (reset === 3) least = 2;
    }
    yield history.bytes.subarray(start, history.at);
  }
}

/** Passes over the list of blocks, which says nothing new. */
function* skipIndex(feed: Feed): Generator<typeof starved, void> {
  let size = 1;
  const next = function* (): Generator<typeof starved, number> {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = (yield* taken(feed, 1))[0] ?? 0;
      size++;
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 128;
    }
  };
  for (let numbers = 2 * (yield* next()); numbers > 0; numbers--) yield* next();
  yield* taken(feed, (4 - (size % 4)) % 4);
  yield* taken(feed, 4);
}

function* taken(feed: Feed, n: number): Generator<typeof starved, Buffer> {
  if (!(yield* feed.want(n))) truncated('xz');
  return feed.take(n);
}
