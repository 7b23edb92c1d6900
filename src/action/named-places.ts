// Where an issue of ours says that its key is: what its links point at. Pure. Who may edit the issue may name other places;
// that leads to no other key, since a key is known by its fingerprint.

/** Commits of one repository that hold the key, or did. */
export interface NamedPlaces {
  /** `OWNER/REPO`. */
  repository: string;
  /** Full ids, in the order in which they are named. */
  commits: string[];
}

/** An issue may name thousands; one place is enough to find the key. */
const mostCommits = 20;

/**
 * By repository, as they are named; only those of the server itself.
 * @param serverUrl without a slash at its end.
 */
export function namedPlaces(body: string, serverUrl: string): NamedPlaces[] {
  const places = new Map<string, Set<string>>();
  for (const [, link = ''] of body.matchAll(/\]\(([^()\s]+)\)/g)) {
    if (!link.startsWith(`${serverUrl}/`)) continue;
    const path = link.slice(serverUrl.length + 1);
    const [, repository, commit] =
      /^(\w[\w.-]*\/\w[\w.-]*)\/(?:blob|commit)\/([0-9a-f]{40}|[0-9a-f]{64})\b/.exec(path) ?? [];
    if (repository === undefined || commit === undefined) continue;
    const commits = places.get(repository) ?? new Set();
    if (commits.size < mostCommits) commits.add(commit);
    places.set(repository, commits);
  }
  return [...places].map(([repository, commits]) => ({ repository, commits: [...commits] }));
}

/** The fingerprint of an issue of ours, or null for any other text. */
export function fingerprintIn(body: string): string | null {
  return /^<!-- akguard:fingerprint=v1:([0-9a-f]{32}) -->/.exec(body)?.[1] ?? null;
}
