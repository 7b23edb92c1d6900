// Opens a repository for a scan of its organisation: all parts of it that are to be read, as one source.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Options } from './config/options.ts';
import type { ListedRepository } from './core/organisation.ts';
import type { Tips } from './core/repository-memory.ts';
import type { Clock, Log } from './core/runtime.ts';
import type { Source } from './core/source.ts';
import { type Remote, remoteAt } from './git/remote.ts';
import { findRepository } from './github/find-repository.ts';
import { type Connection, tokenOf } from './github/octokit.ts';
import { makeFolder, makeScratch, removeScratch } from './io/scratch.ts';
import type { Work } from './org/work.ts';
import { walkPacks } from './plan.ts';
import { actionsLogsSource } from './sources/actions-logs.ts';
import type { Part } from './sources/github-repository.ts';
import { orgParts } from './sources/index.ts';
import type { RemoteRepository } from './sources/remote-repository.ts';

/** A repository that is being read. */
export interface Reading {
  source: Source;
  /** What it cost so far. */
  calls: () => number;
  clones: () => number;
  bytes: () => number;
  /** Refs that were seen; null where git was not asked, or did not answer. */
  tips: () => Tips | null;
  wikiTips: () => Tips | null;
  /** Removes what was fetched, unless it is kept. */
  close: () => Promise<void>;
}

export interface Reader {
  open(repository: ListedRepository, work: Work): Promise<Reading>;
}

export interface ReaderOptions {
  connection: Connection;
  options: Options;
  /** Folder where clones are kept, or null. */
  cache: string | null;
  /** Milliseconds for all of git's work on one repository. */
  timeLimit: number;
  clock: Clock;
  log: Log;
}

/** GitHub keeps logs for that long unless told otherwise; https://docs.github.com/actions/concepts/workflows-and-actions/workflow-artifacts */
const oldestLogMs = 90 * 86_400_000;

/** Reads from GitHub. */
export function githubReader(own: ReaderOptions): Reader {
  return { open: (repository, work) => new Opening(own, repository, work).open() };
}

class Opening {
  readonly #own: ReaderOptions;
  readonly #repository: ListedRepository;
  readonly #work: Work;
  readonly #folders: string[] = [];
  readonly #remotes: RemoteRepository[] = [];
  readonly #counters: { readonly calls: number }[] = [];

  constructor(own: ReaderOptions, repository: ListedRepository, work: Work) {
    this.#own = own;
    this.#repository = repository;
    this.#work = work;
  }

  async open(): Promise<Reading> {
    const { GithubRepository } = await orgParts();
    const { git, wiki } = this.#work;
    const parts: Part[] = [];
    const { name, url, kind } = this.#repository;
    const stop = new AbortController();
    const { signal } = stop;
    const seconds = this.#own.timeLimit / 1000;
    const late = new Error(`git took longer than ${seconds} s, see --time-limit`);
    const timer = setTimeout(() => stop.abort(late), this.#own.timeLimit);
    let code: RemoteRepository | null = null;
    let pages: RemoteRepository | null = null;
    if (git !== undefined) {
      const page = kind === 'gist' ? url : null;
      code = await this.#remote(name, `${url}.git`, git.before, page, signal);
      parts.push({ what: name, source: code });
    }
    if (wiki !== undefined) {
      pages = await this.#remote(`${name}.wiki`, `${url}.wiki.git`, wiki.before, `${url}/wiki`, signal);
      parts.push({ what: 'wiki', source: pages });
    }
    this.#logs(parts);
    return {
      source: new GithubRepository(name, parts),
      calls: () => this.#counters.reduce((sum, { calls }) => sum + calls, 0),
      clones: () => this.#remotes.filter(({ fetched }) => fetched !== null).length,
      bytes: () => this.#remotes.reduce((sum, { fetched }) => sum + (fetched ?? 0), 0),
      tips: () => code?.tips ?? null,
      wikiTips: () => pages?.tips ?? null,
      close: async () => {
        clearTimeout(timer);
        for (const folder of this.#folders) await removeScratch(folder);
      },
    };
  }

  async #remote(
    target: string,
    url: string,
    before: Tips | null,
    page: string | null,
    signal: AbortSignal,
  ): Promise<RemoteRepository> {
    const { connection, cache, clock, options } = this.#own;
    const folder = cache === null ? await makeScratch('org') : cacheFolder(cache, url);
    if (cache === null) this.#folders.push(folder);
    else await makeFolder(folder);
    const parts = await orgParts();
    const remote = new parts.RemoteRepository({
      target,
      remote: remoteAt(url, await tokenOf(connection)),
      folder,
      keep: cache !== null,
      before,
      leftBehind: async () => [],
      page,
      isOptional: target.endsWith('.wiki'),
      moved: () => this.#moved(url),
      signal,
      sleep: (ms) => clock.sleep(ms),
      walkPacks: walkPacks(options.jobs),
    });
    this.#remotes.push(remote);
    return remote;
  }

  /** Where a repository is now that was somewhere else when it was listed. */
  async #moved(url: string): Promise<Remote | string | null> {
    const { connection, clock, log } = this.#own;
    if (this.#repository.kind === 'gist') return null;
    const found = await findRepository(this.#repository.id, { ...connection, clock, log });
    if (found === null) return 'gone since it was listed: deleted, or no longer to be seen';
    return `${found.url}.git` === url ? null : remoteAt(`${found.url}.git`, await tokenOf(connection));
  }

  #logs(parts: Part[]): void {
    const { logs } = this.#work;
    if (logs === undefined) return;
    const { connection, clock, log, options } = this.#own;
    const since = logs.since === null ? new Date(clock.now() - oldestLogMs) : new Date(logs.since);
    parts.push({
      what: 'logs of workflow runs',
      source: actionsLogsSource({
        repository: this.#repository.name,
        runs: { since },
        maxFileSize: options.maxFileSize,
        connection,
        clock,
        log,
      }),
    });
  }
}

/** Where a kept clone lies. */
function cacheFolder(cache: string, url: string): string {
  return join(cache, createHash('sha256').update(url).digest('hex').slice(0, 32));
}
