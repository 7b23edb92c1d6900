// Groups matches by key: one finding for each secret, with all its places, in an order that depends on nothing but them.
import { type Provenance, pathOf } from '../core/blob.ts';
import type { Finding, Match } from '../core/match.ts';

/** Findings by fingerprint; matches by path, line, column, then commit. Equal places are kept once. */
export function groupFindings(matches: readonly Match[]): Finding[] {
  const byFingerprint = new Map<string, Map<string, Match>>();
  for (const match of matches) {
    let places = byFingerprint.get(match.secret.fingerprint);
    if (places === undefined) byFingerprint.set(match.secret.fingerprint, (places = new Map()));
    places.set(`${placeKey(match.provenance)}\0${match.offset}\0${match.encoding.join()}`, match);
  }
  return [...byFingerprint.values()]
    .map((places) => [...places.values()].toSorted(byPlace))
    .flatMap((sorted) => {
      const first = sorted[0];
      return first === undefined
        ? []
        : [
            {
              fingerprint: first.secret.fingerprint,
              secret: first.secret,
              rule: first.rule,
              vendor: sorted.every((match) => match.vendor !== null) ? first.vendor : null,
              matches: sorted,
            },
          ];
    })
    .toSorted((a, b) => compare(a.fingerprint, b.fingerprint));
}

function placeKey(provenance: Provenance): string {
  switch (provenance.kind) {
    case 'file':
    case 'log':
    case 'index':
      return `${provenance.kind}\0${provenance.path}`;
    case 'commit':
      return `commit\0${provenance.commit.id}\0${provenance.path}`;
    case 'object':
    case 'message':
      return `${provenance.kind}\0${provenance.id}`;
  }
}

function byPlace(a: Match, b: Match): number {
  return (
    compare(pathOf(a.provenance) ?? '', pathOf(b.provenance) ?? '') ||
    a.line - b.line ||
    a.column - b.column ||
    compare(placeKey(a.provenance), placeKey(b.provenance)) ||
    a.offset - b.offset
  );
}

/** By code unit, so that the order is the same in every locale. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
