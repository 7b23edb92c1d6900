// A key in each single encoding, with what the redactor is to make of it; and a judge that tells whether a part of a key is
// left in an output, in whatever encoding.

const prefixLength = 8;

export interface Wrapped {
  input: string;
  output: string;
}

const stars = (key: string) => `****${key.slice(-4)}`;
const shown = (key: string) => `${key.slice(0, prefixLength)}${stars(key)}`;

/** Escapes some characters; those of the prefix stay as they are, and the body is masked. */
function escaped(escape: (code: number) => string, which: (character: string, index: number) => boolean) {
  return (key: string): Wrapped => {
    const units = Array.from(key, (c, i) => (which(c, i) ? escape(c.charCodeAt(0)) : c));
    return { input: units.join(''), output: units.slice(0, prefixLength).join('') + stars(key) };
  };
}

/** Something between two characters of a key; before the body, in it, or behind it where it is. */
function interrupted(at: number, what: string, around: [string, string] = ['', '']) {
  return (key: string): Wrapped => {
    const [open, close] = around;
    const body = at <= prefixLength ? `${key.slice(at, prefixLength)}${stars(key)}` : '';
    const before = at <= prefixLength ? key.slice(0, at) : shown(key);
    return {
      input: `${open}${key.slice(0, at)}${what}${key.slice(at)}${close}`,
      output: `${open}${before}${what}${body}${close}`,
    };
  };
}

/** Base64 of the key with something before and behind; `columns` wraps it. */
function inBase64(before: string, behind: string, urlSafe = false) {
  return (key: string): Wrapped => {
    const encode = (text: string) => Buffer.from(text, 'latin1').toString(urlSafe ? 'base64url' : 'base64');
    const input = encode(before + key + behind);
    const from = Math.ceil((before.length * 8) / 6);
    const to = Math.ceil(((before.length + key.length) * 8) / 6);
    return { input, output: input.slice(0, from) + shown(key) + input.slice(to) };
  };
}

function inHex(before: string, behind: string, upper = false) {
  return (key: string): Wrapped => {
    const encode = (text: string) => {
      const hex = Buffer.from(text, 'latin1').toString('hex');
      return upper ? hex.toUpperCase() : hex;
    };
    return { input: encode(before + key + behind), output: encode(before) + shown(key) + encode(behind) };
  };
}

/** UTF-16 or UTF-32; `lead` NULs before the byte that is not one. */
function wide(width: number, lead: number) {
  return (key: string): Wrapped => {
    const encode = (text: string) =>
      Array.from(` ${text}\n`, (c) => '\0'.repeat(lead) + c + '\0'.repeat(width - 1 - lead)).join('');
    return { input: encode(key), output: encode(shown(key)) };
  };
}

const hexOf = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
const all = () => true;
const underscores = (c: string) => c === '_';
const some = (_: string, i: number) => i % 7 === 2;

