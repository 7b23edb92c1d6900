import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { makeKey } from '../helpers/keys.ts';
import { ask, create } from './support.ts';

let sandbox: Sandbox | null = null;
async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  sandbox = await startSandbox(options);
  return sandbox;
}
afterEach(async () => {
  await sandbox?.close();
  sandbox = null;
});

/** The status of a list, or 'no answer'. */
function asked(s: Sandbox): Promise<number | string> {
  return ask(`${s.liveUrl}/v1/api-keys`, s.liveApiKey).then(
    ({ status }) => status,
    () => 'no answer',
  );
}

describe('rate', () => {
  test('one merchant gets its requests a minute over both hosts, then 429 until the window is over', async () => {
    let now = 1_000_000;
    const { liveUrl, testUrl, liveApiKey, testApiKey } = await start({ ratePerMinute: 3, now: () => now });
    const live = `${liveUrl}/v1/api-keys`;
    const left = async (url: string, key = liveApiKey): Promise<[number, string | null]> => {
      const answer = await ask(url, key);
      return [answer.status, answer.headers.get('x-ratelimit-remaining')];
    };
    expect(await left(live)).toEqual([200, '2']);
    expect(await left(`${testUrl}/v1/api-keys`, testApiKey)).toEqual([200, '1']);
    expect(await left(live)).toEqual([200, '0']);
    now += 20_500;
    const refused = await ask(live, liveApiKey);
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 429 } } });
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(refused.headers.get('x-ratelimit-limit')).toBe('3');
    expect(refused.headers.get('x-ratelimit-reset')).toBe('1060');
    now += 39_500;
    expect(await left(live)).toEqual([200, '2']);
  });

  test('is 1,000 by default, and strangers spend nothing of it', async () => {
    const { liveUrl, liveApiKey } = await start();
    await ask(`${liveUrl}/v1/api-keys`, makeKey('live', 5));
    const { headers } = await ask(`${liveUrl}/v1/api-keys`, liveApiKey);
    expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['1000', '999']);
  });
});

test('every answer has a request id of its own', async () => {
  const { liveUrl, liveApiKey } = await start({ faults: '500@list*1' });
  const answers = [
    await ask(`${liveUrl}/v1/api-keys`, liveApiKey),
    await ask(`${liveUrl}/v1/api-keys`, liveApiKey),
    await ask(`${liveUrl}/v1/api-keys`, null),
    await ask(`${liveUrl}/nothing`, null),
    await ask(`${liveUrl}/sandbox/ledger`, null),
  ];
  expect(answers.map(({ status }) => status)).toEqual([500, 200, 401, 404, 200]);
  const ids = answers.map(({ headers }) => headers.get('x-request-id'));
  expect(ids.every((id) => id?.startsWith('req_'))).toBe(true);
  expect(new Set(ids).size).toBe(answers.length);
});

describe('ledger', () => {
  test('tells what was asked and done, and is the same over HTTP', async () => {
    const { liveUrl, testUrl, liveApiKey, ledger } = await start({ now: () => 0 });
    const { key, raw } = await create(liveUrl, liveApiKey, 'live');
    await ask(`${liveUrl}/v1/api-keys/${key.id}/revoke`, liveApiKey, { method: 'POST' });
    await ask(`${liveUrl}/v1/api-keys?limit=1`, raw);
    await ask(`${testUrl}/v1/api-keys`, makeKey('test', 9));
    const management = ledger[0]?.keyId;
    const common = { at: '1970-01-01T00:00:00.000Z', environment: 'live', fault: null };
    const path = '/v1/api-keys';
    expect(ledger).toEqual([
      { ...common, method: 'POST', path, step: 'create', status: 201, effect: 'create', keyId: management },
      {
        ...common,
        method: 'POST',
        path: `${path}/${key.id}/revoke`,
        step: 'revoke',
        status: 200,
        effect: 'revoke',
        keyId: management,
      },
      { ...common, method: 'GET', path, step: 'check', status: 401, effect: null, keyId: key.id },
      {
        ...common,
        environment: 'test',
        method: 'GET',
        path,
        step: 'list',
        status: 401,
        effect: null,
        keyId: null,
      },
    ]);
    expect((await ask(`${testUrl}/sandbox/ledger`, null)).body).toEqual(ledger);
  });

  test('never holds a key, wherever in a request it was put', async () => {
    const { liveUrl, liveApiKey, ledger } = await start();
    const { raw } = await create(liveUrl, liveApiKey, 'live');
    await ask(`${liveUrl}/v1/${raw}?key=${raw}`, raw);
    await ask(`${liveUrl}/v1/api-keys/${raw}/revoke?x=${raw}`, liveApiKey, { method: 'POST' });
    expect(ledger).toHaveLength(3);
    expect(JSON.stringify(ledger).includes(raw.slice(8))).toBe(false);
  });
});

