import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';
import { ask } from './support.ts';
import type { RawAnswer } from './support.ts';

let now = 0;
let sandbox: Sandbox;
let keysUrl: string;
beforeEach(async () => {
  now = Date.parse('2026-01-01T00:00:00Z');
  sandbox = await startSandbox({ generation: 'D', now: () => now });
  keysUrl = `${sandbox.liveUrl}/v1/api-keys`;
});
afterEach(() => sandbox.close());

function post(path: string, idempotencyKey: string | null, body?: unknown): Promise<RawAnswer> {
  const headers: Record<string, string> =
    idempotencyKey === null ? {} : { 'Idempotency-Key': idempotencyKey };
  const init = { method: 'POST', headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  return ask(keysUrl + path, sandbox.liveApiKey, init);
}
const create = (idempotencyKey: string | null, label = 'ci'): Promise<RawAnswer> =>
  post('', idempotencyKey, { label, environment: 'live' });

describe('create', () => {
  test('answers 201 with the key flat and, beside it, the secret', async () => {
    const { status, body } = await create('a');
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual([
      'id',
      'label',
      'environment',
      'masked_suffix',
      'created_at',
      'last_used_at',
      'expires_at',
      'revoked_at',
      'secret',
    ]);
    expect(body).toMatchObject({ label: 'ci', environment: 'live', revoked_at: null });
    expect(body.masked_suffix === `***${String(body.secret).slice(-4)}`).toBe(true);
    expect(body.id).toMatch(/^ak_[A-Za-z0-9]{16}$/);
  });

  test.each([
    ['without a label', { environment: 'live' }],
    ['with a label of 101 characters', { label: 'x'.repeat(101), environment: 'live' }],
    ['with a name as well', { name: 'x', label: 'x', environment: 'live' }],
    ['without an environment', { label: 'x' }],
    ['for no such environment', { label: 'x', environment: 'prod' }],
  ])('%s is a validation error', async (_name, body) => {
    const answer = await post('', 'a', body);
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'validation_error' } } });
    expect(sandbox.ledger.filter(({ effect }) => effect !== null)).toEqual([]);
  });

  test('a label of 100 characters is taken', async () => {
    expect((await create('a', 'x'.repeat(100))).status).toBe(201);
  });
});

describe('Idempotency-Key', () => {
  test.each([
    ['missing', null],
    ['empty', ''],
    ['of 256 characters', 'x'.repeat(256)],
  ])('%s is refused', async (_name, key) => {
    expect(await create(key)).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
  });

  test('a repeat gives the same answer, secret and all, and makes nothing', async () => {
    const [first, second] = [await create('a'.repeat(255)), await create('a'.repeat(255))];
    expect(second.status).toBe(201);
    expect(fingerprintOf(second.body.secret)).toBe(fingerprintOf(first.body.secret));
    expect(second.body.id).toBe(first.body.id);
    expect(sandbox.ledger.map(({ effect }) => effect)).toEqual(['create', null]);
  });

  test('another body under the same key is a conflict', async () => {
    await create('a');
    const answer = await create('a', 'other');
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'idempotency_key_reused' } } });
  });

  test('is forgotten after 24 hours', async () => {
    const first = await create('a');
    now += 24 * 3600 * 1000 - 1;
    expect((await create('a')).body.id).toBe(first.body.id);
    now += 1;
    expect((await create('a')).body.id).not.toBe(first.body.id);
  });
});

describe('revoke', () => {
  test('is 204 without a body, on a repeat and on a second revoke, too', async () => {
    const { body } = await create('a');
    const response = await fetch(`${keysUrl}/${body.id}/revoke`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${sandbox.liveApiKey.expose()}`, 'Idempotency-Key': 'r' },
    });
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
      204,
      '',
      null,
    ]);
    for (const key of ['r', 's']) {
      const again = await fetch(`${keysUrl}/${body.id}/revoke`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${sandbox.liveApiKey.expose()}`, 'Idempotency-Key': key },
      });
      expect(again.status).toBe(204);
    }
    expect(sandbox.ledger.filter(({ effect }) => effect === 'revoke')).toHaveLength(1);
    expect(await ask(keysUrl, body.secret)).toMatchObject({
      status: 401,
      body: { error: { code: 'invalid_api_key', message: 'invalid API key' } },
    });
  });

  test('without Idempotency-Key nothing is revoked', async () => {
    const { body } = await create('a');
    expect((await post(`/${body.id}/revoke`, null)).status).toBe(400);
    expect((await ask(keysUrl, body.secret)).status).toBe(200);
  });

  test('an id that is not there is 404', async () => {
    expect(await post('/ak_nothing/revoke', 'r')).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
  });
});

describe('list', () => {
  test('pages by cursor', async () => {
    for (let n = 0; n < 24; n += 1) await create(`${n}`, `n${n}`);
    const first = (await ask(keysUrl, sandbox.liveApiKey)).body;
    expect([first.data.length, first.has_more]).toEqual([20, true]);
    const rest = (await ask(`${keysUrl}?limit=20&cursor=${first.next_cursor}`, sandbox.liveApiKey)).body;
    expect(rest.data.map(({ label }: { label: string }) => label)).toEqual([
      'n19',
      'n20',
      'n21',
      'n22',
      'n23',
    ]);
    expect([rest.has_more, rest.next_cursor]).toEqual([false, null]);
    expect(JSON.stringify([first, rest])).not.toContain('"secret"');
  });

  test.each(['limit=0', 'limit=101', 'offset=0', 'cursor=x'])('%s is a validation error', async (query) => {
    const answer = await ask(`${keysUrl}?${query}`, sandbox.liveApiKey);
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'validation_error' } } });
  });
});

describe('who is not let in', () => {
  const cases: [string, string | null, string, string][] = [
    ['no header', null, 'unauthorized', 'missing Authorization header'],
    ['another scheme', 'Basic x', 'unauthorized', 'invalid Authorization header format'],
    ['an unknown key', `Bearer ${makeKey('live', 1)}`, 'invalid_api_key', 'invalid API key'],
    ['half a key', `Bearer ${makeKey('live', 1).slice(0, 12)}`, 'invalid_api_key', 'invalid API key format'],
    [
      'a test key',
      `Bearer ${makeKey('test', 1)}`,
      'key_environment_mismatch',
      'the key belongs to the other environment',
    ],
  ];
  test.each(cases)('%s', async (_name, header, code, message) => {
    const headers: Record<string, string> = header === null ? {} : { Authorization: header };
    const answer = await ask(keysUrl, null, { headers });
    expect(answer).toMatchObject({ status: 401, body: { error: { code, message } } });
  });
});

test('faults speak the same generation', async () => {
  sandbox.setFaults('429*1,500*1,503*1');
  const codes: string[] = [];
  for (let n = 0; n < 3; n += 1) codes.push((await ask(keysUrl, sandbox.liveApiKey)).body.error.code);
  expect(codes).toEqual(['rate_limit_exceeded', 'internal_error', 'service_unavailable']);
});

test('an id is no key: our own scanner leaves it alone', async () => {
  const scanner = new Scanner(rules);
  const ids: string[] = [];
  for (let n = 0; n < 50; n += 1) ids.push((await create(`${n}`)).body.id);
  scanner.whole({ kind: 'file', path: 'a' }, Buffer.from(ids.map((id) => `api_key = "${id}"\n`).join('')));
  expect(scanner.matches).toEqual([]);
});
