// Looks closer at what the scan let through: three bytes that may be a window of an anchor become a kind, or nothing.
// Cheap and strict, since it runs hundreds of times for each MB, and whatever it tells makes a decoder start.
import { base64Alphabet, byteSet, digits } from './byte-set.ts';
import { Kind } from './kinds.ts';
import { underscoreAt } from './underscore.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const live = bytesOf('live_');
const test = bytesOf('test_');
/** What can interrupt a key: the end of a string literal, a colour code, an escape, a soft line break. */
const interrupts = byteSet('"\'`=\\%&\x1b');
/** What an a, plain or encoded, or a literal or line that goes on, can have as its last byte: `a`, `\x61`, `&#97;`, `\u{61}`. */
const endsA = byteSet('a1;}"\'`\n');
const base64 = byteSet(base64Alphabet);
const quote = byteSet('"\'`');
const colourParameter = byteSet(`${digits};`);
const longestColour = 16;

/**
 * The base64 characters that depend on `ak_live_` and `ak_test_` alone, when 0, 1 or 2 bytes of a group stand before.
 * They start with YWtf, FrX2 or FrX3, and ha19.
 */
const stable: Record<number, Uint8Array[]> = { 0x59: [], 0x46: [], 0x68: [] };
for (const environment of ['live', 'test']) {
  for (const before of [0, 1, 2]) {
    const encoded = Buffer.from(`${'\0'.repeat(before)}ak_${environment}_`).toString('base64');
    // A character is stable when all of its six bits are inside; the last group may be partly so.
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + 8) * 8) / 6);
    const text = bytesOf(encoded.slice(from, to));
    stable[text[0] ?? 0]?.push(text);
  }
}

/** How many bytes at a place agree with a text. */
function agreeing(bytes: Uint8Array, at: number, text: Uint8Array): number {
  let n = 0;
  while (n < text.length && bytes[at + n] === text[n]) n++;
  return n;
}

/** Behind `k_`: the rest of a prefix, or as much of it as stands before an interruption. */
function behindUnderscore(bytes: Uint8Array, at: number): Kind | 0 {
  const n = Math.max(agreeing(bytes, at, live), agreeing(bytes, at, test));
  if (n === live.length) return Kind.plain;
  if (endsA[bytes[at - 3] ?? 0] === 0) return 0;
  const isInterrupted =
    interrupts[bytes[at + n] ?? 0] === 1 || opensTemplate(bytes, at + n) || isBareColour(bytes, at + n);
  return isInterrupted ? Kind.split : 0;
}

/** `[1;31m` or `[K`: a colour whose ESC was lost. */
function isBareColour(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x5b) return false;
  let end = at + 1;
  while (end < at + longestColour && colourParameter[bytes[end] ?? 0] === 1) end++;
  return bytes[end] === 0x4b || (bytes[end] === 0x6d && end > at + 1);
}

/** `${"`, `#{"` or `{"`: a literal inside of a template. */
function opensTemplate(bytes: Uint8Array, at: number): boolean {
  const brace = bytes[at] === 0x24 || bytes[at] === 0x23 ? at + 1 : at;
  return bytes[brace] === 0x7b && quote[bytes[brace + 1] ?? 0] === 1;
}

/** `k`, NUL: UTF-16 or UTF-32, with the a before it and the underscore behind it. */
function wide(bytes: Uint8Array, at: number): Kind | 0 {
  const width = bytes[at + 2] === 0x5f ? 2 : 4;
  if (bytes[at + width] !== 0x5f || bytes[at - width] !== 0x61) return 0;
  for (let i = 1; i < width; i++) if (bytes[at - i] !== 0 || bytes[at + i] !== 0) return 0;
  return Kind.wide;
}

