// Character references of HTML and XML: `&#95;`, `&#x5f;`, with leading zeros, without the semicolon, and by name.
// Names: https://html.spec.whatwg.org/multipage/named-characters.html
import { byteSet, digits } from '../prefilter/byte-set.ts';
import { hexDigit, hexNumber, isIn, word } from './bytes.ts';
import { escapeDecoder } from './escape-decoder.ts';
import type { Rewriting } from './rewriting.ts';

/** The names of what can stand in a key, or next to one. */
const names = new Map(
  Object.entries({
    lowbar: '_',
    UnderBar: '_',
    quot: '"',
    QUOT: '"',
    apos: "'",
    amp: '&',
    AMP: '&',
    lt: '<',
    LT: '<',
    gt: '>',
    GT: '>',
    colon: ':',
    semi: ';',
    equals: '=',
    comma: ',',
    period: '.',
    sol: '/',
    bsol: '\\',
    plus: '+',
    percnt: '%',
    num: '#',
    dollar: '$',
    excl: '!',
    quest: '?',
    commat: '@',
    ast: '*',
    grave: '`',
    verbar: '|',
    vert: '|',
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    lbrack: '[',
    rsqb: ']',
    rbrack: ']',
    lcub: '{',
    lbrace: '{',
    rcub: '}',
    rbrace: '}',
    nbsp: ' ',
    Tab: '\t',
    NewLine: '\n',
  }),
);
const longestName = 8;
const decimalDigit = byteSet(digits);
const mostDigits = 12;

function readNumber(bytes: Uint8Array, at: number, out: Rewriting): number {
  const isHex = bytes[at + 2] === 0x78 || bytes[at + 2] === 0x58;
  const from = isHex ? at + 3 : at + 2;
  let end = from;
  while (end - from <= mostDigits && isIn(isHex ? hexDigit : decimalDigit, bytes, end)) end++;
  if (end === from || end - from > mostDigits) return -1;
  let code = isHex ? hexNumber(bytes, from, end - from) : 0;
  if (!isHex) for (let i = from; i < end; i++) code = code * 10 + ((bytes[i] ?? 0) - 0x30);
  if (bytes[end] === 0x3b) end++;
  out.escape(code, at, end);
  return end;
}

function read(bytes: Uint8Array, at: number, out: Rewriting): number {
  if (bytes[at + 1] === 0x23) return readNumber(bytes, at, out);
  let end = at + 1;
  while (end - at <= longestName && isIn(word, bytes, end)) end++;
  if (bytes[end] !== 0x3b) return -1;
  const character = names.get(String.fromCharCode(...bytes.subarray(at + 1, end)));
  if (character === undefined) return -1;
  out.escape(character.charCodeAt(0), at, end + 1);
  return end + 1;
}

export const htmlEntity = escapeDecoder({
  name: 'html-entity',
  kinds: ['escaped', 'split', 'plain', 'base64', 'hex'],
  openers: byteSet('&'),
  closers: hexDigit,
  softBreak: -1,
  newlines: 2,
  ahead: 2048,
  read,
});
