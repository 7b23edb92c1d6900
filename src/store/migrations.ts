// How the tables of `schema.ts` come about, step by step: what an older state lacks is made when it is opened. Migrations
// are code, so that the bundle needs no files beside it.
import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** By name; they run in the order of their names, once each, and are never changed after a release. */
export const migrations: Record<string, Migration> = {
  '001-incident-and-act': { up: createIncidentAndAct },
  '002-verdict-and-ledger': { up: createVerdictAndLedger },
  '003-breaker': { up: createBreaker },
  '004-payload': { up: addPayload },
  '010-inventory': { up: createInventory },
  '011-rotation': { up: createRotation },
  '012-about': { up: addAbout },
  '013-claim': { up: addClaim },
};

async function createIncidentAndAct(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('incident')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('redacted', 'text', (column) => column.notNull())
    .addColumn('first_seen_at', 'text', (column) => column.notNull())
    .addColumn('dead_at', 'text')
    .execute();
  await db.schema
    .createTable('act')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('fingerprint', 'text', (column) => column.notNull().references('incident.fingerprint'))
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('intended_at', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('result', 'text')
    .addColumn('concluded_at', 'text')
    .addColumn('detail', 'text')
    .execute();
  // At most one run is at one act: the database decides, not a look before the leap.
  await db.schema
    .createIndex('act_open')
    .unique()
    .on('act')
    .columns(['fingerprint', 'action', 'target'])
    .where(sql<boolean>`result is null`)
    .execute();
  await db.schema.createIndex('act_fingerprint').on('act').columns(['fingerprint', 'action']).execute();
}

async function createInventory(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inventory')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .execute();
}

async function createVerdictAndLedger(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('verdict')
    .addColumn('fingerprint', 'text', (column) => column.notNull().references('incident.fingerprint'))
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('validity', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('checked_at', 'text', (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('code', 'text')
    .addColumn('request_id', 'text')
    .addPrimaryKeyConstraint('verdict_key', ['fingerprint', 'host'])
    .execute();
  await db.schema
    .createTable('ledger')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('who', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  // Against accidents; who means harm can drop them, and is found out by the chain.
  for (const change of ['update', 'delete']) {
    await sql
      .raw(
        `create trigger ledger_no_${change} before ${change} on ledger
         begin select raise(abort, 'the ledger is append-only'); end`,
      )
      .execute(db);
  }
}

async function createBreaker(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('breaker')
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('why', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('breaker_key', ['cause', 'environment'])
    .execute();
  await db.schema
    .createTable('breaker_reset')
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('act_intended').on('act').columns(['action', 'intended_at']).execute();
}

async function addPayload(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('act').addColumn('payload', 'text').execute();
}

async function createRotation(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rotation')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('environment', 'text', (column) => column.notNull())
    .addColumn('old_key_id', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('touched_at', 'text', (column) => column.notNull())
    .addColumn('result', 'text')
    .execute();
  // A key is in one rotation at a time.
  await db.schema
    .createIndex('rotation_open')
    .unique()
    .on('rotation')
    .columns(['environment', 'old_key_id'])
    .where(sql<boolean>`result is null`)
    .execute();
  await db.schema
    .createTable('rotation_step')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('rotation_id', 'integer', (column) => column.notNull().references('rotation.id'))
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('intended_at', 'text', (column) => column.notNull())
    .addColumn('result', 'text')
    .addColumn('concluded_at', 'text')
    .addColumn('detail', 'text')
    .addColumn('key_id', 'text')
    .addColumn('fingerprint', 'text')
    .execute();
}

async function addAbout(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('incident').addColumn('about', 'text').execute();
}

async function addClaim(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('claim')
    .addColumn('fingerprint', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
}
