// The repository that ranges are read from: bare, in the runner's temporary folder, filled from the server. A checkout
// lends it objects (contents named by their hash, so nothing it says is believed), which spares most of a fetch.
import { join } from 'node:path';
import { findRepository, isPartial, objectFormat } from '../git/repository.ts';
import {
  type Depth,
  type FetchFailure,
  type Remote,
  fetchHistory,
  fetchObjects,
  listAbsent,
  makeBare,
} from '../git/remote.ts';
import { type GitPlace, runGit, tryGit } from '../git/run.ts';
import { copyFile } from '../io/scratch.ts';
import type { Point } from './request.ts';

type Sleep = (ms: number) => Promise<void>;

/** Whether an object is there, and if not, why. */
export type Got = { id: string } | { failure: FetchFailure };

export class PrivateRepository {
  readonly place: GitPlace;
  readonly #sleep: Sleep;
  /** A full checkout lends all of its history; a depth would hide it. */
  readonly #full: boolean;

  constructor(place: GitPlace, sleep: Sleep, full: boolean) {
    this.place = place;
    this.#sleep = sleep;
    this.#full = full;
  }

  /** Gets a point and calls it `refs/scan/NAME`. What a checkout has lent needs no server. */
  async get({ id, refs }: Point, name: string, depth: Depth): Promise<Got> {
    const target = `refs/scan/${name}`;
    if (id !== null && (await this.#has(id))) {
      await runGit(this.place, ['update-ref', target, id]);
      return { id };
    }
    let failure: FetchFailure = { gone: true, why: 'nobody said where it is' };
    for (const source of [...(id === null ? [] : [id]), ...refs]) {
      const failed = await this.#download([`${source}:${target}`], depth);
      if (failed !== null) {
        // That a server did not answer says more than that it has no such ref.
        if (failure.gone) failure = failed;
        continue;
      }
      const found = (await runGit(this.place, ['rev-parse', '--verify', target])).toString().trim();
      if (id === null) return { id: found };
      if (await this.#has(id)) {
        await runGit(this.place, ['update-ref', target, id]);
        return { id };
      }
      failure = { gone: true, why: `${source} has moved on without it` };
    }
    return { failure };
  }

  /** Fetches these again with more of what is behind them. */
  async deepen(ids: readonly string[], depth: Depth): Promise<FetchFailure | null> {
    return this.#download(
      ids.map((id, i) => `${id}:refs/scan/deep${i}`),
      depth,
    );
  }

  /** Fetches the contents of those that are not there, in one request. */
  async obtain(ids: readonly string[]): Promise<FetchFailure | null> {
    const absent = await listAbsent(this.place, [...new Set(ids)]);
    return absent.length === 0 ? null : fetchObjects(this.place, absent, this.#sleep);
  }

  async #has(id: string): Promise<boolean> {
    return (await listAbsent(this.place, [id])).length === 0;
  }

  async #download(specs: readonly string[], depth: Depth): Promise<FetchFailure | null> {
    return fetchHistory(this.place, specs, { depth: this.#full ? null : depth, whole: false }, this.#sleep);
  }
}

/**
 * An empty one that may borrow from a checkout.
 * @param checkout a folder that may be in a repository. A partial clone lends nothing: what it lacks could not be told from what is corrupt.
 * @param format the hash of its ids, for when there is no checkout to tell; see `objectFormat`.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function makePrivate(
  folder: string,
  remote: Remote,
  checkout: string,
  format: string | null,
  sleep: Sleep,
): Promise<PrivateRepository> {
  const lender = await findLender(checkout);
  const place = await makeBare(folder, remote, lender?.format ?? format);
  if (lender === null) return new PrivateRepository(place, sleep, false);
  if (lender.shallowFile !== null) await copyFile(lender.shallowFile, join(folder, 'shallow'));
  const env = { ...remote.env, GIT_ALTERNATE_OBJECT_DIRECTORIES: lender.objects };
  const borrowing = { ...place, env };
  // The server is told of it, so that it sends what is missing only.
  if (lender.head !== null) await runGit(borrowing, ['update-ref', 'refs/scan/lent', lender.head]);
  return new PrivateRepository(borrowing, sleep, lender.shallowFile === null && lender.head !== null);
}

interface Lender {
  objects: string;
  format: string | null;
  shallowFile: string | null;
  head: string | null;
}

async function findLender(checkout: string): Promise<Lender | null> {
  const repository = await findRepository(checkout, false).catch(() => null);
  if (repository === null) return null;
  const { place } = repository;
  if (await isPartial(place)) return null;
  const paths = ['rev-parse', '--path-format=absolute', '--git-path', 'objects', '--git-path', 'shallow'];
  const [objects = '', shallowFile = ''] = (await runGit(place, paths)).toString().split('\n');
  // A list of folders is parted by colons, and this one would be two.
  if (objects === '' || /[:;"\n]/.test(objects)) return null;
  const head = await tryGit(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return {
    objects,
    format: await objectFormat(place),
    shallowFile: repository.shallow ? shallowFile : null,
    head: head.code === 0 ? head.stdout.toString().trim() : null,
  };
}
