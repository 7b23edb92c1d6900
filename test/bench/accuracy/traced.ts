// Bytes that hold a key, and the way it went into them: what the accuracy bench knows about each text that it makes, and
// holds the scanner's answer against. Nothing here is taken from src/detect.
import { type Random, between } from '../random.ts';

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
 * left (base64, hex), units of more than a byte (UTF-16), or a container.
 */
export type Shape = 'words' | 'text' | 'dense' | 'binary' | 'packed';

/** One encoding that was applied, as it may show in a match's `encoding`. */
export interface Link {
  name: string;
  /** The key can be read without undoing this one, for it left its stretch as it was or only broke it into lines. */
  optional: boolean;
  /** Those inside that can be undone only after it: of others it left the codes as they are. */
  covers: readonly Link[];
}

export interface Wrapped extends Traced {
  shape: Shape;
  /** A program's text rather than something that fits between quotes. */
  statement: boolean;
  /** What a file of it is called, where that matters. */
  path: string | null;
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
  /** It only puts something between characters. */
  inserts?: boolean;
  /** The result is a program's text. */
  makesStatement?: boolean;
  /** What a file of it must be called. */
  path?: string;
  /** What the stretch becomes; by default `text`, or `dense` when it was no text. */
  makes?: Shape;
  /** The result is wrapped into lines. */
  wraps?: boolean;
  /** More than was promised: counted apart, and in no chain. */
  beyond?: boolean;
  /** In no chain: what it is seen by, right at the start of a key or far before it, would be encoded or out of reach. */
  alone?: boolean;
}

/** Whether it can stand in a text. */
export const isText = ({ shape }: Wrapped): boolean => shape !== 'binary' && shape !== 'packed';

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
    path: null,
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

/** Right behind the k. Once the underscore is encoded, nothing is left there that a key could be seen by. */
const behindK = 1;

/** A random one of `cuts` from `least` on, by its index, that leaves the rest of an encoded key something to be seen by. */
export function someCut(inner: Wrapped, random: Random, least = 0, most = inner.cuts.length): number {
  for (;;) {
    const nth = between(random, least, most);
    if (nth !== behindK || inner.shape === 'words') return nth;
  }
}

/** Applies an encoding, and notes what can be said about it. */
export function apply(variant: Variant, inner: Wrapped, random: Random, frame: string): Wrapped {
  const traced = variant.encode(inner, random);
  const asBefore = inner.shape === 'words' || inner.shape === 'text' ? 'text' : 'dense';
  const covers =
    variant.inserts === true ? [] : inner.links.filter((each) => !leavesCodes(each, inner, traced));
  // Two of a kind are undone at once.
  const isTwin = covers.length === 0 && inner.links.some(({ name }) => name === variant.decoder);
  const link = { name: variant.decoder, optional: isTwin || isOptional(variant, inner, traced), covers };
  return {
    ...traced,
    shape: variant.makes ?? asBefore,
    statement: variant.makesStatement ?? (variant.inserts === true && inner.statement),
    path: variant.path ?? null,
    links: [link, ...inner.links],
    recipe: [`${variant.decoder} (${variant.name})${frame === '' ? '' : ` of ${frame}`}`, ...inner.recipe],
  };
}

const stretchOf = ({ bytes, start, end }: Traced) => bytes.toString('latin1', start, end);
const writtenBreaks = /\\+[nr]|%0[ad]|%20|&#(?:10|13|x0?[ad]);|=\r?\n|=(?:\\+r)?\\+n|\s+/gi;
const writtenEscape = /\\+(?:x1b|u001b|u\{1b\}|033)/gi;

/** What the codes of an escape, a colour or a joint look like; of other encodings each character is one. */
const codes: Record<string, RegExp> = {
  percent: /%[\da-f]{2}/gi,
  'js-escape': /\\(?:u\{[\da-f]+\}|u[\da-f]{4}|U[\da-f]{8}|x[\da-f]{2}|[0-7]{3}|_|\r?\n)/gi,
  'html-entity': /&#?\w+;/g,
  'quoted-printable': /=[\dA-F]{2}|=\r?\n/g,
  ansi: /(?:\x1b|\\x1b|\\u001b|\\033|\^\[)?\[/g,
  'split-literal': /["'`]/g,
};

/** Whether what was done last changed other characters than those that a link inside had made. */
function leavesCodes({ name }: Link, inner: Wrapped, outer: Traced): boolean {
  const code = codes[name];
  if (inner.shape !== 'text' || code === undefined) return false;
  return String(stretchOf(inner).match(code)) === String(stretchOf(outer).match(code));
}

/**
 * Base64 and hex are read across lines, literals and escaped newlines; colours also where their ESC is written out, and
 * joints where their quotes are escaped.
 */
function isOptional(variant: Variant, inner: Wrapped, outer: Traced): boolean {
  const before = stretchOf(inner);
  const after = stretchOf(outer);
  const same = (pattern: RegExp, by: string) => after.replace(pattern, by) === before.replace(pattern, by);
  if (before === after) return true;
  if (inner.shape === 'dense' && (variant.inserts === true || same(writtenBreaks, ''))) return true;
  const holds = (name: string) => inner.links.some((link) => link.name === name);
  if (holds('ansi') && same(writtenEscape, '\x1b')) return true;
  const read = after.replace(/\\(\r?\n|["'\\/nrt])/g, (_, c: string) => (/[nrt\n]/.test(c) ? ' ' : c));
  const wanted = before.replace(/[\n\r\t]/g, ' ');
  return holds('split-literal') && read.replaceAll(' ', '') === wanted.replaceAll(' ', '');
}
