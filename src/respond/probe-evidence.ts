// What the observations of a last-used probe prove, as plain arithmetic. The server's clock may be wrong by any
// amount, as long as it is always the same one.

/** Times by our own clock, in ms: a request was sent, its answer was there. */
export interface Span {
  from: number;
  to: number;
}

/** One look at the list. */
export interface Observation {
  look: Span;
  /** Our last use of the leaked key before the look. */
  useBefore: Span;
  /** The look was made with the leaked key. */
  lookIsUse: boolean;
  /** `lastUsedAt` by key id, in ms; null if never used. */
  times: ReadonlyMap<string, number | null>;
}

/** A key whose last use was ours each time, and how likely a stranger's key would look so. */
export interface Follower {
  id: string;
  chance: number;
}

/** Documented limit of requests per merchant: no stranger is busier than this. */
const merchantLimit = { requests: 1000, ms: 60_000 };

/**
 * The keys that followed each use. Two ways of following: `quiet`, the last use shown at each look was our use some
 * time before, with nothing since (busy keys can't do that); and only if no key does, `own`: the last use shown was the
 * look itself, which a very busy key looks like, too, hence the far stricter chance.
 */
export function followers(ids: readonly string[], seen: readonly Observation[]): Follower[] {
  const silence = Math.min(...seen.map((each) => each.look.from - each.useBefore.to));
  const quiet = ids.flatMap((id) => follows(id, seen, (each) => each.useBefore, 1 / Math.max(1, silence)));
  if (quiet.length > 0 || !seen.every((each) => each.lookIsUse)) return weighed(quiet, ids.length);

  const first = seen[0]?.look.from ?? 0;
  const duration = (seen.at(-1)?.look.to ?? 0) - first;
  const density = merchantLimit.requests / Math.max(1, Math.min(duration, merchantLimit.ms));
  return weighed(
    ids.flatMap((id) => follows(id, seen, (each) => each.look, density)),
    ids.length,
  );
}

function weighed(found: Follower[], keys: number): Follower[] {
  return found.map(({ id, chance }) => ({ id, chance: chance * keys }));
}

/**
 * One or no follower. With the distance d = time shown - request sent, the leaked key's d are the server's clock error
 * plus the way there: nearly constant. A stranger's d are spread as its traffic is; see `chanceOf`.
 */
function follows(
  id: string,
  seen: readonly Observation[],
  spanOf: (each: Observation) => Span,
  density: number,
): Follower[] {
  const shown: number[] = [];
  for (const each of seen) {
    const time = each.times.get(id) ?? Number.NaN;
    const previous = shown.at(-1) ?? Number.NEGATIVE_INFINITY;
    // Also ends here: never used, not a date, and not moved since the last look.
    if (!(time > previous)) return [];
    shown.push(time);
  }
  const resolution = resolutionOf(shown);
  if (resolution === null) return [];

  const sent = shown.map((time, i) => time - spanAt(seen, i, spanOf).from);
  const received = shown.map((time, i) => time - spanAt(seen, i, spanOf).to);
  // One clock error must explain all: each lies between time - answer and time - request, give or take the rounding.
  if (Math.max(...received) - 1 > Math.min(...sent) + resolution) return [];
  return [{ id, chance: chanceOf(sent, resolution, density) }];
}

/**
 * Of n distances of a stranger with at most `density` uses per ms, some m lie within a stretch of length s with a chance
 * below C(n,m) m (density s)^(m-1). Up to a quarter may lie elsewhere (a request that had to wait); the best m counts,
 * times the number of m that were tried.
 */
function chanceOf(distances: readonly number[], resolution: number, density: number): number {
  const sorted = distances.toSorted((a, b) => a - b);
  const n = sorted.length;
  const mostElsewhere = Math.floor(n / 4);
  let best = 1;
  let subsets = 1;
  for (let elsewhere = 0; elsewhere <= mostElsewhere; elsewhere += 1) {
    const m = n - elsewhere;
    const stretches = sorted
      .slice(0, elsewhere + 1)
      .map((first, i) => (sorted[i + m - 1] ?? Infinity) - first);
    const stretch = Math.min(...stretches) + resolution;
    best = Math.min(best, subsets * m * Math.min(1, density * stretch) ** (m - 1));
    subsets = (subsets * m) / (elsewhere + 1);
  }
  return best * (mostElsewhere + 1);
}

function spanAt(seen: readonly Observation[], i: number, spanOf: (each: Observation) => Span): Span {
  const each = seen[i];
  return each ? spanOf(each) : { from: Number.NaN, to: Number.NaN };
}

/** The step in which times are shown, in ms; null when it is whole seconds or more, which proves nothing. */
function resolutionOf(times: readonly number[]): number | null {
  if (times.every((time) => time % 1000 === 0)) return null;
  return [100, 10].find((step) => times.every((time) => time % step === 0)) ?? 1;
}
