// Work that many machines do together: pg-boss hands the tasks of a run to whoever is free, takes back what a machine that died
// was at, and tries again what failed. What came of them goes through a table to the run that asked for it.
import { createHash, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { type JobWithMetadata, PgBoss } from 'pg-boss';
import { AkguardError } from '../core/errors.ts';
import type { Log } from '../core/runtime.ts';
import { type PostgresAddress, readAddress } from './postgres-address.ts';
import { connect } from './postgres.ts';
import type { Tables } from './schema.ts';

/** What all who work together have to have in common, as a short text each; see `agreementOf`. */
export type Agreement = Record<string, string>;

/** What a worker makes of a task. */
export interface Attempt {
  /** Sent to the run, as JSON, unless it is tried again. */
  result: unknown;
  /** Why another attempt may do better; null where none would. */
  again: string | null;
}

export interface Done {
  task: string;
  /** Null where nobody could bring it to an end, for which see `why`. */
  result: unknown;
  why: string | null;
}

type Handler = (task: unknown) => Promise<Attempt>;

interface JobData {
  run: string;
  id: string;
  task: unknown;
}

const schema = 'akguard_queue';
/** A worker that is silent for so long has lost what it was at. */
const leaseSeconds = 30;
const refreshSeconds = 6;
const superviseSeconds = 5;
/** A repository may take hours, and its worker says all the time that it is at it. */
const longestSeconds = 23 * 3600;
const attempts = 4;
const retrySeconds = 2;
/** A run that says nothing for so long is over. */
const silentSeconds = 60;
const pollMs = 300;
const touchMs = 5000;
const batch = 500;

export class WorkQueue {
  readonly #boss: PgBoss;
  readonly #db: Kysely<Tables>;
  readonly #agreement: Agreement;
  readonly #name: string;
  readonly #dead: string;
  readonly #address: PostgresAddress;
  readonly #log: Log;

  private constructor(url: string, address: PostgresAddress, agreement: Agreement, log: Log) {
    this.#address = address;
    this.#agreement = agreement;
    this.#log = log;
    this.#db = connect(url, log, address);
    // Who agrees on less is not even asked.
    const hash = createHash('sha256').update(textOf(agreement)).digest('hex').slice(0, 16);
    this.#name = `task-${hash}`;
    this.#dead = `dead-${hash}`;
    this.#boss = new PgBoss({
      connectionString: url,
      schema,
      application_name: 'akguard',
      max: 4,
      superviseIntervalSeconds: superviseSeconds,
      monitorIntervalSeconds: superviseSeconds,
      schedule: false,
    });
    this.#boss.on('error', (error) => log.debug('the queue', { reason: address.why(error) }));
  }

  /** The tables of the store must be there. @throws AkguardError AK_STORE, never with the password. */
  static async open(url: string, agreement: Agreement, log: Log): Promise<WorkQueue> {
    const address = readAddress(url);
    const queue = new WorkQueue(url, address, agreement, log);
    await queue.#guard(async () => {
      await queue.#boss.start();
      await queue.#boss.createQueue(queue.#dead);
      await queue.#boss.createQueue(queue.#name, { deadLetter: queue.#dead });
    });
    return queue;
  }

  /** Sends the tasks of a new run, the most urgent first. @returns its id. */
  begin(tasks: readonly { id: string; task: unknown }[]): Promise<string> {
    return this.#guard(async () => {
      const run = randomUUID();
      // What is left of runs that died is not begun any more: their tasks are asked for anew.
      await this.#db.deleteFrom('org_run').where('touched_at', '<', ago(silentSeconds)).execute();
      await this.#db
        .insertInto('org_run')
        .values({ id: run, agreement: textOf(this.#agreement) })
        .execute();
      for (let from = 0; from < tasks.length; from += batch) {
        const jobs = tasks.slice(from, from + batch).map(({ id, task }, i) => ({
          data: { run, id, task } satisfies JobData,
          priority: -(from + i),
          retryLimit: attempts - 1,
          retryDelay: retrySeconds,
          retryBackoff: true,
          heartbeatSeconds: leaseSeconds,
          expireInSeconds: longestSeconds,
          deadLetter: this.#dead,
        }));
        await this.#boss.insert(this.#name, jobs);
        await this.#touch(run);
      }
      return run;
    });
  }

  /** Works at whatever is sent, so many at a time, until `stopWork`. */
  work(jobs: number, handler: Handler): Promise<void> {
    return this.#guard(async () => {
      const usual = { includeMetadata: true, pollingIntervalSeconds: 0.5 } as const;
      await this.#boss.work(
        this.#name,
        {
          ...usual,
          localConcurrency: jobs,
          heartbeatRefreshSeconds: refreshSeconds,
          burstWhenBatchFull: true,
        },
        async (taken: JobWithMetadata<JobData>[]) => {
          for (const job of taken) await this.#attempt(job, handler);
        },
      );
      await this.#boss.work(
        this.#dead,
        { ...usual, batchSize: 10 },
        async (taken: JobWithMetadata<JobData>[]) => {
          for (const job of taken) await this.#bury(job);
        },
      );
    });
  }

  async #attempt({ data, retryCount }: JobWithMetadata<JobData>, handler: Handler): Promise<void> {
    const { run, id, task } = data;
    if (!(await this.#take(run, id))) return;
    const { result, again } = await handler(task);
    if (again !== null && retryCount < attempts - 1) throw new Error(again);
    await this.#finish(run, id, { task: id, result, why: null });
    if (again !== null) throw new Error(again);
  }

  /** Notes that a task is begun. False where its run is over, or begins nothing any more. */
  #take(run: string, task: string): Promise<boolean> {
    return this.#db.transaction().execute(async (db) => {
      const open = await db
        .selectFrom('org_run')
        .select('is_closed')
        .where('id', '=', run)
        .forShare()
        .executeTakeFirst();
      if (open === undefined) return false;
      if (open.is_closed) {
        // Whoever was at it before is not any more.
        await db
          .deleteFrom('org_result')
          .where('run', '=', run)
          .where('task', '=', task)
          .where('result', 'is', null)
          .execute();
        return false;
      }
      await db
        .insertInto('org_result')
        .values({ run, task, result: null })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return true;
    });
  }

  /** The first to come to an end counts; who comes later has done the same. */
  async #finish(run: string, task: string, done: Done): Promise<void> {
    await sql`
      insert into ${sql.table('akguard.org_result')} as known (run, task, result)
      select id, ${task}, ${JSON.stringify(done)} from ${sql.table('akguard.org_run')} where id = ${run}
      on conflict (run, task) do update set result = excluded.result where known.result is null`.execute(
      this.#db,
    );
  }

  /** Nobody could bring it to an end. */
  #bury({ data, sourceOutput }: JobWithMetadata<JobData>): Promise<void> {
    const { run, id } = data;
    const why = reasonOf(sourceOutput);
    this.#log.warn('a task was given up', { why });
    return this.#finish(run, id, { task: id, result: null, why });
  }

  /**
   * What comes of a run's tasks, as it comes, until all are done, or those that were begun until `isOver` says so. Each
   * task is told of once.
   * @throws AkguardError AK_STORE when the run was silent for so long that it was taken for dead.
   */
  async *results(run: string, total: number, isOver: () => boolean): AsyncGenerator<Done> {
    const seen = new Set<string>();
    let isClosed = false;
    for (let touched = 0; seen.size < total;) {
      if (Date.now() - touched > touchMs) {
        await this.#guard(() => this.#touch(run));
        touched = Date.now();
      }
      if (!isClosed && isOver()) {
        isClosed = true;
        await this.#guard(() =>
          this.#db.updateTable('org_run').set({ is_closed: true }).where('id', '=', run).execute(),
        );
      }
      const [done, atWork] = await this.#guard(() => this.#collect(run));
      for (const each of done) {
        if (seen.has(each.task)) continue;
        seen.add(each.task);
        yield each;
      }
      if (isClosed && atWork === 0) return;
      if (done.length === 0) await new Promise((wait) => setTimeout(wait, pollMs));
    }
  }

  /** Takes what is done out of the table, and counts what is at work. */
  async #collect(run: string): Promise<[Done[], number]> {
    const { count } = await this.#db
      .selectFrom('org_result')
      .select((what) => what.fn.countAll().as('count'))
      .where('run', '=', run)
      .executeTakeFirstOrThrow();
    const rows = await this.#db
      .deleteFrom('org_result')
      .where('run', '=', run)
      .where('result', 'is not', null)
      .returning('result')
      .execute();
    return [rows.map(({ result }) => JSON.parse(result ?? '') as Done), Number(count)];
  }

  async #touch(run: string): Promise<void> {
    const { numUpdatedRows } = await this.#db
      .updateTable('org_run')
      .set({ touched_at: sql`clock_timestamp()` })
      .where('id', '=', run)
      .executeTakeFirst();
    if (numUpdatedRows === 0n)
      throw new Error('this run stood still for so long that another one took it for dead');
  }

  /** The run is over: what is left of it is not begun. */
  async end(run: string): Promise<void> {
    await this.#guard(() => this.#db.deleteFrom('org_run').where('id', '=', run).execute());
  }

  /** What this side and runs that go on now do not agree on: names of what is different, for each run. */
  disagreements(): Promise<string[][]> {
    return this.#guard(async () => {
      const runs = await this.#db
        .selectFrom('org_run')
        .select('agreement')
        .where('touched_at', '>=', ago(silentSeconds))
        .execute();
      return runs
        .map(({ agreement }) => differences(this.#agreement, JSON.parse(agreement) as Agreement))
        .filter((names) => names.length > 0);
    });
  }

  /** Tasks that wait for somebody, of all runs that agree with this side. */
  depth(): Promise<number> {
    return this.#guard(async () => {
      const stats = await this.#boss.getQueueStats(this.#name, { force: true });
      return stats.at(-1)?.queuedCount ?? 0;
    });
  }

  /** Takes no more tasks. Those at work may come to an end in so many milliseconds; others do the rest. */
  async close(graceMs: number): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: graceMs }).catch(() => {});
    await this.#db.destroy();
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new AkguardError('AK_STORE', { path: this.#address.shown, reason: this.#address.why(error) });
    }
  }
}

/** Names of what two agreements do not have in common. */
export function differences(a: Agreement, b: Agreement): string[] {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].filter((name) => a[name] !== b[name]).toSorted();
}

function textOf(agreement: Agreement): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(agreement).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
}

function ago(seconds: number) {
  return sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`;
}

/** Of the last attempt, as pg-boss keeps it. */
function reasonOf(output: object | null): string {
  const said = output !== null && 'message' in output ? String(output.message) : 'it came to no end';
  const silent = /heartbeat|expired/i.test(said) ? 'whoever was at it stopped in the middle of it' : said;
  return `given up after ${attempts} attempts: ${silent}`;
}
