// Each line of the verdict table, and each way in which something else than Anton answers, over real connections on
// loopback: server, client, verdict.
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Server, type Socket, createServer as createTcpServer } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { failureRows, failureWords } from '../../src/verify/failure-words.ts';
import { judge } from '../../src/verify/verdict-table.ts';
import { clientFor } from '../anton/support.ts';
import { type Certificate, makeCertificate } from '../helpers/certificate.ts';
import { makeKey } from '../helpers/keys.ts';

const key = new Secret(makeKey('live', 1));
const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(
    servers.splice(0).map((server) => {
      if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});

/** The port that it listens on, on loopback. */
async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function check(url: string, timeoutMs = 5000) {
  const answer = await clientFor({ liveUrl: url }, { attempts: 1, timeoutMs }).check(key, 'live');
  return { answer, ...judge(answer, true) };
}

async function checkOn(answer: (response: ServerResponse) => void, timeoutMs?: number) {
  const port = await listen(createServer((_request, response) => answer(response)));
  return check(`http://127.0.0.1:${port}`, timeoutMs);
}

const a = (status: number, message: string) => ({ error: { code: status, message } });
const d = (code: string, message = 'words') => ({ error: { message, code, details: null } });
const flat = (error: string, message: string) => ({ error, message });
const restricted = [
  'insufficient_permissions',
  'role_forbidden',
  'merchant_suspended',
  'merchant_terminated',
  'merchant_not_active',
  'merchant_not_found',
  'mfa_enrollment_required',
  'velocity_blocked',
  'sandbox_only',
  'capability_required',
  'insufficient_scope',
  'module_not_enabled',
];
const lines: [line: string, validity: string, status: number, bodies: unknown[]][] = [
  [
    '200 of the expected shape',
    'active',
    200,
    [
      { data: [], pagination: { total: 0, limit: 1, offset: 0 } },
      { data: [], has_more: false },
    ],
  ],
  ...restricted.map((code): [string, string, number, unknown[]] => [
    `403 ${code}`,
    'active',
    403,
    [d(code), flat(code, 'words')],
  ]),
  ['403 numeric', 'active', 403, [a(403, 'Forbidden')]],
  ['404 behind auth', 'active', 404, [a(404, 'Not found'), d('not_found'), { error: 'not found' }]],
  ['409 idempotency', 'active', 409, [d('idempotency_key_reused'), flat('idempotency_in_progress', 'm')]],
  ['422 validation', 'active', 422, [d('validation_error'), flat('validation_error', 'm')]],
  [
    '401 invalid key',
    'inactive',
    401,
    [
      a(401, 'Invalid or missing API key'),
      d('invalid_api_key', 'invalid API key'),
      flat('invalid_api_key', 'invalid API key'),
    ],
  ],
  ['401 invalid format', 'inactive', 401, [d('invalid_api_key', 'invalid API key format')]],
  [
    '401 header missing or malformed',
    'unknown',
    401,
    [
      d('unauthorized', 'missing Authorization header'),
      d('unauthorized', 'invalid Authorization header format'),
      a(401, 'missing Authorization header'),
    ],
  ],
  [
    '401 keys not accepted here',
    'unknown',
    401,
    [
      d('unauthorized', 'API keys are not accepted on this endpoint'),
      a(401, 'API keys are not accepted on this endpoint'),
    ],
  ],
  [
    '401 static keys disabled',
    'unknown',
    401,
    [d('static_api_keys_disabled'), flat('static_api_keys_disabled', 'm')],
  ],
  [
    '401 environment mismatch',
    'unknown',
    401,
    [d('key_environment_mismatch'), flat('key_environment_mismatch', 'm')],
  ],
  ['403 environment mismatch', 'unknown', 403, [d('key_environment_mismatch')]],
  [
    '429',
    'unknown',
    429,
    [a(429, 'Too many'), d('rate_limit_exceeded'), d('rate_limited'), flat('rate_limited', 'm')],
  ],
  ['500', 'unknown', 500, [a(500, 'Internal server error'), d('internal_error'), { error: 'text' }]],
  ['503', 'unknown', 503, [a(503, 'Service unavailable'), d('invalid_api_key', 'invalid API key')]],
  ['401 as text only', 'unknown', 401, [{ error: 'Invalid or missing API key' }, { error: {} }, {}]],
  ['403 of a firewall', 'unknown', 403, [{ message: 'Forbidden' }, d('access_denied')]],
  ['200 of another shape', 'unknown', 200, [{ ok: true }, { data: {} }, a(401, 'x')]],
  ['400', 'unknown', 400, [a(400, 'x'), flat('bad_request', 'm')]],
];
describe.each(lines)('%s is %s', (_line, validity, status, bodies) => {
  test.each(bodies)('%j', async (body) => {
    const result = await checkOn((response) => {
      response.writeHead(status, { 'Content-Type': 'application/json', 'X-Request-ID': 'req_9' });
      response.end(JSON.stringify(body));
    });
    expect(result.validity).toBe(validity);
    expect(result.answer.requestId).toBe('req_9');
    expect(result.reason.length).toBeLessThan(300);
  });
});

/** By the name of the row of `failureRows`: something between us and Anton. */
const page = '<!doctype html><title>Sign in</title>';
const html = { 'Content-Type': 'text/html' };
const send = (status: number, body: string, headers: Record<string, string> = html) =>
  checkOn((response) => void response.writeHead(status, headers).end(body));
const day = 24 * 3600 * 1000;
const certificates: Record<string, Certificate> = {
  good: makeCertificate(['localhost'], new Date(Date.now() - day), new Date(Date.now() + day)),
  expired: makeCertificate(['localhost'], new Date(Date.now() - 3 * day), new Date(Date.now() - day)),
  future: makeCertificate(['localhost'], new Date(Date.now() + day), new Date(Date.now() + 3 * day)),
  other: makeCertificate(['api.antonpayments.com'], new Date(Date.now() - day), new Date(Date.now() + day)),
};
const untrusted = makeCertificate(['localhost'], new Date(Date.now() - day), new Date(Date.now() + day));
beforeAll(() => {
  const trusted = Object.values(certificates).map(({ cert }) => cert);
  setDefaultCACertificates([...getCACertificates('default'), ...trusted]);
});

/** What the server behind a certificate was shown. */
let shown: string[] = [];
async function behind(certificate: Certificate | undefined) {
  shown = [];
  const server = createTlsServer({ ...certificate }, (request, response) => {
    shown.push(request.headers.authorization ?? '');
    response.writeHead(401, { 'Content-Type': 'application/json' }).end(JSON.stringify(a(401, 'x')));
  });
  return check(`https://localhost:${await listen(server)}`);
}
async function refusing(meet: (socket: Socket) => void) {
  const port = await listen(
    createTcpServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => {});
      meet(socket);
    }),
  );
  return check(`http://127.0.0.1:${port}`, 500);
}

