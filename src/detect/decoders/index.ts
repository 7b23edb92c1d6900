// The decoders: one line for each.
import { ansi } from './ansi.ts';
import { base64 } from './base64.ts';
import type { Decoder, Reach } from './decoder.ts';
import { hex } from './hex.ts';
import { htmlEntity } from './html-entity.ts';
import { jsEscape } from './js-escape.ts';
import { percent } from './percent.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { splitLiteral } from './split-literal.ts';
import { utf16, utf32 } from './wide.ts';

/** In the order in which they are tried. */
export const decoders: readonly Decoder[] = [
  base64,
  hex,
  utf16,
  utf32,
  percent,
  jsEscape,
  htmlEntity,
  quotedPrintable,
  ansi,
  splitLiteral,
];

/** One for each decoder: nothing has been decoded yet. */
export function freshReach(): Reach[] {
  return decoders.map(() => ({}));
}
