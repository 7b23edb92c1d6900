// Holds what is sent and what is answered against GitHub's own description of its API; see derive.ts.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: object;
  $ref?: string;
}

interface Operation {
  parameters: Parameter[];
  requestBody: { content: Record<string, { schema: object }> } | null;
  responses: Record<
    string,
    { $ref?: string; content?: Record<string, { schema?: object; examples?: unknown }> }
  >;
}

const contract = JSON.parse(readFileSync(new URL('github-api.json', import.meta.url), 'utf8')) as {
  operations: Record<string, Operation>;
  components: Record<string, Record<string, object>>;
};
/** Formats are words for people in this description; values from the query are text. */
const ajv = new Ajv2020({ strict: false, validateFormats: false, coerceTypes: 'array' }).addSchema(
  contract,
  'github',
);
const exact = new Ajv2020({ strict: false, validateFormats: false }).addSchema(contract, 'github');
const compiled = new Map<string, ValidateFunction>();

/** `GET /repos/{owner}/{repo}` and so on. */
export const described = Object.keys(contract.operations);

export interface Call {
  /** As in `described`. */
  route: string;
  path: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

/** What is wrong with a request, or null. */
export function requestProblem({ route, path, query, body }: Call): string | null {
  const { parameters, requestBody } = operation(route);
  const known = parameters.map(followed).filter((each): each is Parameter => each !== undefined);
  const unknown = [...query.keys()].find(
    (name) => !known.some((each) => each.in === 'query' && each.name === name),
  );
  if (unknown !== undefined) return `${route} has no parameter ${unknown}`;
  for (const { name, in: where, required, schema } of known) {
    const value = where === 'path' ? path[name] : where === 'query' ? query.get(name) : undefined;
    if (value === undefined || value === null) {
      if (required === true && where !== 'header') return `${route} needs ${name}`;
      continue;
    }
    const problem = misfit({ value }, { properties: { value: schema } }, ajv, `${route} ${where} ${name}`);
    if (problem !== null) return problem;
  }
  const wanted = requestBody?.content['application/json']?.schema;
  if (!wanted) return body === null ? null : `${route} takes no body`;
  return misfit(body, wanted, exact, `${route} body`);
}

/** What is wrong with an answer, or null. */
export function answerProblem(route: string, status: number, body: unknown): string | null {
  const answer = responseOf(route, status);
  if (!answer) return `${route} never answers ${status}`;
  const schema = answer.content?.['application/json']?.schema;
  return schema ? misfit(body, schema, exact, `${route} ${status}`) : null;
}

/** GitHub's own example of an answer; a fresh copy. */
export function exampleOf(route: string, status: number): Record<string, unknown> {
  const example = responseOf(route, status)?.content?.['application/json']?.examples;
  if (typeof example !== 'object' || example === null) throw new Error(`GitHub gives no example of ${route}`);
  return structuredClone((Array.isArray(example) ? example[0] : example) as Record<string, unknown>);
}

function operation(route: string): Operation {
  const found = contract.operations[route];
  if (!found) throw new Error(`${route} is not in the contract: see derive.ts`);
  return found;
}

function responseOf(route: string, status: number): Operation['responses'][string] | undefined {
  return followed(operation(route).responses[String(status)]);
}

function followed<T extends { $ref?: string }>(node: T | undefined): T | undefined {
  const [, , kind = '', name = ''] = node?.$ref?.split('/') ?? [];
  return node?.$ref === undefined ? node : (contract.components[kind]?.[name] as T | undefined);
}

function resolved(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/')) as object;
}

function misfit(value: unknown, schema: object, by: Ajv2020, name: string): string | null {
  const check = compiled.get(name) ?? by.compile(resolved(schema));
  compiled.set(name, check);
  return check(value) ? null : `${name}: ${by.errorsText(check.errors)}`;
}
