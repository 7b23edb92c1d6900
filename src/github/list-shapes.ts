// What is asked of GraphQL about a repository and a gist, and how the answers become what an organisation scan knows.
import * as z from 'zod/mini';
import type { ListedRepository, TalkSurface } from '../core/organisation.ts';

/** The names that GraphQL has for the surfaces. */
export const talkFields = {
  issues: 'issues',
  'pull-requests': 'pullRequests',
  discussions: 'discussions',
  releases: 'releases',
} as const satisfies Record<TalkSurface, string>;

const newest = '(first: 1, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { updatedAt } }';

/** Releases can be ordered by their creation only, and an old one may be changed: some of them are looked at. */
export const repositoryFields = `
  id nameWithOwner url visibility isArchived isFork isDisabled isLocked lockReason isEmpty diskUsage hasWikiEnabled pushedAt
  repositoryTopics(first: 20) { nodes { topic { name } } }
  issues${newest.replace(')', ') @include(if: $issues)')}
  pullRequests${newest.replace(')', ') @include(if: $pullRequests)')}
  discussions${newest.replace(')', ') @include(if: $discussions)')}
  releases(first: 10, orderBy: { field: CREATED_AT, direction: DESC }) @include(if: $releases) { nodes { updatedAt } }`;

export const gistFields = 'id name url isPublic isFork pushedAt updatedAt';

const time = z.nullable(z.string());
const changed = z.optional(
  z.object({ nodes: z.nullable(z.array(z.nullable(z.object({ updatedAt: z.string() })))) }),
);

export const repositoryShape = z.object({
  id: z.string(),
  nameWithOwner: z.string(),
  url: z.string(),
  visibility: z.enum(['PUBLIC', 'PRIVATE', 'INTERNAL']),
  isArchived: z.boolean(),
  isFork: z.boolean(),
  isDisabled: z.boolean(),
  isLocked: z.boolean(),
  lockReason: z.nullable(z.string()),
  isEmpty: z.boolean(),
  diskUsage: z.nullable(z.int()),
  hasWikiEnabled: z.boolean(),
  pushedAt: time,
  repositoryTopics: z.object({
    nodes: z.nullable(z.array(z.nullable(z.object({ topic: z.object({ name: z.string() }) })))),
  }),
  issues: changed,
  pullRequests: changed,
  discussions: changed,
  releases: changed,
});

export const gistShape = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  isPublic: z.boolean(),
  isFork: z.boolean(),
  pushedAt: time,
  updatedAt: z.string(),
});

export function listedRepository(owner: string, node: z.infer<typeof repositoryShape>): ListedRepository {
  const { id, url, isArchived, isFork, isDisabled, isLocked, isEmpty, pushedAt } = node;
  return {
    id,
    kind: 'repository',
    owner,
    name: node.nameWithOwner,
    url,
    visibility: visibilities[node.visibility],
    isArchived,
    isFork,
    isDisabled,
    lockReason: isLocked ? (node.lockReason ?? 'locked').toLowerCase() : null,
    isEmpty,
    topics: (node.repositoryTopics.nodes ?? []).flatMap((each) => each?.topic.name ?? []),
    kilobytes: node.diskUsage ?? 0,
    hasWiki: node.hasWikiEnabled,
    pushedAt,
    changedAt: {
      issues: newestOf(node.issues),
      'pull-requests': newestOf(node.pullRequests),
      discussions: newestOf(node.discussions),
      releases: newestOf(node.releases),
    },
  };
}

export function listedGist(owner: string, node: z.infer<typeof gistShape>): ListedRepository {
  const { id, url, isFork } = node;
  return {
    id,
    kind: 'gist',
    owner,
    name: `gist:${node.name}`,
    url,
    visibility: node.isPublic ? 'public' : 'private',
    isArchived: false,
    isFork,
    isDisabled: false,
    lockReason: null,
    isEmpty: false,
    topics: [],
    kilobytes: 0,
    hasWiki: false,
    pushedAt: node.pushedAt ?? node.updatedAt,
    changedAt: { issues: null, 'pull-requests': null, discussions: null, releases: null },
  };
}

const visibilities = { PUBLIC: 'public', PRIVATE: 'private', INTERNAL: 'internal' } as const;

function newestOf(connection: z.infer<typeof changed>): string | null {
  const times = (connection?.nodes ?? []).flatMap((node) => node?.updatedAt ?? []);
  return times.toSorted().at(-1) ?? null;
}
