// What a key can stand in before it is encoded: a Basic auth pair, a line of configuration, a whole document. Short
// texts of one, two and three bytes bring it into each alignment of base64.
import { type Random, seeded, sourceLines } from '../random.ts';
import { type Wrapped, latin1, surround } from './traced.ts';

export interface Frame {
  /** Empty for nothing at all. */
  name: string;
  before: string;
  behind: string;
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

const isText = ({ shape, statement }: Wrapped) => shape !== 'binary' && !statement;
const textOf = ({ bytes }: Wrapped) => latin1(bytes);
const isOneWord = (inner: Wrapped) => isText(inner) && !/[\s"'`]/.test(textOf(inner));
const isOneLine = (inner: Wrapped) => isText(inner) && !/[\r\n]/.test(textOf(inner));
const fitsJson = (inner: Wrapped) => isText(inner) && isJsonContent(textOf(inner));
const hasLines = (inner: Wrapped) => /\n/.test(textOf(inner));

const random = seeded(7);
const code = (count: number) => sourceLines(random, count).join('');

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
    fits: (inner) => isText(inner) && hasLines(inner),
  },
  { name: 'a program', before: code(4), behind: `\n${code(4)}`, fits: ({ shape, statement }) => shape !== 'binary' && statement },
  {
    name: 'a long text',
    before: `${code(80)}token = "`,
    behind: `"\n${code(80)}`,
    fits: (inner) => isOneLine(inner) && !textOf(inner).includes('"'),
  },
];

/** Puts a text into a frame. */
export function framed(frame: Frame, inner: Wrapped): Wrapped {
  return frame === noFrame ? inner : surround(inner, frame.before, frame.behind);
}

/** One of the frames that fit. */
export function pickFrame(inner: Wrapped, pickFrom: Random): Frame {
  const fitting = frames.filter((frame) => frame.fits(inner));
  return fitting[Math.floor(pickFrom() * fitting.length)] ?? noFrame;
}
