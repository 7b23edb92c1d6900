// bzip2, block by block. Written here because the packages for it are old, read whole files only or warn on current Node;
// the format has not changed since 1997.
import { Bits } from './bits.ts';
import { damaged, truncated } from './budget.ts';
import { type Block, readBlock } from './bzip2-block.ts';
import { type Decoded, type Feed, starved } from './feed.ts';

const blockMagic = [0x314159, 0x265359] as const;
const endMagic = [0x177245, 0x385090] as const;

/** Any number of streams; what is behind the last one is passed over. @throws Gap */
export function* decodeBzip2(feed: Feed): Decoded {
  for (let streams = 0; yield* nextStream(feed); streams++) {
    const level = (feed.take(4)[3] ?? 0) - 0x30;
    yield* decodeStream(feed, level);
  }
}

function* nextStream(feed: Feed): Generator<typeof starved, boolean> {
  if (!(yield* feed.want(4))) return false;
  return /^BZh[1-9]/.test(feed.peek(4).toString('latin1'));
}

function* decodeStream(feed: Feed, level: number): Decoded {
  const links = new Uint32Array(level * 100_000);
  const piece = Buffer.allocUnsafeSlow(1 << 16);
  // 20 bits for each symbol is the most that a block can take, plus its tables.
  const mostInput = Math.ceil(links.length * 2.5) + (1 << 16);
  let skip = 0;
  for (;;) {
    yield* feed.want(mostInput);
    const bits = new Bits(feed.peek(mostInput), skip);
    const magic = [bits.read(24), bits.read(24)];
    const crc = bits.word();
    if (bits.overrun) truncated('bzip2');
    const isEnd = magic[0] === endMagic[0] && magic[1] === endMagic[1];
    if (!isEnd) {
      if (magic[0] !== blockMagic[0] || magic[1] !== blockMagic[1])
        damaged('bzip2', 'no block where one is due');
      const block = decodeBlock(bits, links, feed);
      yield* unpackRuns(block, crc, piece);
    }
    const bytes = isEnd ? Math.ceil(bits.position / 8) : bits.position >>> 3;
    skip = bits.position & 7;
    feed.skip(bytes);
    if (isEnd) return;
  }
}

/** Damage at the end of the input is a cut. */
function decodeBlock(bits: Bits, links: Uint32Array, feed: Feed): Block {
  try {
    const block = readBlock(bits, links);
    if (!bits.overrun) return block;
  } catch (error) {
    if (!bits.overrun || !feed.ended) throw error;
  }
  return truncated('bzip2');
}

/** Undoes the first step of compression: four equal bytes are followed by a count of more of them. */
function* unpackRuns(block: Block, crc: number, piece: Buffer): Generator<Buffer, void> {
  const reader = new RunReader(block);
  for (let length = reader.fill(piece); length > 0; length = reader.fill(piece))
    yield piece.subarray(0, length);
  if (reader.crc !== crc) damaged('bzip2', 'checksum does not fit');
}

class RunReader {
  readonly #block: Block;
  #at: number;
  #left: number;
  #byte = -1;
  #equal = 0;
  #repeat = 0;
  #crc = 0xffffffff;

  constructor(block: Block) {
    this.#block = block;
    this.#at = block.start;
    this.#left = block.length;
  }

  get crc(): number {
    return ~this.#crc >>> 0;
  }

  /** Returns the number of bytes put into the output; 0 at the end. */
  fill(output: Buffer): number {
    const { links } = this.#block;
    let [at, left, byte, equal, repeat, crc] = [
      this.#at,
      this.#left,
      this.#byte,
      this.#equal,
      this.#repeat,
      this.#crc,
    ];
    let length = 0;
    while (length < output.length) {
      if (repeat > 0) {
        repeat--;
      } else {
        if (left === 0) break;
        left--;
        const link = links[at] ?? 0;
        at = link >>> 8;
        if (equal === 4) {
          repeat = link & 0xff;
          equal = 0;
          continue;
        }
        equal = (link & 0xff) === byte ? equal + 1 : 1;
        byte = link & 0xff;
      }
      output[length++] = byte;
      crc = (crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] ?? 0);
    }
    [this.#at, this.#left, this.#byte, this.#equal, this.#repeat, this.#crc] = [
      at,
      left,
      byte,
      equal,
      repeat,
      crc,
    ];
    return length;
  }
}

/** CRC-32, highest bit first: not the one of zlib. */
const crcTable = Int32Array.from({ length: 256 }, (_, i) => {
  let crc = i << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});
