// What a repository says beside its code: issues, pull requests and discussions with all that was written on them, as it is
// and as it was, and releases with their files. A part of `akguard org`.
import type { Provenance } from '../core/blob.ts';
import type { Coverage } from '../core/coverage.ts';
import type { Match } from '../core/match.ts';
import type { ListedRepository, TalkSurface } from '../core/organisation.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { CountingSource } from '../core/source.ts';
import { Comments } from '../github/comments.ts';
import { Edits } from '../github/edits.ts';
import { GitHubFailure } from '../github/failure.ts';
import type { Connection } from '../github/octokit.ts';
import { Releases } from '../github/releases.ts';
import { Talk, type TalkText } from '../github/talk.ts';
import { TalkFeed } from './talk-feed.ts';
import { ReleaseReader } from './talk-releases.ts';

export interface TalkRequest {
  repository: ListedRepository;
  surfaces: TalkSurface[];
  /** Of each surface only what changed at or after that time, ISO 8601; without one, everything. */
  since: Partial<Record<TalkSurface, string>>;
  connection: Connection;
  clock: Clock;
  log: Log;
  /** Bytes: of a release's file. */
  maxFileSize: number;
}

export function talkSource(request: TalkRequest): CountingSource {
  const urls = new WeakMap<Provenance, string>();
  let reader: TalkReader | null = null;
  return {
    name: 'org',
    target: request.repository.name,
    read(sink, coverage) {
      reader = new TalkReader(request, new TalkFeed(sink, coverage, urls), coverage);
      return reader.read();
    },
    refine: async (matches: Match[]) =>
      matches.map((match) => ({ ...match, url: urls.get(match.provenance) ?? null })),
    get calls() {
      return reader?.calls ?? 0;
    },
  };
}

class TalkReader {
  readonly #request: TalkRequest;
  readonly #feed: TalkFeed;
  readonly #coverage: Coverage;
  readonly #talk: Talk;
  readonly #comments: Comments;
  readonly #edits: Edits<TalkText>;
  readonly #releases: ReleaseReader;

  constructor(request: TalkRequest, feed: TalkFeed, coverage: Coverage) {
    this.#request = request;
    this.#feed = feed;
    this.#coverage = coverage;
    const { repository, connection, clock, log } = request;
    const [owner = '', repo = ''] = repository.name.split('/');
    const missed = (what: string, why: string): void => coverage.missed(what, why);
    this.#talk = new Talk({ ...connection, id: repository.id, owner, repo, clock, log, missed });
    const { reader } = this.#talk;
    this.#comments = new Comments(reader, { owner, repo });
    this.#edits = new Edits(reader, missed);
    const releases = new Releases(reader, connection.apiUrl, { owner, repo });
    this.#releases = new ReleaseReader(releases, feed, coverage, request);
  }

  get calls(): number {
    return this.#talk.reader.calls;
  }

  /** A surface that can't be had is missed, and the others are read. */
  async read(): Promise<void> {
    const isAsked = (surface: TalkSurface): boolean => this.#request.surfaces.includes(surface);
    const { since } = this.#request;
    const hasIssues = isAsked('issues');
    const hasPulls = isAsked('pull-requests');
    if (hasIssues) await this.#surface('issues', () => this.#all(this.#talk.issues(since.issues ?? null)));
    if (hasPulls) {
      const from = since['pull-requests'] ?? null;
      await this.#surface('pull requests', () => this.#all(this.#talk.pullRequests(from)));
      await this.#surface('review comments', () => this.#all(this.#comments.onLines(from)));
    }
    if (hasIssues || hasPulls)
      await this.#surface('comments', () => this.#conversations(hasIssues, hasPulls));
    if (hasIssues && this.#talk.hasIssues === false)
      this.#coverage.leftOut('issues', 'they are switched off in this repository');
    if (isAsked('discussions'))
      await this.#surface('discussions', () => this.#all(this.#talk.discussions(since.discussions ?? null)));
    if (isAsked('releases'))
      await this.#surface('releases', () => this.#releases.read(since.releases ?? null));
    await this.#formerVersions();
    this.#feed.finish();
  }

  /** Those on issues and on pull requests come together; whoever asked for one kind only gets that. */
  async #conversations(hasIssues: boolean, hasPulls: boolean): Promise<void> {
    const { since } = this.#request;
    const ofIssues = hasIssues ? since.issues : since['pull-requests'];
    const ofPulls = hasPulls ? since['pull-requests'] : since.issues;
    const from =
      ofIssues === undefined || ofPulls === undefined ? null : ofIssues < ofPulls ? ofIssues : ofPulls;
    try {
      if (this.#talk.hasIssues !== false)
        return await this.#all(this.#comments.onIssues(from), ({ isPullRequest }) =>
          isPullRequest ? hasPulls : hasIssues,
        );
    } catch (error) {
      // REST keeps all comments with the issues, and has none where those are switched off.
      const isOff = error instanceof GitHubFailure && (error.status === 404 || error.status === 410);
      if (!isOff || (hasIssues && error.status === 404)) throw error;
      this.#talk.hasIssues = false;
    }
    if (hasPulls) await this.#all(this.#talk.pullRequestComments(since['pull-requests'] ?? null));
  }

  async #surface(what: string, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      this.#coverage.missed(what, error.message);
    }
  }

  async #all(
    texts: AsyncIterable<TalkText>,
    isWanted: (text: TalkText) => boolean = () => true,
  ): Promise<void> {
    for await (const text of texts) {
      if (!isWanted(text)) continue;
      this.#feed.text(text.where, text.url, text.text);
      if (text.isEdited) this.#edits.add(text);
      if (this.#edits.isFull) await this.#formerVersions();
    }
  }

  async #formerVersions(): Promise<void> {
    for await (const { of, text } of this.#edits.take()) this.#feed.text(`${of.where}, edited`, of.url, text);
  }
}
