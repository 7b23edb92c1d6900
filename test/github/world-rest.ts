// Answers REST from a world, one entry for each route of GitHub's description.
import { exampleOf } from './contract/check.ts';
import type { Activity, Asset, Issue, Release, Repository, Run, Text, World } from './world.ts';

export interface Asked {
  path: Record<string, string>;
  query: URLSearchParams;
  /** Where the double listens. */
  url: string;
  accept: string;
}

/** A body that is no JSON is sent as it is. */
export interface Answered {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

type Route = (repository: Repository, asked: Asked, world: World) => Answered;

const repositoryRoute = 'GET /repos/{owner}/{repo}';
const issuesRoute = 'GET /repos/{owner}/{repo}/issues';
const commentsRoute = 'GET /repos/{owner}/{repo}/issues/comments';
const reviewsRoute = 'GET /repos/{owner}/{repo}/pulls/comments';
const releasesRoute = 'GET /repos/{owner}/{repo}/releases';
const runsRoute = 'GET /repos/{owner}/{repo}/actions/runs';
const user = exampleOf('GET /repos/{owner}/{repo}/issues/comments', 200)['user'];

export const worldRoutes: Record<string, Route> = {
  [repositoryRoute](repository, _, world) {
    const example = exampleOf(repositoryRoute, 200);
    // GitHub's own example of a fork lacks a language, which its description asks for.
    for (const name of ['source', 'parent', 'template_repository']) delete example[name];
    const { name, owner, databaseId: id, id: node_id, hasIssues, isArchived, visibility } = repository;
    return {
      status: 200,
      body: {
        ...example,
        language: null,
        id,
        node_id,
        name,
        full_name: `${owner}/${name}`,
        html_url: world.pageOf(repository),
        private: visibility !== 'public',
        visibility,
        archived: isArchived,
        has_issues: hasIssues,
      },
    };
  },

  [issuesRoute](repository, asked, world) {
    if (!repository.hasIssues) return switchedOff;
    return paged(repository, asked, byTime(repository.issues, asked), (issue) => issueOf(world, issue));
  },

  [commentsRoute](repository, asked, world) {
    if (!repository.hasIssues) return switchedOff;
    const comments = repository.issues.flatMap((issue) => issue.comments);
    return paged(repository, asked, byTime(comments, asked), (comment) =>
      commentOf(commentsRoute, world, comment),
    );
  },

  [reviewsRoute](repository, asked, world) {
    const comments = repository.issues.flatMap((issue) => issue.reviewComments);
    return paged(repository, asked, byTime(comments, asked), (comment) =>
      commentOf(reviewsRoute, world, comment),
    );
  },

  [releasesRoute](repository, asked, world) {
    const newest = repository.releases.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return paged(repository, asked, newest, (release) => releaseOf(world, repository, release, asked));
  },

  'GET /repos/{owner}/{repo}/releases/assets/{asset_id}'(repository, { path, accept, url }) {
    const asset = repository.releases
      .flatMap(({ assets }) => assets)
      .find(({ databaseId }) => String(databaseId) === path['asset_id']);
    if (!asset) return missing;
    if (accept !== 'application/octet-stream') return { status: 200, body: assetOf(asset, url) };
    const location = `${url}/store/assets/${asset.databaseId}?sig=signature-for-tests`;
    return { status: 302, body: '', headers: { location } };
  },

  'GET /repos/{owner}/{repo}/activity'(repository, asked, _world) {
    const { query } = asked;
    const type = query.get('activity_type');
    const fitting = repository.activity
      .filter((each) => type === null || each.type === type)
      .toSorted((a, b) => (a.at === b.at ? b.databaseId - a.databaseId : a.at < b.at ? 1 : -1));
    const size = Number(query.get('per_page') ?? 30);
    const after = query.get('after');
    const start = after === null ? 0 : fitting.findIndex((each) => `cursor-${each.databaseId}` === after) + 1;
    const page = fitting.slice(start, start + size);
    const more = fitting.length > start + size;
    const next = { after: `cursor-${page.at(-1)?.databaseId}` };
    return {
      status: 200,
      body: page.map(activityOf),
      ...(more ? { headers: { link: linkTo(repository, asked, next) } } : {}),
    };
  },

  [runsRoute](repository, { query }, world) {
    const [from = '', to = ''] = (query.get('created') ?? '..').split('..');
    const fitting = repository.runs
      .filter(({ createdAt }) => createdAt >= from && (to === '' || createdAt <= to))
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    const size = Number(query.get('per_page') ?? 30);
    const start = (Number(query.get('page') ?? 1) - 1) * size;
    const shown = fitting.slice(0, 1000).slice(start, start + size);
    const workflow_runs = shown.map((run) => runOf(run, world.pageOf(repository)));
    return { status: 200, body: { total_count: fitting.length, workflow_runs } };
  },

  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs'(
    repository,
    { path, url },
  ) {
    const run = repository.runs.find(({ id }) => String(id) === path['run_id']);
    const log = run?.logs[Number(path['attempt_number']) - 1];
    if (typeof log === 'number' || log === undefined)
      return { status: log ?? 404, body: { message: 'Server Error' } };
    const location = `${url}/store/logs/${run?.id}-${path['attempt_number']}?sig=signature-for-tests`;
    return { status: 302, body: '', headers: { location } };
  },
};

