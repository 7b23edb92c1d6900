// Webhook payloads: GitHub's own examples, changed to be about a test's repository, and held against GitHub's own schemas.
import { Ajv } from 'ajv';
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
ajv.addSchema(schema, 'webhooks');

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
}

/** Pull request 7 of owner/repo. */
export function pullRequestPayload(given: PullRequest): Json {
  const { action = 'synchronize', head, base, baseRef = 'main', fork = false, before = base } = given;
  const template = examplesOf('pull_request').find((each) => each['action'] === action) ?? {};
  const pull = template['pull_request'] as Json;
  const [headOf, baseOf] = [pull['head'] as Json, pull['base'] as Json];
  const repository = repositoryOf(template['repository']);
  const fromFork = { ...repository, full_name: 'somebody/repo', fork: true };
  return valid(`pull_request$${action}`, {
    ...template,
    number: 7,
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

function repositoryOf(example: unknown): Json {
  return { ...(example as Json), full_name: 'owner/repo', default_branch: 'main', master_branch: 'main' };
}

function valid(name: string, payload: Json): Json {
  const check = ajv.compile({ $ref: `webhooks#/definitions/${name.replace('$', '%24')}` });
  if (!check(payload)) throw new Error(`no payload as GitHub documents it: ${ajv.errorsText(check.errors)}`);
  return payload;
}
