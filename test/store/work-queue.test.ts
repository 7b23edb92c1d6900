// The queue by itself, on a real Postgres: what fails is tried again and given up at last, each task is told of once, and runs that
// died or end early leave nothing to do.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { openQueue, openStore } from '../../src/store/index.ts';
import { type Agreement, type Done, type WorkQueue, differences } from '../../src/store/work-queue.ts';
import { findPostgres, makePostgres, password, type PostgresServer } from '../helpers/postgres.ts';

const programs = findPostgres();

test.skipIf(programs === null)(
  'there is a Postgres (if skipped, NOT TESTED: apt-get install postgresql)',
  () => {
    expect(programs).not.toBeNull();
  },
);

test('what two agreements do not have in common is named', () => {
  expect(differences({ a: '1', b: '2', c: '3' }, { a: '1', b: '4', d: '5' })).toEqual(['b', 'c', 'd']);
});

describe.skipIf(programs === null)('on Postgres', () => {
  let server: PostgresServer & { remove(): Promise<void> };
  let url = '';
  beforeAll(async () => {
    server = await makePostgres(programs ?? '');
    url = await server.database();
    await (await openStore(url, { log: silentLog })).close();
  }, 60_000);
  afterAll(() => server.remove());

  async function open(agreement: Agreement): Promise<WorkQueue> {
    const queue = await openQueue(url, agreement, silentLog);
    if (queue === null) throw new Error('no queue');
    onTestFinished(() => queue.close(0));
    return queue;
  }

  const tasks = (ids: string[]) => ids.map((id) => ({ id, task: { id } }));

  async function all(queue: WorkQueue, run: string, total: number, isOver = () => false): Promise<Done[]> {
    const done: Done[] = [];
    for await (const each of queue.results(run, total, isOver)) done.push(each);
    return done.toSorted((a, b) => (a.task < b.task ? -1 : 1));
  }

  test('what fails is tried again, and given up with its reason; what throws as well', async () => {
    const queue = await open({ test: 'retries' });
    const tries = new Map<string, number>();
    const run = await queue.begin(tasks(['bad', 'good', 'late', 'thrown']));
    await queue.work(2, async (task) => {
      const { id } = task as { id: string };
      const before = tries.get(id) ?? 0;
      tries.set(id, before + 1);
      if (id === 'thrown') throw new Error('a bug');
      const isBad = id === 'bad' || (id === 'late' && before === 0);
      return { result: `${id} ${before + 1}`, again: isBad ? 'no answer' : null };
    });
    expect(await all(queue, run, 4)).toEqual([
      { task: 'bad', result: 'bad 4', why: null },
      { task: 'good', result: 'good 1', why: null },
      { task: 'late', result: 'late 2', why: null },
      { task: 'thrown', result: null, why: 'given up after 4 attempts: a bug' },
    ]);
    expect(Object.fromEntries(tries)).toEqual({ bad: 4, good: 1, late: 2, thrown: 4 });
  }, 90_000);

  test('the most urgent come first, and after the end nothing is begun', async () => {
    const queue = await open({ test: 'order' });
    const ids = ['c', 'a', 'b', 'd'];
    const run = await queue.begin(tasks(ids));
    const begun: string[] = [];
    await queue.work(1, async (task) => {
      begun.push((task as { id: string }).id);
      await new Promise((wait) => setTimeout(wait, 700));
      return { result: 'x', again: null };
    });
    const done = await all(queue, run, 4, () => begun.length === 2);
    expect(begun).toEqual(['c', 'a']);
    expect(done.map(({ task }) => task)).toEqual(['a', 'c']);
    await queue.end(run);
    await expect(all(queue, run, 4)).rejects.toThrow('took it for dead');
  }, 30_000);

  test('who agrees on something else sees what, and gets nothing', async () => {
    const [one, other] = [await open({ revoke: 'a', rules: 'r' }), await open({ revoke: 'b', rules: 'r' })];
    await other.work(1, async () => {
      throw new Error('not for us');
    });
    const run = await one.begin(tasks(['only']));
    expect(await other.disagreements()).toContainEqual(['revoke']);
    await one.work(1, async () => ({ result: 1, again: null }));
    expect(await all(one, run, 1)).toEqual([{ task: 'only', result: 1, why: null }]);
    await one.end(run);
  }, 30_000);

  test('a server that is not there is told without its password', async () => {
    const away = url.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1');
    const error = await openQueue(away, {}, silentLog).catch((e: unknown) => e);
    expect(String(error)).toContain('ECONNREFUSED');
    expect(String(error)).not.toContain(password);
  });
});
