// What a key can stand in before it is encoded: a Basic auth pair, a line of configuration, a whole document. Short
// texts of one, two and three bytes bring it into each alignment of base64.
import { type Random, seeded, sourceLines } from '../random.ts';
import { type Wrapped, isText, latin1, surround } from './traced.ts';

export interface Frame {
  /** Empty for nothing at all. */
  name: string;
  before: string;
  behind: string;
  /** Only of use for encodings that are wrapped into lines. */
  forLines?: boolean;
  fits(inner: Wrapped): boolean;
}

/** The content of a JSON string, without what would end it. */
export function isJsonContent(text: string): boolean {
  if (text.includes('"')) return false;
  try {
    JSON.parse(`"${text}"`);
    return true;
  } catch {
    return false;
  }
}

const isLiteral = (inner: Wrapped) => isText(inner) && !inner.statement;
const textOf = ({ bytes }: Wrapped) => latin1(bytes);
/** Base64 in lines is no word, even where the ends of lines are written out. */
const isOneWord = (inner: Wrapped) =>
  isLiteral(inner) && !(inner.shape === 'dense' ? /[\s"'`\\]/ : /[\s"'`]/).test(textOf(inner));
const isOneLine = (inner: Wrapped) => isLiteral(inner) && !/[\r\n]/.test(textOf(inner));
const fitsJson = (inner: Wrapped) => isLiteral(inner) && isJsonContent(textOf(inner));
const hasLines = (inner: Wrapped) => /\n/.test(textOf(inner));

const random = seeded(7);
const code = (count: number) => sourceLines(random, count).join('');
const longText = code(300);

export const noFrame: Frame = { name: '', before: '', behind: '', fits: () => true };

export const frames: readonly Frame[] = [
  noFrame,
  { name: 'a name of one byte and a colon', before: 'u:', behind: '', fits: isOneWord },
  { name: 'a colon', before: ':', behind: '', fits: isOneWord },
  { name: 'a name of two bytes and a colon', before: 'me:', behind: '', fits: isOneWord },
  { name: 'a user without a password', before: '', behind: ':', fits: isOneWord },
  { name: 'JSON', before: '{"name":"payouts","token":"', behind: '","retries":3}', fits: fitsJson },
  {
    name: 'JSON with marks',
    before: '{"q":"~~~???>>>~~","token":"',
    behind: '","r":"???>>>~~~"}',
    fits: fitsJson,
  },
  {
    name: '.env',
    before: 'PORT=8080\nPAYOUT_TOKEN=',
    behind: '\nREGION=eu-west-1\n',
    fits: isOneWord,
  },
  { name: 'a URL', before: 'https://example.test/pay?token=', behind: '&page=2', fits: isOneWord },
  { name: 'a header', before: 'Accept: */*\r\nAuthorization: Bearer ', behind: '\r\n\r\n', fits: isOneLine },
  {
    name: 'a document with markers',
    before: '-----BEGIN SETTINGS-----\n',
    behind: '\n-----END SETTINGS-----\n',
    fits: (inner) => isLiteral(inner) && hasLines(inner),
  },
  {
    name: 'a program',
    before: code(4),
    behind: `\n${code(4)}`,
    fits: (inner) => isText(inner) && inner.statement,
  },
  ...[0, 1, 2, 3].map((nth): Frame => ({
    name: 'a long text',
    // Some keys cross the end of a line, whatever the lines' length and wherever they are cut.
    before: `${longText.slice(0, 1500 + nth * 1009)}\ntoken = "`,
    behind: `"\n${code(80)}`,
    fits: (inner) => inner.bytes.length < 2000 && isOneLine(inner) && !textOf(inner).includes('"'),
  })),
  // In lines of 48 and 57 bytes, which are 64 and 76 characters, the key starts at each column once in a while.
  ...Array.from({ length: 19 }, (_, nth): Frame => ({
    name: `a comment of ${nth * 3} bytes`,
    before: `# ${'-'.repeat(nth * 3)}\n`,
    behind: '\n# end\n',
    forLines: true,
    fits: isOneWord,
  })),
];

/** Puts a text into a frame. */
export function framed(frame: Frame, inner: Wrapped): Wrapped {
  return frame === noFrame ? inner : surround(inner, frame.before, frame.behind);
}

/** One of the frames that fit. */
export function pickFrame(inner: Wrapped, pickFrom: Random): Frame {
  const fitting = frames.filter((frame) => frame.forLines !== true && frame.fits(inner));
  return fitting[Math.floor(pickFrom() * fitting.length)] ?? noFrame;
}