/** By name: from a key to its wrapped form, and to that redacted. */
export const wrappings: Record<string, (key: string) => Wrapped> = {
  plain: (key) => ({ input: key, output: shown(key) }),
  'in quotes': (key) => ({ input: `"${key}"`, output: `"${shown(key)}"` }),
  'in a URL': (key) => ({
    input: `https://x.test/?key=${key}&page=1`,
    output: `https://x.test/?key=${shown(key)}&page=1`,
  }),
  'in JSON': (key) => ({ input: `{"key":"${key}","n":1}`, output: `{"key":"${shown(key)}","n":1}` }),
  base64: inBase64('', ''),
  'base64, behind one byte': inBase64(':', ''),
  'base64, behind two bytes': inBase64('x:', ';'),
  'base64, inside of a text': inBase64('{"user":"someone","password":"', '","remember":true}'),
  'base64, URL-safe': inBase64('???>>>~~~ ', ' ~~~???', true),
  hex: inHex('', ''),
  'hex, in upper case': inHex(':', ';', true),
  'UTF-16, little endian': wide(2, 0),
  'UTF-16, big endian': wide(2, 1),
  'UTF-32, little endian': wide(4, 0),
  'UTF-32, big endian': wide(4, 3),
  percent: escaped((code) => `%${hexOf(code, 2).toUpperCase()}`, underscores),
  'percent, all': escaped((code) => `%${hexOf(code, 2)}`, all),
  'percent, some': escaped((code) => `%${hexOf(code, 2)}`, some),
  'js-escape, u': escaped((code) => `\\u${hexOf(code, 4)}`, underscores),
  'js-escape, x, all': escaped((code) => `\\x${hexOf(code, 2)}`, all),
  'js-escape, braces': escaped((code) => `\\u{${hexOf(code, 2)}}`, some),
  'js-escape, octal': escaped((code) => `\\${code.toString(8).padStart(3, '0')}`, underscores),
  'html-entity, decimal': escaped((code) => `&#${code};`, underscores),
  'html-entity, decimal with zeros, all': escaped((code) => `&#00${code};`, all),
  'html-entity, hex, all': escaped((code) => `&#x${hexOf(code, 2)};`, all),
  'quoted-printable': escaped((code) => `=${hexOf(code, 2).toUpperCase()}`, underscores),
  'quoted-printable, soft break in the prefix': interrupted(5, '=\n'),
  'quoted-printable, soft break in the body': interrupted(14, '=\r\n'),
  'ansi, in the prefix': interrupted(3, '\x1b[1m'),
  'ansi, behind the prefix': interrupted(8, '\x1b[0;31m'),
  'ansi, in the body': interrupted(20, '\x1b[0m'),
  'ansi, with a soft break of mail in the colour': interrupted(20, '\x1b[38;=\r\n5;34m'),
  'split over literals': interrupted(8, '" + "', ['"', '"']),
  'split over literals, in the body': interrupted(15, "' . '", ["'", "'"]),
  'split over elements of a list': interrupted(8, '", "', [
    'f(["https://example.test/?token=',
    '&a=1"].join(""))',
  ]),
  'split over arguments': interrupted(11, '", "', ['concat!("me:', '")']),
  'split over elements of a list, in the first word of the prefix': interrupted(2, '", "', [
    't = ["me:',
    '"].join("")',
  ]),
  'split over lines': interrupted(15, '" +\n    "', ['"', '"']),
  'split over lines without an operator': interrupted(12, "'\n        '", ["'", "'"]),
  'a line that goes on': interrupted(13, '\\\n', ['"', '"']),
};

const window = 12;

/** The characters of base64 that depend on a text alone, for each number of bytes before it in a group. */
function stableBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from('\0'.repeat(before) + text, 'latin1').toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + text.length) * 8) / 6));
  });
}

/** Undoes each encoding of running text, one after another. */
const readings: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('\0', ''),
  (text) =>
    text.replace(/[%=]([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  (text) => text.replace(/=\r?\n|\\\n/g, ''),
  (text) =>
    text.replace(/\\(?:u\{?|x)0*([\da-f]{2})\}?/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    ),
  (text) => text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))),
  (text) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
  (text) =>
    text.replace(/&#x([\da-f]+);/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  // oxlint-disable-next-line no-control-regex
  (text) => text.replace(/\x1b\[[\d;]*m/g, ''),
  (text) => text.replace(/["']\s*[+.]?\s*["']/g, ''),
];

/** Whether an output holds twelve characters of a key in a row, plain or in any single encoding. */
export function leaks(output: string, key: string): boolean {
  const texts = readings.map((read) => read(output));
  const lower = output.toLowerCase();
  for (let at = 0; at + window <= key.length; at++) {
    const part = key.slice(at, at + window);
    if (texts.some((text) => text.includes(part))) return true;
    if (
      stableBase64(part).some(
        (code) => output.includes(code) || output.replaceAll(/[+/]/g, '').includes(code),
      )
    )
      return true;
    if (lower.includes(Buffer.from(part, 'latin1').toString('hex'))) return true;
  }
  return false;
}
