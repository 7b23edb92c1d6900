// A GitHub on loopback with a memory: one repository, its issues, pages and refusals. What it is asked and what it
// answers is held against GitHub's own description; a request that does not fit, or that nobody expected, fails the test.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { answerProblem, described, requestProblem } from './contract/check.ts';
import { type Answered, repositoryId, routes } from './routes.ts';

export interface FakeIssue {
  number: number;
  title: string;
  body: string | null;
  user: { login: string };
  state: 'open' | 'closed';
  state_reason?: string | null;
  comments: string[];
  assignees?: string[];
  labels: string[];
  pull_request?: object;
}

export interface FakeAdvisory {
  ghsa_id: string;
  summary: string;
  description: string;
  severity: string;
  state: 'triage' | 'draft' | 'closed';
  author: { login: string };
}

/** `drop`: the socket dies without an answer, after the effect or before it. */
export type FakeFault =
  | { drop: 'before' | 'after' }
  /** Takes the request, does what it asks, and never answers. */
  | { stall: true }
  | { status: number; message?: string; headers?: Record<string, string>; text?: string };

export class FakeGitHub {
  /** Newest first. */
  readonly issues: FakeIssue[] = [];
  /** `GET /user` and so on, as GitHub's description writes them, without the repository. */
  readonly requests: string[] = [];
  /** Files of the default branch, by path. */
  readonly files = new Map<string, string>();
  /** Logins of who wrote a commit. */
  readonly authors = new Map<string, string>();
  readonly advisories: FakeAdvisory[] = [];
  /** What went wrong in the eyes of the double. */
  readonly unexpected: string[] = [];
  /** Null: the token of a workflow or an App, which may not ask. */
  login: string | null = 'octo-bot';
  /** What GraphQL says to that token; null when it refuses as well. */
  viewer: string | null = 'github-actions[bot]';
  isPublic = false;
  /** What each may, by login; who is not here may nothing. */
  readonly people = new Map<string, { permission: 'admin' | 'write' | 'read'; teams?: string[] }>();
  /** Logins that can't be assigned. */
  readonly unassignable = new Set<string>();
  /** By number of the comment. */
  readonly reactions: string[] = [];
  /** A server that does not know the filter must not make us trust strangers. */
  ignoreCreator = false;
  /** An enterprise server that knows no `duplicate`. */
  olderThanReasons = false;
  pageSize = 2;
  url = '';
  readonly token = 'token-for-tests';
  /** Asked for each request; a test's own weather. */
  weather: (route: string) => FakeFault | null = () => null;
  readonly #faults: { route: string; fault: FakeFault }[] = [];
  #server = createServer();

  /** The next request of that kind, e.g. `POST issues`, meets this. */
  fail(route: string, fault: FakeFault, times = 1): void {
    for (let i = 0; i < times; i += 1) this.#faults.push({ route, fault });
  }

  /** Faults that nothing met; a test that plans some may ask. */
  get faultsLeft(): string[] {
    return this.#faults.map(({ route }) => route);
  }

  add(issue: Partial<FakeIssue>): FakeIssue {
    const number = this.issues.length + 1;
    const user = { login: this.login ?? this.viewer ?? 'octo-app[bot]' };
    const state = 'open' as const;
    const added: FakeIssue = {
      number,
      title: '',
      body: null,
      user,
      state,
      comments: [],
      labels: [],
      ...issue,
    };
    this.issues.unshift(added);
    return added;
  }

  async start(): Promise<this> {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.unexpected.push(String(error));
        response.destroy();
      });
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    onTestFinished(() => {
      this.#server.closeAllConnections();
      this.#server.close();
    });
    return this;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    // Both ways to name the repository are the same to GitHub.
    const pathname = url.pathname.replace(`/repositories/${repositoryId}`, '/repos/octo/pay');
    const short = `${request.method} ${pathname.replace(/^\/(repos\/[^/]+\/[^/]+\/?)?/, '')}`;
    this.requests.push(short);
    if (request.headers.authorization !== `token ${this.token}`)
      return send(response, 401, { message: 'Bad credentials' });
    const fault = this.#faultFor(short);
    if (fault && 'status' in fault) {
      request.resume();
      return send(response, fault.status, fault.text ?? { message: fault.message ?? 'no' }, fault.headers);
    }
    if (fault && 'drop' in fault && fault.drop === 'before') return void request.socket.destroy();
    const body = request.method === 'GET' ? null : ((await json(request)) as Record<string, unknown>);
    const [status, answer, headers] =
      short === 'POST graphql' ? this.#viewer() : this.#effect(request.method ?? '', pathname, url, body);
    if (fault && 'drop' in fault) return void request.socket.destroy();
    if (fault) return;
    send(response, status, answer, headers);
  }

  #faultFor(short: string): FakeFault | null {
    const at = this.#faults.findIndex((each) => each.route === short);
    const [planned] = at === -1 ? [] : this.#faults.splice(at, 1);
    return planned?.fault ?? this.weather(short);
  }

  #viewer(): Answered {
    return this.viewer === null
      ? [403, { message: 'Resource not accessible by integration' }]
      : [200, { data: { viewer: { login: this.viewer } } }];
  }

  #effect(method: string, pathname: string, url: URL, body: Record<string, unknown> | null): Answered {
    for (const route of described) {
      const path = route.startsWith(`${method} `) ? fitted(route.slice(method.length + 1), pathname) : null;
      const effect = path && routes[route];
      if (!effect) continue;
      this.#note(requestProblem({ route, path, query: url.searchParams, body }));
      const answer = effect(this, { path, query: url.searchParams, body });
      this.#note(answerProblem(route, answer[0], answer[1]));
      return answer;
    }
    this.unexpected.push(`${method} ${pathname}`);
    return [404, { message: 'Not Found' }];
  }

  #note(problem: string | null): void {
    if (problem !== null) this.unexpected.push(problem);
  }
}

/** One for a test, which fails if something was asked that GitHub does not know, or a planned fault was never met. */
export async function githubForTest(): Promise<FakeGitHub> {
  const github = await new FakeGitHub().start();
  onTestFinished(() => {
    const wrong = [...github.unexpected, ...github.faultsLeft];
    if (wrong.length > 0) throw new Error(`unexpected, or never met: ${wrong.join(', ')}`);
  });
  return github;
}

/** The values for the names in a template such as `/repos/{owner}/{repo}`, or null. */
function fitted(template: string, pathname: string): Record<string, string> | null {
  const pattern = template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${pattern}$`).exec(pathname)?.groups ?? (template === pathname ? {} : null);
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/html' : 'application/json; charset=utf-8';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
