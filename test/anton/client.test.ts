import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeKey } from '../helpers/keys.ts';
import { clientFor, listed, serve, serveInTurn } from './support.ts';
import type { Served } from './support.ts';

const key = new Secret(makeKey('live', 1));
const page = { data: [listed(1)], pagination: { total: 1 } };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function opened<T extends Served | Sandbox>(starting: Promise<T>): Promise<T> {
  const server = await starting;
  open.push(server);
  return server;
}

describe('against the sandbox', () => {
  test('a key lives from create to revoke', async () => {
    const sandbox = await opened(startSandbox());
    const client = clientFor(sandbox);
    for (const environment of ['live', 'test'] as const) {
      const bearer = environment === 'live' ? sandbox.liveApiKey : sandbox.testApiKey;
      const made = await client.createKey(bearer, environment, 'new', 'a');
      if (!made.ok) throw new Error('no key was made');
      expect(made.key).toMatchObject({ name: 'new', environment, revokedAt: null, suffix: null });
      expect(await client.check(made.secret, environment)).toEqual({
        kind: 'http',
        status: 200,
        anton: true,
        code: null,
        message: null,
        requestId: expect.stringMatching(/^req_/),
      });
      const listing = await client.listKeys(bearer, environment);
      expect(listing.ok && listing.keys.map(({ name }) => name)).toEqual(['management', 'new']);
      expect(await client.revokeKey(bearer, environment, made.key.id, 'b')).toMatchObject({ status: 200 });
      expect(await client.check(made.secret, environment)).toEqual({
        kind: 'http',
        status: 401,
        anton: true,
        code: '401',
        message: 'Invalid or missing API key',
        requestId: expect.stringMatching(/^req_/),
      });
    }
  });

  test('more keys than one page holds', async () => {
    const sandbox = await opened(startSandbox());
    const client = clientFor(sandbox);
    for (let n = 0; n < 204; n += 1) await client.createKey(sandbox.liveApiKey, 'live', `n${n}`, `${n}`);
    const listing = await client.listKeys(sandbox.liveApiKey, 'live');
    expect(listing.ok && new Set(listing.keys.map(({ id }) => id)).size).toBe(205);
    expect(sandbox.ledger.filter(({ step }) => step === 'list')).toHaveLength(3);
  });

  test('a page that can not be read spoils the list', async () => {
    const sandbox = await opened(startSandbox());
    const client = clientFor(sandbox);
    for (let n = 0; n < 101; n += 1) await client.createKey(sandbox.liveApiKey, 'live', `n${n}`, `${n}`);
    sandbox.setFaults('slow:0@list*1,html@list');
    expect(await client.listKeys(sandbox.liveApiKey, 'live')).toMatchObject({
      ok: false,
      answer: { why: 'not-json' },
    });
  });
});

describe('what is sent', () => {
  test('check, list, revoke and create', async () => {
    const server = await opened(
      serveInTurn(
        { body: page },
        { body: page },
        { body: listed(7) },
        { body: { key: listed(8), raw_key: key.expose() } },
      ),
    );
    const client = clientFor({ liveUrl: `${server.liveUrl}/base/` });
    await client.check(key, 'live');
    await client.listKeys(key, 'live');
    await client.revokeKey(key, 'live', 'key_7', 'idem-1');
    await client.createKey(key, 'live', 'x', 'idem-2');
    const sent = server.requests.map(({ method, url, headers, body }) => [
      method,
      url,
      headers['idempotency-key'],
      body,
    ]);
    expect(sent).toEqual([
      ['GET', '/base/v1/api-keys?limit=1', undefined, ''],
      ['GET', '/base/v1/api-keys?limit=100', undefined, ''],
      ['POST', '/base/v1/api-keys/key_7/revoke', 'idem-1', ''],
      ['POST', '/base/v1/api-keys', 'idem-2-name', '{"name":"x","environment":"live"}'],
    ]);
    for (const { headers } of server.requests) {
      expect(headers.authorization === `Bearer ${key.expose()}`).toBe(true);
      expect(headers['user-agent']).toBe('akguard/test');
    }
  });

  test('an id can not leave its place in the path', async () => {
    const server = await opened(serveInTurn({ body: page }));
    await clientFor(server).revokeKey(key, 'live', '../../v1/payouts?x', 'i');
    expect(server.requests[0]?.url).toBe('/v1/api-keys/..%2F..%2Fv1%2Fpayouts%3Fx/revoke');
  });

  test('a redirect carries the key nowhere', async () => {
    const thief = await opened(serveInTurn({ body: page }));
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await opened(
        serveInTurn({ status, headers: { Location: `${thief.liveUrl}/x` }, body: page }),
      );
      const client = clientFor(server);
      const answers = [
        await client.check(key, 'live'),
        (await client.listKeys(key, 'live')).answer,
        await client.revokeKey(key, 'live', 'key_1', 'i'),
      ];
      expect(answers.map((answer) => answer.kind === 'failure' && answer.why)).toEqual(
        Array(3).fill('redirect'),
      );
      expect(server.requests).toHaveLength(3);
    }
    expect(thief.requests).toEqual([]);
  });

  test('a key goes only to the host that its prefix names', async () => {
    const server = await opened(serveInTurn({ body: page }));
    const client = clientFor(server);
    const answer = await client.check(key, 'test');
    expect(answer).toMatchObject({ kind: 'failure', why: 'not-sent' });
    expect(await client.listKeys(new Secret(makeKey('test', 1)), 'live')).toMatchObject({ ok: false });
    expect(server.requests).toEqual([]);
  });
});

