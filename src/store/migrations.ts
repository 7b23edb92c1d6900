// How the tables of `schema.ts` come about, step by step: what an older state lacks is made when it is opened. Migrations
// are code, so that the bundle needs no files beside it.
import { sql } from 'kysely';
import type { ColumnDefinitionBuilder, Kysely, RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What databases say in different words. */
export interface Flavour {
  /** The type of text that sorts by its bytes. */
  text: 'text' | RawBuilder<unknown>;
  /** A number that the database gives. */
  id: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** The head of the ledger is a row, see `head-table.ts`. */
  hasHeadTable: boolean;
  /** Against accidents; who means harm can undo it, and is found out by the chain. */
  makeAppendOnly: (db: Kysely<unknown>) => Promise<void>;
}

type Step = (db: Kysely<unknown>, flavour: Flavour) => Promise<void>;

const steps: Record<string, Step> = {
  '001-incident-and-act': createIncidentAndAct,
  '002-verdict-and-ledger': createVerdictAndLedger,
  '003-breaker': createBreaker,
  '004-payload': addPayload,
  '010-inventory': createInventory,
  '011-rotation': createRotation,
  '012-about': addAbout,
  '013-claim': addClaim,
  '014-repository': addRepository,
  '020-accepted': createAccepted,
};

/** By name; they run in the order of their names, once each, and are never changed after a release. */
export function migrationsFor(flavour: Flavour): Record<string, Migration> {
  const all = flavour.hasHeadTable
    ? { ...steps, '005-ledger-head': createLedgerHead, '021-shared-work': createSharedWork }
    : steps;
  return Object.fromEntries(
    Object.entries(all).map(([name, step]) => [name, { up: (db: Kysely<unknown>) => step(db, flavour) }]),
  );
}

async function createIncidentAndAct(db: Kysely<unknown>, { text, id }: Flavour): Promise<void> {
  await db.schema
    .createTable('incident')
    .addColumn('fingerprint', text, (column) => column.primaryKey())
    .addColumn('environment', text, (column) => column.notNull())
    .addColumn('redacted', text, (column) => column.notNull())
    .addColumn('first_seen_at', text, (column) => column.notNull())
    .addColumn('dead_at', text)
    .execute();
  await db.schema
    .createTable('act')
    .addColumn('id', 'integer', id)
    .addColumn('fingerprint', text, (column) => column.notNull().references('incident.fingerprint'))
    .addColumn('action', text, (column) => column.notNull())
    .addColumn('target', text, (column) => column.notNull())
    .addColumn('intended_at', text, (column) => column.notNull())
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('result', text)
    .addColumn('concluded_at', text)
    .addColumn('detail', text)
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

async function createInventory(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema
    .createTable('inventory')
    .addColumn('fingerprint', text, (column) => column.primaryKey())
    .addColumn('key_id', text, (column) => column.notNull())
    .addColumn('environment', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('source', text, (column) => column.notNull())
    .execute();
}

async function createVerdictAndLedger(db: Kysely<unknown>, { text, makeAppendOnly }: Flavour): Promise<void> {
  await db.schema
    .createTable('verdict')
    .addColumn('fingerprint', text, (column) => column.notNull().references('incident.fingerprint'))
    .addColumn('host', text, (column) => column.notNull())
    .addColumn('validity', text, (column) => column.notNull())
    .addColumn('reason', text, (column) => column.notNull())
    .addColumn('checked_at', text, (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('code', text)
    .addColumn('request_id', text)
    .addPrimaryKeyConstraint('verdict_key', ['fingerprint', 'host'])
    .execute();
  await db.schema
    .createTable('ledger')
    .addColumn('seq', 'integer', (column) => column.primaryKey())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('who', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('fingerprint', text)
    .addColumn('data', text, (column) => column.notNull())
    .addColumn('previous', text, (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .execute();
  await makeAppendOnly(db);
}

async function createLedgerHead(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema
    .createTable('ledger_head')
    .addColumn('one', 'integer', (column) => column.primaryKey().check(sql`one = 1`))
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('hash', text, (column) => column.notNull())
    .execute();
}

async function createBreaker(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema
    .createTable('breaker')
    .addColumn('cause', text, (column) => column.notNull())
    .addColumn('environment', text, (column) => column.notNull())
    .addColumn('opened_at', text, (column) => column.notNull())
    .addColumn('why', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('breaker_key', ['cause', 'environment'])
    .execute();
  await db.schema
    .createTable('breaker_reset')
    .addColumn('at', text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex('act_intended').on('act').columns(['action', 'intended_at']).execute();
}

async function addPayload(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema.alterTable('act').addColumn('payload', text).execute();
}

async function createRotation(db: Kysely<unknown>, { text, id }: Flavour): Promise<void> {
  await db.schema
    .createTable('rotation')
    .addColumn('id', 'integer', id)
    .addColumn('environment', text, (column) => column.notNull())
    .addColumn('old_key_id', text, (column) => column.notNull())
    .addColumn('started_at', text, (column) => column.notNull())
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('touched_at', text, (column) => column.notNull())
    .addColumn('result', text)
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
    .addColumn('id', 'integer', id)
    .addColumn('rotation_id', 'integer', (column) => column.notNull().references('rotation.id'))
    .addColumn('step', text, (column) => column.notNull())
    .addColumn('target', text, (column) => column.notNull())
    .addColumn('intended_at', text, (column) => column.notNull())
    .addColumn('result', text)
    .addColumn('concluded_at', text)
    .addColumn('detail', text)
    .addColumn('key_id', text)
    .addColumn('fingerprint', text)
    .execute();
}

async function addAbout(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema.alterTable('incident').addColumn('about', text).execute();
}

async function addClaim(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema
    .createTable('claim')
    .addColumn('fingerprint', text, (column) => column.primaryKey())
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .execute();
}

async function addRepository(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema
    .createTable('repository')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('scanned_at', text, (column) => column.notNull())
    .addColumn('rules', text, (column) => column.notNull())
    .addColumn('marks', text, (column) => column.notNull())
    .addColumn('report', text, (column) => column.notNull())
    .execute();
}

/** No reference to an incident: who accepts a key may keep another state than who found it. */
async function createAccepted(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  await db.schema
    .createTable('accepted')
    .addColumn('fingerprint', text, (column) => column.primaryKey())
    .addColumn('expires', text)
    .addColumn('reason', text)
    .execute();
}

/** Only where several machines work together. By the database's clock, which is one. */
async function createSharedWork(db: Kysely<unknown>, { text }: Flavour): Promise<void> {
  const now = sql`clock_timestamp()`;
  await db.schema
    .createTable('org_run')
    .addColumn('id', text, (column) => column.primaryKey())
    .addColumn('agreement', text, (column) => column.notNull())
    .addColumn('is_closed', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('touched_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
    .execute();
  await db.schema
    .createTable('org_result')
    .addColumn('run', text, (column) => column.notNull().references('org_run.id').onDelete('cascade'))
    .addColumn('task', text, (column) => column.notNull())
    .addColumn('result', text)
    .addPrimaryKeyConstraint('org_result_key', ['run', 'task'])
    .execute();
  await db.schema
    .createTable('ban')
    .addColumn('who', text, (column) => column.notNull())
    .addColumn('budget', text, (column) => column.notNull())
    .addColumn('until', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('ban_key', ['who', 'budget'])
    .execute();
  await db.schema
    .createTable('pace')
    .addColumn('who', text, (column) => column.primaryKey())
    .addColumn('evenly', 'timestamptz', (column) => column.notNull())
    .execute();
}
