// One client, two generations of the API, strict and lenient hosts: what it speaks it learns from the answers.
import { afterEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { makeKey } from '../helpers/keys.ts';
import { clientFor, fakeClock, listed, serve } from './support.ts';
import type { Served } from './support.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});
async function start(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox({ ratePerMinute: 100_000, ...options });
  open.push(sandbox);
  return sandbox;
}

describe.each(['A', 'D'] as const)('generation %s', (generation) => {
  test('a key lives from create to revoke', async () => {
    const sandbox = await start({ generation });
    const client = clientFor(sandbox);
    const made = await client.createKey(sandbox.testApiKey, 'test', 'ci', 'once');
    if (!made.ok) throw new Error('no key was made');
    expect(made.key).toMatchObject({ name: 'ci', environment: 'test', revokedAt: null });
    expect(await client.check(made.secret, 'test')).toMatchObject({ status: 200, anton: true });
    const listing = await client.listKeys(sandbox.testApiKey, 'test');
    const shown = listing.ok ? listing.keys.find(({ id }) => id === made.key.id) : null;
    const last = made.secret.redacted.slice(-4);
    expect(shown).toMatchObject({ name: 'ci', suffix: generation === 'D' ? last : null });
    const revoke = { A: 200, D: 204 }[generation];
    for (const idempotencyKey of ['r', 'r', 'again']) {
      const answer = await client.revokeKey(sandbox.testApiKey, 'test', made.key.id, idempotencyKey);
      expect(answer).toMatchObject({ kind: 'http', status: revoke, anton: true });
    }
    expect(sandbox.ledger.filter(({ effect }) => effect === 'revoke')).toHaveLength(1);
    expect(await client.check(made.secret, 'test')).toMatchObject({
      status: 401,
      code: { A: '401', D: 'invalid_api_key' }[generation],
    });
  });

  test('more keys than one page holds', async () => {
    const sandbox = await start({ generation });
    const client = clientFor(sandbox);
    await client.listKeys(sandbox.liveApiKey, 'live');
    for (let n = 0; n < 204; n += 1) await client.createKey(sandbox.liveApiKey, 'live', `n${n}`, `${n}`);
    const before = sandbox.ledger.length;
    const listing = await client.listKeys(sandbox.liveApiKey, 'live');
    expect(listing.ok && new Set(listing.keys.map(({ id }) => id)).size).toBe(205);
    expect(sandbox.ledger).toHaveLength(before + 3);
  });

  test('after a list, a key is made with one request', async () => {
    const sandbox = await start({ generation });
    const client = clientFor(sandbox);
    await client.listKeys(sandbox.liveApiKey, 'live');
    const before = sandbox.ledger.length;
    expect(await client.createKey(sandbox.liveApiKey, 'live', 'x', 'once')).toMatchObject({ ok: true });
    expect(sandbox.ledger.slice(before).map(({ status }) => status)).toEqual([201]);
  });

  test('a name that is refused is refused as the host says, and nothing is made', async () => {
    const sandbox = await start({ generation });
    const client = clientFor(sandbox);
    for (const listFirst of [false, true]) {
      if (listFirst) await client.listKeys(sandbox.liveApiKey, 'live');
      const made = await client.createKey(sandbox.liveApiKey, 'live', 'x'.repeat(101), `${listFirst}`);
      expect(made).toMatchObject({ ok: false, answer: { status: 422, anton: true } });
      if (listFirst && !made.ok)
        expect(made.answer).toMatchObject({ message: expect.stringMatching(/at most 100/) });
    }
    expect(sandbox.ledger.filter(({ effect }) => effect !== null)).toEqual([]);
  });
});

test('generation D: without a list, the body for both is refused and the right one follows', async () => {
  const sandbox = await start({ generation: 'D' });
  const made = await clientFor(sandbox).createKey(sandbox.liveApiKey, 'live', 'x', 'once');
  expect(made).toMatchObject({ ok: true, key: { name: 'x' } });
  expect(sandbox.ledger.map(({ status }) => status)).toEqual([422, 422, 201]);
  expect(sandbox.ledger.filter(({ effect }) => effect === 'create')).toHaveLength(1);
});

test('generation D: a create whose answer is lost is repeated, and makes one key', async () => {
  const sandbox = await start({ generation: 'D' });
  const clock = fakeClock();
  const client = clientFor(sandbox, { clock });
  await client.listKeys(sandbox.liveApiKey, 'live');
  sandbox.setFaults('drop-after@create*2');
  const made = await client.createKey(sandbox.liveApiKey, 'live', 'x', 'once');
  if (!made.ok) throw new Error('no key was made');
  expect(await client.check(made.secret, 'live')).toMatchObject({ status: 200 });
  expect(sandbox.ledger.filter(({ effect }) => effect === 'create')).toHaveLength(1);
  expect(clock.waits).toHaveLength(2);
});

test('generation A: a create whose answer is lost is not repeated', async () => {
  const sandbox = await start({ generation: 'A' });
  const client = clientFor(sandbox);
  await client.listKeys(sandbox.liveApiKey, 'live');
  sandbox.setFaults('drop-after@create*1');
  const made = await client.createKey(sandbox.liveApiKey, 'live', 'x', 'once');
  expect(made).toMatchObject({ ok: false, answer: { kind: 'failure', why: 'network' } });
  expect(sandbox.ledger.filter(({ effect }) => effect === 'create')).toHaveLength(1);
});

describe('hosts that are stricter or more lenient than the sandbox', () => {
  const bearer = new Secret(makeKey('live', 1));

  /** Answers a create by its body; remembers what it was sent. */
  async function host(judge: (body: Record<string, unknown>) => [number, unknown]): Promise<Served> {
    const server = await serve((_request, response) => {
      const [status, body] = judge(JSON.parse(server.requests.at(-1)?.body ?? '{}'));
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
    open.push(server);
    return server;
  }
  const made = { key: listed(1), raw_key: makeKey('live', 2) };
  const madeFlat = { ...listed(1, { label: 'x', name: undefined }), secret: makeKey('live', 2) };
  const invalid = { error: { code: 'validation_error', message: 'unknown field' } };
  const hosts: [string, number, (body: Record<string, unknown>) => [number, unknown]][] = [
    [
      'A, strict',
      2,
      (body) => ('label' in body ? [400, { error: 'bad_request', message: 'm' }] : [201, made]),
    ],
    ['A, lenient', 1, () => [201, made]],
    ['A, answers 200 inside data', 1, () => [200, { data: made }]],
    ['D, strict', 3, (body) => ('name' in body ? [422, invalid] : [201, madeFlat])],
    ['D, lenient', 1, () => [201, madeFlat]],
    ['D, inside data', 1, () => [201, { data: madeFlat }]],
  ];
  test.each(hosts)('%s: %i requests', async (_name, count, judge) => {
    const server = await host(judge);
    const creation = await clientFor(server).createKey(bearer, 'live', 'x', 'once');
    expect(creation).toMatchObject({ ok: true, key: { id: 'key_1' } });
    expect(server.requests).toHaveLength(count);
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(count);
    expect(keys.every((each) => typeof each === 'string' && each.length <= 255)).toBe(true);
  });

  test.each([401, 403, 404, 409, 500])(
    '%i is no word about the body: nothing else is tried',
    async (status) => {
      const server = await host(() => [status, { error: { code: status, message: 'no' } }]);
      const creation = await clientFor(server).createKey(bearer, 'live', 'x', 'once');
      expect(creation).toMatchObject({ ok: false, answer: { status } });
      expect(server.requests).toHaveLength(1);
    },
  );

  test('a web page with 422 is no word of the API', async () => {
    const server = await serve((_request, response) => void response.writeHead(422).end('<html>'));
    open.push(server);
    expect(await clientFor(server).createKey(bearer, 'live', 'x', 'once')).toMatchObject({
      ok: false,
      answer: { kind: 'failure', why: 'not-json' },
    });
    expect(server.requests).toHaveLength(1);
  });
});

test('a host that refuses static keys refuses all four steps alike', async () => {
  for (const generation of ['A', 'D'] as const) {
    const sandbox = await start({ generation, faults: 'static-keys-disabled' });
    const client = clientFor(sandbox);
    const listing = await client.listKeys(sandbox.liveApiKey, 'live');
    const creation = await client.createKey(sandbox.liveApiKey, 'live', 'x', 'once');
    const answers = [
      await client.check(sandbox.liveApiKey, 'live'),
      listing.answer,
      await client.revokeKey(sandbox.liveApiKey, 'live', 'key_1', 'once'),
      creation.ok ? null : creation.answer,
    ];
    const refused = { kind: 'http', status: 401, code: 'static_api_keys_disabled' };
    expect(answers).toMatchObject([refused, refused, refused, refused]);
    expect(sandbox.ledger).toHaveLength(4);
  }
});
