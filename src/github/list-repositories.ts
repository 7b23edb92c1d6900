// Lists what an organisation or a person owns: one question for a hundred repositories gives all that a plan needs.
import * as z from 'zod/mini';
import { type ListedRepository, type TalkSurface, talkSurfaces } from '../core/organisation.ts';
import { listGists } from './list-gists.ts';
import {
  type Missed,
  type Page,
  connectionFields,
  connectionOf,
  isCutOff,
  pageOf,
  pages,
  refusal,
  shaped,
  withoutListing,
  withoutSignOn,
} from './list-pages.ts';
import { listedRepository, repositoryFields, repositoryShape, talkFields } from './list-shapes.ts';
import { type QueryError, Reader, type ReaderOptions } from './reader.ts';

// The oldest first: what is made while the list is read comes last.
const query = `query Repositories($owner: String!, $first: Int!, $after: String, $issues: Boolean!, $pullRequests: Boolean!,
    $discussions: Boolean!, $releases: Boolean!) {
  repositoryOwner(login: $owner) {
    __typename
    repositories(first: $first, after: $after, ownerAffiliations: [OWNER], orderBy: { field: CREATED_AT, direction: ASC }) {
      ${connectionFields} nodes { ${repositoryFields} }
    }
  }
}`;

const answerShape = z.object({
  repositoryOwner: z.object({
    __typename: z.string(),
    repositories: connectionOf(repositoryShape),
  }),
});

type RepositoryNode = z.infer<typeof repositoryShape>;

/** All failures are a GitHubFailure. */
export class Organisations {
  readonly #reader: Reader;

  constructor(options: ReaderOptions) {
    this.#reader = new Reader(options);
  }

  /** Requests that were sent. */
  get calls(): number {
    return this.#reader.calls;
  }

  /**
   * Each repository that the owner has and the token may see, and, with `gists`, those of a person, or the public ones of an
   * organisation's members.
   * @param missed told of all that is there and can't be listed. @param talk what `changedAt` is asked for; null of the others.
   * @throws GitHubFailure for an owner that is unknown, or that the token is refused for.
   */
  async *list(
    owner: string,
    gists: boolean,
    missed: Missed,
    talk: readonly TalkSurface[] = talkSurfaces,
  ): AsyncGenerator<ListedRepository, void> {
    const walk = new RepositoryWalk(this.#reader, owner, onlyOnce(missed), talk);
    yield* walk.all();
    if (gists) yield* listGists(this.#reader, owner, walk.isOrganisation, onlyOnce(missed));
  }
}

class RepositoryWalk {
  isOrganisation = false;
  readonly #reader: Reader;
  readonly #owner: string;
  readonly #missed: Missed;
  /** Surfaces whose times are asked for. */
  readonly #talk: Set<TalkSurface>;
  readonly #seen = new Set<string>();
  /** Counted, and not shown; and why, if that was said. */
  #nameless = 0;
  #reason = 'GitHub counts them and does not show them';

  constructor(reader: Reader, owner: string, missed: Missed, talk: readonly TalkSurface[]) {
    this.#reader = reader;
    this.#owner = owner;
    this.#missed = missed;
    this.#talk = new Set(talk);
  }

  async *all(): AsyncGenerator<ListedRepository, void> {
    let total = yield* this.#once();
    // Something may have been moved here, and to the front, while the list was read.
    if (this.#lacking(total) > 0) total = yield* this.#once();
    const lacking = this.#lacking(total);
    if (lacking > 0) this.#missed(`${lacking} repositories of ${this.#owner}`, withoutListing);
    if (this.#nameless > 0) this.#missed(`${this.#nameless} repositories of ${this.#owner}`, this.#reason);
  }

  #lacking(total: number): number {
    return total - this.#seen.size - this.#nameless;
  }

  async *#once(): AsyncGenerator<ListedRepository, number> {
    this.#nameless = 0;
    const walk = pages((first, after, isHasty) => this.#page(first, after, isHasty));
    for (;;) {
      const { done, value } = await walk.next();
      if (done === true) return value;
      for (const node of value) {
        if (node === null) this.#nameless++;
        if (node === null || this.#seen.has(node.id)) continue;
        this.#seen.add(node.id);
        yield listedRepository(this.#owner, node);
      }
    }
  }

  /** A page; where the token may not see a surface, all but that. */
  async #page(first: number, after: string | null, isHasty: boolean): Promise<Page<RepositoryNode>> {
    const whole = await this.#ask(first, after, isHasty, this.#talk);
    const refused = new Map<TalkSurface, string>();
    for (const { path, message } of whole.errors) {
      const surface = surfaceIn(path);
      if (surface !== undefined) refused.set(surface, message);
    }
    if (refused.size === 0) {
      this.#note(whole.errors);
      return whole.page;
    }
    const rest = new Set([...this.#talk].filter((surface) => !refused.has(surface)));
    const part = await this.#ask(first, after, isHasty, rest);
    this.#note(part.errors);
    const had = new Map(whole.page.nodes.flatMap((node) => (node === null ? [] : [[node.id, node]])));
    for (const [surface, why] of refused) {
      if (had.size === 0) {
        this.#talk.delete(surface);
        this.#missed(`${wordsOf(surface)} of the repositories of ${this.#owner}`, why);
        continue;
      }
      for (const node of part.page.nodes)
        if (node !== null && !had.has(node.id))
          this.#missed(`${wordsOf(surface)} of ${node.nameWithOwner}`, why);
    }
    return { ...part.page, nodes: part.page.nodes.map((node) => (node && had.get(node.id)) ?? node) };
  }

  #note(errors: readonly QueryError[]): void {
    for (const { path, message } of errors) {
      if (path.includes('nodes')) this.#reason = message;
      else this.#missed(`something of ${this.#owner}`, message);
    }
  }

  async #ask(first: number, after: string | null, isHasty: boolean, talk: ReadonlySet<TalkSurface>) {
    const what = `list the repositories of ${this.#owner}`;
    const surfaces = Object.fromEntries(
      talkSurfaces.map((surface) => [talkFields[surface], talk.has(surface)]),
    );
    const variables = { owner: this.#owner, first, after, ...surfaces };
    const answer = await this.#reader.query(what, query, variables, isHasty);
    const data = answer.data as { repositoryOwner?: unknown } | null;
    if (!data?.repositoryOwner || isCutOff(answer.errors)) throw refusal(what, answer.errors);
    const shut = withoutSignOn(answer);
    if (shut !== null)
      this.#missed(`repositories of ${shut}`, 'the token is not authorised for their single sign-on');
    const { repositoryOwner } = shaped(answerShape, what, data);
    this.isOrganisation = repositoryOwner.__typename === 'Organization';
    return { page: pageOf(repositoryOwner.repositories), errors: answer.errors };
  }
}

/** `issues` in the path to something that was refused. */
function surfaceIn(path: QueryError['path']): TalkSurface | undefined {
  return talkSurfaces.find((surface) => path.includes(talkFields[surface]));
}

function wordsOf(surface: TalkSurface): string {
  return surface.replace('-', ' ');
}

/** Each page would tell the same. */
function onlyOnce(missed: Missed): Missed {
  const told = new Set<string>();
  return (what, why) => {
    const key = `${what}\n${why}`;
    if (!told.has(key)) missed(what, why);
    told.add(key);
  };
}
