// Percent-encoding, escapes with a backslash, character references of HTML, and quoted-printable.
import { between } from '../../random.ts';
import { type Shape, type Variant, type Wrapped, latin1, rewrite } from '../traced.ts';
import type { Random } from '../../random.ts';

const plain = (byte: number) => String.fromCharCode(byte);
const hex = (byte: number, digits: number) => byte.toString(16).padStart(digits, '0');
const isPrintable = (byte: number) => byte >= 0x20 && byte < 0x7f;
const isWordByte = (byte: number) => /\w/.test(plain(byte));
const underscore = 0x5f;

interface Escape {
  name: string;
  /** Shapes that somebody does this to. */
  on: readonly Shape[];
  write: (byte: number, random: Random) => string;
}

const words: readonly Shape[] = ['words', 'text'];
const all: readonly Shape[] = ['words', 'text', 'dense', 'binary'];
const ascii: readonly Shape[] = ['words', 'text', 'dense'];

function variants(decoder: string, escapes: readonly Escape[]): Variant[] {
  return escapes.map(({ name, on, write }) => ({
    decoder,
    name,
    fits: (inner: Wrapped) => on.includes(inner.shape),
    encode: (inner, random) => rewrite(inner, (byte) => write(byte, random)),
  }));
}

const percentCode = (byte: number) => `%${hex(byte, 2).toUpperCase()}`;
const isUnreserved = (byte: number) => /[\w.~-]/.test(plain(byte));
const component = (byte: number) => (isUnreserved(byte) ? plain(byte) : percentCode(byte));

const percent = variants('percent', [
  { name: 'all, upper case', on: all, write: percentCode },
  { name: 'all, lower case', on: all, write: (byte) => percentCode(byte).toLowerCase() },
  {
    name: 'underscores, too',
    on: words,
    write: (byte) => (byte === underscore ? percentCode(byte) : component(byte)),
  },
  {
    name: 'underscores, too, lower case',
    on: words,
    write: (byte) => (byte === underscore ? '%5f' : component(byte)),
  },
  {
    name: 'every third character',
    on: words,
    write: (byte, random) => (between(random, 0, 3) === 0 ? percentCode(byte) : component(byte)),
  },
  { name: 'as a component of a URL', on: all, write: component },
]);

/** A string literal's content: what must be escaped is, also what is an escape already. */
function literal(byte: number, other: (byte: number) => string): string {
  const short = { 0x22: '\\"', 0x5c: '\\\\', 0x0a: '\\n', 0x0d: '\\r', 0x09: '\\t' }[byte];
  return short ?? (isPrintable(byte) ? plain(byte) : other(byte));
}
const u4 = (byte: number) => `\\u${hex(byte, 4)}`;
const x2 = (byte: number) => `\\x${hex(byte, 2)}`;
const backslashForms: { name: string; write: (byte: number) => string }[] = [
  { name: String.raw`\u005f`, write: u4 },
  { name: String.raw`\u005F`, write: (byte) => `\\u${hex(byte, 4).toUpperCase()}` },
  { name: String.raw`\x5f`, write: x2 },
  { name: String.raw`\u{5f}`, write: (byte) => `\\u{${hex(byte, 2)}}` },
  { name: String.raw`\U0000005f`, write: (byte) => `\\U${hex(byte, 8)}` },
  { name: String.raw`\137`, write: (byte) => `\\${byte.toString(8).padStart(3, '0')}` },
];

const jsEscape = variants('js-escape', [
  ...backslashForms.map(({ name, write }): Escape => ({ name: `all as ${name}`, on: all, write })),
  ...backslashForms.map(({ name, write }): Escape => ({
    name: `underscores as ${name}`,
    on: words,
    write: (byte) => (byte === underscore ? write(byte) : literal(byte, x2)),
  })),
  {
    name: String.raw`some as \u or \x`,
    on: words,
    write: (byte, random) => {
      const nth = between(random, 0, 6);
      return nth < 2 ? [u4(byte), x2(byte)][nth] ?? '' : literal(byte, x2);
    },
  },
  { name: String.raw`\_`, on: ['words'], write: (byte) => (byte === underscore ? '\\_' : literal(byte, x2)) },
  { name: 'a JSON string', on: all, write: (byte) => literal(byte, u4) },
  { name: 'a JSON string of PHP', on: ascii, write: (byte) => (byte === 0x2f ? '\\/' : literal(byte, u4)) },
  { name: 'a literal of Python', on: all, write: (byte) => literal(byte, x2) },
]);

