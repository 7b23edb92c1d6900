// Brings the tables up to date.
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Log } from '../core/runtime.ts';
import type { Tables } from './schema.ts';

export interface MigrateOptions {
  migrations: Record<string, Migration>;
  /** Where the tables are, for a database that has several such places. */
  schema?: string;
  /** Whether there are tables at all. */
  isMade: boolean;
  log: Log;
}

/** Two processes may do so at once. Throws what the database throws, and for tables of a newer akguard. */
export async function migrate(db: Kysely<Tables>, options: MigrateOptions): Promise<void> {
  const { migrations, schema, isMade, log } = options;
  const known = Object.keys(migrations);
  const done = isMade ? await executedMigrations(db) : [];
  if (done.some((name) => !known.includes(name))) throw new Error('it was written by a newer akguard');
  if (done.length === known.length) return;
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    ...(schema !== undefined && { migrationTableSchema: schema }),
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  log.debug('state brought up to date', {
    migrations: (results ?? []).map((result) => result.migrationName),
  });
}

/** Kysely's own list leaves out names it does not know, so newer tables are seen here only. */
async function executedMigrations(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom('kysely_migration').select('name').execute();
  return rows.map((row) => row.name);
}
