// Webhook payloads: GitHub's own examples, changed to be about a test's repository, and held against GitHub's own schemas.
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { createRequire } from 'node:module';

type Json = Record<string, unknown>;

const require = createRequire(import.meta.url);
const examples = require('@octokit/webhooks-examples/api.github.com/index.json') as {
  name: string;
  examples: Json[];
}[];
const schema = require('@octokit/webhooks-schemas/schema.json') as Json;

const ajv = new Ajv({ strict: false });
formats.default(ajv);
// Without the root, which is one of all events: to compile that takes seconds.
ajv.addSchema({ $id: 'webhooks', definitions: schema['definitions'] });

/** All of GitHub's examples of an event. */
export function examplesOf(event: string): Json[] {
  return examples.find(({ name }) => name === event)?.examples ?? [];
}

const zeros = '0'.repeat(40);

export interface Push {
  ref: string;
  before?: string;
  after?: string;
  forced?: boolean;
  /** How many commits the payload lists; GitHub lists 2,048 at most, and sometimes none. */
  listed?: number;
}

/** A push to owner/repo, whose default branch is `main`. */
export function pushPayload({ ref, before = zeros, after = zeros, forced = false, listed = 1 }: Push): Json {
  const [created, deleted] = [/^0+$/.test(before), /^0+$/.test(after)];
  const template = examplesOf('push').find((each) => (each['commits'] as Json[]).length > 0) ?? {};
  const commit = (template['commits'] as Json[])[0] ?? {};
  return valid('push$event', {
    ...template,
    ref,
    before,
    after,
    created,
    deleted,
    forced,
    base_ref: null,
    commits: deleted ? [] : Array.from({ length: listed }, () => ({ ...commit, id: after })),
    head_commit: deleted ? null : { ...commit, id: after },
    repository: repositoryOf(template['repository']),
  });
}

export interface PullRequest {
  action?: string;
  head: string;
  /** What the payload says the base was, which may be old by now. */
  base: string;
  baseRef?: string;
  /** From another repository. */
  fork?: boolean;
  before?: string;
  commits?: number;
  /** Null while GitHub has not worked it out; false in a conflict. */
  mergeable?: boolean | null;
  merged?: boolean;
  /** The branch that the base was before; for `edited`. */
  retargetedFrom?: string;
}

/** Pull request 7 of owner/repo. */
export function pullRequestPayload(given: PullRequest): Json {
  const { action = 'synchronize', head, base, baseRef = 'main', fork = false, before = base } = given;
  // GitHub has no example of `edited`, which is as `opened` with what was changed.
  const like = action === 'edited' ? 'opened' : action;
  const template = exampleOf('pull_request', like);
  const changes = { base: { ref: { from: given.retargetedFrom ?? baseRef }, sha: { from: base } } };
  const pull = template['pull_request'] as Json;
  const [headOf, baseOf] = [pull['head'] as Json, pull['base'] as Json];
  const repository = repositoryOf(template['repository']);
  const fromFork = { ...repository, full_name: 'somebody/repo', fork: true };
  return valid(`pull_request$${action}`, {
    ...template,
    action,
    number: 7,
    ...(action === 'edited' && { changes }),
    ...(action === 'synchronize' && { before, after: head }),
    repository,
    pull_request: {
      ...pull,
      number: 7,
      commits: given.commits ?? 1,
      merged: given.merged ?? false,
      mergeable: given.mergeable ?? null,
      merge_commit_sha: null,
      head: { ...headOf, sha: head, repo: fork ? fromFork : repository },
      base: { ...baseOf, sha: base, ref: baseRef, repo: repository },
    },
  });
}

/** A merge group of one pull request, which goes to `main`. */
export function mergeGroupPayload(head: string, base: string): Json {
  const template = exampleOf('merge_group', 'checks_requested');
  return valid('merge_group$checks_requested', {
    ...template,
    repository: repositoryOf(template['repository']),
    merge_group: {
      ...(template['merge_group'] as Json),
      head_sha: head,
      head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${base}`,
      base_sha: base,
      base_ref: 'refs/heads/main',
    },
  });
}

/** The end of a run for a branch of this repository, or of a fork. */
export function workflowRunPayload(head: string, branch: string, fork = false): Json {
  const template = exampleOf('workflow_run', 'completed');
  const repository = repositoryOf(template['repository']);
  const run = template['workflow_run'] as Json;
  const from = { ...(run['head_repository'] as Json), full_name: fork ? 'somebody/repo' : 'owner/repo' };
  return valid('workflow_run$completed', {
    ...template,
    repository,
    workflow_run: { ...run, head_sha: head, head_branch: branch, head_repository: from },
  });
}

export function releasePayload(tag: string): Json {
  const template = exampleOf('release', 'published');
  const release = { ...(template['release'] as Json), tag_name: tag, target_commitish: 'main' };
  return valid('release$published', {
    ...template,
    repository: repositoryOf(template['repository']),
    release,
  });
}

/** A branch or tag that came or went. */
export function refPayload(event: 'create' | 'delete', type: 'branch' | 'tag', name: string): Json {
  const template = exampleOf(event, 'event');
  const repository = repositoryOf(template['repository']);
  return valid(`${event}$event`, { ...template, repository, ref: name, ref_type: type });
}

export interface IssueComment {
  issue: number;
  body: string;
  login?: string;
  action?: 'created' | 'edited' | 'deleted';
  type?: 'User' | 'Bot';
  /** Who did it, where that is another than the author. */
  sender?: string;
  isPull?: boolean;
}

/** Comment 77 on an issue of owner/repo. */
export function issueCommentPayload(given: IssueComment): Json {
  const { issue: number, body, login = 'ada', action = 'created', type = 'User' } = given;
  const template = exampleOf('issue_comment', action);
  const user = { ...(template['sender'] as Json), login, type };
  const url = `https://github.com/owner/repo/issues/${number}#issuecomment-77`;
  const pull = Object.fromEntries(
    ['url', 'html_url', 'diff_url', 'patch_url'].map((name) => [
      name,
      'https://github.com/owner/repo/pull/1',
    ]),
  );
  return valid(`issue_comment$${action}`, {
    ...template,
    action,
    repository: repositoryOf(template['repository']),
    issue: { ...(template['issue'] as Json), number, ...(given.isPull === true && { pull_request: pull }) },
    comment: { ...(template['comment'] as Json), id: 77, html_url: url, body, user },
    sender: { ...user, login: given.sender ?? login },
  });
}

function repositoryOf(example: unknown): Json {
  const names = { full_name: 'owner/repo', default_branch: 'main', master_branch: 'main' };
  return { ...(example as Json), ...names, private: true, visibility: 'private' };
}

/** Some of the examples are older than the schema. */
function exampleOf(event: string, action: string): Json {
  const check = checkOf(`${event}$${action}`);
  const fits = (each: Json) => (action === 'event' || each['action'] === action) && check(each);
  const example = examplesOf(event).find(fits);
  if (example === undefined) throw new Error(`GitHub has no example of ${event} ${action}`);
  return example;
}

function checkOf(name: string): ValidateFunction {
  return ajv.compile({ $ref: `webhooks#/definitions/${name.replace('$', '%24')}` });
}

function valid(name: string, payload: Json): Json {
  const check = checkOf(name);
  if (!check(payload)) throw new Error(`no payload as GitHub documents it: ${ajv.errorsText(check.errors)}`);
  return payload;
}
