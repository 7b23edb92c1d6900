// Percent-encoding, as in URLs and forms: `%5F`, and `%u005F` of old browsers.
import { byteSet } from '../prefilter/byte-set.ts';
import { hexDigit, hexNumber } from './bytes.ts';
import { escapeDecoder } from './escape-decoder.ts';
import type { Rewriting } from './rewriting.ts';

function read(bytes: Uint8Array, at: number, out: Rewriting): number {
  const wide = bytes[at + 1] === 0x75;
  const end = wide ? at + 6 : at + 3;
  const code = wide ? hexNumber(bytes, at + 2, 4) : hexNumber(bytes, at + 1, 2);
  if (code < 0) return -1;
  out.escape(code, at, end);
  return end;
}

export const percent = escapeDecoder({
  name: 'percent',
  kinds: ['escaped', 'split', 'plain', 'run'],
  openers: byteSet('%'),
  closers: hexDigit,
  softBreak: -1,
  newlines: 0,
  ahead: 2048,
  read,
});
