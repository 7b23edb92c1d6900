// Tells what a change added: a key counts as new in a file only where the file held fewer of it before. Moving or
// editing a line around an old key is not a new leak, and must not nag.
import type { Match } from '../core/match.ts';
import type { FindKeys } from '../core/source.ts';
import type { Change } from '../git/changes.ts';
import { readObjects } from '../git/cat-file.ts';
import type { GitPlace } from '../git/run.ts';

/** Reads and remembers which keys the earlier versions of changed files hold. */
export class EarlierVersions {
  readonly #place: GitPlace;
  readonly #findKeys: FindKeys;
  /** Blob id -> fingerprint -> number of occurrences. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(place: GitPlace, findKeys: FindKeys) {
    this.#place = place;
    this.#findKeys = findKeys;
  }

  /** Reads all blobs that will be asked for, in one go. A blob that can't be read counts as empty: rather report twice. */
  async load(ids: Iterable<string>): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => !this.#counts.has(id));
    let current = '';
    let pieces: Buffer[] = [];
    await readObjects(this.#place, wanted, {
      object: (id) => {
        current = id;
        pieces = [];
      },
      bytes: (piece, last) => {
        pieces.push(Buffer.from(piece));
        if (last) this.#count(current, Buffer.concat(pieces));
      },
      missing: () => {},
    });
  }

  #count(id: string, bytes: Buffer): void {
    const counts = new Map<string, number>();
    for (const key of this.#findKeys(bytes))
      counts.set(key.fingerprint, (counts.get(key.fingerprint) ?? 0) + 1);
    this.#counts.set(id, counts);
  }

  /**
   * The matches of one changed file that it did not hold before: of n occurrences where the fullest earlier version had
   * m, the last n - m. Which of equal keys is "the new one" has no answer; the last is where people append.
   */
  added(change: Change, matches: readonly Match[]): Match[] {
    const byKey = Map.groupBy(matches, (match) => match.secret.fingerprint);
    return [...byKey].flatMap(([fingerprint, places]) => {
      const before = Math.max(0, ...change.before.map((id) => this.#counts.get(id)?.get(fingerprint) ?? 0));
      return places.toSorted((a, b) => a.offset - b.offset).slice(before);
    });
  }
}
