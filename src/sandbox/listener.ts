// One HTTP listener of the sandbox: reads a request, lets a fault have its way, answers, writes the ledger.
// It takes anything from the wire, and never falls over.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Environment } from '../core/rule.ts';
import { stepOf } from './contract.ts';
import type { Call, Dialect, Reply } from './contract.ts';
import { faultReply } from './fault-reply.ts';
import type { Fault, Step } from './faults.ts';
import type { LedgerEntry } from './ledger.ts';
import { safePath } from './ledger.ts';
import { done } from './reply.ts';

const largestBody = 64 * 1024;

/** What a listener needs from the sandbox around it. */
export interface World {
  dialect: Dialect;
  now(): number;
  takeFault(step: Step | null): Fault | null;
  answer(call: Call, environment: Environment): Reply;
  /** The address of the other environment: where a redirect leads unless the fault names an address. */
  otherUrl(environment: Environment): string;
  ledger: LedgerEntry[];
  /** Aborted when the sandbox closes, so that slow answers do not hold it up. */
  closing: AbortSignal;
}

/** Starts listening on 127.0.0.1; port 0 lets the system choose. */
export async function listen(environment: Environment, port: number, world: World): Promise<Server> {
  const server = createServer((request, response) => {
    serve(request, response, environment, world).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const body = JSON.stringify(world.dialect.refuse(400, 'Bad request').body);
    socket.end(
      `HTTP/1.1 400 Bad Request\r\nX-Request-ID: ${newRequestId()}\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** `http://127.0.0.1:PORT`, without a slash at the end. */
export function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox is not listening.');
  return `http://127.0.0.1:${address.port}`;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  environment: Environment,
  world: World,
): Promise<void> {
  response.setHeader('X-Request-ID', newRequestId());
  const method = request.method ?? '';
  const url = parseTarget(request.url ?? '');
  if (!url) return send(response, world.dialect.refuse(400, 'Bad request'));
  if (method === 'GET' && url.pathname === '/sandbox/ledger') {
    return send(response, done(200, world.ledger));
  }

  const step = stepOf(method, url.pathname, url.searchParams);
  const fault = world.takeFault(step);
  const body = await readBody(request);
  if (fault?.kind === 'slow') await pause(Number(fault.argument), world.closing);

  const note = (reply: Reply | null, status: number | null): void => {
    world.ledger.push({
      at: new Date(world.now()).toISOString(),
      environment,
      method,
      path: safePath(url.pathname),
      step,
      status,
      effect: reply?.effect ?? null,
      keyId: reply?.keyId ?? null,
      fault: fault?.kind ?? null,
    });
  };
  if (fault?.kind === 'drop-before') {
    note(null, null);
    response.destroy();
    return;
  }
  const call: Call = {
    method,
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization,
    idempotencyKey: request.headers['idempotency-key']?.toString(),
    body: body ?? '',
  };
  const reply =
    (fault && faultReply(fault, world.dialect, world.otherUrl(environment) + url.pathname)) ??
    (body === null ? world.dialect.refuse(413, 'The body is too large') : world.answer(call, environment));
  if (fault?.kind === 'drop-after') {
    note(reply, null);
    response.destroy();
    return;
  }
  note(reply, reply.status);
  send(response, reply);
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.body === undefined) {
    response.writeHead(reply.status, reply.headers).end();
    return;
  }
  const page = typeof reply.body === 'string';
  response.writeHead(reply.status, {
    ...reply.headers,
    'Content-Type': page ? 'text/html; charset=utf-8' : 'application/json',
  });
  response.end(page ? reply.body : JSON.stringify(reply.body));
}

function parseTarget(target: string): URL | null {
  // Only the origin form: an absolute or `//host` target would put a foreign host into the URL.
  return /^\/(?!\/)/.test(target) ? URL.parse(target, 'http://127.0.0.1') : null;
}

/** The body as text, or null when it is too large; the rest is read and thrown away, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size <= largestBody ? Buffer.concat(chunks).toString('utf8') : null;
}

function pause(ms: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    closing.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('The sandbox is closing.'));
    });
  });
}

function newRequestId(): string {
  return `req_${randomUUID()}`;
}
