// How several statements become one step. SQLite has one writer at a time by itself; other databases are asked for that.
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

type Work<T> = (db: Transaction<Tables>) => Promise<T>;

export interface Transactions {
  /** All or nothing, and one change at a time over all processes: what is read in it stays true until it ends. */
  change<T>(work: Work<T>): Promise<T>;
  /** Reads of one moment. */
  snapshot<T>(work: Work<T>): Promise<T>;
}

/** For a database whose transactions are one after another anyway. */
export function plainTransactions(db: Kysely<Tables>): Transactions {
  const run = <T>(work: Work<T>): Promise<T> => db.transaction().execute(work);
  return { change: run, snapshot: run };
}
