// Terminal control sequences in the middle of a key: colours of a log, the highlight of a search (ECMA-48). Also as
// text that shows ESC as `\x1b`, `\u001b`, `\033`, `\e`, `^[` or U+241B, and colours whose ESC was lost.
import { byteSet, digits, lowerCase, upperCase } from '../prefilter/byte-set.ts';
import { backslash, carriageReturn, equalsSign, isIn, newline, startsWith } from './bytes.ts';
import { escapeDecoder } from './escape-decoder.ts';
import type { Rewriting } from './rewriting.ts';

const written = ['x1b', 'u001b', 'u{1b}', '033', 'e'];
const bells = ['\\u0007', '\\x07', '\\007', '\\a', '\\7'];
const parameters = byteSet(`${digits};:<=>? !"#$%&'()*+,-./`);
const colourParameters = byteSet(`${digits};`);
const mostParameters = 64;
/** A hyperlink, or the title of a window. */
const longestString = 1024;

/** Offset behind ESC, however it is written, or -1. */
function skipEscape(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x1b) return at + 1;
  if (startsWith(bytes, at, '^[')) return at + 2;
  if (startsWith(bytes, at, '\xe2\x90\x9b')) return at + 3;
  let text = at;
  while (text < at + 8 && bytes[text] === backslash) text++;
  if (text === at) return -1;
  const form = written.find((candidate) => startsWith(bytes, text, candidate, true));
  return form === undefined ? -1 : text + form.length;
}

/** Offset behind the parameters and the last byte of a sequence, or -1. A soft break of quoted-printable may be in it. */
function skipControl(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end < at + mostParameters && isIn(parameters, bytes, end)) {
    const line = bytes[end + 1] === carriageReturn ? end + 2 : end + 1;
    end = bytes[end] === equalsSign && bytes[line] === newline ? line + 1 : end + 1;
  }
  const last = bytes[end] ?? 0;
  // A stray start of a sequence does not swallow the first letter of a key.
  if (startsWith(bytes, end, 'ak_')) return -1;
  return last >= 0x40 && last <= 0x7e ? end + 1 : -1;
}

/** Offset behind a string for the terminal, which ends with BEL or with ESC and a backslash; or -1. */
function skipString(bytes: Uint8Array, at: number): number {
  const limit = Math.min(bytes.length, at + longestString);
  for (let end = at; end < limit && bytes[end] !== 0x0a; end++) {
    if (bytes[end] === 0x07) return end + 1;
    const bell = bytes[end] === backslash ? bells.find((form) => startsWith(bytes, end, form)) : undefined;
    if (bell !== undefined) return end + bell.length;
    const terminator = skipEscape(bytes, end);
    if (terminator < 0) continue;
    // No other sequence can be inside of a string.
    if (bytes[terminator] !== backslash) return -1;
    // Written out, the backslash is doubled like the others.
    const isDoubled = bytes[end] === backslash && bytes[terminator + 1] === backslash;
    return isDoubled ? terminator + 2 : terminator + 1;
  }
  return -1;
}

/** `[1;31m` and `[K` without the ESC, which some logs swallow. */
function skipBareColour(bytes: Uint8Array, at: number): number {
  let end = at + 1;
  while (end < at + mostParameters && isIn(colourParameters, bytes, end)) end++;
  const isColour = bytes[end] === 0x6d && end > at;
  return isColour || bytes[end] === 0x4b ? end + 1 : -1;
}

function skipSequence(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 0x5b) return skipBareColour(bytes, at);
  if (bytes[at] === 0x9b) return skipControl(bytes, at + 1);
  if (bytes[at] === 0xc2) return bytes[at + 1] === 0x9b ? skipControl(bytes, at + 2) : -1;
  const body = skipEscape(bytes, at);
  if (body < 0) return -1;
  switch (bytes[body] ?? -1) {
    case 0x5b:
      return skipControl(bytes, body + 1);
    case 0x5d:
      return skipString(bytes, body + 1);
    case 0x28:
    case 0x29:
      return body + 2;
    default:
      return -1;
  }
}

function read(bytes: Uint8Array, at: number, out: Rewriting): number {
  const end = skipSequence(bytes, at);
  if (end < 0) return -1;
  out.remove();
  return Math.min(end, bytes.length);
}

export const ansi = escapeDecoder({
  name: 'ansi',
  kinds: ['escaped', 'split', 'plain'],
  openers: byteSet('\x1b\\^\xe2\x9b\xc2['),
  closers: byteSet(`\x07\\${lowerCase}${upperCase}`),
  softBreak: -1,
  newlines: 2,
  ahead: 4096,
  read,
});
