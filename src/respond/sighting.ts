// What the store is told of a finding when it is sighted: enough for an auditor, nothing of the key.
import type { Finding } from '../core/match.ts';
import type { Visibility } from '../core/policy.ts';
import type { Sighting } from '../core/store.ts';
import { placesOf } from './places.ts';

const mostPlaces = 60;

/** @param foundAt ISO 8601 UTC. */
export function sightingOf(
  { fingerprint, rule, secret, matches }: Finding,
  target: string,
  foundAt: string,
  place: { branch: string | null; visibility: Visibility | null; lastUsedAt?: string | null },
): Sighting {
  const commits = matches.flatMap(({ provenance }) =>
    'commit' in provenance && provenance.commit !== null ? [provenance.commit] : [],
  );
  const [first] = commits.toSorted((a, b) => Date.parse(a.committedAt) - Date.parse(b.committedAt));
  return {
    fingerprint,
    environment: rule.environment,
    redacted: secret.redacted,
    firstSeenAt: foundAt,
    rule: rule.id,
    target,
    leakedAt: first?.committedAt ?? null,
    leakedBy: first?.author ?? null,
    places: matches.length,
    about: {
      rule: rule.id,
      places: placesOf({ matches }, place.branch).slice(0, mostPlaces),
      visibility: place.visibility,
      ...(place.lastUsedAt !== undefined && { lastUsedAt: place.lastUsedAt }),
    },
  };
}
