// Tells from the encoded characters alone whether decoding can be worth its price: hashes and pictures are by far the
// most of what is encoded, and what is looked for is text, or a container that starts with its signature.
import { byteSet } from '../prefilter/byte-set.ts';
import { base64Character, isIn, startsWith } from './bytes.ts';

/** A key, and all that it can be encoded as, is at least so many bytes of 7 bits in a row. */
const shortestText = 24;
/** Groups of four characters that are whole inside of such a text, wherever it starts. */
const groups = Math.floor((shortestText - 2) / 3);
/** UTF-32 has three NULs for each character; rows of zeros have nothing else. */
const mostZeros = 0.76;

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** For each character, in which places of a group it makes a byte of 8 bits: bit 0 for the first, and so on. */
const eighthBit = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (base64Character[byte] !== 1) return 7;
  const standard = { 0x2d: 62, 0x5f: 63 }[byte];
  const value = standard ?? base64Alphabet.indexOf(String.fromCharCode(byte));
  return (value & 32 ? 1 : 0) | (value & 8 ? 2 : 0) | (value & 2 ? 4 : 0);
});
const zero = 0x41;

function isTextGroup(bytes: Uint8Array, at: number): boolean {
  const first = (eighthBit[bytes[at] ?? 0] ?? 7) & 1;
  const second = (eighthBit[bytes[at + 1] ?? 0] ?? 7) & 2;
  const third = (eighthBit[bytes[at + 2] ?? 0] ?? 7) & 4;
  return first + second + third === 0;
}

/** Whether base64 in [from, to), whose first group starts at `from`, holds a text. Looks at few of the characters. */
export function holdsBase64Text(bytes: Uint8Array, from: number, to: number): boolean {
  const count = (to - from) >> 2;
  let next = 0;
  while (next + groups <= count) {
    let group = next + groups - 1;
    while (group >= next && isTextGroup(bytes, from + group * 4)) group--;
    if (group >= next) {
      next = group + 1;
      continue;
    }
    let zeros = 0;
    const end = from + (next + groups) * 4;
    for (let i = from + next * 4; i < end; i++) if (bytes[i] === zero) zeros++;
    if (zeros <= groups * 4 * mostZeros) return true;
    next += groups;
  }
  return false;
}

/** The same for hex; `from` is the first digit of a byte. */
export function holdsHexText(bytes: Uint8Array, from: number, to: number): boolean {
  const count = (to - from) >> 1;
  let next = 0;
  while (next + shortestText <= count) {
    let byte = next + shortestText - 1;
    // 0 to 7 in front.
    while (byte >= next && ((bytes[from + byte * 2] ?? 0) & 0xf8) === 0x30) byte--;
    if (byte >= next) {
      next = byte + 1;
      continue;
    }
    let zeros = 0;
    const end = from + (next + shortestText) * 2;
    for (let i = from + next * 2; i < end; i += 2) if (bytes[i] === 0x30 && bytes[i + 1] === 0x30) zeros++;
    if (zeros <= shortestText * mostZeros) return true;
    next += shortestText;
  }
  return false;
}

// gzip, zip, bzip2, xz, zstd.
const base64Signatures = ['H4sI', 'UEsDB', 'Qlpo', '/Td6W', '_Td6W', 'KLUv'];
const hexSignatures = ['1f8b08', '504b0304', '425a68', 'fd377a58', '28b52ffd'];
const base64Starts = byteSet('HUQ/_K');
const hexStarts = byteSet('154fF2');

/** Whether base64 at `at` starts a container. */
export function startsBase64Container(bytes: Uint8Array, at: number): boolean {
  return isIn(base64Starts, bytes, at) && base64Signatures.some((text) => startsWith(bytes, at, text));
}

/** Whether hex at `at` starts a container. */
export function startsHexContainer(bytes: Uint8Array, at: number): boolean {
  return isIn(hexStarts, bytes, at) && hexSignatures.some((text) => startsWith(bytes, at, text, true));
}
