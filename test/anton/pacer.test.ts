import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { Pacer, burst, defaultRequestsPerMinute, pacerFor } from '../../src/anton/pacer.ts';
import { Secret } from '../../src/core/secret.ts';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { makeKey } from '../helpers/keys.ts';
import { clientFor, serve } from './support.ts';

/** Time moves only while somebody sleeps. */
function movingClock(start = 1_700_000_000_000) {
  let now = start;
  const clock = {
    waits: [] as number[],
    now: () => now,
    sleep: (ms: number) => {
      clock.waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  return clock;
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

const headers = (remaining: number, reset: number | null, limit: number | null = 1000) =>
  new Headers({
    'X-RateLimit-Remaining': String(remaining),
    ...(reset !== null && { 'X-RateLimit-Reset': String(reset) }),
    ...(limit !== null && { 'X-RateLimit-Limit': String(limit) }),
  });

test('law: no minute sees more than the budget and one burst', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 400 }),
      async (perMinute, pauses) => {
        const clock = movingClock();
        const pacer = new Pacer(clock, perMinute);
        const sent: number[] = [];
        for (const pause of pauses) {
          if (pause > 3000) await clock.sleep(pause);
          await pacer.turn(false);
          sent.push(clock.now());
        }
        for (const [first, at] of sent.entries()) {
          const within = sent.slice(first).filter((each) => each < at + 60_000).length;
          expect(within).toBeLessThanOrEqual(perMinute + burst + 1);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('the default is well below the documented 1,000 a minute, bursts and all', () => {
  expect(defaultRequestsPerMinute + burst).toBeLessThan(500);
});

describe('what the answers say', () => {
  const start = 1_700_000_000;
  const waits: [string, Headers, number | null, number][] = [
    ['plenty is left', headers(101, start + 30), null, 0],
    ['a tenth is left: it is spread', headers(99, start + 30), null, 300],
    ['little is left', headers(2, start + 30), null, 10_000],
    ['nothing is left: until the window is over', headers(0, start + 30), null, 30_000],
    ['reset as seconds from now', headers(0, 30), null, 30_000],
    ['reset long ago, by a clock that is wrong', headers(0, start - 9999), null, 0],
    ['reset far away, by a clock that is wrong', headers(0, start + 9999), null, 60_000],
    ['no word about the reset', headers(0, null), null, 60_000],
    ['no word about the limit', headers(99, start + 30, null), null, 300],
    ['no word at all', new Headers(), null, 0],
    ['nonsense', new Headers({ 'X-RateLimit-Remaining': '-1' }), null, 0],
    ['Retry-After', new Headers(), 7000, 7000],
    ['Retry-After of an hour', new Headers(), 3_600_000, 60_000],
  ];
  test.each(waits)('%s', async (_name, said, retryAfterMs, wait) => {
    const clock = movingClock(start * 1000);
    const pacer = new Pacer(clock, 300);
    pacer.heard(said, retryAfterMs);
    await pacer.turn(true);
    expect(clock.waits).toEqual([]);
    await pacer.turn(false);
    expect(clock.waits).toEqual(wait === 0 ? [] : [wait]);
    await pacer.turn(false);
    expect(clock.waits).toHaveLength(wait === 0 ? 0 : 1);
  });
});

test('one pacer for each host and process', () => {
  const clock = movingClock();
  const pacer = pacerFor('http://127.0.0.1:1', clock, 300);
  expect(pacerFor('http://127.0.0.1:1', clock, 10)).toBe(pacer);
  expect(pacerFor('http://127.0.0.1:2', clock, 300)).not.toBe(pacer);
});

test('two clients of one process share the budget of a host, and a revoke is never held up', async () => {
  const sandbox = await startSandbox({ ratePerMinute: 100_000 });
  open.push(sandbox);
  const clock = movingClock();
  const [first, second] = [clientFor(sandbox, { clock }), clientFor(sandbox, { clock })];
  for (let n = 0; n < burst / 2; n += 1) {
    await first.check(sandbox.liveApiKey, 'live');
    await second.check(sandbox.liveApiKey, 'live');
  }
  expect(clock.waits).toEqual([]);
  await first.revokeKey(sandbox.liveApiKey, 'live', 'key_none', 'once');
  expect(clock.waits).toEqual([]);
  await second.check(sandbox.liveApiKey, 'live');
  expect(clock.waits).toEqual([400]);
  await second.check(sandbox.testApiKey, 'test');
  expect(clock.waits).toHaveLength(1);
});

test('the limit of the host is never met: what it says is left is made to last', async () => {
  const clock = movingClock();
  const sandbox = await startSandbox({ ratePerMinute: 50, now: clock.now });
  open.push(sandbox);
  const client = clientFor(sandbox, { clock, requestsPerMinute: 100_000 });
  for (let n = 0; n < 200; n += 1) await client.check(sandbox.liveApiKey, 'live');
  expect(sandbox.ledger).toHaveLength(200);
  expect(sandbox.ledger.filter(({ status }) => status === 429)).toEqual([]);
});

test('a 429 holds up the others as well, and who was refused waits once', async () => {
  const clock = movingClock();
  let turn = 0;
  const server = await serve((_request, response) => {
    turn += 1;
    const busy = turn === 1;
    response.writeHead(busy ? 429 : 200, { 'Content-Type': 'application/json', 'Retry-After': '5' });
    response.end(JSON.stringify(busy ? { error: { code: 429, message: 'm' } } : { data: [] }));
  });
  open.push(server);
  const client = clientFor(server, { clock, attempts: 1 });
  const key = new Secret(makeKey('live', 1));
  expect(await client.check(key, 'live')).toMatchObject({ status: 429 });
  expect(await client.check(key, 'live')).toMatchObject({ status: 200 });
  expect(clock.waits).toEqual([5000]);
});
