// The first bytes of keys: what the bytes so far may end with, before there is enough for the prefilter to tell. Of
// prefixes in escapes nothing is held back: they are the same for all keys, and stay in the output anyway.
import type { Rule } from '../../core/rule.ts';

/** The prefixes whose encodings are anchors, see prefilter/kinds.ts. */
const anchored = /^ak_(?:live|test)_$/;

/** Where a key, plain or encoded, may have begun at the end of some bytes. */
export class Beginnings {
  readonly #pattern: RegExp;
  /** Bytes that a beginning consists of, and the length of the longest with what is before it. */
  readonly #inBeginnings: Uint8Array;
  readonly #most: number;

  constructor(rules: readonly Rule[]) {
    const plain = rules.map(
      ({ prefix, body, notAfter }) =>
        `(?<![${notAfter}])(?:${partOf(prefix, `[${body.alphabet}]{0,${body.max}}`)})`,
    );
    const encoded = new Set(rules.flatMap(({ prefix }) => (anchored.test(prefix) ? encodings(prefix) : [])));
    this.#pattern = new RegExp(`(?:${[...plain, ...encoded].join('|')})$`);
    const inBody = new RegExp(`[\\0\\w${rules.map(({ body }) => body.alphabet).join('')}]`);
    this.#inBeginnings = Uint8Array.from({ length: 256 }, (_, byte) =>
      inBody.test(String.fromCharCode(byte)) ? 1 : 0,
    );
    this.#most = 1 + Math.max(64, ...rules.map(({ prefix, body }) => prefix.length + body.max));
  }

  /** Offset of the first byte from which on all bytes of [from, end) may begin a key; `end` when there is none. */
  at(bytes: Buffer, from: number, end: number): number {
    const least = Math.max(0, end - this.#most);
    let start = end;
    while (start > least && this.#inBeginnings[bytes[start - 1] ?? 0] === 1) start--;
    if (start === end) return end;
    // With the byte before, which decides whether it is a beginning.
    start = Math.max(0, start - 1);
    const text = bytes.toString('latin1', start, end);
    return Math.max(from, start + (this.#pattern.exec(text)?.index ?? text.length));
  }
}

/** A pattern for any number of the first characters of a text, but one; `rest` may follow the last. */
function partOf(text: string, rest = ''): string {
  const units = Array.from(text, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return units.reduceRight((behind, unit) => (behind === '' ? unit : `${unit}(?:${behind})?`), rest);
}

/** Base64 in each alignment, hex, UTF-16 and UTF-32. */
function encodings(prefix: string): string[] {
  const first = prefix.slice(0, 1);
  const wide = (width: number) => Array.from(prefix).join('\0'.repeat(width - 1));
  // What can stand before the first character that depends on the prefix alone; the end of a line can, too.
  const before = ['', '(?<=[GWm2]|[^A-Za-z0-9+/])', '(?<=[BFJNRVZdhlptx159]|[^A-Za-z0-9+/])'];
  return [
    ...before.map((context, bytes) => context + partOf(stableBase64(prefix, bytes))),
    partOf(Buffer.from(prefix).toString('hex')).replaceAll(/\\x(6[1-6])/g, (unit, code: string) =>
      anyCase(unit, code),
    ),
    // A letter and a NUL at least: a single letter is too common.
    `${partOf(first)}\\x00(?:${partOf(wide(2).slice(2))})?`,
    `${partOf(first)}\\x00(?:${partOf(wide(4).slice(2))})?`,
  ];
}

function anyCase(unit: string, code: string): string {
  return `[${unit}\\x${(Number.parseInt(code, 16) - 32).toString(16)}]`;
}

/** The characters that all six bits of are the prefix's, when so many bytes of a group stand before it. */
function stableBase64(prefix: string, bytes: number): string {
  const text = Buffer.from('\0'.repeat(bytes) + prefix).toString('base64');
  return text.slice(Math.ceil((bytes * 8) / 6), Math.floor(((bytes + prefix.length) * 8) / 6));
}
