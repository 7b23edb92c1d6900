// Releases as a part of what is said about a repository: texts, and files, which are downloaded and opened.
import type { Coverage } from '../core/coverage.ts';
import { GitHubFailure } from '../github/failure.ts';
import type { Asset, Release, Releases } from '../github/releases.ts';
import type { Clock } from '../core/runtime.ts';
import { reasonOf } from '../io/read-file.ts';
import { TooLarge } from '../io/spool.ts';
import { spooled } from './spooled.ts';
import type { TalkFeed } from './talk-feed.ts';

export class ReleaseReader {
  readonly #releases: Releases;
  readonly #feed: TalkFeed;
  readonly #coverage: Coverage;
  readonly #limits: { maxFileSize: number; clock: Clock };

  constructor(
    releases: Releases,
    feed: TalkFeed,
    coverage: Coverage,
    limits: { maxFileSize: number; clock: Clock },
  ) {
    this.#releases = releases;
    this.#feed = feed;
    this.#coverage = coverage;
    this.#limits = limits;
  }

  /** @param since only what changed at or after, ISO 8601; null: everything. @throws GitHubFailure for the list. */
  async read(since: string | null): Promise<void> {
    const isNew = (at: string | null): boolean => since === null || at === null || at >= since;
    for await (const release of this.#releases.all()) {
      if (isNew(release.changedAt)) this.#feed.text(`release ${release.tag}`, release.url, release.text);
      for (const asset of release.assets) if (isNew(asset.changedAt)) await this.#asset(release, asset);
    }
  }

  async #asset({ tag, url }: Release, asset: Asset): Promise<void> {
    const path = `release ${tag}: ${asset.name}`;
    const { maxFileSize, clock } = this.#limits;
    try {
      if (asset.size > maxFileSize) throw new TooLarge(`${asset.size} bytes`);
      const file = await spooled(() => this.#releases.open(asset), maxFileSize, clock);
      try {
        this.#feed.file(path, url, file);
      } finally {
        file.close();
      }
    } catch (error) {
      if (error instanceof TooLarge) this.#coverage.missed(path, `${error.message}, over --max-file-size`);
      else if (error instanceof GitHubFailure) this.#coverage.missed(path, error.message);
      else this.#coverage.missed(path, reasonOf(error));
    }
  }
}
