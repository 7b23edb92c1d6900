// The default store: one SQLite file that several runs may use at once.
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import { headFile } from './head-file.ts';
import type { State, StoreOptions } from './index.ts';
import { NodeSqliteDialect, openDatabase } from './node-sqlite.ts';
import { newOwner } from './owner.ts';
import { migrate } from './migrate.ts';
import { type Flavour, migrationsFor } from './migrations.ts';
import type { Tables } from './schema.ts';
import { SqlStore, storeError } from './sql-store.ts';
import { plainTransactions } from './transactions.ts';

/** Makes what is missing (folders 0700, file 0600) and brings older files up to date. Throws AkguardError AK_STORE. */
export async function openStore(path: string, options: StoreOptions): Promise<State> {
  let db: Kysely<Tables> | null = null;
  try {
    if (options.mustExist === true && !existsSync(path)) throw new Error('there is none here yet');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite would make the file readable for all; its -wal and -shm files take over the mode of this one.
    closeSync(openSync(path, 'a', 0o600));
    db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openDatabase(path)) });
    await migrate(db, {
      migrations: migrationsFor(flavour),
      isMade: await hasTables(db),
      log: options.log,
    });
  } catch (error) {
    await db?.destroy();
    throw storeError(path, error);
  }
  const by = options.by ?? hostname();
  return new SqlStore(db, {
    location: path,
    owner: options.owner ?? newOwner(),
    by,
    head: headFile(`${path}.head`),
    transactions: plainTransactions(db),
  });
}

const flavour: Flavour = {
  text: 'text',
  id: (column) => column.primaryKey().autoIncrement(),
  hasHeadTable: false,
  async makeAppendOnly(ledger) {
    for (const change of ['update', 'delete']) {
      await sql
        .raw(
          `create trigger ledger_no_${change} before ${change} on ledger
           begin select raise(abort, 'the ledger is append-only'); end`,
        )
        .execute(ledger);
    }
  },
};

async function hasTables(db: Kysely<Tables>): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.some((table) => table.name === 'kysely_migration');
}
