// Quoted-printable, as in mail: `=5F`, and a `=` at the end of a line that goes on in the next (RFC 2045, section 6.7).
import { byteSet } from '../prefilter/byte-set.ts';
import { blank, carriageReturn, endOf, equalsSign, hexNumber, newline } from './bytes.ts';
import { escapeDecoder } from './escape-decoder.ts';
import { startsKey } from './raw-key.ts';
import type { Rewriting } from './rewriting.ts';

/** White space that transport may have put behind a soft break. */
const mostBlanks = 8;

function read(bytes: Uint8Array, at: number, out: Rewriting): number {
  const code = hexNumber(bytes, at + 1, 2);
  if (code >= 0) {
    out.escape(code, at, at + 3);
    return at + 3;
  }
  let line = endOf(blank, bytes, at + 1, Math.min(bytes.length, at + mostBlanks));
  if (bytes[line] === carriageReturn) line++;
  // Two keys may each end with the mark.
  if (bytes[line] !== newline || startsKey(bytes, line + 1)) return -1;
  out.remove();
  return line + 1;
}

export const quotedPrintable = escapeDecoder({
  name: 'quoted-printable',
  kinds: ['escaped', 'split', 'plain', 'run', 'base64', 'hex'],
  openers: byteSet('='),
  closers: byteSet('0123456789abcdefABCDEF\n'),
  softBreak: equalsSign,
  newlines: 2,
  ahead: 2048,
  read,
});