describe('what is answered', () => {
  test.each<[string, number, unknown, object]>([
    [
      'envelope 2',
      401,
      { error: { message: 'invalid API key', code: 'invalid_api_key' } },
      { code: 'invalid_api_key', anton: true },
    ],
    ['envelope 3', 401, { error: 'nope' }, { code: null, message: 'nope', anton: true }],
    [
      'envelope 4',
      400,
      { error: 'bad_request', message: 'm' },
      { code: 'bad_request', message: 'm', anton: true },
    ],
    ['foreign JSON', 403, { message: 'Forbidden' }, { kind: 'http', status: 403, anton: false, code: null }],
    ['HTML with 401', 401, '<html>', { kind: 'failure', why: 'not-json', detail: 'status 401, a web page' }],
    ['HTML with 403', 403, '<html>', { kind: 'failure', why: 'not-json' }],
    ['HTML with 404', 404, '<html>', { kind: 'failure', why: 'not-json' }],
    [
      'text with 502',
      502,
      'bad gateway',
      { kind: 'failure', why: 'not-json', detail: 'status 502, plain text' },
    ],
    ['nothing with 200', 200, '', { kind: 'failure', why: 'not-json', detail: 'status 200, an empty body' }],
    ['half of the JSON', 200, '{"data":[', { kind: 'failure', why: 'not-json' }],
    ['200 without data', 200, {}, { kind: 'failure', why: 'wrong-shape' }],
    [
      'an error with 200',
      200,
      { error: { code: 401, message: 'x' } },
      { kind: 'failure', why: 'wrong-shape' },
    ],
    ['202', 202, page, { kind: 'failure', why: 'wrong-shape' }],
    ['304', 304, '', { kind: 'failure', why: 'redirect' }],
  ])('%s', async (_name, status, body, expected) => {
    const server = await opened(serveInTurn({ status, body, headers: { 'X-Request-ID': 'req_7' } }));
    expect(await clientFor(server).check(key, 'live')).toMatchObject({ ...expected, requestId: 'req_7' });
    expect(server.requests).toHaveLength(status === 502 ? 4 : 1);
  });

  test('a revoke is answered with 204, or with the key that was meant', async () => {
    const server = await opened(
      serve((request, response) => {
        const id = /key_\d/.exec(request.url ?? '')?.[0];
        if (id === 'key_1') response.writeHead(204).end();
        else response.end(JSON.stringify({ data: listed(2) }));
      }),
    );
    const client = clientFor(server);
    expect(await client.revokeKey(key, 'live', 'key_1', 'i')).toMatchObject({
      kind: 'http',
      status: 204,
      anton: true,
    });
    expect(await client.revokeKey(key, 'live', 'key_2', 'i')).toMatchObject({
      kind: 'http',
      status: 200,
      anton: true,
    });
    expect(await client.revokeKey(key, 'live', 'key_3', 'i')).toMatchObject({
      kind: 'failure',
      why: 'wrong-shape',
    });
  });

  test('a body without an end is not read to its end', async () => {
    let sent = 0;
    const server = await opened(
      serve((_request, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(65_536))) sent += 65_536;
          sent += 65_536;
        };
        response.on('drain', more);
        more();
      }),
    );
    const answer = await clientFor(server).check(key, 'live');
    expect(answer).toMatchObject({
      kind: 'failure',
      why: 'wrong-shape',
      detail: 'status 200, a body over 1 MiB',
    });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test('a body that stops arriving is a timeout', async () => {
    const server = await opened(serve((_request, response) => void response.write('{"data":')));
    const answer = await clientFor(server, { timeoutMs: 200, attempts: 1 }).check(key, 'live');
    expect(answer).toMatchObject({ kind: 'failure', why: 'timeout' });
  });

  test('nobody listening, no such host, no TLS', async () => {
    const server = await serveInTurn({ body: page });
    await server.close();
    const gone = await clientFor(server).check(key, 'live');
    expect(gone).toMatchObject({ kind: 'failure', why: 'network', detail: 'ECONNREFUSED' });
    const plain = await opened(serveInTurn({ body: page }));
    const noTls = await clientFor({ liveUrl: plain.liveUrl.replace('http:', 'https:') }).check(key, 'live');
    expect(noTls).toMatchObject({ kind: 'failure', why: 'tls' });
    expect(plain.requests).toEqual([]);
  });
});
