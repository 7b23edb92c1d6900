import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/secret.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { makeKey } from '../helpers/keys.ts';
import { ask, create } from './support.ts';

let sandbox: Sandbox;
let keysUrl: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  keysUrl = `${sandbox.liveUrl}/v1/api-keys`;
});
afterEach(() => sandbox.close());

const unauthorized = { error: { code: 401, message: 'Invalid or missing API key' } };

describe('create', () => {
  test('answers 201 with the key and, this once, the raw key', async () => {
    const { status, body } = await ask(keysUrl, sandbox.liveApiKey, {
      method: 'POST',
      body: JSON.stringify({ name: 'ci', environment: 'live' }),
    });
    expect(status).toBe(201);
    expect(Object.keys(body).toSorted()).toEqual(['key', 'raw_key']);
    expect(Object.keys(body.key)).toEqual([
      'id',
      'merchant_id',
      'name',
      'prefix',
      'environment',
      'created_at',
      'last_used_at',
      'expires_at',
      'revoked_at',
    ]);
    expect(body.key).toMatchObject({
      name: 'ci',
      environment: 'live',
      prefix: 'ak_live_',
      last_used_at: null,
    });
    expect(body.key.id).toMatch(/^key_[A-Za-z0-9]{16}$/);
    const bodyOfKey = String(body.raw_key).slice('ak_live_'.length);
    expect(/^[A-Za-z0-9]{32}$/.test(bodyOfKey)).toBe(true);
    expect([/[a-z]/, /[A-Z]/, /[0-9]/].every((kind) => kind.test(bodyOfKey))).toBe(true);
  });

  test('the raw key is nowhere in a later list', async () => {
    const { raw } = await create(sandbox.liveUrl, sandbox.liveApiKey, 'live');
    const listed = JSON.stringify((await ask(keysUrl, sandbox.liveApiKey)).body);
    expect(listed).toContain('"prefix":"ak_live_"');
    expect(listed.includes(raw.slice(8))).toBe(false);
  });

  test('two keys are never the same', async () => {
    const raws = await Promise.all(
      Array.from({ length: 20 }, () => create(sandbox.liveUrl, sandbox.liveApiKey, 'live')),
    );
    expect(new Set(raws.map(({ raw }) => fingerprintOf(raw))).size).toBe(20);
  });

  test('the key lands in the environment that the body names', async () => {
    const { raw } = await create(sandbox.liveUrl, sandbox.liveApiKey, 'test');
    expect(raw.startsWith('ak_test_')).toBe(true);
    expect((await ask(`${sandbox.testUrl}/v1/api-keys`, raw)).status).toBe(200);
  });

  test.each([
    ['{"name":', 400],
    ['', 400],
    ['null', 422],
    ['[]', 422],
    ['{"environment":"live"}', 422],
    ['{"name":" ","environment":"live"}', 422],
    ['{"name":7,"environment":"live"}', 422],
    ['{"name":"x"}', 422],
    ['{"name":"x","environment":"prod"}', 422],
    [JSON.stringify({ name: 'x'.repeat(70_000), environment: 'live' }), 413],
  ])('a bad body is refused in the envelope (%#)', async (text, status) => {
    const answer = await ask(keysUrl, sandbox.liveApiKey, { method: 'POST', body: text });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error: { code: status, message: expect.any(String) } });
    expect(sandbox.ledger.filter(({ effect }) => effect !== null)).toEqual([]);
  });
});

describe('authentication', () => {
  test.each<[string, (s: Sandbox) => Record<string, string>]>([
    ['no header', () => ({})],
    ['another scheme', (s) => ({ Authorization: `Basic ${s.liveApiKey.expose()}` })],
    ['no scheme', (s) => ({ Authorization: s.liveApiKey.expose() })],
    ['an empty key', () => ({ Authorization: 'Bearer ' })],
    ['two keys', (s) => ({ Authorization: `Bearer ${s.liveApiKey.expose()} x` })],
    ['an unknown key', () => ({ Authorization: `Bearer ${makeKey('live', 1)}` })],
    ['a test key on production', (s) => ({ Authorization: `Bearer ${s.testApiKey.expose()}` })],
  ])('%s is refused with the one 401 of the contract', async (_name, headers) => {
    const paths = ['/v1/api-keys', '/v1/payouts/pay_0000000000000000', '/v1/nothing'];
    for (const path of paths) {
      const answer = await ask(sandbox.liveUrl + path, null, { headers: headers(sandbox) });
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(unauthorized);
    }
  });

  test('a live key on the sandbox host is refused', async () => {
    const answer = await ask(`${sandbox.testUrl}/v1/api-keys`, sandbox.liveApiKey);
    expect(answer).toMatchObject({ status: 401, body: unauthorized });
  });

  test('last_used_at moves with each request, and only for the key that was used', async () => {
    const { key, raw } = await create(sandbox.liveUrl, sandbox.liveApiKey, 'live');
    const lastUsed = async (): Promise<string | null> => {
      const { body } = await ask(keysUrl, sandbox.liveApiKey);
      return body.data.find(({ id }: { id: string }) => id === key.id).last_used_at;
    };
    const times = [await lastUsed(), await lastUsed()];
    for (let use = 0; use < 3; use += 1) {
      await ask(`${keysUrl}?limit=1`, raw);
      times.push(await lastUsed());
    }
    expect(times.slice(0, 2)).toEqual([null, null]);
    const moved = times.slice(2).map(String);
    expect(new Set(moved).size).toBe(3);
    expect(moved).toEqual(moved.toSorted());
  });

  test('last_used_at moves also for two requests within one millisecond', async () => {
    const frozen = await startSandbox({ now: () => 1000 });
    const used = async (): Promise<string> => {
      const { body } = await ask(`${frozen.liveUrl}/v1/api-keys`, frozen.liveApiKey);
      return body.data[0].last_used_at;
    };
    const times = [await used(), await used()];
    await frozen.close();
    expect(times).toEqual(['1970-01-01T00:00:01.000Z', '1970-01-01T00:00:01.001Z']);
  });
});

