// Sets and values of bytes that several decoders ask for.
import { base64Alphabet, byteSet, digits, lowerCase, upperCase } from '../prefilter/byte-set.ts';

export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const backslash = 0x5c;
export const equalsSign = 0x3d;

/** What the body of a key consists of. */
export const word = byteSet(`${lowerCase}${upperCase}${digits}_`);
export const alphanumeric = byteSet(`${lowerCase}${upperCase}${digits}`);
/** Standard and URL-safe, without the padding. */
export const base64Character = byteSet(base64Alphabet);
export const hexDigit = byteSet(`${digits}abcdefABCDEF`);
/** Letters that stand for another character behind a backslash. */
export const escapeLetter = byteSet('abefnrtv0');
export const quote = byteSet('"\'`');
export const blank = byteSet(' \t');

/** The value of each hex digit. */
const hexValues = Uint8Array.from({ length: 256 }, (_, byte) =>
  hexDigit[byte] === 1 ? Number.parseInt(String.fromCharCode(byte), 16) : 0,
);

/** Whether a byte of the buffer is in a set; what is outside of the buffer is in none. */
export function isIn(set: Uint8Array, bytes: Uint8Array, at: number): boolean {
  return at >= 0 && at < bytes.length && set[bytes[at] ?? 0] === 1;
}

/** The value of `count` hex digits at a place, or -1 when they are not all hex digits. */
export function hexNumber(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    if (!isIn(hexDigit, bytes, i)) return -1;
    value = value * 16 + (hexValues[bytes[i] ?? 0] ?? 0);
  }
  return value;
}

/** Whether a text of ASCII stands at a place; `text` is to be in lower case when `anyCase`. */
export function startsWith(bytes: Uint8Array, at: number, text: string, anyCase = false): boolean {
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[at + i] ?? 0;
    const plain = anyCase && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (plain !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** Where the bytes of a set end, from `at` on and not behind `limit`. */
export function endOf(set: Uint8Array, bytes: Uint8Array, at: number, limit: number): number {
  let end = at;
  while (end < limit && set[bytes[end] ?? 0] === 1) end++;
  return end;
}

/** Where the bytes of a set that end at `at` start, at most `most` bytes back. */
export function startOf(set: Uint8Array, bytes: Uint8Array, at: number, most: number): number {
  const least = Math.max(0, at - most);
  let start = at;
  while (start > least && set[bytes[start - 1] ?? 0] === 1) start--;
  return start;
}
