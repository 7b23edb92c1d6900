// What the double answers, one entry for each route of GitHub's description: a status, a body, and headers if any.
import { exampleOf } from './contract/check.ts';
import type { FakeAdvisory, FakeGitHub, FakeIssue } from './fake-github.ts';

export interface Asked {
  path: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown> | null;
}

export type Answered = [status: number, body: unknown, headers?: Record<string, string>];

const repositoryRoute = 'GET /repos/{owner}/{repo}';
const createRoute = 'POST /repos/{owner}/{repo}/issues';
const issueRoute = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
const permissionRoute = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
const memberRoute = 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}';
const reactionRoute = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
const commentRoute = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
/** Pages of the real one are linked by the repository's number. */
export const repositoryId = 1_296_269;

export const routes: Record<string, (github: FakeGitHub, asked: Asked) => Answered> = {
  'GET /user': (github) =>
    github.login === null
      ? [403, { message: 'Resource not accessible by integration' }]
      : [200, { ...exampleOf('GET /user', 200), login: github.login }],

  [repositoryRoute](github) {
    const example = exampleOf(repositoryRoute, 200);
    // GitHub's own example of a fork lacks a language, which its description asks for.
    for (const name of ['source', 'parent', 'template_repository']) delete example[name];
    return [200, { ...example, language: null, private: !github.isPublic, id: repositoryId }];
  },

  'GET /repos/{owner}/{repo}/issues': list,

  [createRoute](github, { body }) {
    const {
      title,
      body: text,
      assignees = [],
    } = body as { title: string; body: string; assignees?: string[] };
    if (assignees.some((login) => github.unassignable.has(login))) return invalid('assignees');
    return tooLong(body) ?? [201, shown(github, github.add({ title, body: text, assignees }))];
  },

  [issueRoute](github, { path }) {
    const issue = issueOf(github, path);
    return issue ? [200, shown(github, issue)] : missing;
  },

  [permissionRoute](github, { path }) {
    const { permission } = github.people.get(path['username'] ?? '') ?? {};
    // A person that nobody invited may read what is public, and nothing else.
    if (permission === undefined && !github.isPublic) return missing;
    const example = exampleOf(permissionRoute, 200);
    // GitHub's own example lacks what its description asks for.
    const user = { ...(example['user'] as object), login: path['username'], role_name: permission ?? 'read' };
    return [200, { ...example, user, permission: permission ?? 'read', role_name: permission ?? 'read' }];
  },

  [memberRoute](github, { path }) {
    const { username = '', org = '', team_slug: slug = '' } = path;
    const isMember = github.people.get(username)?.teams?.includes(`${org}/${slug}`);
    return isMember === true ? [200, exampleOf(memberRoute, 200)] : missing;
  },

  [reactionRoute](github, { path, body }) {
    github.reactions.push(`${path['comment_id']} ${String(body?.['content'])}`);
    return [201, { ...exampleOf(reactionRoute, 201), content: body?.['content'] }];
  },

  'PATCH /repos/{owner}/{repo}/issues/{issue_number}'(github, { path, body }) {
    const issue = issueOf(github, path);
    if (!issue) return missing;
    if (github.olderThanReasons && body?.['state_reason'] === 'duplicate') return invalid('state_reason');
    const refused = tooLong(body);
    if (!refused) Object.assign(issue, body);
    return refused ?? [200, shown(github, issue)];
  },

  [commentRoute](github, { path, body }) {
    const issue = issueOf(github, path);
    if (!issue) return missing;
    issue.comments.push(String(body?.['body']));
    return [201, { ...exampleOf(commentRoute, 201), body: body?.['body'] }];
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels'(github, { path, body }) {
    const issue = issueOf(github, path);
    if (!issue) return missing;
    issue.labels.push(...(body?.['labels'] as string[]));
    return [200, []];
  },
};

const contentsRoute = 'GET /repos/{owner}/{repo}/contents/{path}';
const commitRoute = 'GET /repos/{owner}/{repo}/commits/{ref}';
const listAdvisories = 'GET /repos/{owner}/{repo}/security-advisories';

