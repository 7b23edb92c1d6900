// What akguard reads of a webhook payload. The runner writes it for the event that started the run; fields that an event
// does not have are left out, and schedule has hardly any.
import * as z from 'zod/mini';

const id = z.string().check(z.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/));
const count = z.int().check(z.gte(0));
const repository = z.object({
  full_name: z.string(),
  default_branch: z.optional(z.string()),
});
const person = z.object({ login: z.string(), type: z.optional(z.string()) });
const end = z.object({ sha: id, ref: z.string(), repo: z.nullish(z.object({ full_name: z.string() })) });

const payload = z.object({
  repository: z.optional(repository),
  action: z.optional(z.string()),
  // push
  ref: z.nullish(z.string()),
  before: z.nullish(id),
  after: z.nullish(id),
  deleted: z.optional(z.boolean()),
  commits: z.optional(z.array(z.unknown())),
  // pull_request and its kin; `before` above is the former head of `synchronize`
  pull_request: z.optional(
    z.object({
      number: count,
      commits: z.optional(count),
      merged: z.optional(z.nullable(z.boolean())),
      head: end,
      base: end,
    }),
  ),
  merge_group: z.optional(
    z.object({ head_sha: id, head_ref: z.string(), base_sha: id, base_ref: z.string() }),
  ),
  workflow_run: z.optional(
    z.object({
      head_sha: id,
      head_branch: z.nullable(z.string()),
      head_repository: z.nullish(z.object({ full_name: z.string() })),
      event: z.string(),
    }),
  ),
  // issue_comment
  issue: z.optional(z.object({ number: count, pull_request: z.optional(z.unknown()) })),
  comment: z.optional(
    z.object({ id: count, body: z.string(), html_url: z.string(), user: z.nullable(person) }),
  ),
  sender: z.optional(person),
  release: z.optional(z.object({ tag_name: z.string(), target_commitish: z.string() })),
});

export type EventPayload = z.infer<typeof payload>;

/** @returns the payload, or which field is not as GitHub documents it. */
export function parseEventPayload(text: string): { payload: EventPayload } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'the event file is not JSON' };
  }
  const parsed = payload.safeParse(json);
  if (parsed.success) return { payload: parsed.data };
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  return { problem: `the field \`${field}\` of the event is not as GitHub documents it` };
}
