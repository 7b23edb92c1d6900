// Opens a repository for a scan of its organisation: all parts of it that are to be read, as one source.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Options } from './config/options.ts';
import type { Coverage } from './core/coverage.ts';
import type { ListedRepository, TalkSurface } from './core/organisation.ts';
import type { Tips } from './core/repository-memory.ts';
import type { Clock, Log } from './core/runtime.ts';
import type { Source } from './core/source.ts';
import { type Remote, remoteAt } from './git/remote.ts';
import { GitHubFailure } from './github/failure.ts';
import { findRepository } from './github/find-repository.ts';
import { Activity } from './github/activity.ts';
import { type Connection, tokenOf } from './github/octokit.ts';
import { makeFolder, makeScratch, removeScratch } from './io/scratch.ts';
import type { Work } from './org/work.ts';
import { walkPacks } from './plan.ts';
import { actionsLogsSource } from './sources/actions-logs.ts';
import type { Part } from './sources/github-repository.ts';
import { orgParts } from './sources/index.ts';
import type { RemoteRepository, RemoteRequest } from './sources/remote-repository.ts';

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
  /** For the repositories of an owner. */
  connectionFor: (owner: string) => Connection;
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
  readonly #connection: Connection;
  readonly #repository: ListedRepository;
  readonly #work: Work;
  readonly #folders: string[] = [];
  readonly #remotes: RemoteRepository[] = [];
  readonly #counters: { readonly calls: number }[] = [];

  constructor(own: ReaderOptions, repository: ListedRepository, work: Work) {
    this.#own = own;
    this.#connection = own.connectionFor(repository.owner);
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
      code = await this.#remote(
        name,
        `${url}.git`,
        git.before,
        page,
        (coverage) => this.#leftBehind(coverage),
        signal,
      );
      parts.push({ what: name, source: code });
    }
    if (wiki !== undefined) {
      pages = await this.#remote(`${name}.wiki`, `${url}.wiki.git`, wiki.before, `${url}/wiki`, null, signal);
      parts.push({ what: 'wiki', source: pages });
    }
    await this.#talk(parts);
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
    leftBehind: RemoteRequest['leftBehind'] | null,
    signal: AbortSignal,
  ): Promise<RemoteRepository> {
    const { cache, clock, options } = this.#own;
    const connection = this.#connection;
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
      leftBehind: leftBehind ?? (async () => []),
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

  /** What force-pushes and deleted branches left behind since. */
  async #leftBehind(coverage: Coverage): Promise<string[]> {
    const { activity } = this.#work;
    if (activity === undefined) return [];
    const { clock, log } = this.#own;
    const connection = this.#connection;
    const [owner = '', repo = ''] = this.#repository.name.split('/');
    const asked = new Activity({ ...connection, owner, repo, clock, log });
    this.#counters.push(asked);
    try {
      return (await asked.leftBehind(activity.since)).map(({ before }) => before);
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      coverage.missed('commits that were left behind', error.message);
      return [];
    }
  }

  async #talk(parts: Part[]): Promise<void> {
    const wanted = Object.entries(this.#work.talk) as [TalkSurface, { since: string | null }][];
    if (wanted.length === 0) return;
    const { clock, log, options } = this.#own;
    const connection = this.#connection;
    const { talkSource } = await orgParts();
    const source = talkSource({
      repository: this.#repository,
      surfaces: wanted.map(([surface]) => surface),
      since: Object.fromEntries(
        wanted.flatMap(([surface, { since }]) => (since === null ? [] : [[surface, since]])),
      ),
      connection,
      clock,
      log,
      maxFileSize: options.maxFileSize,
    });
    this.#counters.push(source);
    parts.push({ what: 'issues and releases', source });
  }

  /** Where a repository is now that was somewhere else when it was listed. */
  async #moved(url: string): Promise<Remote | string | null> {
    const { clock, log } = this.#own;
    const connection = this.#connection;
    if (this.#repository.kind === 'gist') return null;
    const found = await findRepository(this.#repository.id, { ...connection, clock, log }).catch(refused);
    // What git said tells more than that GitHub refuses that, too.
    if (found === 'refused') return null;
    if (found === null) return 'gone since it was listed: deleted, or no longer to be seen';
    return `${found.url}.git` === url ? null : remoteAt(`${found.url}.git`, await tokenOf(connection));
  }

  #logs(parts: Part[]): void {
    const { logs } = this.#work;
    if (logs === undefined) return;
    const { clock, log, options } = this.#own;
    const connection = this.#connection;
    const since = logs.since === null ? new Date(clock.now() - oldestLogMs) : new Date(logs.since);
    const source = actionsLogsSource({
      repository: this.#repository.name,
      runs: { since },
      maxFileSize: options.maxFileSize,
      connection,
      clock,
      log,
    });
    this.#counters.push(source);
    parts.push({ what: 'logs of workflow runs', source });
  }
}

/** Where a kept clone lies. */
function cacheFolder(cache: string, url: string): string {
  return join(cache, createHash('sha256').update(url).digest('hex').slice(0, 32));
}

function refused(error: unknown): 'refused' {
  if (error instanceof GitHubFailure) return 'refused';
  throw error;
}
