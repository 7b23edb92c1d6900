// Asks the scanner about one text, and compares each match with what is known. Keys stay here: what leaves is numbers.
import { fingerprintOf } from '../../../src/core/secret.ts';
import type { Match } from '../../../src/core/match.ts';
import { containers } from '../../../src/archive/containers.ts';
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
  /** Matches that are not the key, or the key at another place; and complaints that something could not be read. */
  extras: number;
}

const scanner = new Scanner(rules, containers);

/** All matches in some bytes, which the scanner gets whole or in pieces of `size`, and what it could not read. */
export function scan(
  bytes: Buffer,
  path = 'a',
  size: number | null = null,
): { matches: Match[]; gaps: string[] } {
  const provenance = { kind: 'file', path } as const;
  if (size === null) {
    scanner.whole(provenance, bytes);
  } else {
    scanner.open(provenance);
    for (let at = 0; at < bytes.length; at += size) scanner.write(bytes.subarray(at, at + size));
    scanner.close();
  }
  return { matches: scanner.take(), gaps: scanner.gaps.splice(0).map(({ why }) => why) };
}

export function judge(key: string, placed: Placed, links: readonly Link[]): Judgement {
  const { bytes, start, pieces, path } = placed;
  const { matches, gaps } = scan(bytes, path, pieces);
  const wanted = fingerprintOf(key);
  const hits = matches.filter(({ secret }) => secret.fingerprint === wanted);
  const hit = hits.find(({ offset }) => offset === start) ?? hits[0];
  if (hit === undefined)
    return {
      found: false,
      placed: false,
      chained: false,
      encoding: null,
      extras: matches.length + gaps.length,
    };
  const before = bytes.subarray(0, start);
  let line = 1;
  for (const byte of before) if (byte === 0x0a) line++;
  const column = start - before.lastIndexOf(0x0a);
  return {
    found: true,
    placed: hit.offset === start && hit.line === line && hit.column === column,
    chained: chains(links).has(hit.encoding.join()),
    encoding: hit.encoding,
    extras: matches.length - 1 + gaps.length,
  };
}

/**
 * All ways to say what was done: layers that left the key readable may be left out, and one that left the codes of
 * another as they were may be undone before or after it.
 */
export function chains(links: readonly Link[]): Set<string> {
  const said = new Set<string>();
  const goOn = (chain: readonly Link[], left: readonly Link[]): void => {
    if (left.every(({ optional }) => optional)) said.add(chain.map(({ name }) => name).join());
    for (const next of left) {
      const rest = left.filter((link) => link !== next);
      const isCovered = rest.some(({ covers, optional }) => !optional && covers.includes(next));
      if (!isCovered) goOn([...chain, next], rest);
    }
  };
  goOn([], links);
  return said;
}
