// Derives github-api.json, the part of GitHub's own description of its API that the double is held to, from
// @octokit/openapi 23.0.2 (MIT; see LICENSE beside this file):
//   npm pack @octokit/openapi@23.0.2 && tar -xzf octokit-openapi-23.0.2.tgz
//   node test/github/contract/derive.ts package/generated/api.github.com.json
import { readFileSync, writeFileSync } from 'node:fs';

/** What akguard asks of GitHub. Another route for the double starts with a line here. */
const wanted = [
  'GET /user',
  'GET /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/issues',
  'POST /repos/{owner}/{repo}/issues',
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
  'GET /repos/{owner}/{repo}/issues/{issue_number}',
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/commits/{ref}',
  'GET /repos/{owner}/{repo}/security-advisories',
  'POST /repos/{owner}/{repo}/security-advisories',
  'PATCH /repos/{owner}/{repo}/security-advisories/{ghsa_id}',
];

/** The same for the double of an organisation. */
const wantedOfOrganisations = [
  'GET /repos/{owner}/{repo}/issues/comments',
  'GET /repos/{owner}/{repo}/pulls/comments',
  'GET /repos/{owner}/{repo}/releases',
  'GET /repos/{owner}/{repo}/releases/assets/{asset_id}',
  'GET /repos/{owner}/{repo}/activity',
  'GET /repos/{owner}/{repo}/actions/runs',
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/logs',
  'POST /app/installations/{installation_id}/access_tokens',
];

/** Words for people, and what no check needs. */
const dropped = new Set(['description', 'summary', 'externalDocs', 'title', 'example', 'tags', 'x-github']);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

const [file = ''] = process.argv.slice(2);
const whole = JSON.parse(readFileSync(file, 'utf8')) as {
  paths: Record<string, Record<string, Node>>;
  components: Record<string, Record<string, Json>>;
};
const kept: Record<string, Record<string, Json>> = {};

const operations: Node = {};
for (const route of [...wanted, ...wantedOfOrganisations]) {
  const [method = '', path = ''] = route.split(' ');
  const operation = whole.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`GitHub describes no ${route}`);
  const { parameters = [], requestBody = null, responses } = operation;
  operations[route] = trimmed({ parameters, requestBody, responses: responses ?? {} }, false);
}
const contract = { from: '@octokit/openapi 23.0.2', operations, components: kept };
writeFileSync(new URL('github-api.json', import.meta.url), `${JSON.stringify(contract, null, 1)}\n`);

/** `isNames`: the keys are names of properties, not words of the description. */
function trimmed(value: Json, isNames: boolean): Json {
  if (Array.isArray(value)) return value.map((each) => trimmed(each, false));
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value['$ref'] === 'string' && !isNames) return { $ref: keep(value['$ref']) };
  const node: Node = {};
  for (const [name, each] of Object.entries(value)) {
    if (isNames) node[name] = trimmed(each, false);
    else if (name === 'examples') node[name] = firstOf(each);
    else if (!dropped.has(name)) node[name] = trimmed(each, name === 'properties');
  }
  return isNames ? node : nullable(node);
}

/** OpenAPI 3.0 writes `nullable`, which JSON Schema does not know; Ajv refuses it where there is no type beside it. */
function nullable(node: Node): Json {
  if (node['nullable'] !== true) return node;
  const { nullable: _, ...rest } = node;
  return { anyOf: [rest, { type: 'null' }] };
}

/** One example is enough; those that stand elsewhere are brought along. */
function firstOf(examples: Json): Json {
  if (typeof examples !== 'object' || examples === null || Array.isArray(examples)) return null;
  const [first] = Object.values(examples) as Node[];
  const name = typeof first?.['$ref'] === 'string' ? first['$ref'].split('/').at(-1) : undefined;
  const found = name === undefined ? first : (whole.components['examples']?.[name] as Node | undefined);
  return found?.['value'] ?? null;
}

function keep(reference: string): string {
  const [, , kind = '', name = ''] = reference.split('/');
  const room = (kept[kind] ??= {});
  if (!(name in room)) {
    room[name] = null;
    room[name] = trimmed(whole.components[kind]?.[name] ?? null, false);
  }
  return reference;
}