const failures: [row: string, meet: () => Promise<{ answer: unknown; validity: string; reason: string }>][] =
  [
    ['timeout', () => checkOn(() => {}, 200)],
    ['timeout', () => checkOn((response) => void response.writeHead(200, html).write('<'), 200)],
    // A label of more than 63 characters: the lookup fails without asking anybody.
    ['no such host', () => check(`http://${'a'.repeat(64)}.localhost:9999`)],
    ['clock', () => behind(certificates['expired'])],
    ['clock', () => behind(certificates['future'])],
    ['another host', () => behind(certificates['other'])],
    ['no trusted certificate', () => behind(untrusted)],
    [
      'no TLS',
      async () => check(`https://127.0.0.1:${await listen(createServer((_, response) => response.end()))}`),
    ],
    ...[301, 302, 303, 307, 308].map((status): (typeof failures)[number] => [
      'redirect',
      () => send(status, '', { Location: 'http://127.0.0.1:1/login' }),
    ]),
    ['proxy sign-in', () => send(511, page)],
    ['captive portal', () => send(200, page)],
    ['captive portal', () => send(200, `\n  ${page}`, { 'Content-Type': 'application/json' })],
    ['web page', () => send(401, page)],
    ['web page', () => send(403, page)],
    ['web page', () => send(404, page)],
    ['web page', () => send(502, page)],
    ['not JSON', () => send(200, 'ok')],
    ['not JSON', () => send(401, '')],
    ['not JSON', () => send(401, 'Invalid or missing API key')],
    ['not JSON', () => send(200, '{"data":[')],
    ['wrong shape', () => send(200, '{"ok":true}')],
    ['wrong shape', () => send(200, ' '.repeat(2 * 1024 * 1024))],
    [
      'nobody listens',
      async () => {
        const port = await listen(createServer());
        await new Promise((resolve) => servers.pop()?.close(resolve));
        return check(`http://127.0.0.1:${port}`);
      },
    ],
    ['cut off', () => refusing((socket) => socket.destroy())],
    ['cut off', () => refusing((socket) => socket.once('data', () => socket.resetAndDestroy()))],
    [
      'cut off',
      () =>
        checkOn(
          (response) =>
            void response.writeHead(200, { 'Content-Length': 99 }).write('{', () => response.destroy()),
        ),
    ],
    ['no reason given', () => send(407, page, { ...html, 'Proxy-Authenticate': 'Basic' })],
    ['no HTTP', () => refusing((socket) => void socket.end('SSH-2.0-OpenSSH\r\n'))],
  ];

test.each(failures)('%s: unknown, in words of its own (%#)', async (row, meet) => {
  const { answer, validity, reason } = await meet();
  expect(validity).toBe('unknown');
  const { why, detail } = answer as { why: Parameters<typeof failureWords>[0]; detail: string };
  expect(failureWords(why, detail).row).toBe(row);
  const words = failureRows.find(({ name }) => name === row)?.words ?? '?';
  expect(reason).toContain(words);
  expect(reason.length).toBeLessThan(300);
  expect(reason.includes(key.expose().slice(8))).toBe(false);
});

test('the certificates are good but for what is wrong with them', async () => {
  expect(await behind(certificates['good'])).toMatchObject({ validity: 'inactive' });
  expect(shown).toHaveLength(1);
  for (const certificate of [certificates['expired'], certificates['other'], untrusted]) {
    await behind(certificate);
    expect(shown).toEqual([]);
  }
});

test('each row has words of its own, and all but three are met above', () => {
  expect(new Set(failureRows.map(({ words }) => words)).size).toBe(failureRows.length);
  const met = new Set(failures.map(([row]) => row));
  // `no way there` needs a network to be down; `network` is what has no words of its own; `not sent` is in client.test.ts.
  expect(failureRows.map(({ name }) => name).filter((name) => !met.has(name))).toEqual([
    'no way there',
    'network',
    'not sent',
  ]);
  expect(failureWords('network', 'EMFILE').row).toBe('network');
  expect(failureWords('network', 'EHOSTUNREACH').row).toBe('no way there');
  expect(failureWords('not-sent', 'x').row).toBe('not sent');
});
