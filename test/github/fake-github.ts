// A small GitHub on loopback with a memory: one repository, its issues, pages and refusals. An unexpected request is
// an error of the test.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface FakeIssue {
  number: number;
  title: string;
  body: string | null;
  user: { login: string };
  state: 'open' | 'closed';
  pull_request?: object;
}

/** `drop`: the socket dies without an answer, after the effect or before it. */
export type FakeFault =
  | { drop: 'before' | 'after' }
  | { status: number; message?: string; headers?: Record<string, string>; text?: string };

export class FakeGitHub {
  readonly issues: FakeIssue[] = [];
  /** `GET /user` and so on, in order. */
  readonly requests: string[] = [];
  readonly unexpected: string[] = [];
  /** Null: the token of a workflow, which may not ask. */
  login: string | null = 'octo-bot';
  pageSize = 2;
  url = '';
  readonly token = 'token-for-tests';
  readonly #faults: { route: string; fault: FakeFault }[] = [];

  /** The next request of that kind, e.g. `POST issues`, meets this. */
  fail(route: string, fault: FakeFault, times = 1): void {
    for (let i = 0; i < times; i += 1) this.#faults.push({ route, fault });
  }

  add(issue: Partial<FakeIssue>): FakeIssue {
    const number = this.issues.length + 1;
    const user = { login: this.login ?? 'github-actions[bot]' };
    const added: FakeIssue = { number, title: '', body: null, user, state: 'open', ...issue };
    this.issues.unshift(added);
    return added;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.unexpected.push(String(error));
        response.destroy();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return this;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const [, ...path] = url.pathname.split('/');
    // Pages after the first are linked by the repository's number, as on the real one.
    const inRepository =
      path[0] === 'repositories' ? path.slice(2) : path[0] === 'repos' ? path.slice(3) : path;
    const route = `${request.method} ${inRepository.join('/')}`;
    this.requests.push(route);
    if (request.headers.authorization !== `token ${this.token}`)
      return send(response, 401, { message: 'Bad credentials' });

    const at = this.#faults.findIndex((each) => each.route === route);
    const [planned] = at === -1 ? [] : this.#faults.splice(at, 1);
    const fault = planned?.fault;
    if (fault && 'status' in fault) {
      return send(response, fault.status, fault.text ?? { message: fault.message ?? 'no' }, fault.headers);
    }
    if (fault?.drop === 'before') return void request.socket.destroy();
    const sent: unknown = request.method === 'GET' ? null : await json(request);
    const [status, body, headers] = this.#effect(route, url, sent as Partial<FakeIssue> | null);
    if (fault?.drop === 'after') return void request.socket.destroy();
    send(response, status, body, headers);
  }

  #effect(
    route: string,
    url: URL,
    sent: Partial<FakeIssue> | null,
  ): [status: number, body: object, headers?: Record<string, string>] {
    if (route === 'GET user') {
      return this.login === null
        ? [403, { message: 'Resource not accessible by integration' }]
        : [200, { login: this.login }];
    }
    if (route === 'GET issues') return this.#list(url);
    const tooLong = (sent?.body?.length ?? 0) > 65_536 || (sent?.title?.length ?? 0) > 256;
    if (tooLong) return [422, { message: 'Validation Failed' }];
    const { title = '', body = null } = sent ?? {};
    if (route === 'POST issues') return [201, this.#shown(this.add({ title, body }))];
    const number = /^PATCH issues\/(\d+)$/.exec(route)?.[1];
    if (number !== undefined) {
      const issue = this.issues.find((each) => String(each.number) === number);
      if (!issue) return [404, { message: 'Not Found' }];
      return [200, this.#shown(Object.assign(issue, { title, body }))];
    }
    this.unexpected.push(route);
    return [404, { message: 'Not Found' }];
  }

  /** As GitHub: the creator is a filter by itself, `state` is open unless asked. */
  #list(url: URL): [number, object, Record<string, string>] {
    const creator = url.searchParams.get('creator');
    const state = url.searchParams.get('state') ?? 'open';
    const page = Number(url.searchParams.get('page') ?? 1);
    const all = this.issues.filter(
      (issue) =>
        (creator === null || this.ignoreCreator || issue.user.login === creator) &&
        (state === 'all' || issue.state === state),
    );
    const shown = all.slice((page - 1) * this.pageSize, page * this.pageSize);
    const next = new URL(`/repositories/1/issues${url.search}`, this.url);
    next.searchParams.set('page', String(page + 1));
    const headers: Record<string, string> =
      page * this.pageSize < all.length ? { link: `<${next.href}>; rel="next"` } : {};
    return [200, shown.map((issue) => this.#shown(issue)), headers];
  }

  /** A server that does not know the filter must not make us trust strangers. */
  ignoreCreator = false;

  #shown(issue: FakeIssue): object {
    return { ...issue, html_url: `${this.url}/octo/pay/issues/${issue.number}` };
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, {
    'content-type': isText ? 'text/html' : 'application/json; charset=utf-8',
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