const missing: Answered = { status: 404, body: { message: 'Not Found' } };
const switchedOff: Answered = {
  status: 410,
  body: { message: 'Issues has been disabled in this repository.' },
};

/** What is at the signed addresses that REST sends one to, by `logs/1-1` and the like. */
export function stored(world: World, name: string): Buffer | null {
  const [, kind, number = '', attempt] = /^(assets|logs)\/(\d+)(?:-(\d+))?$/.exec(name) ?? [];
  for (const repository of world.repositories) {
    if (kind === 'assets')
      for (const asset of repository.releases.flatMap(({ assets }) => assets))
        if (String(asset.databaseId) === number) return asset.bytes;
    const log = repository.runs.find(({ id }) => kind === 'logs' && String(id) === number)?.logs;
    const zip = log?.[Number(attempt) - 1];
    if (Buffer.isBuffer(zip)) return zip;
  }
  return null;
}

/** As `sort`, `direction` and `since` ask. */
function byTime<T extends Text>(texts: readonly T[], { query }: Asked): T[] {
  const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const since = (query.get('since') ?? '').replace(/\.\d+/, '');
  const sorted = texts
    .filter(({ updatedAt }) => updatedAt >= since)
    .toSorted((a, b) => (a[key] === b[key] ? a.databaseId - b.databaseId : a[key] < b[key] ? -1 : 1));
  return (query.get('direction') ?? 'desc') === 'asc' ? sorted : sorted.toReversed();
}

function paged<T>(
  repository: Repository,
  asked: Asked,
  items: readonly T[],
  show: (item: T) => object,
): Answered {
  const size = Number(asked.query.get('per_page') ?? 30);
  const page = Number(asked.query.get('page') ?? 1);
  const body = items.slice((page - 1) * size, page * size).map(show);
  if (items.length <= page * size) return { status: 200, body };
  return { status: 200, body, headers: { link: linkTo(repository, asked, { page: String(page + 1) }) } };
}

/** Real pages are linked by the repository's number. */
function linkTo({ databaseId }: Repository, asked: Asked, next: Record<string, string>): string {
  const query = new URLSearchParams([...asked.query, ...Object.entries(next)]);
  for (const [name, value] of Object.entries(next)) query.set(name, value);
  return `<${asked.url}/repositories/${databaseId}${asked.path['rest'] ?? ''}?${query.toString()}>; rel="next"`;
}

function issueOf(world: World, issue: Issue): object {
  const { pull_request: pull, ...example } = exampleOf(issuesRoute, 200);
  return {
    ...example,
    ...textOf(world, issue),
    number: issue.number,
    title: issue.title,
    comments: issue.comments.length,
    ...(issue.isPull ? { pull_request: pull } : {}),
  };
}

function commentOf(route: string, world: World, comment: Text): object {
  return { ...exampleOf(route, 200), ...textOf(world, comment) };
}

function textOf(world: World, { id, databaseId, body, createdAt, updatedAt }: Text): object {
  return {
    id: databaseId,
    node_id: legacyId(id),
    html_url: world.urlOf(id),
    body,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

/** REST and GraphQL do not always agree on the form of an id, and both forms are good. */
function legacyId(id: string): string {
  return Buffer.from(`0:${id}`).toString('base64');
}

function releaseOf(world: World, of: Repository, release: Release, { url }: Asked): object {
  return {
    ...exampleOf(releasesRoute, 200),
    ...textOf(world, release),
    html_url: `${world.pageOf(of)}/releases/tag/${encodeURIComponent(release.tag)}`,
    tag_name: release.tag,
    name: release.name,
    draft: release.isDraft,
    assets: release.assets.map((asset) => assetOf(asset, url)),
  };
}

function assetOf({ databaseId: id, name, bytes, updatedAt, state }: Asset, url: string): object {
  return {
    url: `${url}/repos/octo/any/releases/assets/${id}`,
    browser_download_url: `${url}/any/${name}`,
    id,
    node_id: `RA_${id}`,
    name,
    label: null,
    state,
    content_type: 'application/octet-stream',
    size: bytes.length,
    digest: null,
    download_count: 0,
    created_at: updatedAt,
    updated_at: updatedAt,
    uploader: user,
  };
}

function activityOf({ databaseId: id, before, after, ref, at, type }: Activity): object {
  return { id, node_id: `PSH_${id}`, before, after, ref, timestamp: at, activity_type: type, actor: user };
}

function runOf({ id, createdAt, logs }: Run, page: string): object {
  const { workflow_runs: examples } = exampleOf(runsRoute, 200) as { workflow_runs: object[] };
  return {
    ...examples[0],
    id,
    run_attempt: logs.length,
    status: 'completed',
    conclusion: 'success',
    created_at: createdAt,
    html_url: `${page}/actions/runs/${id}`,
  };
}
