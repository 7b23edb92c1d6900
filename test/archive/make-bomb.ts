// Small files that open to much: made here, since nobody wants them as fixtures.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { makeZip } from './make-zip.ts';

/** One gzip file of many equal members, `memberSize` zeros each. */
export function gzipBomb(members: number, memberSize: number): Buffer {
  const member = gzipSync(Buffer.alloc(memberSize), { level: 9 });
  return Buffer.concat(Array.from({ length: members }, () => member));
}

/** Zips of zips, `width` in each, with zeros at the bottom. */
export function nestedBomb(depth: number, width: number, bottomSize: number): Buffer {
  let bytes: Buffer = Buffer.alloc(bottomSize);
  let packed = deflateRawSync(bytes, { level: 9 });
  for (let level = 0; level < depth; level++) {
    const inner = { bytes, packed };
    bytes = makeZip(Array.from({ length: width }, (_, i) => ({ name: `${level}-${i}.zip`, ...inner })));
    packed = deflateRawSync(bytes, { level: 9 });
  }
  return bytes;
}

/**
 * Entries that overlap, after David Fifield's "A better zip bomb" (https://www.bamsoftware.com/hacks/zipbomb/): each begins with
 * a stored block that quotes the next entry's header, and goes on with the next entry's data; so all end in one kernel.
 */
export function overlappingBomb(count: number, kernelSize: number): Buffer {
  const kernel = deflateRawSync(Buffer.alloc(kernelSize), { level: 9 });
  const headers = Array.from({ length: count }, (_, i) =>
    makeZip([{ name: `${i}`.padStart(4, '0'), bytes: Buffer.alloc(0), packed: Buffer.alloc(0) }], {
      cut: true,
    }),
  );
  const [first = Buffer.alloc(0), ...rest] = headers;
  const quoted = rest.map((header) => Buffer.concat([storedBlock(header.length), header]));
  const body = Buffer.concat([first, ...quoted, kernel]);
  const step = storedBlock(0).length + first.length;
  const files = headers.map((_, i) => ({
    name: `${i}`.padStart(4, '0'),
    bytes: Buffer.alloc(0),
    packed: Buffer.alloc(0),
    lie: { offset: i * step, packedSize: body.length - i * step - first.length, size: kernelSize },
  }));
  const listed = makeZip(files);
  const directory = listed.subarray(files.length * first.length);
  // The end record says where the directory begins.
  directory.writeUInt32LE(body.length, directory.length - 6);
  return Buffer.concat([body, directory]);
}

/** The head of a stored block of deflate that is not the last one. */
function storedBlock(size: number): Buffer {
  const block = Buffer.alloc(5);
  block.writeUInt16LE(size, 1);
  block.writeUInt16LE(~size & 0xffff, 3);
  return block;
}

/**
 * A zip whose only entry is the zip itself, after Russ Cox's "Zip Files All The Way Down"
 * (https://research.swtch.com/zip). Each step of the program below is 5 bytes; L quotes the steps behind it, R repeats the
 * last ones that came out. Only its checksum is wrong.
 */
export function selfContainingZip(): Buffer {
  const name = 'itself.zip'.padStart(30, '_');
  const empty = { name, bytes: Buffer.alloc(0), packed: Buffer.alloc(0) };
  const prefix = makeZip([empty], { cut: true });
  const l = (steps: number) => storedBlock(steps * 5);
  const r4 = repeat(20, [10, 10], false);
  const rp = repeat(65, [65], false);
  const noop = storedBlock(0);
  const suffixSize = 46 + name.length + 22;
  const last = repeat(suffixSize + 5, [suffixSize + 5], true);
  const tailLength = suffixSize + last.length;
  const rs = repeat(tailLength, [tailLength], true);
  const ls = storedBlock(tailLength);
  const program = [
    [l(13), prefix, l(13), rp],
    [l(1), rp, l(1), l(1)],
    [l(4), rp, l(1), l(1), l(4), r4],
    [l(4), r4, l(4), r4, l(4), r4],
    [l(4), r4, noop, noop, ls, r4, noop, noop],
  ].flat();
  const size = Buffer.concat(program).length + ls.length + tailLength + rs.length;
  const lie = { packedSize: size, size: prefix.length + size + suffixSize };
  const suffix = makeZip([{ ...empty, lie }]).subarray(prefix.length);
  suffix.writeUInt32LE(prefix.length + size, suffix.length - 6);
  return Buffer.concat([prefix, ...program, ls, rs, suffix, rs, suffix]);
}

/** A block of fixed Huffman codes that copies from `distance` back, filled up with empty blocks to whole bytes. */
function repeat(distance: number, lengths: number[], isLast: boolean): Buffer {
  const bits: number[] = [];
  const number = (value: number, count: number) => {
    for (let i = 0; i < count; i++) bits.push((value >>> i) & 1);
  };
  const code = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  const begin = (last: boolean) => number(last ? 3 : 2, 3);
  begin(isLast);
  for (const length of lengths) {
    const [symbol, base, extra] = row(lengthTable(), length);
    if (symbol < 280) code(symbol - 256, 7);
    else code(symbol - 280 + 0xc0, 8);
    number(length - base, extra);
    const [place, from, more] = row(distanceTable(), distance);
    code(place, 5);
    number(distance - from, more);
  }
  code(0, 7);
  const room = isLast ? 0 : 40 - bits.length;
  for (let i = 0; i < Math.floor(room / 10); i++) {
    begin(false);
    code(0, 7);
  }
  if (!isLast && bits.length !== 40) throw new Error('a step is not of 5 bytes');
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  bits.forEach((bit, i) => (bytes[i >>> 3] = (bytes[i >>> 3] ?? 0) | (bit << (i & 7))));
  return bytes;
}

type Row = [symbol: number, base: number, extraBits: number];

function row(table: Row[], value: number): Row {
  return table.findLast(([, base]) => base <= value) ?? [0, 0, 0];
}

function lengthTable(): Row[] {
  const rows: Row[] = [];
  let base = 3;
  for (let symbol = 257; symbol < 285; symbol++) {
    const extra = Math.max(0, ((symbol - 257) >>> 2) - 1);
    rows.push([symbol, base, extra]);
    base += 1 << extra;
  }
  return rows;
}

function distanceTable(): Row[] {
  const rows: Row[] = [];
  let base = 1;
  for (let symbol = 0; symbol < 30; symbol++) {
    const extra = Math.max(0, (symbol >>> 1) - 1);
    rows.push([symbol, base, extra]);
    base += 1 << extra;
  }
  return rows;
}