describe('faults', () => {
  test.each([
    ['429', 429],
    ['500', 500],
    ['503', 503],
    ['wrong-json', 200],
    ['static-keys-disabled', 401],
    ['drop-before', 'no answer'],
    ['drop-after', 'no answer'],
    ['slow:1', 200],
  ])('%s hits as often as asked, then all is well', async (kind, outcome) => {
    const s = await start({ faults: `${kind}@list*2` });
    expect([await asked(s), await asked(s), await asked(s)]).toEqual([outcome, outcome, 200]);
    expect(s.ledger.map(({ fault }) => fault)).toEqual([kind.split(':')[0], kind.split(':')[0], null]);
  });

  test('drop-before does nothing, drop-after does it all', async () => {
    const s = await start();
    const body = JSON.stringify({ name: 'x', environment: 'live' });
    for (const kind of ['drop-before', 'drop-after']) {
      s.setFaults(`${kind}@create*1`);
      await expect(ask(`${s.liveUrl}/v1/api-keys`, s.liveApiKey, { method: 'POST', body })).rejects.toThrow(
        'fetch failed',
      );
    }
    expect(s.ledger.map(({ fault, effect, status }) => [fault, effect, status])).toEqual([
      ['drop-before', null, null],
      ['drop-after', 'create', null],
    ]);
    s.setFaults(null);
    expect((await ask(`${s.liveUrl}/v1/api-keys`, s.liveApiKey)).body.pagination.total).toBe(2);
  });

  test('html and redirect are what they say', async () => {
    const s = await start({ faults: 'html@list*1,redirect@list*1,redirect:http://127.0.0.1:9/x@list*1' });
    const fetched = (): Promise<Response> => fetch(`${s.liveUrl}/v1/api-keys`, { redirect: 'manual' });
    const page = await fetched();
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<!doctype html>');
    const redirects = [await fetched(), await fetched()];
    expect(redirects.map(({ status, headers }) => [status, headers.get('location')])).toEqual([
      [302, `${s.testUrl}/v1/api-keys`],
      [302, 'http://127.0.0.1:9/x'],
    ]);
  });

  test('a bad spec is refused before anything starts, and leaves running faults as they are', async () => {
    await expect(startSandbox({ faults: 'nonsense' })).rejects.toThrow('is not a fault');
    const s = await start({ faults: '500' });
    expect(() => s.setFaults('nonsense')).toThrow('is not a fault');
    expect(await asked(s)).toBe(500);
  });
});

describe('the wire', () => {
  test.each([
    'GARBAGE\r\n\r\n',
    'GET http://elsewhere.invalid/v1/api-keys HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET //elsewhere.invalid/v1/api-keys HTTP/1.1\r\nHost: x\r\n\r\n',
    'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    'GET /v1/\u0000 HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('malformed input (%#) is refused and does not stop the server', async (bytes) => {
    const s = await start();
    const socket = connect(Number(new URL(s.liveUrl).port), '127.0.0.1');
    socket.write(bytes);
    const [chunk] = await once(socket, 'data');
    socket.destroy();
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 4\d\d .*X-Request-ID: req_/s);
    expect((await ask(`${s.liveUrl}/v1/api-keys`, s.liveApiKey)).status).toBe(200);
  });

  test('a connection cut in the middle of a body does no harm', async () => {
    const s = await start();
    const socket = connect(Number(new URL(s.liveUrl).port), '127.0.0.1');
    socket.write('POST /v1/api-keys HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"na');
    await once(socket, 'connect');
    socket.destroy();
    await once(socket, 'close');
    expect((await ask(`${s.liveUrl}/v1/api-keys`, s.liveApiKey)).status).toBe(200);
    expect(s.ledger.filter(({ effect }) => effect !== null)).toEqual([]);
  });

  test('closing waits for no slow answer', async () => {
    const s = await startSandbox({ faults: 'slow:600000' });
    const waiting = ask(`${s.liveUrl}/v1/api-keys`, s.liveApiKey).then(
      () => 'answered',
      () => 'cut',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await s.close();
    expect(await waiting).toBe('cut');
    expect(s.ledger).toEqual([]);
  });

  test('listens on the ports it is given, and says so when one is taken', async () => {
    const s = await start();
    const taken = Number(new URL(s.testUrl).port);
    await expect(startSandbox({ testPort: taken })).rejects.toThrow('EADDRINUSE');
    await expect(startSandbox({ livePort: taken })).rejects.toThrow('EADDRINUSE');
    expect(new URL(s.liveUrl).hostname).toBe('127.0.0.1');
  });
});
