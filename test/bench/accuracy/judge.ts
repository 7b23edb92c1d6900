// Asks the scanner about one text, and compares each match with what is known. Keys stay here: what leaves is numbers.
import { fingerprintOf } from '../../../src/core/secret.ts';
import type { Match } from '../../../src/core/match.ts';
import { Scanner } from '../../../src/detect/scanner.ts';
import { rules } from '../../helpers/rules.ts';
import type { Placed } from './places.ts';
import type { Link } from './traced.ts';

export interface Judgement {
  found: boolean;
  /** Offset, line and column of the match are right. */
  placed: boolean;
  /** What the scanner said of the way to the key is right. */
  chained: boolean;
  /** Its `encoding`, or null when the key was not found. */
  encoding: readonly string[] | null;
  /** Matches that are not the key, or the key at another place. */
  extras: number;
}

const scanner = new Scanner(rules);
const provenance = { kind: 'file', path: 'a' } as const;

/** All matches in some bytes, which the scanner gets whole or in pieces of `size`. */
export function scan(bytes: Buffer, size: number | null = null): Match[] {
  if (size === null) {
    scanner.whole(provenance, bytes);
  } else {
    scanner.open(provenance);
    for (let at = 0; at < bytes.length; at += size) scanner.write(bytes.subarray(at, at + size));
    scanner.close();
  }
  return scanner.take();
}

export function judge(key: string, placed: Placed, links: readonly Link[]): Judgement {
  const { bytes, start, pieces } = placed;
  const matches = scan(bytes, pieces);
  const wanted = fingerprintOf(key);
  const hits = matches.filter(({ secret }) => secret.fingerprint === wanted);
  const hit = hits.find(({ offset }) => offset === start) ?? hits[0];
  if (hit === undefined)
    return { found: false, placed: false, chained: false, encoding: null, extras: matches.length };
  const before = bytes.subarray(0, start);
  let line = 1;
  for (const byte of before) if (byte === 0x0a) line++;
  const column = start - before.lastIndexOf(0x0a);
  return {
    found: true,
    placed: hit.offset === start && hit.line === line && hit.column === column,
    chained: chains(links).has(hit.encoding.join()),
    encoding: hit.encoding,
    extras: matches.length - 1,
  };
}

/**
 * All ways to say what was done: layers that left the key readable may be left out, and one that only put something
 * between characters may be undone before or after the one inside of it.
 */
export function chains(links: readonly Link[]): Set<string> {
  const [first, ...rest] = links;
  if (first === undefined) return new Set(['']);
  const said = new Set<string>();
  for (const chain of chains(rest)) {
    const names = chain === '' ? [] : chain.split(',');
    said.add([first.name, ...names].join());
    if (first.optional) said.add(chain);
    if (!first.inserts) continue;
    for (let at = 1; at <= names.length; at++)
      said.add([...names.slice(0, at), first.name, ...names.slice(at)].join());
  }
  return said;
}
