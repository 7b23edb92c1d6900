// A client with a clock that never waits, and a hand-made server for what the sandbox does not do.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AntonClient } from '../../src/anton/client.ts';
import type { AntonClientOptions } from '../../src/anton/client.ts';
import { silentLog } from '../../src/core/runtime.ts';
import type { Clock } from '../../src/core/runtime.ts';

/** Remembers what was waited for, and waits for none of it. */
export interface FakeClock extends Clock {
  waits: number[];
}

export function fakeClock(): FakeClock {
  const waits: number[] = [];
  return {
    waits,
    now: () => 1_000_000,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
}

export function clientFor(
  urls: { liveUrl: string; testUrl?: string },
  options: Partial<AntonClientOptions> = {},
): AntonClient {
  return new AntonClient({
    endpoints: { live: new URL(urls.liveUrl), test: new URL(urls.testUrl ?? urls.liveUrl) },
    clock: fakeClock(),
    log: silentLog,
    userAgent: 'akguard/test',
    random: () => 1,
    ...options,
  });
}

export interface Served {
  liveUrl: string;
  requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  close(): Promise<void>;
}

/** Answers every request by `handle`, and remembers it. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Served> {
  const requests: Served['requests'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      handle(request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    liveUrl: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers each request with the next of these. */
export function serveInTurn(
  ...answers: { status?: number; headers?: Record<string, string>; body: unknown }[]
): Promise<Served> {
  let turn = 0;
  return serve((_request, response) => {
    const answer = answers[Math.min(turn, answers.length - 1)];
    turn += 1;
    response.writeHead(answer?.status ?? 200, { 'Content-Type': 'application/json', ...answer?.headers });
    response.end(typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body));
  });
}

/** A key as generation A lists it. */
export function listed(n: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: `key_${n}`,
    merchant_id: 'mer_1',
    name: `key ${n}`,
    prefix: 'ak_live_',
    environment: 'live',
    created_at: '2026-01-01T00:00:00Z',
    last_used_at: null,
    expires_at: null,
    revoked_at: null,
    ...more,
  };
}
