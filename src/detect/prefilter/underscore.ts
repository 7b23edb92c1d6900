// Whether an underscore stands at a place, as itself or encoded: what must follow the k of an encoded `ak_`. Each
// encoding may have been applied again (`%255f`, `&amp;#95;`, `\\u005f`), and a colour code may stand before it.

/** No encoding is applied more often than this, nor are there more leading zeros. */
const depth = 8;

const isF = (byte: number | undefined) => byte === 0x66 || byte === 0x46;

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** Skips a text as often as it is repeated. */
function skip(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < depth && startsWith(bytes, at, text); i++) at += text.length;
  return at;
}

const isB = (byte: number | undefined) => byte === 0x62 || byte === 0x42;

/** The digits of ESC, and the bracket of a colour, as itself or encoded. */
function isColour(bytes: Uint8Array, at: number, bracket: string): boolean {
  if (bytes[at] !== 0x31 || !isB(bytes[at + 1])) return false;
  return bytes[at + 2] === 0x5b || (startsWith(bytes, at + 2, bracket) && isB(bytes[at + 4]));
}

/** `5f` behind any number of zeros. */
function hexUnderscore(bytes: Uint8Array, at: number): boolean {
  const digits = skip(bytes, at, '0');
  return bytes[digits] === 0x35 && isF(bytes[digits + 1]);
}

/** `\u005f`, `\u{5f}`, `\U0000005f`, `\x5f`, `\137`, `\_` (Markdown), and ESC as `\u001b`, `\x1b`, `\033`, `\e`. */
function behindBackslash(bytes: Uint8Array, at: number): boolean {
  switch (bytes[at] ?? -1) {
    case 0x5f:
      return true;
    case 0x75:
      return hexUnderscore(bytes, bytes[at + 1] === 0x7b ? at + 2 : at + 1) || startsWith(bytes, at, 'u001b');
    case 0x55:
    case 0x78:
      return hexUnderscore(bytes, at + 1) || startsWith(bytes, at, 'x1b');
    case 0x31:
      return startsWith(bytes, at, '137');
    case 0x30:
      return startsWith(bytes, at, '033');
    case 0x65:
      return startsWith(bytes, at, 'e[');
    default:
      return false;
  }
}

/** `&#95;`, `&#x5f;`, `&lowbar;`, `&UnderBar;`: https://html.spec.whatwg.org/multipage/named-characters.html */
function behindAmpersand(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x23) return startsWith(bytes, at, 'lowbar') || startsWith(bytes, at, 'UnderBar');
  const next = bytes[at + 1];
  if (next === 0x78 || next === 0x58) return hexUnderscore(bytes, at + 2);
  return startsWith(bytes, skip(bytes, at + 1, '0'), '95');
}

/** No escape for an underscore is longer; a soft break in it is looked for so far. */
const longestEscape = 12;
const longestBreak = 6;

/** Length of the soft break of quoted-printable at a place, its newline perhaps written out (`\r\n`), or 0. */
function softBreak(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== 0x3d) return 0;
  let line = skip(bytes, at + 1, '3D');
  if (bytes[line] === 0x0d) line++;
  else if (startsWith(bytes, line, '\\r')) line += 2;
  const end = startsWith(bytes, line, '\\n') ? line + 2 : bytes[line] === 0x0a ? line + 1 : at;
  return end - at <= longestBreak ? end - at : 0;
}

/** Looks at most 64 bytes ahead. A soft break of quoted-printable may stand before the underscore, or in its escape. */
export function underscoreAt(bytes: Uint8Array, at: number): boolean {
  if (isUnderscore(bytes, at)) return true;
  for (let i = at; i < at + longestEscape; i++) {
    const length = softBreak(bytes, i);
    if (length === 0) continue;
    const rest = bytes.subarray(i + length, i + length + 64 - longestEscape - longestBreak);
    return isUnderscore(Uint8Array.of(...bytes.subarray(at, i), ...rest), 0);
  }
  return false;
}

function isUnderscore(bytes: Uint8Array, at: number): boolean {
  switch (bytes[at] ?? -1) {
    case 0x5f:
      return true;
    case 0x1b:
      return bytes[at + 1] === 0x5b;
    case 0x5c:
      return behindBackslash(bytes, skip(bytes, at, '\\'));
    case 0x25: {
      const code = skip(bytes, at + 1, '25');
      return (bytes[code] === 0x35 && isF(bytes[code + 1])) || isColour(bytes, code, '%5');
    }
    case 0x26:
      return behindAmpersand(bytes, skip(bytes, at + 1, 'amp;'));
    case 0x3d: {
      const code = skip(bytes, at + 1, '3D');
      return (bytes[code] === 0x35 && isF(bytes[code + 1])) || isColour(bytes, code, '=5');
    }
    default:
      return false;
  }
}