/** `?6b`: the end of an encoded k (`\\u006b`, `\\u{6b}`, `&#x6b;`, `%256b`, `=3D6B`), or the middle of `616b5f`. */
function behindHexK(bytes: Uint8Array, at: number): Kind | 0 {
  let end = at + 3;
  switch (bytes[at] ?? -1) {
    case 0x31:
      return bytes[at - 1] === 0x36 && bytes[end] === 0x35 && ((bytes[end + 1] ?? 0) | 0x20) === 0x66
        ? Kind.hex
        : 0;
    case 0x35:
      if (bytes[at - 1] !== 0x32) return 0;
      break;
    case 0x44:
      if (bytes[at - 1] !== 0x33) return 0;
      break;
    case 0x7b:
      if (bytes[end] === 0x7d) end++;
      break;
    case 0x78:
    case 0x58:
    case 0x30:
      if (bytes[end] === 0x3b) end++;
      break;
    case 0x25:
    case 0x3d:
      break;
    default:
      return 0;
  }
  return underscoreAt(bytes, end) ? Kind.escaped : 0;
}

/** `7` of `&#0107;`: a decimal entity for k whose zeros hide its `#`, with an underscore or an entity behind it. */
function behindDecimalK(bytes: Uint8Array, at: number): Kind | 0 {
  if (bytes[at - 1] !== 0x30 || bytes[at - 2] !== 0x31 || bytes[at - 3] !== 0x30) return 0;
  const [second, third] = [bytes[at + 1], bytes[at + 2]];
  const isClosed = second === 0x3b && (third === 0x26 || third === 0x5f);
  if (!isClosed && (second !== 0x26 || third !== 0x23)) return 0;
  return underscoreAt(bytes, isClosed ? at + 2 : at + 1) ? Kind.escaped : 0;
}

function inBase64(bytes: Uint8Array, at: number): Kind | 0 {
  for (const text of stable[bytes[at] ?? 0] ?? []) {
    const n = agreeing(bytes, at, text);
    if (n === text.length || (n >= 4 && base64[bytes[at + n] ?? 0] === 0)) return Kind.base64;
  }
  return 0;
}

/** The kind of the window at `at`, or 0. Looks at most 4 bytes back and 64 ahead; bytes outside are to be 0xff. */
export function confirm(bytes: Uint8Array, at: number): Kind | 0 {
  const second = bytes[at + 1];
  const third = bytes[at + 2];
  switch (bytes[at] ?? -1) {
    case 0x6b:
      if (second === 0x5f) return behindUnderscore(bytes, at + 2);
      if (second === 0) return wide(bytes, at);
      return underscoreAt(bytes, at + 1) ? Kind.escaped : 0;
    case 0x22:
    case 0x27:
    case 0x60: {
      if (second !== 0x5f) return 0;
      const n = Math.max(agreeing(bytes, at + 2, live), agreeing(bytes, at + 2, test));
      return n === live.length ? Kind.split : 0;
    }
    case 0x59:
    case 0x46:
    case 0x68:
      return inBase64(bytes, at);
    case 0x23:
      if (second !== 0x31 || third !== 0x30 || bytes[at + 3] !== 0x37) return 0;
      return underscoreAt(bytes, bytes[at + 4] === 0x3b ? at + 5 : at + 4) ? Kind.escaped : 0;
    case 0x37:
      return behindDecimalK(bytes, at);
    case 0x5c:
      if (second !== 0x31 || third !== 0x35 || bytes[at + 3] !== 0x33) return 0;
      return underscoreAt(bytes, at + 4) ? Kind.escaped : 0;
    case 0x5f:
      if (second !== 0x6f || bytes[at + 3] !== 0x73 || bytes[at + 4] !== 0x5f) return 0;
      return bytes[at - 1] === 0x74 && bytes[at - 2] === 0x6e && bytes[at - 3] === 0x61 ? Kind.plain : 0;
    case 0x77:
      return second === 0x68 && third === 0x73 && bytes[at + 3] === 0x65 && bytes[at + 4] === 0x63
        ? Kind.plain
        : 0;
    default:
      return second === 0x36 && ((third ?? 0) | 0x20) === 0x62 ? behindHexK(bytes, at) : 0;
  }
}
