// Percent-encoding, escapes with a backslash, character references of HTML, and quoted-printable.
import { between } from '../../random.ts';
import { type Shape, type Traced, type Variant, type Wrapped, latin1, rewrite, someCut } from '../traced.ts';
import type { Random } from '../../random.ts';

const plain = (byte: number) => String.fromCharCode(byte);
const hex = (byte: number, digits: number) => byte.toString(16).padStart(digits, '0');
const isPrintable = (byte: number) => byte >= 0x20 && byte < 0x7f;
const isWordByte = (byte: number) => /\w/.test(plain(byte));
const underscore = 0x5f;

interface Escape {
  name: string;
  beyond?: boolean;
  alone?: boolean;
  /** Shapes that somebody does this to. */
  on: readonly Shape[];
  write: (byte: number, random: Random) => string;
}

const words: readonly Shape[] = ['words', 'text'];
/** What is written in escapes from end to end is a name or a key, not what is escaped already. */
const bareWords: readonly Shape[] = ['words'];
const all: readonly Shape[] = ['words', 'text', 'dense', 'binary'];
const ascii: readonly Shape[] = ['words', 'text', 'dense'];

function variants(decoder: string, escapes: readonly Escape[]): Variant[] {
  return escapes.map(({ name, on, write, beyond = false, alone = false }) => ({
    decoder,
    name,
    beyond,
    alone,
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

const continued: Variant = {
  decoder: 'js-escape',
  name: 'a continued line inside of a literal',
  fits: ({ shape }) => words.includes(shape),
  // Directly behind the k there is nothing to see it by.
  encode: (inner, random) => {
    const at = inner.cuts[between(random, 2, inner.cuts.length)] ?? -1;
    return rewrite(
      inner,
      (byte) => literal(byte, x2),
      (index) => (index === at ? '\\\n' : ''),
    );
  },
};

const jsEscape = [
  continued,
  ...variants('js-escape', [
    ...backslashForms.map(({ name, write }): Escape => ({
      name: `all as ${name}`,
      on: name.includes('{') ? bareWords : all,
      write,
    })),
    ...backslashForms.map(({ name, write }): Escape => ({
      name: `underscores as ${name}`,
      on: words,
      write: (byte) => (byte === underscore ? write(byte) : literal(byte, x2)),
    })),
    {
      name: String.raw`some as \u or \x`,
      on: bareWords,
      write: (byte, random) => {
        const nth = between(random, 0, 6);
        return nth < 2 ? ([u4(byte), x2(byte)][nth] ?? '') : literal(byte, x2);
      },
    },
    {
      name: String.raw`\_`,
      on: bareWords,
      alone: true,
      write: (byte) => (byte === underscore ? '\\_' : literal(byte, x2)),
    },
    { name: 'a JSON string', on: all, write: (byte) => literal(byte, u4) },
    { name: 'a JSON string of PHP', on: ascii, write: (byte) => (byte === 0x2f ? '\\/' : literal(byte, u4)) },
    { name: 'a literal of Python', on: all, write: (byte) => literal(byte, x2) },
  ]),
];

const markup: Record<number, string> = {
  0x26: '&amp;',
  0x3c: '&lt;',
  0x3e: '&gt;',
  0x22: '&quot;',
  0x27: '&#39;',
};
const markupOnly = (byte: number) => markup[byte] ?? plain(byte);
const entityForms: { name: string; write: (byte: number) => string }[] = [
  { name: '&#95;', write: (byte) => `&#${byte};` },
  { name: '&#x5f;', write: (byte) => `&#x${hex(byte, 2)};` },
  { name: '&#x5F;', write: (byte) => `&#x${hex(byte, 2).toUpperCase()};` },
  { name: '&#0095;', write: (byte) => `&#${String(byte).padStart(4, '0')};` },
];

const htmlEntity = variants('html-entity', [
  ...entityForms.map(({ name, write }): Escape => ({
    name: `all as ${name}`,
    on: bareWords,
    write,
    beyond: name.includes('#00'),
  })),
  ...[...entityForms, { name: '&lowbar;', write: () => '&lowbar;' }].map(({ name, write }): Escape => ({
    name: `underscores as ${name}`,
    on: words,
    write: (byte) => (byte === underscore ? write(byte) : markupOnly(byte)),
  })),
  { name: 'markup', on: ascii, write: markupOnly },
  {
    name: 'markup as Handlebars and Razor escape it',
    on: ['words', 'dense'],
    write: (byte) =>
      [0x2b, 0x3d, 0x60].includes(byte) ? `&#x${hex(byte, 2).toUpperCase()};` : markupOnly(byte),
  },
]);

const quotedCode = (byte: number) => `=${hex(byte, 2).toUpperCase()}`;
const isQuoted = (byte: number) =>
  byte === 0x3d || !(isPrintable(byte) || byte === 0x0a || byte === 0x0d || byte === 0x09);
const quoted = (byte: number) => (isQuoted(byte) ? quotedCode(byte) : plain(byte));

/** Lines of 75 characters and a `=`, where a line is longer than 76; a code is not cut. */
function softBreaks(inner: Wrapped, newline: string): Traced {
  const sizes = Array.from(inner.bytes, (byte) => (byte === 0x0a || byte === 0x0d ? 0 : quoted(byte).length));
  let column = 0;
  const isBroken = sizes.map((size, i) => {
    const end = inner.bytes[i + 1];
    const isLast = end === undefined || end === 0x0a || end === 0x0d;
    const broken = column + size > (isLast ? 76 : 75);
    column = inner.bytes[i] === 0x0a ? 0 : (broken ? 0 : column) + size;
    return broken;
  });
  return rewrite(inner, quoted, (index) => (isBroken[index] === true ? `=${newline}` : ''));
}

/** Base64 in lines of its own is an attachment or a block of text, which is not broken into lines again. */
const isInLines = ({ shape, bytes, start, end }: Wrapped) =>
  shape === 'dense' && /\n|\\n/.test(bytes.toString('latin1', start, end));

const quotedPrintable: Variant[] = [
  ...variants('quoted-printable', [
    {
      name: 'all but letters and digits',
      on: bareWords,
      write: (byte) => (isWordByte(byte) && byte !== underscore ? plain(byte) : quotedCode(byte)),
    },
    { name: 'all', on: bareWords, write: quotedCode },
    { name: 'what must be', on: ascii, write: quoted },
  ]),
  ...['\n', '\r\n'].flatMap((newline): Variant[] => [
    {
      decoder: 'quoted-printable',
      name: `a soft break (${newline === '\n' ? 'LF' : 'CR LF'}) in the middle`,
      fits: ({ shape }) => words.includes(shape),
      encode: (inner, random) => {
        const at = inner.cuts[someCut(inner, random)] ?? -1;
        return rewrite(inner, quoted, (index) => (index === at ? `=${newline}` : ''));
      },
    },
    {
      decoder: 'quoted-printable',
      name: `lines of 76 (${newline === '\n' ? 'LF' : 'CR LF'})`,
      fits: (inner) =>
        ascii.includes(inner.shape) && /[^\n]{77}/.test(latin1(inner.bytes)) && !isInLines(inner),
      encode: (inner) => softBreaks(inner, newline),
    },
  ]),
];

export const escapes: readonly Variant[] = [...percent, ...jsEscape, ...htmlEntity, ...quotedPrintable];
