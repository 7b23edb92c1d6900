// What to keep of the finds of one text: a key is seen by several decoders, and in a container as well as around it.
import type { Find } from './search.ts';

/** No rule has shorter ones. */
const shortestKey = 24;

/** A find in a container. */
export interface Inside {
  find: Find;
  /** Offset at which it stands in the container's own bytes as it is, or null. */
  at: number | null;
}

/** What was found in a container. */
export interface Unpacked {
  inside: Inside[];
  /** Stretches [from, to) of the container's own bytes that were searched on their own, without what is around them. */
  searched: (readonly [from: number, to: number])[];
}

/** What a search needs to go into containers that came out of a decoder; see `unpack.ts`. */
export interface Opener {
  kindOf(head: Buffer, path: string | null): string | null;
  unpack(kind: string, input: Buffer): Unpacked;
}

/**
 * Each key once at each place. What one decoder reads, another may read as well, and a key that goes on behind an escape
 * or a joint looks whole before it: of finds that start at the same byte the longest key counts, by the shortest way. In a
 * container all finds start at the same byte, and each key counts.
 */
export function distinct(found: readonly Find[]): Find[] {
  const byStart = new Map<string, Find>();
  for (const find of found) {
    const place = find.member === null ? `${find.start}` : `${find.start}\0${find.key}\0${find.member}`;
    const other = byStart.get(place);
    const better =
      other === undefined ||
      find.key.length > other.key.length ||
      (find.key.length === other.key.length && find.encoding.length < other.encoding.length);
    if (better) byStart.set(place, find);
  }
  const finds = [...byStart.values()];
  const known = new Set(
    finds.flatMap(({ member, start, key }) => (member === null ? [] : [`${start} ${key}`])),
  );
  const clear = finds
    .filter(
      ({ member, start, key }) => member !== null || !isKnown(key, (text) => known.has(`${start} ${text}`)),
    )
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  return clear.filter((find, i) => !isCovered(find, clear[i - 1]) && !isCovered(find, clear[i + 1]));
}

/** Whether a neighbour is the same key, read in another way that needs fewer bytes, or earlier ones. */
function isCovered(find: Find, other: Find | undefined): boolean {
  if (other === undefined || find.member !== null || other.member !== null || other.key !== find.key)
    return false;
  if (other.start >= find.end || find.start >= other.end) return false;
  const more = find.end - find.start - (other.end - other.start);
  return more > 0 || (more === 0 && find.start > other.start);
}

/** Whether a key, or a beginning of it that may be one, is known already: what follows it in a container may stick to it. */
function isKnown(key: string, has: (beginning: string) => boolean): boolean {
  for (let length = shortestKey; length <= key.length; length++) if (has(key.slice(0, length))) return true;
  return false;
}

/**
 * What was found in a container's own bytes, without what `unpacked` knows better: files that stand in it as they are, and
 * keys in blocks that a compressor left as they were.
 */
export function outside(found: readonly Find[], { inside, searched }: Unpacked): readonly Find[] {
  if (found.length === 0) return found;
  const known = new Set(inside.flatMap(({ find, at }) => (at === null ? [find.key] : [])));
  const froms: number[] = [];
  const tos: number[] = [];
  // An archive may have as many stretches as finds, and they may overlap.
  for (const [from, to] of searched.toSorted((a, b) => a[0] - b[0])) {
    const last = tos.at(-1) ?? -1;
    if (from > last) {
      froms.push(from);
      tos.push(to);
    } else if (to > last) tos[tos.length - 1] = to;
  }
  return found.filter(({ key, start, end }) => {
    if (isKnown(key, (text) => known.has(text))) return false;
    let low = 0;
    let high = tos.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tos[middle] ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return (froms[low] ?? Infinity) >= end;
  });
}
