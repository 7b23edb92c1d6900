// What is asked of GraphQL about conversations. `body` is the Markdown as it was written.
import * as z from 'zod/mini';
import { connectionFields, connectionOf } from './list-pages.ts';

const textFields = 'id url body lastEditedAt';
const order = 'orderBy: { field: UPDATED_AT, direction: $direction }';
const titleFields = `number title updatedAt ${textFields}
  timelineItems(itemTypes: [RENAMED_TITLE_EVENT], first: 20) { nodes { ... on RenamedTitleEvent { previousTitle } } }`;

const textShape = z.object({
  id: z.string(),
  url: z.string(),
  body: z.string(),
  lastEditedAt: z.nullable(z.string()),
});
const titledShape = z.extend(textShape, {
  number: z.int(),
  title: z.string(),
  updatedAt: z.string(),
  timelineItems: z.optional(
    z.object({
      nodes: z.nullable(z.array(z.nullable(z.object({ previousTitle: z.optional(z.string()) })))),
    }),
  ),
});
const texts = connectionOf(textShape);
const replied = z.extend(textShape, { replies: texts });

export type TextNode = z.infer<typeof textShape>;
export type TitledNode = z.infer<typeof titledShape>;

export const issuesQuery = `query Issues($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!,
    $filterBy: IssueFilters) {
  node(id: $id) { ... on Repository {
    hasIssuesEnabled
    issues(first: $first, after: $after, ${order}, filterBy: $filterBy) { ${connectionFields} nodes { ${titleFields} } }
  } }
}`;
export const issuesShape = z.object({
  node: z.object({ hasIssuesEnabled: z.boolean(), issues: connectionOf(titledShape) }),
});

/** With the comments, where REST has none to give. */
export const pullRequestsQuery = `query PullRequests($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!,
    $comments: Boolean!) {
  node(id: $id) { ... on Repository {
    pullRequests(first: $first, after: $after, ${order}) { ${connectionFields} nodes {
      ${titleFields}
      reviews(first: 40) { ${connectionFields} nodes { ${textFields} } }
      comments(first: 40) @include(if: $comments) { ${connectionFields} nodes { ${textFields} } }
    } }
  } }
}`;
export const pullRequestsShape = z.object({
  node: z.object({
    pullRequests: connectionOf(z.extend(titledShape, { reviews: texts, comments: z.optional(texts) })),
  }),
});

// Few at a time: GitHub counts by what the comments and replies could be.
export const discussionsQuery = `query Discussions($id: ID!, $first: Int!, $after: String, $direction: OrderDirection!) {
  node(id: $id) { ... on Repository {
    discussions(first: $first, after: $after, ${order}) { ${connectionFields} nodes {
      number title updatedAt ${textFields}
      comments(first: 20) { ${connectionFields} nodes {
        ${textFields} replies(first: 20) { ${connectionFields} nodes { ${textFields} } }
      } }
    } }
  } }
}`;
export const discussionsShape = z.object({
  node: z.object({
    discussions: connectionOf(z.extend(titledShape, { comments: connectionOf(replied) })),
  }),
});

/** What of one conversation did not fit on its page, by where it is. */
export const restQueries = {
  reviews: rest(
    'PullRequest',
    `reviews(first: $first, after: $after) { ${connectionFields} nodes { ${textFields} } }`,
  ),
  comments: rest(
    'PullRequest',
    `comments(first: $first, after: $after) { ${connectionFields} nodes { ${textFields} } }`,
  ),
  discussion: rest(
    'Discussion',
    `comments(first: $first, after: $after) { ${connectionFields} nodes {
      ${textFields} replies(first: 20) { ${connectionFields} nodes { ${textFields} } }
    } }`,
  ),
  replies: rest(
    'DiscussionComment',
    `replies(first: $first, after: $after) { ${connectionFields} nodes { ${textFields} } }`,
  ),
};
export const restShape = z.object({
  node: z.object({
    reviews: z.optional(texts),
    comments: z.optional(connectionOf(z.extend(textShape, { replies: z.optional(texts) }))),
    replies: z.optional(texts),
  }),
});

function rest(type: string, connection: string): string {
  return `query Rest${type}($id: ID!, $first: Int!, $after: String) {
  node(id: $id) { ... on ${type} { ${connection} } }
}`;
}

const editFields = `userContentEdits(first: $first, after: $after) { ${connectionFields} nodes { diff } }`;
export const editsQuery = `query Edits($ids: [ID!]!, $first: Int!, $after: String) {
  nodes(ids: $ids) { ... on Comment { body ${editFields} } }
}`;
export const editsShape = z.object({
  nodes: z.array(
    z.nullable(
      z.object({
        body: z.string(),
        userContentEdits: z.nullable(connectionOf(z.object({ diff: z.nullable(z.string()) }))),
      }),
    ),
  ),
});
