// A GitHub on loopback that knows workflow runs and their logs, and a store of its own, as on the real one, where the zips are.
// It keeps to what the documentation says: at most 1,000 runs for one question, and no token needed at the store.
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { onTestFinished } from 'vitest';

export interface FakeRun {
  id: number;
  /** ISO 8601. */
  createdAt: string;
  status?: string;
  conclusion?: string | null;
  /** The answer for the log of each attempt, the first one first: a zip, or a status. */
  logs: (Buffer | number)[];
}

/** The next request to a path that ends so meets this. `drop`: the socket dies in the middle of the answer. */
interface Fault {
  path: RegExp;
  status?: number;
  headers?: Record<string, string>;
  message?: string;
  drop?: true;
}

export interface Asked {
  at: number;
  path: string;
  status: number;
}

export class FakeActions {
  readonly runs: FakeRun[] = [];
  /** What the API was asked, and when by `now`. */
  readonly asked: Asked[] = [];
  /** Headers of the requests to the store. */
  readonly fetched: IncomingMessage['headers'][] = [];
  readonly token = 'token-for-tests';
  now: () => number = () => 0;
  url = '';
  /** A renamed repository answers with 301, as for `octo/old`. */
  readonly #faults: Fault[] = [];
  #store = '';

  fail(fault: Fault, times = 1): void {
    for (let i = 0; i < times; i++) this.#faults.push(fault);
  }

  async start(): Promise<this> {
    this.url = await listen((request, response) => this.#api(request, response));
    this.#store = await listen((request, response) => this.#give(request, response));
    return this;
  }

  #fault(path: string): Fault | undefined {
    const at = this.#faults.findIndex((fault) => fault.path.test(path));
    return at < 0 ? undefined : this.#faults.splice(at, 1)[0];
  }

  #api(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.url);
    const [status, body, headers = {}] = this.#answer(request, url);
    this.asked.push({ at: this.now(), path: `${url.pathname}${url.search}`, status });
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  }

  #answer(request: IncomingMessage, url: URL): [number, object, Record<string, string>?] {
    if (request.headers.authorization !== `token ${this.token}`) return [401, { message: 'Bad credentials' }];
    const fault = this.#fault(url.pathname);
    if (fault) return [fault.status ?? 500, { message: fault.message ?? 'no' }, fault.headers ?? {}];
    const old = /^\/repos\/octo\/old\/(.*)$/.exec(url.pathname);
    if (old)
      return [
        301,
        { message: 'Moved Permanently' },
        { location: `${this.url}/repositories/7/${old[1]}${url.search}` },
      ];
    const path = /^\/(?:repos\/octo\/pay|repositories\/7)\/actions\/runs(.*)$/.exec(url.pathname)?.[1];
    if (path === undefined) return [404, { message: 'Not Found' }];
    if (path === '') return [200, this.#list(url)];
    const [, id, attempt] = /^\/(\d+)(?:\/attempts\/(\d+)\/logs)?$/.exec(path) ?? [];
    const run = this.runs.find((each) => String(each.id) === id);
    if (run === undefined) return [404, { message: 'Not Found' }];
    if (attempt === undefined) return [200, this.#shown(run)];
    const log = run.logs[Number(attempt) - 1];
    if (typeof log === 'number' || log === undefined) return [log ?? 404, { message: 'Server Error' }];
    return [302, {}, { location: `${this.#store}/logs/${id}-${attempt}.zip?sig=signature-for-tests` }];
  }

  #list(url: URL): object {
    const [from = '', to = ''] = (url.searchParams.get('created') ?? '').split('..');
    const page = Number(url.searchParams.get('page') ?? 1);
    const size = Number(url.searchParams.get('per_page') ?? 30);
    const fitting = this.runs
      .filter(({ createdAt }) => createdAt >= from && createdAt <= to)
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    const shown = fitting.slice(0, 1000).slice((page - 1) * size, page * size);
    return { total_count: fitting.length, workflow_runs: shown.map((run) => this.#shown(run)) };
  }

  #shown({ id, createdAt, status = 'completed', conclusion = 'success', logs }: FakeRun): object {
    const html_url = `https://github.example/octo/pay/actions/runs/${id}`;
    return { id, run_attempt: logs.length, status, conclusion, created_at: createdAt, html_url };
  }

  #give(request: IncomingMessage, response: ServerResponse): void {
    this.fetched.push(request.headers);
    const path = request.url ?? '';
    const fault = this.#fault(path);
    const [, id, attempt] = /^\/logs\/(\d+)-(\d+)\.zip\?sig=/.exec(path) ?? [];
    const zip = this.runs.find((run) => String(run.id) === id)?.logs[Number(attempt) - 1];
    if (!Buffer.isBuffer(zip) || fault?.status !== undefined) {
      response.writeHead(fault?.status ?? 404, fault?.headers);
      response.end('<?xml version="1.0"?><Error/>');
      return;
    }
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': zip.length });
    if (fault?.drop === true) response.write(zip.subarray(0, zip.length >> 1), () => response.destroy());
    else response.end(zip);
  }
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
