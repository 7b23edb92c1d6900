// What workers on one Postgres may ask of a service together, with real processes, one of which stands still for a while.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { openLimits } from '../../src/store/index.ts';
import type { SharedLimits } from '../../src/store/shared-limits.ts';
import { findPostgres, makePostgres, type PostgresServer } from '../helpers/postgres.ts';

const programs = findPostgres();
const program = fileURLToPath(new URL('take-turns.ts', import.meta.url));

test.skipIf(programs === null)(
  'there is a Postgres (if skipped, NOT TESTED: apt-get install postgresql)',
  () => {
    expect(programs).not.toBeNull();
  },
);

describe.skipIf(programs === null)('limits of all workers together', () => {
  let server: PostgresServer & { remove(): Promise<void> };
  let url: string;
  beforeAll(async () => {
    server = await makePostgres(programs ?? '');
    url = await server.database();
    await (await openLimits(url, silentLog))?.close();
  }, 60_000);
  afterAll(() => server.remove());

  async function open(): Promise<SharedLimits> {
    const limits = await openLimits(url, silentLog);
    if (limits === null) throw new Error('no limits');
    onTestFinished(() => limits.close());
    return limits;
  }

  /** A process that takes turns, and when it took them. */
  function taker(who: string, perMinute: number, burst: number) {
    const child = spawn(process.execPath, [program, url, who, String(perMinute), String(burst)]);
    const times: number[] = [];
    child.stdout.on('data', (piece: Buffer) => times.push(...String(piece).trim().split('\n').map(Number)));
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    return { child, times };
  }

  const pause = (ms: number) => new Promise((wait) => setTimeout(wait, ms));
  const within = (times: number[], from: number, to: number) =>
    times.filter((time) => time >= from && time < to).length;

  test('one that stands still neither exceeds the pace nor keeps it', async () => {
    const burst = 20;
    const perSecond = 20;
    const [stalled, other] = [taker('host', perSecond * 60, burst), taker('host', perSecond * 60, burst)];
    while (stalled.times.length < 15 || other.times.length < 15) await pause(20);
    stalled.child.kill('SIGSTOP');
    const from = Date.now();
    await pause(5000);
    const to = Date.now();
    // What the one had reserved is lost for a second; all after that is the other's.
    expect(within(other.times, from, to)).toBeGreaterThan(perSecond * 3.5);
    stalled.child.kill('SIGCONT');
    await pause(2500);
    const all = [...stalled.times, ...other.times].toSorted((a, b) => a - b);
    const first = all[0] ?? 0;
    // Never more than the budget until then, however it is cut: that it prints late adds nothing, for what is reserved is spent.
    for (let at = 0; at < all.length; at++) {
      const seconds = ((all[at] ?? 0) - first) / 1000;
      expect(at + 1).toBeLessThanOrEqual(burst + perSecond * (seconds + 0.3) + 1);
    }
    expect(within(stalled.times, to, to + 1000)).toBeLessThanOrEqual(perSecond + 1);
  }, 40_000);

  test('a ban that one is told of holds for the others within a second, and for the same service only', async () => {
    const [one, other] = [await open(), await open()];
    const end = Date.now() + 60_000;
    expect(await other.bansOf('github a').until('core')).toBe(0);
    await one.bansOf('github a').hold('graphql', end);
    await one.bansOf('github a').hold('graphql', end - 30_000);
    expect(await one.bansOf('github a').until('graphql')).toBeGreaterThanOrEqual(end);
    await pause(1000);
    expect(Math.abs((await other.bansOf('github a').until('graphql')) - end)).toBeLessThan(500);
    expect(await other.bansOf('github a').until('core')).toBe(0);
    expect(await other.bansOf('github b').until('graphql')).toBe(0);
    await one.bansOf('github a').hold('all', end);
    await pause(1000);
    expect(await other.bansOf('github a').until('core')).toBeGreaterThan(end - 500);
  }, 20_000);

  test('Anton is asked by all clients at the pace of one', async () => {
    const [one, other] = [await open(), await open()];
    const rate = { perMinute: 600, burst: 5 };
    const began = Date.now();
    const times: number[] = [];
    await Promise.all(
      [one, other].map(async (limits) => {
        for (let i = 0; i < 15; i++) times.push(await limits.paceOf('anton', rate).turn());
      }),
    );
    // 30 turns, five at once: the last is 2.5 s after the first.
    expect(Math.max(...times) - began).toBeGreaterThan(2300);
    expect(times.filter((at) => at - began < 100).length).toBeLessThanOrEqual(7);
  }, 20_000);
});