Object.assign(routes, {
  [contentsRoute](github, { path }) {
    const name = decodeURIComponent(path['path'] ?? '');
    const text = github.files.get(name);
    if (text === undefined) return missing;
    const content = Buffer.from(text).toString('base64');
    const links = { git: null, html: null, self: `${github.url}/x` };
    const url = `${github.url}/x`;
    const more = { url, git_url: null, html_url: null, download_url: null, _links: links };
    const file = {
      type: 'file',
      encoding: 'base64',
      size: text.length,
      name,
      path: name,
      sha: 'a'.repeat(40),
    };
    return [200, { ...file, content, ...more }];
  },

  [commitRoute](github, { path }) {
    const login = github.authors.get(path['ref'] ?? '');
    const example = exampleOf(commitRoute, 200);
    const author = login === undefined ? null : { ...(example['author'] as object), login, type: 'User' };
    // GitHub's own example of a file lacks what its description asks for.
    return [200, { ...example, author, files: [] }];
  },

  [listAdvisories](github, { query }) {
    const found = github.advisories.filter(({ state }) => state === (query.get('state') ?? state));
    return [200, found.map((each) => advisory(github, each))];
  },

  'POST /repos/{owner}/{repo}/security-advisories'(github, { body }) {
    const { summary, description, severity } = body as {
      summary: string;
      description: string;
      severity: string;
    };
    const ghsa_id = `GHSA-aaaa-bbbb-${String(github.advisories.length + 1).padStart(4, '0')}`;
    const author = { login: github.login ?? github.viewer ?? 'octo-app[bot]' };
    const made: FakeAdvisory = { ghsa_id, summary, description, severity, state: 'draft', author };
    github.advisories.push(made);
    return [201, advisory(github, made)];
  },

  'PATCH /repos/{owner}/{repo}/security-advisories/{ghsa_id}'(github, { path, body }) {
    const found = github.advisories.find(({ ghsa_id: id }) => id === path['ghsa_id']);
    if (!found) return missing;
    Object.assign(found, body);
    return [200, advisory(github, found)];
  },
} satisfies typeof routes);

function advisory(github: FakeGitHub, { author, ...plain }: FakeAdvisory): object {
  // GitHub's own example has teams that its description does not allow.
  const example: Record<string, unknown> = { ...exampleOf(listAdvisories, 200), collaborating_teams: null };
  const url = `${github.url}/octo/pay/security/advisories/${plain.ghsa_id}`;
  return { ...example, ...plain, author: { ...(example['author'] as object), ...author }, html_url: url };
}

const missing: Answered = [404, { message: 'Not Found' }];

function invalid(field: string): Answered {
  const errors = [{ resource: 'Issue', field, code: 'invalid' }];
  return [422, { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest', errors }];
}

function tooLong(body: Asked['body']): Answered | null {
  const { title = '', body: text = '' } = (body ?? {}) as { title?: string; body?: string };
  if (title.length > 256) return invalid('title');
  return text.length > 65_536 ? invalid('body') : null;
}

function issueOf(github: FakeGitHub, path: Asked['path']): FakeIssue | undefined {
  return github.issues.find(({ number }) => String(number) === path['issue_number']);
}

/** As GitHub: newest first and open ones only, unless asked otherwise. */
function list(github: FakeGitHub, { query }: Asked): Answered {
  const creator = query.get('creator');
  const state = query.get('state') ?? 'open';
  const page = Number(query.get('page') ?? 1);
  const all = github.issues.filter(
    (issue) =>
      (creator === null || github.ignoreCreator || issue.user.login === creator) &&
      (state === 'all' || issue.state === state),
  );
  if (query.get('direction') === 'asc') all.reverse();
  const next = new URL(`/repositories/${repositoryId}/issues?${query.toString()}`, github.url);
  next.searchParams.set('page', String(page + 1));
  const isLast = page * github.pageSize >= all.length;
  const items = all.slice((page - 1) * github.pageSize, page * github.pageSize);
  return [
    200,
    items.map((issue) => shown(github, issue)),
    isLast ? {} : { link: `<${next.href}>; rel="next"` },
  ];
}

function shown(github: FakeGitHub, issue: FakeIssue): object {
  const { comments, labels, assignees, pull_request: pull, user, ...plain } = issue;
  const example = exampleOf(createRoute, 201);
  delete example['pull_request'];
  return {
    ...example,
    ...plain,
    ...(pull ? { pull_request: { url: null, html_url: null, diff_url: null, patch_url: null } } : {}),
    user: { ...(example['user'] as object), ...user },
    labels: labels.map((name) => ({ name })),
    assignees: (assignees ?? []).map((login) => ({ ...(example['user'] as object), login })),
    comments: comments.length,
    html_url: `${github.url}/octo/pay/issues/${issue.number}`,
  };
}
