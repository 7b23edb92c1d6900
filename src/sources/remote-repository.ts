// A git repository on a server, as a part of source `org`: the first time all that the server shows is fetched and scanned,
// after that what is new since. Nothing of it is checked out.
import type { BlobSink } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { Match } from '../core/match.ts';
import { type Tips, refKey } from '../core/repository-memory.ts';
import type { Progress } from '../core/runtime.ts';
import type { FindKeys, Source } from '../core/source.ts';
import type { WalkPacks } from '../git/pack/sweep-store.ts';
import {
  type Depth,
  type FetchFailure,
  type Remote,
  fetchHistory,
  fetchObjects,
  listAbsent,
  listCutOff,
  listRemote,
  makeBare,
  storeBytes,
} from '../git/remote.ts';
import type { GitPlace } from '../git/run.ts';
import { historySource } from './history.ts';
import { otherObjects } from './pushed.ts';
import { type Reading, commitsSource } from './range.ts';

export interface RemoteRequest {
  /** For people: what is scanned. */
  target: string;
  remote: Remote;
  /** For what is fetched: empty, or as an earlier scan left it. */
  folder: string;
  /** Whether the folder is kept, so that it has to hold everything. */
  keep: boolean;
  /** What the refs were when all of it had been scanned; null scans everything. */
  before: Tips | null;
  /** Commits to scan that no ref may reach any more. */
  leftBehind: (coverage: Coverage) => Promise<readonly string[]>;
  /** Where people can look, for all that has no page of its own; null for a repository, which has one for each line. */
  page: string | null;
  /** Asked when the server refuses: where it is now, null if it was to be found there, or why it is nowhere. */
  moved: () => Promise<Remote | string | null>;
  /** Whether there may be none, which is then no gap: a wiki without a page. */
  isOptional: boolean;
  /** When git has to be done. */
  signal: AbortSignal;
  sleep: (ms: number) => Promise<void>;
  walkPacks: WalkPacks;
}

/** What GitHub makes of a pull request and its base; both are scanned as they are. */
const merges = /^refs\/pull\/\d+\/merge$/;
const everything = ['+refs/*:refs/*', '^refs/pull/*/merge'];
/** So many commits back first, then so much further each time: few requests, and the last one takes everything. */
const firstDepth = 16;
const furtherBy = 12;
const deepest = 30_000;
/** Ids for one request. */
const mostIds = 500;

export class RemoteRepository implements Source {
  readonly name = 'org';
  readonly target: string;
  readonly #request: RemoteRequest;
  #part: Source | null = null;
  /** What the server showed before anything was fetched; null until then. */
  tips: Tips | null = null;
  /** Bytes that the fetched store takes up; null where nothing had to be fetched. */
  fetched: number | null = null;

  constructor(request: RemoteRequest) {
    this.#request = request;
    this.target = request.target;
  }

