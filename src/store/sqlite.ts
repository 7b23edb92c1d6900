// The default store: one SQLite file that several runs may use at once.
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Log } from '../core/runtime.ts';
import type { Rotations } from '../core/rotation.ts';
import type { Store } from '../core/store.ts';
import { headFile } from './head-file.ts';
import type { StoreOptions } from './index.ts';
import { NodeSqliteDialect, openDatabase } from './node-sqlite.ts';
import { newOwner } from './owner.ts';
import { migrations } from './migrations.ts';
import type { Tables } from './schema.ts';
import { SqlStore, storeError } from './sql-store.ts';

/** Makes what is missing (folders 0700, file 0600) and brings older files up to date. Throws AkguardError AK_STORE. */
export async function openStore(path: string, options: StoreOptions): Promise<Store & Rotations> {
  let db: Kysely<Tables> | null = null;
  try {
    if (options.mustExist === true && !existsSync(path)) throw new Error('there is none here yet');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite would make the file readable for all; its -wal and -shm files take over the mode of this one.
    closeSync(openSync(path, 'a', 0o600));
    db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openDatabase(path)) });
    await migrate(db, options.log);
  } catch (error) {
    await db?.destroy();
    throw storeError(path, error);
  }
  const by = options.by ?? hostname();
  return new SqlStore(db, { location: path, owner: newOwner(), by, head: headFile(`${path}.head`) });
}

async function migrate(db: Kysely<Tables>, log: Log): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const known = Object.keys(migrations);
  const done = await executedMigrations(db);
  if (done.some((name) => !known.includes(name))) throw new Error('it was written by a newer akguard');
  if (done.length === known.length) return;
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  log.debug('state brought up to date', {
    migrations: (results ?? []).map((result) => result.migrationName),
  });
}

/** Kysely's own list leaves out names it does not know, so a newer file is seen here only. */
async function executedMigrations(db: Kysely<Tables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const rows = await db.selectFrom('kysely_migration').select('name').execute();
  return rows.map((row) => row.name);
}
