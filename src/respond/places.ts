// Where a finding's key is, as far as policy asks.
import { pathOf } from '../core/blob.ts';
import type { Finding } from '../core/match.ts';
import type { Place } from '../core/policy.ts';

/** @param branch the one the run is about, for places that name none themselves. */
export function placesOf({ matches }: Pick<Finding, 'matches'>, branch: string | null): Place[] {
  return matches.map(({ provenance, exposure }) => {
    const ref = 'commit' in provenance ? (provenance.commit?.ref ?? null) : null;
    return { path: pathOf(provenance), branch: branchOf(ref) ?? branch, exposure };
  });
}

function branchOf(ref: string | null): string | null {
  return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(ref ?? '')?.[1] ?? null;
}
