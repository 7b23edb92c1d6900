// A GitHub on loopback with a memory of many repositories: REST and GraphQL, signed downloads, limits, App installations.
// What it is asked is held against GitHub's own descriptions; what does not fit is put down in `unexpected`. It needs no
// test runner, so that benches and processes of their own can start it.
import { type KeyObject, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerProblem, requestProblem } from './contract/check.ts';
import { Limiter, type Limits } from './limits.ts';
import { type Forbids, answerGraphql, costOf } from './world-graphql.ts';
import { type Answered, stored, worldRoutes } from './world-rest.ts';
import { type Repository, World } from './world.ts';

/** What a request meets instead of its answer. `drop`: the socket dies. `hang`: no answer comes. `tells` starts a ban. */
export type Fault =
  | { drop: true }
  | { hang: true }
  | { delayMs: number }
  | { status: number; body?: object | string; headers?: Record<string, string> };

export interface Seen {
  /** Milliseconds by `now`. */
  at: number;
  /** `GET /repos/octo/pay/issues`, or `graphql Repositories` by the name of the query. */
  what: string;
  query: string;
  status: number;
  /** In points of the primary limit. */
  cost: number;
}

type AnswerFault = Extract<Fault, { status: number }>;

/** One for GraphQL. */
interface Question {
  source: string;
  variables: Record<string, unknown>;
}

interface PlannedFault {
  what: RegExp | string;
  fault: Fault;
}

