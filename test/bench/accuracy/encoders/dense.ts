// Base64 and hex, as encoders and dump tools write them, and UTF-16 and UTF-32.
import { type Traced, type Variant, type Wrapped, isText, latin1 } from '../traced.ts';

interface Wrap {
  name: string;
  columns: number;
  /** What is put between lines. */
  text: string;
}

const wraps: readonly Wrap[] = [
  { name: '', columns: Infinity, text: '' },
  { name: ', wrapped at 64 by LF', columns: 64, text: '\n' },
  { name: ', wrapped at 76 by CR LF', columns: 76, text: '\r\n' },
  { name: ', wrapped at 76 and indented', columns: 76, text: '\n    ' },
  { name: String.raw`, wrapped at 64 by \n of JSON`, columns: 64, text: String.raw`\n` },
  { name: String.raw`, wrapped at 76 by \r\n of JSON`, columns: 76, text: String.raw`\r\n` },
];

/** Lays characters out that stand for bits in a row, `bits` each. */
function layOut(inner: Traced, text: string, bits: number, { columns, text: gap }: Wrap): Traced {
  const first = Math.floor((inner.start * 8) / bits);
  const behind = Math.ceil((inner.end * 8) / bits);
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += columns) lines.push(text.slice(at, at + columns));
  const place = (index: number) => index + Math.floor(index / columns) * gap.length;
  return {
    bytes: Buffer.from(lines.join(gap), 'latin1'),
    start: place(first),
    end: place(behind - 1) + 1,
    cuts: Array.from({ length: behind - first - 1 }, (_, i) => place(first + 1 + i)),
  };
}

/** A text that is shorter than a line is not wrapped. */
const fills = ({ columns }: Wrap, characters: number) => columns === Infinity || characters > columns;

const base64Variants = wraps.flatMap((wrap) =>
  [false, true].flatMap((urlSafe) =>
    [true, false].map((padded): Variant => ({
      decoder: 'base64',
      name: `${urlSafe ? 'URL-safe' : 'standard'}${padded ? '' : ' without padding'}${wrap.name}`,
      makes: 'dense',
      wraps: wrap.columns < Infinity,
      fits: ({ bytes, path }) => path === null && fills(wrap, (bytes.length * 4) / 3),
      encode: (inner) => {
        let text = inner.bytes.toString('base64');
        if (urlSafe) text = text.replaceAll('+', '-').replaceAll('/', '_');
        if (!padded) text = text.replaceAll('=', '');
        return layOut(inner, text, 6, wrap);
      },
    })),
  ),
);

const hexDigits = (inner: Traced, upper: boolean) => {
  const text = inner.bytes.toString('hex');
  return upper ? text.toUpperCase() : text;
};

const hexWraps: readonly Wrap[] = [
  ...wraps.slice(0, 2),
  { name: ', wrapped at 60 by LF', columns: 60, text: '\n' },
  { name: ', wrapped at 76 and indented', columns: 76, text: '\n    ' },
];
const hexRuns = hexWraps.flatMap((wrap) =>
  [false, true].map((upper): Variant => ({
    decoder: 'hex',
    name: `${upper ? 'upper' : 'lower'} case${wrap.name}`,
    makes: 'dense',
    wraps: wrap.columns < Infinity,
    fits: ({ bytes, path }) => path === null && fills(wrap, bytes.length * 2),
    encode: (inner) => layOut(inner, hexDigits(inner, upper), 4, wrap),
  })),
);

/** Hex with something between bytes, as debuggers, certificates and arrays in source code have it. */
const hexGroups = [
  { name: 'spaces between bytes', size: 1, before: '', gap: ' ' },
  { name: 'colons between bytes', size: 1, before: '', gap: ':' },
  { name: 'groups of two bytes', size: 2, before: '', gap: ' ' },
  { name: '0x before bytes', size: 1, before: '0x', gap: ', ' },
].flatMap(({ name, size, before, gap }) =>
  [false, true].map((upper): Variant => ({
    decoder: 'hex',
    name: `${upper ? 'upper' : 'lower'} case, ${name}`,
    makes: 'dense',
    beyond: true,
    // Nobody dumps a long text in this form without line numbers.
    fits: (inner) => isText(inner) && inner.bytes.length < 400,
    encode: (inner) => {
      const digits = hexDigits(inner, upper);
      const place = (byte: number) =>
        byte * 2 + Math.floor(byte / size) * (gap.length + before.length) + before.length;
      const groups: string[] = [];
      for (let at = 0; at < digits.length; at += size * 2)
        groups.push(before + digits.slice(at, at + size * 2));
      return {
        bytes: Buffer.from(groups.join(gap), 'latin1'),
        start: place(inner.start),
        end: place(inner.end - 1) + 2,
        cuts: [],
      };
    },
  })),
);

const isAscii = ({ bytes }: Wrapped) => bytes.every((byte) => byte > 0 && byte < 0x80);

const wideVariants = [2, 4].flatMap((width) =>
  [false, true].flatMap((big) =>
    [false, true].map((marked): Variant => ({
      decoder: width === 2 ? 'utf-16' : 'utf-32',
      name: `${big ? 'big' : 'little'} endian${marked ? ' with a byte order mark' : ''}`,
      makes: 'binary',
      fits: isAscii,
      encode: (inner) => {
        const text = `${marked ? '\ufeff' : ''}${latin1(inner.bytes)}`;
        const bytes = Buffer.alloc(text.length * width);
        for (let i = 0; i < text.length; i++) {
          const code = text.charCodeAt(i);
          if (width === 2 && big) bytes.writeUInt16BE(code, i * 2);
          else if (width === 2) bytes.writeUInt16LE(code, i * 2);
          else if (big) bytes.writeUInt32BE(code, i * 4);
          else bytes.writeUInt32LE(code, i * 4);
        }
        const mark = marked ? 1 : 0;
        return { bytes, start: (inner.start + mark) * width, end: (inner.end + mark) * width, cuts: [] };
      },
    })),
  ),
);

export const dense: readonly Variant[] = [...base64Variants, ...hexRuns, ...hexGroups, ...wideVariants];
