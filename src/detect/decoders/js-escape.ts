// Escapes with a backslash, as JavaScript, JSON, Python, C, PHP and shells write them: `\u005f`, `\u{5f}`, `\U0000005f`,
// `\x5f`, `\x{5f}`, `\137`, `\n`, `\"`. Markdown and LaTeX write `\_`. One call takes one layer of backslashes away.
import { byteSet, digits } from '../prefilter/byte-set.ts';
import { backslash, carriageReturn, equalsSign, hexNumber, newline } from './bytes.ts';
import { escapeDecoder } from './escape-decoder.ts';
import type { Rewriting } from './rewriting.ts';

const named: Record<number, number> = {
  0x61: 0x07, // \a
  0x62: 0x08, // \b
  0x65: 0x1b, // \e
  0x66: 0x0c, // \f
  0x6e: newline, // \n
  0x72: carriageReturn, // \r
  0x74: 0x09, // \t
  0x76: 0x0b, // \v
};
/** What a backslash makes of each byte. */
const meanings = Uint8Array.from({ length: 256 }, (_, byte) => named[byte] ?? byte);
const digitsBehind = Uint8Array.from(
  { length: 256 },
  (_, byte) => ({ 0x78: 2, 0x75: 4, 0x55: 8 })[byte] ?? 0,
);
const longestNumber = 12;

/** `{5f}` at `at`: its offset behind, and what it says; -1 for both when it is none. */
function inBraces(bytes: Uint8Array, at: number): { code: number; end: number } {
  let close = at + 1;
  while (close <= at + longestNumber && bytes[close] !== 0x7d) close++;
  const code = close > at + 1 && bytes[close] === 0x7d ? hexNumber(bytes, at + 1, close - at - 1) : -1;
  return { code, end: code < 0 ? -1 : close + 1 };
}

function octal(bytes: Uint8Array, at: number): { code: number; end: number } {
  let code = 0;
  let end = at;
  for (; end < at + 3; end++) {
    const digit = (bytes[end] ?? 0) - 0x30;
    if (digit < 0 || digit > 7 || code * 8 + digit > 255) break;
    code = code * 8 + digit;
  }
  return { code, end };
}

function read(bytes: Uint8Array, at: number, out: Rewriting): number {
  const next = bytes[at + 1];
  if (next === undefined) return -1;
  if (next === newline || next === carriageReturn) {
    const line = next === newline ? at + 1 : at + 2;
    if (bytes[line] !== newline) return -1;
    out.remove();
    return line + 1;
  }
  // A soft break of quoted-printable in the middle of an escape.
  if (next === equalsSign && (bytes[at + 2] === newline || bytes[at + 2] === carriageReturn)) return -1;
  let code = meanings[next] ?? next;
  let end = at + 2;
  // x, u and U have two, four and eight digits, or braces.
  const count = digitsBehind[next] ?? 0;
  if (count > 0) {
    const braced = bytes[at + 2] === 0x7b ? inBraces(bytes, at + 2) : null;
    code = braced === null ? hexNumber(bytes, at + 2, count) : braced.code;
    end = braced === null ? at + 2 + count : braced.end;
    if (code < 0) return -1;
  } else if (next >= 0x30 && next <= 0x37) {
    ({ code, end } = octal(bytes, at + 1));
  }
  out.escape(code, at, end);
  return end;
}

export const jsEscape = escapeDecoder({
  name: 'js-escape',
  kinds: ['escaped', 'split', 'plain', 'run'],
  openers: byteSet('\\'),
  closers: byteSet(`\n}${digits}abcdefABCDEFnrtv`),
  softBreak: backslash,
  newlines: 0,
  ahead: 2048,
  read,
});
