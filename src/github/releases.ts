// Releases: their names and texts, and the files beside them. https://docs.github.com/rest/releases
import { visible } from '../core/text.ts';
import type { Download } from './download.ts';
import { failure } from './failure.ts';
import type { Reader } from './reader.ts';
import { openRedirected } from './redirected.ts';

export interface Release {
  tag: string;
  /** Name, a blank line and the text. */
  text: string;
  /** The page for people. */
  url: string;
  /** ISO 8601; null where the server does not say. */
  changedAt: string | null;
  assets: Asset[];
}

export interface Asset {
  id: number;
  name: string;
  /** Bytes. */
  size: number;
  changedAt: string;
}

export class Releases {
  readonly #reader: Reader;
  readonly #origin: string;
  readonly #place: { owner: string; repo: string };

  constructor(reader: Reader, apiUrl: string, place: { owner: string; repo: string }) {
    this.#reader = reader;
    this.#origin = new URL(apiUrl).origin;
    this.#place = place;
  }

  /**
   * All of them, each once. GitHub can't be asked for those that changed, and what is deleted meanwhile moves the others: a
   * list of several pages is read until it brings nothing new.
   * @throws GitHubFailure.
   */
  async *all(): AsyncGenerator<Release, void> {
    const seen = new Set<number>();
    const { owner, repo } = this.#place;
    try {
      for (let isNew = true; isNew;) {
        isNew = false;
        let count = 0;
        const { paginate, rest } = this.#reader.octokit;
        for await (const { data } of paginate.iterator(rest.repos.listReleases, {
          owner,
          repo,
          per_page: 100,
        })) {
          count++;
          for (const release of data) {
            if (seen.has(release.id)) continue;
            seen.add(release.id);
            if (count > 1) isNew = true;
            yield shown(release);
          }
        }
      }
    } catch (error) {
      throw failure(`list the releases of ${owner}/${repo}`, error);
    }
  }

  /** @throws GitHubFailure. */
  async open({ id, name }: Asset): Promise<Download> {
    const { owner, repo } = this.#place;
    const path = `/repos/${owner}/${repo}/releases/assets/${id}`;
    const { octokit } = this.#reader;
    return openRedirected(
      octokit,
      this.#origin,
      path,
      `give the asset ${visible(name.slice(0, 100))}`,
      'application/octet-stream',
    );
  }
}

interface RawRelease {
  tag_name: string;
  name: string | null;
  body?: string | null | undefined;
  html_url: string;
  updated_at?: string | null | undefined;
  assets: { id: number; name: string; size: number; state: string; updated_at: string }[];
}

/** An asset that was not uploaded whole can't be downloaded by anybody. */
function shown({ tag_name: tag, name, body, html_url: url, updated_at, assets }: RawRelease): Release {
  return {
    tag,
    text: `${name ?? tag}\n\n${body ?? ''}`,
    url,
    changedAt: updated_at ?? null,
    assets: assets
      .filter(({ state }) => state === 'uploaded')
      .map((asset) => ({ id: asset.id, name: asset.name, size: asset.size, changedAt: asset.updated_at })),
  };
}