describe('revoke', () => {
  test('works at once, answers with the key, and a repeat changes nothing', async () => {
    const { key, raw } = await create(sandbox.liveUrl, sandbox.liveApiKey, 'live');
    expect((await ask(keysUrl, raw)).status).toBe(200);
    const first = await ask(`${keysUrl}/${key.id}/revoke`, sandbox.liveApiKey, { method: 'POST' });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ id: key.id, revoked_at: expect.any(String) });
    expect(await ask(keysUrl, raw)).toMatchObject({ status: 401, body: unauthorized });
    const second = await ask(`${keysUrl}/${key.id}/revoke`, sandbox.liveApiKey, { method: 'POST' });
    expect(second.body).toEqual(first.body);
    expect(sandbox.ledger.filter(({ effect }) => effect === 'revoke')).toHaveLength(1);
  });

  test('a key can revoke itself', async () => {
    const { key, raw } = await create(sandbox.testUrl, sandbox.testApiKey, 'test');
    const url = `${sandbox.testUrl}/v1/api-keys/${key.id}/revoke`;
    expect((await ask(url, raw, { method: 'POST' })).status).toBe(200);
    expect((await ask(url, raw, { method: 'POST' })).status).toBe(401);
  });

  test.each(['key_unknown', '..%2f', 'key_a%00'])('an id that is not there (%s) is 404', async (id) => {
    const answer = await ask(`${keysUrl}/${id}/revoke`, sandbox.liveApiKey, { method: 'POST' });
    expect(answer.status).toBe(404);
    expect(answer.body.error.code).toBe(404);
  });

  test('a key of the other environment is not found', async () => {
    const { key } = await create(sandbox.testUrl, sandbox.testApiKey, 'test');
    const answer = await ask(`${keysUrl}/${key.id}/revoke`, sandbox.liveApiKey, { method: 'POST' });
    expect(answer.status).toBe(404);
  });
});

describe('list', () => {
  test('pages by limit and offset, 20 by default', async () => {
    for (let n = 0; n < 24; n += 1) await create(sandbox.liveUrl, sandbox.liveApiKey, 'live', `n${n}`);
    const first = (await ask(keysUrl, sandbox.liveApiKey)).body;
    expect(first.data).toHaveLength(20);
    expect(first.pagination).toEqual({ total: 25, limit: 20, offset: 0 });
    const rest = (await ask(`${keysUrl}?limit=10&offset=20`, sandbox.liveApiKey)).body;
    expect(rest.data.map(({ name }: { name: string }) => name)).toEqual(['n19', 'n20', 'n21', 'n22', 'n23']);
    expect((await ask(`${keysUrl}?offset=999`, sandbox.liveApiKey)).body.data).toEqual([]);
  });

  test.each(['limit=0', 'limit=101', 'limit=x', 'limit=1.5', 'offset=-1', 'offset=1e99'])(
    '%s is 400',
    async (query) => {
      const answer = await ask(`${keysUrl}?${query}`, sandbox.liveApiKey);
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 400 } } });
    },
  );

  test('shows only the keys of its host', async () => {
    await create(sandbox.testUrl, sandbox.testApiKey, 'test');
    const { body } = await ask(keysUrl, sandbox.liveApiKey);
    expect(body.data.map(({ environment }: { environment: string }) => environment)).toEqual(['live']);
  });
});

test('a payout is 404 for whoever is let in', async () => {
  const answer = await ask(`${sandbox.liveUrl}/v1/payouts/pay_0000000000000000`, sandbox.liveApiKey);
  expect(answer).toMatchObject({ status: 404, body: { error: { code: 404, message: 'Not found' } } });
});

test('an unknown path is 404', async () => {
  expect((await ask(`${sandbox.liveUrl}/nothing`, null)).status).toBe(404);
  expect((await ask(`${sandbox.liveUrl}/v1/nothing`, sandbox.liveApiKey)).status).toBe(404);
});