export class FakeOrganisation {
  readonly world: World;
  readonly limiter: Limiter;
  readonly seen: Seen[] = [];
  /** What the real one would have refused, and what the double did not expect. */
  readonly unexpected: string[] = [];
  /** Tokens that are good; null: any. Tokens of installations are good as long as they last. */
  tokens: Set<string> | null = null;
  /** Lets an App sign in; its installations are the accounts of the world. */
  app: { id: string; publicKey: KeyObject } | null = null;
  tokenLifeMs = 3_600_000;
  /** Called with each request before it is answered: a world that changes while it is read. */
  onRequest: (what: string, count: number) => void = () => {};
  /** Asked for each request that meets no planned fault; a test's own weather. */
  weather: (what: string) => Fault | null = () => null;
  /** Why a field of a repository may not be seen. */
  forbids: Forbids = () => null;
  /** Added to each answer, `x-github-sso` for example. */
  headers: Record<string, string> = {};
  /** GitHub's pace, for benches: before each answer. */
  latencyMs = 0;
  url = '';
  readonly #minted = new Map<string, number>();
  readonly #counts = new Map<string, number>();
  readonly #faults: PlannedFault[] = [];
  readonly #server = createServer((request, response) => {
    this.#take(request, response).catch((error: unknown) => {
      this.unexpected.push(String(error));
      response.destroy();
    });
  });

  constructor(world: World = new World()) {
    this.world = world;
    this.limiter = new Limiter(() => this.world.now());
  }

  async listen(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The next request that fits meets this. A text must fit as a whole. */
  fail(what: RegExp | string, fault: Fault, times = 1): void {
    for (let i = 0; i < times; i++) this.#faults.push({ what, fault });
  }

  get faultsLeft(): number {
    return this.#faults.length;
  }

  set limits(limits: Limits) {
    this.limiter.limits = limits;
  }

  /** Requests that fit and were not sent to the store. */
  count(what = /./): number {
    return this.seen.filter((each) => what.test(each.what)).length;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // An enterprise server has REST below that.
    const url = new URL((request.url ?? '').replace(/^\/api\/v3/, ''), this.url);
    const store = /^\/store\/(.*)$/.exec(url.pathname)?.[1];
    if (store !== undefined) return this.#give(store, request, response);
    const isGraphql = /^\/(?:api\/)?graphql$/.test(url.pathname);
    const hasBody = Number(request.headers['content-length'] ?? 0) > 0;
    const body = hasBody ? ((await json(request)) as Record<string, unknown>) : null;
    const source = typeof body?.['query'] === 'string' ? body['query'] : '';
    const what = isGraphql
      ? `graphql ${/^\s*query (\w+)/.exec(source)?.[1] ?? ''}`
      : `${request.method} ${url.pathname}`;
    const variables = (body?.['variables'] ?? {}) as Record<string, unknown>;
    const cost = isGraphql ? costOf(source, variables) : 1;
    const entry: Seen = { at: this.world.now(), what, query: url.search.slice(1), status: 0, cost };
    this.seen.push(entry);
    const count = (this.#counts.get(what) ?? 0) + 1;
    this.#counts.set(what, count);
    this.onRequest(what, count);
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    const token = (request.headers.authorization ?? '').replace(/^(token|bearer) /i, '');
    const fault = this.#fault(what);
    if (fault && 'drop' in fault) return void request.socket.destroy();
    if (fault && 'hang' in fault) return undefined;
    if (fault && 'delayMs' in fault) await sleep(fault.delayMs);
    const resource = isGraphql ? 'graphql' : 'core';
    const refusal = this.limiter.check(token, resource, cost, what);
    const answer =
      refusal ??
      (fault && 'status' in fault ? this.#planned(fault, token) : null) ??
      this.#answer(request, url, token, isGraphql ? { source, variables } : null);
    entry.status = answer.status;
    const headers = { ...this.headers, ...this.limiter.headers(token, resource), ...answer.headers };
    send(response, { ...answer, headers });
  }

  #fault(what: string): Fault | null {
    const at = this.#faults.findIndex((planned) =>
      typeof planned.what === 'string' ? planned.what === what : planned.what.test(what),
    );
    const [planned] = at < 0 ? [] : this.#faults.splice(at, 1);
    return planned?.fault ?? this.weather(what);
  }

  #planned({ status, body = { message: 'no' }, headers = {} }: AnswerFault, token: string): Answered {
    const seconds = Number(headers['retry-after']);
    if (seconds > 0) this.limiter.tell(token, seconds);
    return { status, body, headers };
  }

  #answer(request: IncomingMessage, url: URL, token: string, question: Question | null): Answered {
    if (url.pathname.startsWith('/app/')) return this.#asApp(url, token);
    const isGood = this.tokens === null || this.tokens.has(token) || this.#isMinted(token);
    if (!isGood) return { status: 401, body: { message: 'Bad credentials' } };
    if (question) return this.#graphql(question);
    const { method = '' } = request;
    const [, repository, rest] = this.#find(url.pathname);
    if (!repository) return { status: 404, body: { message: 'Not Found' } };
    if (repository === 'moved')
      return { status: 301, body: { message: 'Moved' }, headers: { location: rest } };
    const refused = refusals[repository.standing];
    if (refused) return refused;
    for (const [route, answer] of Object.entries(worldRoutes)) {
      const path = fitted(route, `${method} /repos/x/x${rest}`);
      if (path === null) continue;
      const call = { route, path, query: url.searchParams, body: null };
      this.#note(requestProblem(call));
      const accept = request.headers.accept ?? '';
      const base = request.url?.startsWith('/api/v3/') ? `${this.url}/api/v3` : this.url;
      const asked = { path: { ...path, rest }, query: url.searchParams, url: base, accept };
      const given = answer(repository, asked, this.world);
      if (given.status === 200) this.#note(answerProblem(route, 200, given.body));
      return given;
    }
    this.unexpected.push(`${method} ${url.pathname}`);
    return { status: 404, body: { message: 'Not Found' } };
  }

  #graphql({ source, variables }: Question): Answered {
    const answer = answerGraphql(this.world, source, variables, this.forbids);
    if (answer.isWrong) this.unexpected.push(JSON.stringify(answer.body.errors));
    return { status: 200, body: answer.body };
  }

  /** The repository that a path is about, and what is behind it: an address where the name is a former one. */
  #find(pathname: string): [string, Repository | 'moved' | null, string] {
    const [, number, owner, name, rest = ''] =
      /^\/(?:repositories\/(\d+)|repos\/([^/]+)\/([^/]+))(\/.*)?$/.exec(pathname) ?? [];
    const found = this.world.repositories.find((repository) =>
      number === undefined
        ? repository.owner === owner && repository.name === name
        : String(repository.databaseId) === number,
    );
    if (found) return [pathname, found.standing === 'gone' ? null : found, rest];
    const former = this.world.repositories.find(
      (each) => each.owner === owner && each.formerNames.includes(name ?? ''),
    );
    if (!former) return [pathname, null, rest];
    return [pathname, 'moved', `${this.url}/repositories/${former.databaseId}${rest}`];
  }

  #asApp(url: URL, token: string): Answered {
    if (this.app === null || !isSigned(token, this.app, this.world.now()))
      return { status: 401, body: { message: 'A JSON web token could not be decoded' } };
    const accounts = [...this.world.accounts.values()];
    if (url.pathname === '/app/installations') {
      const size = Number(url.searchParams.get('per_page') ?? 30);
      const page = Number(url.searchParams.get('page') ?? 1);
      // Not held against GitHub's description: no account there is can be a person and an enterprise, as it says.
      const body = accounts.slice((page - 1) * size, page * size).map(({ login, isOrganisation }, i) => ({
        id: (page - 1) * size + i + 1,
        account: { login },
        target_type: isOrganisation ? 'Organization' : 'User',
        suspended_at: null,
        repository_selection: 'all',
      }));
      const next = `<${this.url}/app/installations?per_page=${size}&page=${page + 1}>; rel="next"`;
      return { status: 200, body, headers: accounts.length > page * size ? { link: next } : {} };
    }
    const id = Number(/^\/app\/installations\/(\d+)\/access_tokens$/.exec(url.pathname)?.[1]);
    if (!(id >= 1 && id <= accounts.length)) return { status: 404, body: { message: 'Not Found' } };
    const minted = `installation-${id}-token-${this.#minted.size}`;
    const ends = Date.now() + this.tokenLifeMs;
    this.#minted.set(minted, ends);
    const expires_at = new Date(ends).toISOString();
    const body = { token: minted, expires_at, permissions: {}, repository_selection: 'all' };
    this.#note(answerProblem('POST /app/installations/{installation_id}/access_tokens', 201, body));
    return { status: 201, body };
  }

  #isMinted(token: string): boolean {
    return (this.#minted.get(token) ?? 0) > Date.now();
  }

  async #give(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#fault(`store ${name}`);
    if (request.headers.authorization !== undefined) this.unexpected.push('a token went to the store');
    const bytes = stored(this.world, name);
    if (fault && 'drop' in fault && bytes) {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
      return;
    }
    const status = fault && 'status' in fault ? fault.status : bytes ? 200 : 404;
    response.writeHead(status, { 'content-type': 'application/octet-stream' });
    response.end(status === 200 ? bytes : '<?xml version="1.0"?><Error/>');
  }

  #note(problem: string | null): void {
    if (problem !== null) this.unexpected.push(problem);
  }
}

const signOn =
  'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.';

const refusals: Partial<Record<Repository['standing'], Answered>> = {
  blocked: {
    status: 451,
    body: { message: 'Repository access blocked', block: { reason: 'dmca' } },
  },
  sso: {
    status: 403,
    body: { message: signOn },
    headers: { 'x-github-sso': 'required; url=https://github.example/orgs/octo/sso?authorization_request=A' },
  },
};

/** The values for the names in a template such as `GET /repos/{owner}/{repo}`, or null. */
function fitted(template: string, path: string): Record<string, string> | null {
  const pattern = template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${pattern}$`).exec(path)?.groups ?? null;
}

/** A JSON web token of the App, by RS256, not over and not longer than ten minutes. */
function isSigned(token: string, app: { id: string; publicKey: KeyObject }, now: number): boolean {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const key = createPublicKey(app.publicKey.export({ type: 'spki', format: 'pem' }));
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')))
    return false;
  const { iss, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
    iss: unknown;
    exp: number;
  };
  return String(iss) === app.id && exp * 1000 > now && exp * 1000 <= now + 600_000;
}

function send(response: ServerResponse, { status, body, headers = {} }: Answered): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