  async read(sink: BlobSink, coverage: Coverage, progress?: Progress): Promise<void> {
    const { folder, before, signal, sleep, target, isOptional } = this.#request;
    let { remote } = this.#request;
    let shown = await listRemote(folder, remote, signal, sleep);
    if ('why' in shown && !isOptional) {
      const moved = await this.#request.moved();
      if (typeof moved === 'string') shown = { ...shown, why: moved };
      else if (moved !== null) {
        remote = moved;
        shown = await listRemote(folder, remote, signal, sleep);
      }
    }
    if ('why' in shown) {
      if (isOptional && /\bnot found\b/i.test(shown.why)) this.tips = {};
      else coverage.missed(target, shown.why);
      return;
    }
    const refs = Object.entries(shown.tips).filter(([ref]) => !merges.test(ref));
    const tips = Object.fromEntries(refs.map(([ref, id]) => [refKey(ref), id]));
    const head = shown.head === null ? null : refKey(shown.head);
    this.tips = tips;
    if (Object.keys(tips).length === 0) return;
    const leftBehind = await this.#request.leftBehind(coverage);
    if (before !== null && leftBehind.length === 0 && isSame(tips, before)) return;
    const place = await makeBare(folder, remote, formatOf(tips));
    const fetcher = new Fetcher({ ...place, signal }, { ...this.#request, remote, leftBehind }, coverage);
    this.#part = before === null ? await fetcher.all() : await fetcher.since(before, tips, head, coverage);
    this.fetched = await storeBytes(place);
    await this.#part?.read(sink, coverage, progress);
  }

  async refine(
    matches: Match[],
    findKeys: FindKeys,
    coverage: Coverage,
    progress?: Progress,
  ): Promise<Match[]> {
    const refined = (await this.#part?.refine?.(matches, findKeys, coverage, progress)) ?? matches;
    const { page } = this.#request;
    return page === null ? refined : refined.map((match) => ({ ...match, url: page }));
  }
}

/** The hash of the ids, which a new store has to be told. */
function formatOf(tips: Tips): string {
  return Object.values(tips).some((id) => id.length > 40) ? 'sha256' : 'sha1';
}

function isSame(a: Tips, b: Tips): boolean {
  const refs = Object.keys(a);
  return refs.length === Object.keys(b).length && refs.every((ref) => a[ref] === b[ref]);
}

type Fetching = Omit<RemoteRequest, 'leftBehind'> & { leftBehind: readonly string[] };

/** Fetches, and says how to read what came. */
class Fetcher {
  readonly #place: GitPlace;
  readonly #request: Fetching;
  readonly #coverage: Coverage;

  constructor(place: GitPlace, request: Fetching, coverage: Coverage) {
    this.#place = place;
    this.#request = request;
    this.#coverage = coverage;
  }

  /** Null when nothing could be fetched. */
  async all(): Promise<Source | null> {
    const { folder, target, leftBehind, walkPacks, sleep } = this.#request;
    const failure = await fetchHistory(this.#place, everything, { depth: null, whole: true }, sleep);
    if (failure !== null) {
      this.#coverage.missed(target, failure.why);
      return null;
    }
    await this.#left(leftBehind, { depth: null, whole: true });
    return historySource(
      { directory: folder, selection: { refs: [], since: null }, allowShallow: false },
      walkPacks,
    );
  }

  /** What refs reach now that they did not reach before. */
  async since(before: Tips, tips: Tips, head: string | null, coverage: Coverage): Promise<Source | null> {
    const { target, remote, sleep, keep, leftBehind } = this.#request;
    const old = new Set(Object.values(before));
    const fresh = [...new Set(Object.values(tips))].filter((id) => !old.has(id));
    if (keep) {
      const failure = await fetchHistory(this.#place, everything, { depth: null, whole: true }, sleep);
      if (failure !== null) {
        coverage.missed(target, failure.why);
        return null;
      }
    }
    const how = keep ? { depth: null, whole: true } : { depth: firstDepth, whole: false };
    const failed = await this.#get(fresh, how);
    for (const [id, { why }] of failed) coverage.missed(`${target}, commit ${id}`, why);
    const left = await this.#left(leftBehind, how);
    const wanted = [...fresh.filter((id) => !failed.has(id)), ...left];
    if (wanted.length === 0) return null;
    const changed = Object.keys(before).filter((ref) => before[ref] !== tips[ref] || ref === head);
    const bases = [...new Set(changed.flatMap((ref) => before[ref] ?? []))];
    const reached = await this.#bases(bases, how);
    const walk = [...wanted, ...reached.map((id) => `^${id}`)];
    if (!keep) await this.#deepen([...wanted, ...reached], walk);
    return commitsSource(target, async (now): Promise<Reading> => {
      const objects = [...(await otherObjects(this.#place, wanted, now))];
      const obtain = keep ? null : (ids: readonly string[]) => this.#obtain(ids);
      return { place: this.#place, walks: [walk], objects, trees: [], remote: remote.url, obtain };
    });
  }

  /** What a base that can't be had reaches is scanned again, which costs time and misses nothing. */
  async #bases(ids: readonly string[], how: { depth: Depth; whole: boolean }): Promise<string[]> {
    const failed = await this.#get(ids, how);
    return ids.filter((id) => !failed.has(id));
  }

  /** Those that could be had. What the server has no more, nobody can read there. */
  async #left(ids: readonly string[], how: { depth: Depth; whole: boolean }): Promise<string[]> {
    const failed = await this.#get(ids, how);
    for (const [id, { gone, why }] of failed) {
      const what = `${this.#request.target}, commit ${id} that was left behind`;
      if (gone) this.#coverage.leftOut(what, 'the server has it no more');
      else this.#coverage.missed(what, why);
    }
    return ids.filter((id) => !failed.has(id));
  }

  /** Fetches objects by their ids; returns those that failed. One that is gone fails its whole request, so halves are tried. */
  async #get(
    ids: readonly string[],
    how: { depth: Depth; whole: boolean },
  ): Promise<Map<string, FetchFailure>> {
    const failed = new Map<string, FetchFailure>();
    const queue: string[][] = [];
    const absent = how.whole ? await listAbsent(this.#place, ids) : [...ids];
    for (let i = 0; i < absent.length; i += mostIds) queue.push(absent.slice(i, i + mostIds));
    for (let some = queue.pop(); some !== undefined; some = queue.pop()) {
      const specs = some.map((id) => `+${id}:refs/akguard/${id}`);
      const failure = await fetchHistory(this.#place, specs, how, this.#request.sleep);
      if (failure === null) continue;
      if (failure.gone && some.length > 1) {
        const half = some.length >> 1;
        queue.push(some.slice(0, half), some.slice(half));
      } else for (const id of some) failed.set(id, failure);
    }
    return failed;
  }

  /** Goes back until no commit of the walk has parents that are out of sight. */
  async #deepen(ids: readonly string[], walk: readonly string[]): Promise<void> {
    for (let depth = firstDepth * furtherBy; ; depth *= furtherBy) {
      const cut = await listCutOff(this.#place, walk);
      if (cut.length === 0) return;
      const all = depth > deepest;
      const failed = await this.#get(ids, { depth: all ? 'all' : depth, whole: false });
      const [failure] = failed.values();
      if (failure === undefined && !all) continue;
      const still = await listCutOff(this.#place, walk);
      for (const { id } of still)
        this.#coverage.missed(
          `${this.#request.target}, parents of commit ${id}`,
          failure?.why ?? 'the server has nothing behind it',
        );
      return;
    }
  }

  async #obtain(ids: readonly string[]): Promise<string | null> {
    const absent = await listAbsent(this.#place, [...new Set(ids)]);
    if (absent.length === 0) return null;
    return (await fetchObjects(this.#place, absent, this.#request.sleep))?.why ?? null;
  }
}
