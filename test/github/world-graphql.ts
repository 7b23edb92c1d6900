// Answers GraphQL from a world by GitHub's own schema: a field that GitHub does not know fails here as it would there, and so
// do pages that are too large.
import { schema as description } from '@octokit/graphql-schema';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  buildSchema,
  execute,
  parse,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { DiscussionComment, Gist, Issue, Node, Repository, Text, World } from './world.ts';

export interface GraphqlAnswer {
  body: { data?: unknown; errors?: object[] };
  /** The question is one that GitHub would never take. */
  isWrong: boolean;
}

type Args = { first: number; after?: string | null; [name: string]: unknown };
/** Says why a field may not be seen, or null. */
export type Forbids = (field: string, repository: Repository) => string | null;

let known: GraphQLSchema | null = null;
const parsed = new Map<string, DocumentNode | readonly GraphQLError[]>();
/** https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#node-limit */
const mostNodes = 500_000;

export function answerGraphql(
  world: World,
  source: string,
  variables: Record<string, unknown>,
  forbids: Forbids,
): GraphqlAnswer {
  const { schema, document } = understood(source);
  if (!('kind' in document)) return { body: { errors: document.map(shown) }, isWrong: true };
  const { problem } = weighed(schema, document, variables);
  if (problem !== null) return { body: { errors: [problem] }, isWrong: true };
  const rootValue = new Resolvers(world, forbids).root();
  const result = execute({ schema, document, rootValue, variableValues: variables });
  if (result instanceof Promise) throw new Error('the double answers at once');
  const { data, errors } = result;
  const isWrong = errors?.some(
    ({ originalError }) => originalError && !(originalError instanceof GraphQLError),
  );
  return {
    body: { ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(shown) } : {}) },
    isWrong: isWrong === true || data === undefined,
  };
}

/** What a question costs, as GitHub counts it against the hourly 5,000. */
export function costOf(source: string, variables: Record<string, unknown>): number {
  const { schema, document } = understood(source);
  return 'kind' in document ? weighed(schema, document, variables).cost : 1;
}

function understood(source: string) {
  const schema = (known ??= buildSchema(description.idl, { assumeValid: true }));
  const document = parsed.get(source) ?? checked(schema, source);
  parsed.set(source, document);
  return { schema, document };
}

