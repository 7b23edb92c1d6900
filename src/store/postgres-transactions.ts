// Changes of all runs on one Postgres, one after another, as on SQLite: each waits for an advisory lock that ends with its
// transaction, so that nothing is left locked by a run that dies.
import { type Kysely, type Transaction, sql } from 'kysely';
import type { Tables } from './schema.ts';
import type { Transactions } from './transactions.ts';

/** "akguard" in ASCII; two akguards on one database wait for each other. */
const lockId = String(0x61_6b_67_75_61_72_64n);

/**
 * Whoever stands still in the middle of a change is thrown out before those who wait give up. An intent is on the disk when
 * it is committed, whatever the server is used to.
 */
const settings = {
  lock_timeout: '45s',
  idle_in_transaction_session_timeout: '20s',
  synchronous_commit: 'on',
};

export function postgresTransactions(db: Kysely<Tables>): Transactions {
  let last: Promise<unknown> = Promise.resolve();
  return {
    change(work) {
      // Own changes wait here, and not with a connection each.
      const mine = last.then(() =>
        // Each statement sees what was committed before it: also by the one that held the lock.
        db
          .transaction()
          .setIsolationLevel('read committed')
          .execute(async (transaction) => {
            await takeLock(transaction);
            return work(transaction);
          }),
      );
      last = mine.catch(() => {});
      return mine;
    },
    snapshot: (work) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
  };
}

async function takeLock(db: Transaction<Tables>): Promise<void> {
  const set = Object.entries(settings).map(([name, value]) => sql`set_config(${name}, ${value}, true)`);
  await sql`with settings as materialized (select ${sql.join(set)})
    select pg_advisory_xact_lock(${sql.lit(lockId)}::bigint) from settings`.execute(db);
}
