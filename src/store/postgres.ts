// The store that many machines share: Postgres, over the `pg` package, in a schema of its own.
import { hostname } from 'node:os';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { AkguardError, messageOf } from '../core/errors.ts';
import type { Log } from '../core/runtime.ts';
import { headTable } from './head-table.ts';
import type { State, StoreOptions } from './index.ts';
import { migrate } from './migrate.ts';
import { migrationsFor } from './migrations.ts';
import { NoNul } from './no-nul.ts';
import { newOwner } from './owner.ts';
import { type PostgresAddress, readAddress } from './postgres-address.ts';
import { postgresFlavour } from './postgres-flavour.ts';
import { postgresTransactions } from './postgres-transactions.ts';
import type { Tables } from './schema.ts';
import { SqlStore } from './sql-store.ts';

/** Tables of an application that shares the database are left alone. */
const schema = 'akguard';
const connectMs = 10_000;
const queryMs = 60_000;
/** Leases are told by the clocks of the machines: a minute is the shortest of them. */
const mostSkewMs = 20_000;

/** Makes what is missing and brings older tables up to date. Throws AkguardError AK_STORE, never with the password. */
export async function openStore(url: string, options: StoreOptions): Promise<State> {
  let address: PostgresAddress;
  try {
    address = readAddress(url);
  } catch (error) {
    throw new AkguardError('AK_STORE', { path: 'postgres:', reason: messageOf(error) });
  }
  let db: Kysely<Tables> | null = null;
  try {
    db = connect(url, options.log, address);
    const isMade = await look(db);
    if (!isMade && options.mustExist === true) throw new Error('there is none here yet');
    await migrate(db, {
      migrations: migrationsFor(postgresFlavour(schema)),
      schema,
      isMade,
      log: options.log,
    });
  } catch (error) {
    await db?.destroy().catch(() => {});
    // No cause: what `pg` throws may hold the address.
    throw new AkguardError('AK_STORE', { path: address.shown, reason: address.why(error) });
  }
  return new SqlStore(db, {
    location: address.shown,
    why: address.why,
    owner: options.owner ?? newOwner(),
    by: options.by ?? hostname(),
    head: headTable,
    transactions: postgresTransactions(db),
  });
}

/** A pool of connections for what is beside the store; its tables are there once a store was opened. */
export function connect(url: string, log: Log, { why }: PostgresAddress): Kysely<Tables> {
  const pool = new Pool({
    connectionString: url,
    application_name: 'akguard',
    max: 4,
    connectionTimeoutMillis: connectMs,
    query_timeout: queryMs,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  // A connection may be lost while nobody waits for it; the next statement tells.
  const lost = (error: Error): void => log.debug('a connection to Postgres was lost', { reason: why(error) });
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins: [new NoNul()] }).withSchema(
    schema,
  );
}

/** Whether there are tables. Throws when the clocks are too far apart for leases to mean anything. */
async function look(db: Kysely<Tables>): Promise<boolean> {
  const before = Date.now();
  const { rows } = await sql<{ made: string | null; now: Date }>`
    select to_regclass(${`${schema}.kysely_migration`})::text as made, clock_timestamp() as now`.execute(db);
  const after = Date.now();
  const now = rows[0]?.now.getTime() ?? after;
  const skew = now < before ? before - now : Math.max(0, now - after);
  if (skew > mostSkewMs) {
    const seconds = Math.round(skew / 1000);
    throw new Error(
      `its clock and the one of this machine are ${seconds} s apart, and runs could not tell who is at work; set them right`,
    );
  }
  return rows[0]?.made != null;
}