function checked(schema: GraphQLSchema, source: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(source);
    const errors = validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function shown({ message, path, locations, extensions }: GraphQLError): object {
  const { type } = extensions;
  return { ...(type === undefined ? {} : { type }), path, locations, message };
}

/** Refuses what is not bounded or too large, and counts as GitHub documents it. */
function weighed(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
): { problem: object | null; cost: number } {
  const info = new TypeInfo(schema);
  let problem: object | null = null;
  let nodes = 0;
  let requests = 0;
  const factors: number[] = [1];
  const value = (field: FieldNode, name: string): unknown => {
    const given = field.arguments?.find((argument) => argument.name.value === name)?.value;
    if (given?.kind === Kind.VARIABLE) return variables[given.name.value];
    return given?.kind === Kind.INT ? Number(given.value) : undefined;
  };
  const isLeftOut = (field: FieldNode): boolean =>
    field.directives?.some((directive) => {
      const condition = directive.arguments?.[0]?.value;
      const isMet = condition?.kind === Kind.VARIABLE && variables[condition.name.value] === true;
      return directive.name.value === 'include' && !isMet;
    }) === true;
  const visitor = visitWithTypeInfo(info, {
    Field: {
      enter(field) {
        if (isLeftOut(field)) return false;
        const isConnection = /Connection!?$/.test(String(info.getType()));
        const around = factors.at(-1) ?? 1;
        if (!isConnection) {
          const ids = field.name.value === 'nodes' && factors.length === 1 ? variables['ids'] : undefined;
          if (Array.isArray(ids) && ids.length > 100)
            problem ??= { type: 'ARGUMENT_LIMIT', message: 'You may not provide more than 100 node ids.' };
          factors.push(Array.isArray(ids) ? ids.length : around);
          return undefined;
        }
        const first = value(field, 'first') ?? value(field, 'last');
        if (typeof first !== 'number') {
          const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${field.name.value}\` connection.`;
          problem ??= { type: 'MISSING_PAGINATION_BOUNDARIES', message };
        } else if (first > 100 || first < 1) {
          const message = `Requesting ${first} records on the \`${field.name.value}\` connection exceeds the \`first\` limit of 100 records.`;
          problem ??= { type: 'EXCESSIVE_PAGINATION', message };
        }
        requests += around;
        const inside = around * (typeof first === 'number' ? first : 1);
        nodes += inside;
        factors.push(inside);
        return undefined;
      },
      leave(field) {
        if (!isLeftOut(field)) factors.pop();
      },
    },
  });
  visit(document, visitor);
  if (nodes > mostNodes)
    problem ??= {
      type: 'MAX_NODE_LIMIT_EXCEEDED',
      message: `This query requests up to ${nodes} possible nodes.`,
    };
  return { problem, cost: Math.max(1, Math.round(requests / 100)) };
}

class Resolvers {
  readonly #world: World;
  readonly #forbids: Forbids;

  constructor(world: World, forbids: Forbids) {
    this.#world = world;
    this.#forbids = forbids;
  }

  root() {
    const account = (login: string) => this.#world.accounts.get(login.toLowerCase());
    return {
      viewer: { login: 'octo-app' },
      repositoryOwner: ({ login }: { login: string }) => (account(login) ? this.#owner(login) : null),
      user: ({ login }: { login: string }) => {
        if (account(login)?.isOrganisation === false) return this.#owner(login);
        throw unknown(`Could not resolve to a User with the login of '${login}'.`);
      },
      organization: ({ login }: { login: string }) => {
        if (account(login)?.isOrganisation === true) return this.#owner(login);
        throw unknown(`Could not resolve to an Organization with the login of '${login}'.`);
      },
      node: ({ id }: { id: string }) => this.#node(id),
      nodes: ({ ids }: { ids: string[] }) => ids.map((id) => this.#maybe(() => this.#node(id))),
    };
  }

  /** A list goes on where one of it is refused. */
  #maybe(make: () => object): object {
    try {
      return make();
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #node(id: string): object {
    const legacy = Buffer.from(id, 'base64').toString().slice(2);
    const node = this.#world.nodes.get(id) ?? this.#world.nodes.get(legacy);
    if (!node) throw unknown(`Could not resolve to a node with the global id of '${id}'`);
    const of = node.kind === 'repository' ? node.it : node.of;
    if (of.standing === 'gone') throw unknown(`Could not resolve to a node with the global id of '${id}'`);
    if (of.standing !== 'open')
      throw new GraphQLError(`It is ${of.standing}.`, { extensions: { type: 'FORBIDDEN' } });
    const isPull = 'on' in node && 'isPull' in node.on && node.on.isPull;
    const isIssue = ['issue', 'comment'].includes(node.kind) && !isPull;
    const field = isIssue ? 'issues' : /^discussion|^reply/.test(node.kind) ? 'discussions' : 'pullRequests';
    if (node.kind !== 'repository') this.#guard(field, of);
    return this.#shown(node);
  }

  #shown(node: Node): object {
    switch (node.kind) {
      case 'repository':
        return this.#repository(node.it);
      case 'issue':
      case 'pull':
        return this.#issue(node.it);
      case 'discussion':
        return this.#discussion(node.it);
      case 'discussionComment':
        return this.#discussionComment(node.it);
      case 'reply':
        return this.#text('DiscussionComment', node.it);
      case 'comment':
        return this.#text('IssueComment', node.it);
      case 'review':
        return this.#text('PullRequestReview', node.it);
      case 'reviewComment':
        return this.#text('PullRequestReviewComment', node.it);
    }
  }

  #owner(login: string): object {
    const { isOrganisation, members, login: name } = this.#world.account(login);
    const world = this.#world;
    return {
      __typename: isOrganisation ? 'Organization' : 'User',
      login: name,
      repositories: (args: Args) =>
        connection(
          world.repositories.filter(({ owner, standing }) => owner === name && standing !== 'gone'),
          args,
          ({ createdAt, databaseId }) => `${createdAt}/${String(databaseId).padStart(12, '0')}`,
          (repository) => (repository.standing === 'hidden' ? null : this.#repository(repository)),
        ),
      gists: (args: Args) => this.#gists(name, args),
      membersWithRole: (args: Args) =>
        connection(
          members,
          args,
          (member) => member,
          (member) => this.#owner(member),
        ),
    };
  }

  #gists(login: string, args: Args): object {
    const fitting = this.#world.gists.filter(
      ({ owner, isPublic }) =>
        owner === login && (args['privacy'] === 'ALL' || isPublic === (args['privacy'] !== 'SECRET')),
    );
    return connection(
      fitting,
      args,
      ({ createdAt, id }) => `${createdAt}/${id}`,
      (gist) => this.#gist(gist),
    );
  }

  #gist({ id, name, isPublic, pushedAt }: Gist): object {
    const url = `${this.#world.pages}/gist/${name}`;
    return { id, name, url, isPublic, isFork: false, pushedAt, updatedAt: pushedAt };
  }

  #guard(field: string, repository: Repository): void {
    const why = this.#forbids(field, repository);
    if (why !== null) throw new GraphQLError(why, { extensions: { type: 'FORBIDDEN' } });
  }

  #repository(repository: Repository): object {
    const { owner, name, visibility, lockReason, kilobytes, topics, issues } = repository;
    const guarded =
      <T>(field: string, items: T[], keyOf: (item: T) => string, node: (item: T) => object) =>
      (args: Args) => {
        this.#guard(field, repository);
        const { since } = (args['filterBy'] ?? {}) as { since?: string | null };
        const fitting = items.filter((item) => typeof since !== 'string' || keyOf(item) >= since);
        return connection(fitting, args, keyOf, node);
      };
    const byChange = ({ updatedAt, databaseId }: Text) =>
      `${updatedAt}/${String(databaseId).padStart(12, '0')}`;
    return {
      ...repository,
      __typename: 'Repository',
      nameWithOwner: `${owner}/${name}`,
      url: this.#world.pageOf(repository),
      visibility: visibility.toUpperCase(),
      isLocked: lockReason !== null,
      diskUsage: kilobytes,
      hasWikiEnabled: repository.hasWiki,
      hasIssuesEnabled: repository.hasIssues,
      repositoryTopics: (args: Args) =>
        connection(
          topics,
          args,
          (topic) => topic,
          (topic) => ({ topic: { name: topic } }),
        ),
      issues: guarded(
        'issues',
        issues.filter(({ isPull }) => !isPull),
        byChange,
        (issue) => this.#issue(issue),
      ),
      pullRequests: guarded(
        'pullRequests',
        issues.filter(({ isPull }) => isPull),
        byChange,
        (issue) => this.#issue(issue),
      ),
      discussions: guarded('discussions', repository.discussions, byChange, (discussion) =>
        this.#discussion(discussion),
      ),
      releases: guarded(
        'releases',
        repository.releases,
        ({ createdAt, databaseId }) => `${createdAt}/${String(databaseId).padStart(12, '0')}`,
        (release) => ({ ...release, updatedAt: release.updatedAt }),
      ),
    };
  }

  #text(typename: string, text: Text) {
    return {
      ...text,
      __typename: typename,
      url: this.#world.urlOf(text.id),
      lastEditedAt: text.edits.at(-1)?.at ?? null,
      userContentEdits: (args: Args) =>
        connection(
          text.edits,
          args,
          (edit) => String(text.edits.indexOf(edit)).padStart(8, '0'),
          ({ diff, at }) => ({ diff, editedAt: at }),
        ),
    };
  }

  #issue(issue: Issue): object {
    return {
      ...this.#text(issue.isPull ? 'PullRequest' : 'Issue', issue),
      timelineItems: (args: Args) =>
        connection(
          issue.formerTitles,
          args,
          (title) => title,
          (previousTitle) => ({ __typename: 'RenamedTitleEvent', previousTitle }),
        ),
      comments: this.#texts('IssueComment', issue.comments),
      reviews: this.#texts('PullRequestReview', issue.reviews),
    };
  }

  #texts(typename: string, texts: Text[]) {
    return (args: Args) => connection(texts, args, byNumber, (text) => this.#text(typename, text));
  }

  #discussion(discussion: Extract<Node, { kind: 'discussion' }>['it']): object {
    return {
      ...this.#text('Discussion', discussion),
      comments: (args: Args) =>
        connection(discussion.comments, args, byNumber, (comment) => this.#discussionComment(comment)),
    };
  }

  #discussionComment(comment: DiscussionComment): object {
    return {
      ...this.#text('DiscussionComment', comment),
      replies: this.#texts('DiscussionComment', comment.replies),
    };
  }
}

function byNumber({ databaseId }: Text): string {
  return String(databaseId).padStart(12, '0');
}

/** A page by key, so that it stays where it was when things move; `orderBy` only turns it round. */
function connection<T>(
  items: readonly T[],
  args: Args,
  keyOf: (item: T) => string,
  node: (item: T) => object | null,
): object {
  const { first, after, orderBy } = args;
  const isDown = (orderBy as { direction?: string } | undefined)?.direction === 'DESC';
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => (a.key < b.key === isDown ? 1 : -1));
  const start = typeof after === 'string' ? Buffer.from(after, 'base64').toString() : null;
  const rest = start === null ? keyed : keyed.filter(({ key }) => (isDown ? key < start : key > start));
  const page = rest.slice(0, first);
  const end = page.at(-1)?.key;
  return {
    totalCount: items.length,
    pageInfo: {
      hasNextPage: rest.length > page.length,
      endCursor: end === undefined ? null : Buffer.from(end).toString('base64'),
    },
    nodes: page.map(({ item }) => node(item)),
  };
}

function unknown(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
}
