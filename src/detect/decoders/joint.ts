// The joint between two string literals that a program puts together: `" + "`, `' . '`, `" \` and a newline, `"`.
import { byteSet, lowerCase, upperCase } from '../prefilter/byte-set.ts';
import { backslash, blank, carriageReturn, endOf, isIn, newline, quote, startsWith, word } from './bytes.ts';

/** White space in one joint: indentation, and perhaps an empty line. */
const mostSpace = 200;
/** Longest first. VB needs `_` to go on in the next line. */
const operators = ['.concat(', '& _', '++', '..', '||', '<>', '<<', '+', '.', '&', '^', '~'];
const opensOperator = byteSet('.&+|<^~');
const longestPrefix = 2;
const inPrefix = byteSet(`${lowerCase}${upperCase}@$`);
const templateOpens = byteSet('$#');

export type JointKind =
  /** An operator, or a backslash at the end of the line. */
  | 'operator'
  /** Nothing but white space: C, Python, shell. */
  | 'implicit'
  /** A comma: an argument or an element of a list, which something else may join. */
  | 'list';

export interface Joint {
  kind: JointKind;
  /** Offset of the first byte of the next literal's content. */
  end: number;
}

/** White space, also written as escapes (a program inside a JSON text), and backslashes at the ends of lines. */
function skipSpace(bytes: Uint8Array, from: number): number {
  const limit = Math.min(bytes.length, from + mostSpace);
  let at = from;
  while (at < limit) {
    const byte = bytes[at];
    if (byte === 0x20 || byte === 0x09 || byte === newline || byte === carriageReturn) at++;
    else if (byte === backslash) {
      let letter = at;
      while (letter < at + 8 && bytes[letter] === backslash) letter++;
      const next = bytes[letter];
      const written = next === 0x6e || next === 0x72 || next === 0x74;
      if (!written && next !== newline && next !== carriageReturn) break;
      at = letter + 1;
    } else break;
  }
  return at;
}

/** One to three quotes, each with or without a backslash; the offset behind them, or -1. */
function skipQuotes(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let i = 0; i < 3; i++) {
    let mark = at;
    while (mark < at + 4 && bytes[mark] === backslash) mark++;
    if (!isIn(quote, bytes, mark) || (i > 0 && bytes[mark] !== bytes[at - 1])) break;
    at = mark + 1;
  }
  return at > from ? at : -1;
}

/** Letters right before an opening quote: `f"`, `b'`, `L"`, `u8"`, `@"`, `$"`. Digits there are a part of a word. */
function skipPrefix(bytes: Uint8Array, from: number): number {
  if (startsWith(bytes, from, 'u8')) return from + 2;
  return endOf(inPrefix, bytes, from, Math.min(bytes.length, from + longestPrefix));
}

/** A backslash at the end of a line, inside of a literal or in a shell's word; the offset behind it, or -1. */
export function continuedLine(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== backslash) return -1;
  const line = bytes[at + 1] === carriageReturn ? at + 2 : at + 1;
  if (bytes[line] !== newline) return -1;
  return endOf(blank, bytes, line + 1, Math.min(bytes.length, line + mostSpace));
}

/** The joint whose first byte (a quote, or a backslash) is at `at`, or null. */
export function jointAt(bytes: Uint8Array, at: number): Joint | null {
  const line = continuedLine(bytes, at);
  if (line >= 0) return { kind: 'operator', end: line };
  const closed = skipQuotes(bytes, at);
  if (closed < 0) return null;
  // The shell needs nothing between two quotes.
  if (closed === at + 2 && isIn(word, bytes, closed)) return { kind: 'implicit', end: closed };
  let next = skipSpace(bytes, closed);
  let kind: JointKind = 'implicit';
  const operator = isIn(opensOperator, bytes, next)
    ? operators.find((text) => startsWith(bytes, next, text))
    : undefined;
  if (operator !== undefined) kind = 'operator';
  else if (bytes[next] === 0x2c) kind = 'list';
  if (kind !== 'implicit') next = skipSpace(bytes, next + (operator?.length ?? 1));
  const direct = skipQuotes(bytes, next);
  const end = direct >= 0 ? direct : skipQuotes(bytes, skipPrefix(bytes, next));
  if (end >= 0) return { kind, end };
  // The shell goes on with the word behind a quote: "ak_live_"rest, and an empty literal may end where another starts.
  return closed === next && isIn(word, bytes, closed) ? { kind: 'implicit', end: closed } : null;
}

/** A literal inside of a template: `${"` opens it, `"}` closes it. Offset behind, or -1. */
export function templateJoint(bytes: Uint8Array, at: number): number {
  let next = at;
  const closes = isIn(quote, bytes, next) && bytes[next + 1] === 0x7d;
  if (closes) next += 2;
  if (isIn(templateOpens, bytes, next) && bytes[next + 1] === 0x7b && isIn(quote, bytes, next + 2))
    return next + 3;
  if (bytes[next] === 0x7b && isIn(quote, bytes, next + 1)) return next + 2;
  return closes ? next : -1;
}
