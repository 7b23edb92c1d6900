// Each fault of the sandbox at each step of the client: what comes back, how often it was tried, and what was done.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AntonClient } from '../../src/anton/client.ts';
import type { Answer } from '../../src/core/verdict.ts';
import type { Step } from '../../src/sandbox/faults.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientFor, fakeClock, serveInTurn } from './support.ts';
import type { FakeClock } from './support.ts';

let sandbox: Sandbox;
let clock: FakeClock;
let client: AntonClient;
beforeAll(async () => {
  sandbox = await startSandbox({ ratePerMinute: 100_000 });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  sandbox.setFaults(null);
  clock = fakeClock();
  client = clientFor(sandbox, { clock });
});

/** Takes one step of the client for a fresh key; gives its answer and the step's lines in the ledger. */
async function take(step: Step, faults: string) {
  const made = await clientFor(sandbox, { clock }).createKey(sandbox.liveApiKey, 'live', 'leaked', 'once');
  if (!made.ok) throw new Error('no key was made');
  const before = sandbox.ledger.length;
  sandbox.setFaults(faults);
  const answer = await steps[step](made.key.id);
  sandbox.setFaults(null);
  return { answer, lines: sandbox.ledger.slice(before), made };
}

const steps: Record<Step, (id: string) => Promise<Answer>> = {
  check: () => client.check(sandbox.liveApiKey, 'live'),
  list: async () => (await client.listKeys(sandbox.liveApiKey, 'live')).answer,
  revoke: (id) => client.revokeKey(sandbox.liveApiKey, 'live', id, 'once'),
  create: async () => {
    const made = await client.createKey(sandbox.liveApiKey, 'live', 'new', 'once');
    if (made.ok) throw new Error('a key was made');
    return made.answer;
  },
};

const envelope = (status: number, code: string) => ({ kind: 'http', status, anton: true, code });
const failed = (why: string) => ({ kind: 'failure', why });
const faults: [fault: string, answer: object, tries: number, triesOfCreate: number, effects: number][] = [
  ['429', envelope(429, '429'), 4, 4, 0],
  ['500', envelope(500, '500'), 4, 1, 0],
  ['503', envelope(503, '503'), 4, 1, 0],
  ['drop-before', failed('network'), 4, 1, 0],
  ['drop-after', failed('network'), 4, 1, 1],
  ['html', failed('not-json'), 1, 1, 0],
  ['redirect', failed('redirect'), 1, 1, 0],
  ['wrong-json', failed('wrong-shape'), 1, 1, 0],
  ['static-keys-disabled', envelope(401, 'static_api_keys_disabled'), 1, 1, 0],
];
describe.each(faults)('%s', (fault, answer, tries, triesOfCreate, effects) => {
  test.each(['check', 'list', 'revoke', 'create'] as const)('at %s', async (step) => {
    const result = await take(step, `${fault}@${step}`);
    expect(result.answer).toMatchObject(answer);
    const expected = step === 'create' ? triesOfCreate : tries;
    expect(result.lines.map((line) => [line.step, line.fault])).toEqual(
      Array.from({ length: expected }, () => [step, fault]),
    );
    expect(clock.waits).toHaveLength(expected - 1);
    const changed = result.lines.filter(({ effect }) => effect === step);
    expect(changed).toHaveLength(step === 'revoke' || step === 'create' ? effects : 0);
  });
});

describe('slow', () => {
  test.each(['check', 'list', 'revoke', 'create'] as const)('at %s is a timeout', async (step) => {
    client = clientFor(sandbox, { clock, timeoutMs: 300, attempts: 1 });
    const { answer } = await take(step, `slow:60000@${step}*1`);
    expect(answer).toMatchObject({ kind: 'failure', why: 'timeout' });
  });

  test('is repeated', async () => {
    client = clientFor(sandbox, { clock, timeoutMs: 300 });
    const { answer } = await take('check', 'slow:60000@check*1');
    expect(answer).toMatchObject({ kind: 'http', status: 200 });
    expect(clock.waits).toHaveLength(1);
  });
});

describe('a fault that passes', () => {
  test.each(['429', '500', '503', 'drop-before', 'drop-after'])(
    '%s twice, then the answer',
    async (fault) => {
      const { answer, lines } = await take('check', `${fault}@check*2`);
      expect(answer).toMatchObject({ kind: 'http', status: 200, anton: true });
      expect(lines.map((line) => line.fault)).toEqual([fault, fault, null]);
    },
  );

  test('an answer to a revoke that was lost: the repeat says it is done, and it was done once', async () => {
    const { answer, lines, made } = await take('revoke', 'drop-after@revoke*1');
    expect(answer).toMatchObject({ kind: 'http', status: 200 });
    expect(lines.map(({ effect, fault }) => [effect, fault])).toEqual([
      ['revoke', 'drop-after'],
      [null, null],
    ]);
    expect(await client.check(made.secret, 'live')).toMatchObject({ status: 401, code: '401' });
  });

  test('a key that revokes itself and loses the answer meets a 401, and the client leaves it at that', async () => {
    const made = await client.createKey(sandbox.liveApiKey, 'live', 'self', 'once');
    if (!made.ok) throw new Error('no key was made');
    sandbox.setFaults('drop-after@revoke*1');
    const before = sandbox.ledger.length;
    const answer = await client.revokeKey(made.secret, 'live', made.key.id, 'once');
    expect(answer).toMatchObject({ kind: 'http', status: 401, code: '401' });
    expect(sandbox.ledger.slice(before).map(({ status, effect }) => [status, effect])).toEqual([
      [null, 'revoke'],
      [401, null],
    ]);
  });

  test('429 is waited for as Retry-After says', async () => {
    await take('check', '429@check*2');
    expect(clock.waits).toEqual([1000, 1000]);
  });

  test('without Retry-After the waits double', async () => {
    await take('check', '503@check');
    expect(clock.waits).toEqual([250, 500, 1000]);
  });
});

test.each([1, 2, 6])('attempts: %i', async (attempts) => {
  client = clientFor(sandbox, { clock, attempts });
  const { lines } = await take('check', '503@check');
  expect(lines).toHaveLength(attempts);
});

test('the default redirect, followed, would show in the ledger of the other environment: it never does', async () => {
  await take('check', 'redirect');
  expect(sandbox.ledger.filter(({ environment }) => environment === 'test')).toEqual([]);
});

test.each([
  ['7', 7000],
  ['3600', 60_000],
  [new Date(1_005_000).toUTCString(), 5000],
  [new Date(0).toUTCString(), 0],
  ['soon', 250],
  ['-1', 250],
])('Retry-After: %s is a wait of %i ms', async (value, wait) => {
  const limited = { status: 429, headers: { 'Retry-After': value }, body: '<html>' };
  const server = await serveInTurn(limited, { body: { data: [] } });
  expect(await clientFor(server, { clock }).check(sandbox.liveApiKey, 'live')).toMatchObject({ status: 200 });
  await server.close();
  expect(clock.waits).toEqual([wait]);
});
