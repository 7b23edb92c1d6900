// Lists gists: those of a person, or the public ones of an organisation's members, for an organisation has none of its own.
import * as z from 'zod/mini';
import type { ListedRepository } from '../core/organisation.ts';
import { GitHubFailure } from './failure.ts';
import {
  type Missed,
  connectionFields,
  connectionOf,
  isCutOff,
  pageOf,
  pages,
  refusal,
  shaped,
  withoutListing,
} from './list-pages.ts';
import { gistFields, gistShape, listedGist } from './list-shapes.ts';
import type { Reader } from './reader.ts';

const order = 'orderBy: { field: CREATED_AT, direction: ASC }';

const ofPerson = `query Gists($login: String!, $first: Int!, $after: String, $privacy: GistPrivacy!) {
  user(login: $login) {
    gists(first: $first, after: $after, privacy: $privacy, ${order}) { ${connectionFields} nodes { ${gistFields} } }
  }
}`;

const ofMembers = `query MemberGists($login: String!, $first: Int!, $after: String) {
  organization(login: $login) {
    membersWithRole(first: $first, after: $after) {
      ${connectionFields}
      nodes { login gists(first: 50, privacy: PUBLIC, ${order}) { ${connectionFields} nodes { ${gistFields} } } }
    }
  }
}`;

const gists = connectionOf(gistShape);
const personShape = z.object({ user: z.object({ gists }) });
const membersShape = z.object({
  organization: z.object({ membersWithRole: connectionOf(z.object({ login: z.string(), gists })) }),
});

/** What can't be had ends up in `missed`, and never ends the list. */
export async function* listGists(
  reader: Reader,
  owner: string,
  isOrganisation: boolean,
  missed: Missed,
): AsyncGenerator<ListedRepository, void> {
  const list = new GistWalk(reader, owner, missed);
  yield* isOrganisation ? list.ofMembers() : list.ofPerson(owner, 'ALL');
}

class GistWalk {
  readonly #reader: Reader;
  readonly #owner: string;
  readonly #missed: Missed;
  readonly #seen = new Set<string>();

  constructor(reader: Reader, owner: string, missed: Missed) {
    this.#reader = reader;
    this.#owner = owner;
    this.#missed = missed;
  }

  async *ofPerson(login: string, privacy: 'ALL' | 'PUBLIC'): AsyncGenerator<ListedRepository, void> {
    const what = `list the gists of ${login}`;
    const walk = pages(async (first, after, isHasty) => {
      const page = await this.#ask(what, ofPerson, { login, first, after, privacy }, isHasty, personShape);
      return pageOf(page.user.gists);
    });
    yield* this.#counted(`gists of ${login}`, walk, (gist) => this.#new(gist));
  }

  async *ofMembers(): AsyncGenerator<ListedRepository, void> {
    const login = this.#owner;
    const what = `list the gists of the members of ${login}`;
    const walk = pages(async (first, after, isHasty) => {
      const page = await this.#ask(what, ofMembers, { login, first, after }, isHasty, membersShape);
      return pageOf(page.organization.membersWithRole);
    });
    const many: string[] = [];
    yield* this.#counted(`members of ${login} and their gists`, walk, (member) => {
      const page = pageOf(member.gists);
      if (page.end !== null || page.nodes.includes(null)) many.push(member.login);
      return page.nodes.flatMap((gist) => (gist === null ? [] : this.#new(gist)));
    });
    for (const each of many) yield* this.ofPerson(each, 'PUBLIC');
  }

  #new(gist: z.infer<typeof gistShape>): ListedRepository[] {
    if (this.#seen.has(gist.id)) return [];
    this.#seen.add(gist.id);
    return [listedGist(this.#owner, gist)];
  }

  async *#counted<T>(
    what: string,
    walk: AsyncGenerator<(T | null)[], number>,
    gistsOf: (node: T) => ListedRepository[],
  ): AsyncGenerator<ListedRepository, void> {
    let came = 0;
    try {
      for (;;) {
        const { done, value } = await walk.next();
        if (done === true) {
          if (came < value) this.#missed(`${value - came} ${what}`, withoutListing);
          return;
        }
        for (const node of value) {
          if (node === null) continue;
          came++;
          yield* gistsOf(node);
        }
      }
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      this.#missed(what, error.message);
    }
  }

  async #ask<T extends z.ZodMiniType>(
    what: string,
    query: string,
    variables: Record<string, unknown>,
    isHasty: boolean,
    shape: T,
  ): Promise<z.infer<T>> {
    const { data, errors } = await this.#reader.query(what, query, variables, isHasty);
    const [root] = typeof data === 'object' && data !== null ? Object.values(data) : [];
    if (!root || isCutOff(errors)) throw refusal(what, errors);
    for (const { message } of errors) this.#missed(what.replace('list the ', ''), message);
    return shaped(shape, what, data);
  }
}
