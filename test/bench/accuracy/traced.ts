// Bytes that hold a key, and the way it went into them: what the accuracy bench knows about each text that it makes, and
// holds the scanner's answer against. Nothing here is taken from src/detect.
import type { Random } from '../random.ts';

/** Bytes, and the stretch [start, end) of them that the key, or all of its wrapping, is. */
export interface Traced {
  bytes: Buffer;
  start: number;
  end: number;
  /** Offsets inside the stretch, rising, where something can stand between without cutting a character's code in two. */
  cuts: readonly number[];
}

/**
 * What the stretch consists of: the key itself, text with escapes in it, an encoding that has no letters of the key
 * left (base64, hex), or bytes that are no text (UTF-16).
 */
export type Shape = 'words' | 'text' | 'dense' | 'binary';

/** One encoding that was applied, as it may show in a match's `encoding`. */
export interface Link {
  name: string;
  /** The key can be read without undoing this one, for it left its stretch as it was or only broke it into lines. */
  optional: boolean;
  /** It only put something between characters, so it can be undone before or after the one inside of it. */
  inserts: boolean;
}

export interface Wrapped extends Traced {
  shape: Shape;
  /** A program's text rather than something that fits between quotes. */
  statement: boolean;
  /** Outermost first, as in a match. */
  links: readonly Link[];
  /** For people: each encoding with its variant and what was around it, outermost first. */
  recipe: readonly string[];
}

/** One way to encode. */
export interface Variant {
  /** The name of the decoder that undoes it. */
  decoder: string;
  name: string;
  /** Whether anybody would do that to such a thing. */
  fits(inner: Wrapped): boolean;
  encode(inner: Wrapped, random: Random): Traced;
  /** See `Link.inserts`. */
  inserts?: boolean;
  /** The result is a program's text. */
  makesStatement?: boolean;
  /** What the stretch becomes; by default `text`, or `dense` when it was no text. */
  makes?: Shape;
}

export const latin1 = (bytes: Buffer): string => bytes.toString('latin1');

/** The key alone. */
export function bare(key: string): Wrapped {
  return {
    bytes: Buffer.from(key, 'latin1'),
    start: 0,
    end: key.length,
    cuts: Array.from({ length: key.length - 1 }, (_, i) => i + 1),
    shape: 'words',
    statement: false,
    links: [],
    recipe: [],
  };
}

/** The same with something before and behind. */
export function surround<T extends Traced>(traced: T, before: string | Buffer, behind: string | Buffer): T {
  const head = typeof before === 'string' ? Buffer.from(before, 'latin1') : before;
  const tail = typeof behind === 'string' ? Buffer.from(behind, 'latin1') : behind;
  const by = head.length;
  return {
    ...traced,
    bytes: Buffer.concat([head, traced.bytes, tail]),
    start: traced.start + by,
    end: traced.end + by,
    cuts: traced.cuts.map((cut) => cut + by),
  };
}

/**
 * Writes each byte anew.
 * @param gap what is put before a byte, for what belongs to neither of its neighbours.
 */
export function rewrite(
  traced: Traced,
  write: (byte: number, index: number) => string,
  gap: (index: number) => string = () => '',
): Traced {
  const parts: string[] = [];
  const starts = new Map<number, number>();
  const wanted = new Set([traced.start, ...traced.cuts]);
  let length = 0;
  let end = -1;
  for (const [index, byte] of traced.bytes.entries()) {
    const before = gap(index);
    const text = write(byte, index);
    parts.push(before, text);
    length += before.length;
    if (wanted.has(index)) starts.set(index, length);
    length += text.length;
    if (index === traced.end - 1) end = length;
  }
  return {
    bytes: Buffer.from(parts.join(''), 'latin1'),
    start: starts.get(traced.start) ?? -1,
    end,
    cuts: traced.cuts.map((cut) => starts.get(cut) ?? -1),
  };
}

/** Puts a text at some places, by their index in `cuts`. */
export function insertAt(traced: Traced, texts: ReadonlyMap<number, string>): Traced {
  const byOffset = new Map([...texts].map(([nth, text]) => [traced.cuts[nth] ?? -1, text]));
  return rewrite(
    traced,
    (byte) => String.fromCharCode(byte),
    (index) => byOffset.get(index) ?? '',
  );
}

/** Applies an encoding, and notes what can be said about it. */
export function apply(variant: Variant, inner: Wrapped, random: Random, frame: string): Wrapped {
  const traced = variant.encode(inner, random);
  const asBefore = inner.shape === 'words' || inner.shape === 'text' ? 'text' : 'dense';
  const link = {
    name: variant.decoder,
    optional: isOptional(variant, inner, traced),
    inserts: variant.inserts === true,
  };
  return {
    ...traced,
    shape: variant.makes ?? asBefore,
    statement: variant.makesStatement ?? (variant.inserts === true && inner.statement),
    links: [link, ...inner.links],
    recipe: [`${variant.decoder} (${variant.name})${frame === '' ? '' : ` of ${frame}`}`, ...inner.recipe],
  };
}

const stretchOf = ({ bytes, start, end }: Traced) => bytes.toString('latin1', start, end);
const writtenBreaks = /\\+[nr]|%0[ad]|&#(?:10|13|x0?[ad]);|=\r?\n|\s+/gi;
const writtenEscape = /\\+(?:x1b|u001b|u\{1b\}|033)/gi;

/** Base64 and hex are read across lines, literals and escaped newlines; colours also where their ESC is written out. */
function isOptional(variant: Variant, inner: Wrapped, outer: Traced): boolean {
  const before = stretchOf(inner);
  const after = stretchOf(outer);
  if (before === after) return true;
  if (inner.shape === 'dense' && variant.inserts === true) return true;
  if (inner.shape === 'dense' && after.replace(writtenBreaks, '') === before.replace(/\s+/g, '')) return true;
  if (inner.links[0]?.name !== variant.decoder && inner.links[0]?.name !== 'ansi') return false;
  return variant.inserts === true || after.replace(writtenEscape, '\x1b') === before;
}
