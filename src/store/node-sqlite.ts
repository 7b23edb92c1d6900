// Lets Kysely speak to node:sqlite, which the runtime brings along: no native add-on to install.
// This is the only file that knows node:sqlite.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { SqliteAdapter, SqliteDialect } from 'kysely';
import type { SqliteDatabase } from 'kysely';

/** How long a statement waits for another process that writes. */
const busyTimeoutMs = 5_000;

/** Opens a database file; two processes may do so at once. Throws what node:sqlite throws. */
export function openDatabase(path: string, options: { readOnly?: boolean } = {}): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const database = new DatabaseSync(path, {
    ...options,
    timeout: busyTimeoutMs,
    enableForeignKeyConstraints: true,
  });
  if (options.readOnly !== true) {
    keepLogAhead(database);
    // FULL: an intent must be on the disk before the act, also when the power fails right after.
    database.exec('pragma synchronous = full');
  }
  return database;
}

const busy = 5;
const pauseMs = 5;

/**
 * Two that make a new file one with a log at the same moment are in each other's way, and SQLite then does not wait for the one
 * that was first, whatever the timeout says (https://www.sqlite.org/c3ref/busy_handler.html: not where it could be a deadlock).
 */
function keepLogAhead(database: DatabaseSync): void {
  const due = Date.now() + busyTimeoutMs;
  for (;;) {
    try {
      database.exec('pragma journal_mode = wal');
      return;
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && error.errcode === busy;
      if (!isBusy || Date.now() > due) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

/** Kysely's dialect for SQLite, over node:sqlite. */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(database: DatabaseSync) {
    super({ database: adapt(database) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** SQLite rolls back DDL as well; saying so makes Kysely migrate in one transaction, which two processes need. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      // SQLite has ended a transaction by itself when the disk was full; saying so would hide that reason.
      if (sql === 'rollback' && !database.isTransaction) return nothing;
      // A transaction that starts with a read can't wait for another writer later on; an immediate one waits here.
      const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...inputs(parameters)),
        run: (parameters) => statement.run(...inputs(parameters)),
        iterate: (parameters) => statement.iterate(...inputs(parameters)),
      };
    },
  };
}

const nothing: ReturnType<SqliteDatabase['prepare']> = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
};

function inputs(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'number') return value;
    throw new TypeError(`a ${typeof value} is not a value for SQLite`);
  });
}

/** Node 22 warns on stderr that node:sqlite is experimental; users can do nothing with that. Other warnings pass. */
function loadSqlite(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = (...args: unknown[]) => {
    if (String(args[0]).startsWith('SQLite is an experimental feature')) return;
    Reflect.apply(emitWarning, null, args);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}