const markup: Record<number, string> = { 0x26: '&amp;', 0x3c: '&lt;', 0x3e: '&gt;', 0x22: '&quot;', 0x27: '&#39;' };
const markupOnly = (byte: number) => markup[byte] ?? plain(byte);
const entityForms: { name: string; write: (byte: number) => string }[] = [
  { name: '&#95;', write: (byte) => `&#${byte};` },
  { name: '&#x5f;', write: (byte) => `&#x${hex(byte, 2)};` },
  { name: '&#x5F;', write: (byte) => `&#x${hex(byte, 2).toUpperCase()};` },
  { name: '&#0095;', write: (byte) => `&#${String(byte).padStart(4, '0')};` },
];

const htmlEntity = variants('html-entity', [
  ...entityForms.map(({ name, write }): Escape => ({ name: `all as ${name}`, on: words, write })),
  ...[...entityForms, { name: '&lowbar;', write: () => '&lowbar;' }].map(({ name, write }): Escape => ({
    name: `underscores as ${name}`,
    on: words,
    write: (byte) => (byte === underscore ? write(byte) : markupOnly(byte)),
  })),
  { name: 'markup', on: ascii, write: markupOnly },
  {
    name: 'markup as Handlebars and Razor escape it',
    on: ascii,
    write: (byte) => ([0x2b, 0x3d, 0x60].includes(byte) ? `&#x${hex(byte, 2).toUpperCase()};` : markupOnly(byte)),
  },
]);

const quotedCode = (byte: number) => `=${hex(byte, 2).toUpperCase()}`;
const isQuoted = (byte: number) => byte === 0x3d || !(isPrintable(byte) || byte === 0x0a || byte === 0x0d || byte === 0x09);
const quoted = (byte: number) => (isQuoted(byte) ? quotedCode(byte) : plain(byte));

/** Lines of 75 characters and a `=`; a code is not cut. */
function softBreaks(inner: Wrapped, newline: string): Variant['encode'] {
  return () => {
    let column = 0;
    const isBroken = Array.from(inner.bytes, (byte) => {
      const size = quoted(byte).length;
      const broken = column + size > 75;
      column = byte === 0x0a ? 0 : (broken ? 0 : column) + size;
      return broken;
    });
    return rewrite(inner, quoted, (index) => (isBroken[index] === true ? `=${newline}` : ''));
  };
}

const quotedPrintable: Variant[] = [
  ...variants('quoted-printable', [
    { name: 'all but letters and digits', on: words, write: (byte) => (isWordByte(byte) && byte !== underscore ? plain(byte) : quotedCode(byte)) },
    { name: 'all', on: words, write: quotedCode },
    { name: 'what must be', on: ascii, write: quoted },
  ]),
  ...['\n', '\r\n'].flatMap((newline): Variant[] => [
    {
      decoder: 'quoted-printable',
      name: `a soft break (${newline === '\n' ? 'LF' : 'CR LF'}) in the middle`,
      fits: ({ shape }) => words.includes(shape),
      encode: (inner, random) => {
        const at = inner.cuts[between(random, 0, inner.cuts.length)] ?? -1;
        return rewrite(inner, quoted, (index) => (index === at ? `=${newline}` : ''));
      },
    },
    {
      decoder: 'quoted-printable',
      name: `lines of 76 (${newline === '\n' ? 'LF' : 'CR LF'})`,
      fits: ({ shape, bytes }) => ascii.includes(shape) && !/^[^\n]{0,76}$/s.test(latin1(bytes)),
      encode: (inner, random) => softBreaks(inner, newline)(inner, random),
    },
  ]),
];

export const escapes: readonly Variant[] = [...percent, ...jsEscape, ...htmlEntity, ...quotedPrintable];
