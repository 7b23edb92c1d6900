// `git http-backend` behind node:http on loopback: what a forge's git side speaks. For tests and for the bench.
import { execFileSync, spawn } from 'node:child_process';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface HttpBackend {
  /** As GITHUB_SERVER_URL. */
  url: string;
  /** Bodies of answers so far, in bytes. */
  sent(): number;
  requests: { method: string; url: string; authorization: string | null }[];
  /** From now on every request is answered with this status; null ends that. */
  failWith(status: number | null): void;
  /** From now on every answer is this late. */
  delayBy(ms: number): void;
  /** By the start of a path: a status, or no answer at all. */
  failing: Map<string, number | 'hang'>;
  close(): void;
}

/** Serves all repositories below a folder. @param token without it nothing is given away; null for public ones. */
export async function serveGit(root: string, token: string | null): Promise<HttpBackend> {
  let sent = 0;
  let status: number | null = null;
  let delay = 0;
  const requests: HttpBackend['requests'] = [];
  const failing: HttpBackend['failing'] = new Map();
  const wanted = token === null ? null : `basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const backend = join(execFileSync('git', ['--exec-path']).toString().trim(), 'git-http-backend');
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const authorization = headers.authorization ?? null;
    requests.push({ method, url, authorization });
    const [, fault] = [...failing].find(([path]) => url.startsWith(path)) ?? [];
    if (fault === 'hang') return;
    if (fault !== undefined) {
      response.writeHead(fault).end();
      return;
    }
    if (status !== null || (wanted !== null && authorization !== wanted)) {
      response.writeHead(status ?? 401, { 'www-authenticate': 'Basic realm="GitHub"' }).end();
      return;
    }
    if (delay > 0) setTimeout(() => answer(request, response), delay);
    else answer(request, response);
  });
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '', headers } = request;
    const { pathname, search } = new URL(url, 'http://127.0.0.1');
    const child = spawn(backend, {
      env: {
        PATH: process.env['PATH'],
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_COUNT: '3',
        GIT_CONFIG_KEY_0: 'safe.directory',
        GIT_CONFIG_VALUE_0: '*',
        GIT_CONFIG_KEY_1: 'uploadpack.allowFilter',
        GIT_CONFIG_VALUE_1: 'true',
        GIT_CONFIG_KEY_2: 'uploadpack.allowAnySHA1InWant',
        GIT_CONFIG_VALUE_2: 'true',
        REQUEST_METHOD: method,
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        CONTENT_TYPE: headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
        REMOTE_ADDR: '127.0.0.1',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdin.on('error', () => {});
    request.pipe(child.stdin);
    let head: Buffer | null = Buffer.alloc(0);
    child.stdout.on('data', (piece: Buffer) => {
      if (head === null) {
        sent += piece.length;
        response.write(piece);
        return;
      }
      head = Buffer.concat([head, piece]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      let code = 200;
      for (const line of head.toString('latin1', 0, end).split('\r\n')) {
        const [name = '', value = ''] = line.split(/: (.*)/);
        if (name === 'Status') code = Number(value.slice(0, 3));
        else response.setHeader(name, value);
      }
      response.writeHead(code);
      const body = head.subarray(end + 4);
      head = null;
      sent += body.length;
      response.write(body);
    });
    child.on('close', () => response.end());
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    requests,
    failing,
    failWith: (code) => (status = code),
    delayBy: (ms) => (delay = ms),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
