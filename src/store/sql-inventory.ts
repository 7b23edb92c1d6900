// The inventory as queries.
import type { Kysely, Selectable } from 'kysely';
import type { Inventory, InventoryEntry } from '../core/inventory.ts';
import type { Tables } from './schema.ts';

type Args<Method extends keyof Inventory> = Parameters<Inventory[Method]>;

export async function known(
  db: Kysely<Tables>,
  ...[fingerprint]: Args<'known'>
): Promise<InventoryEntry | null> {
  const query = db.selectFrom('inventory').selectAll().where('fingerprint', '=', fingerprint);
  const row = await query.executeTakeFirst();
  return row ? entryOf(row) : null;
}

export async function register(db: Kysely<Tables>, ...[entry]: Args<'register'>): Promise<InventoryEntry> {
  const { fingerprint, keyId: key_id, environment, name, createdAt: created_at, source } = entry;
  await db
    .insertInto('inventory')
    .values({ fingerprint, key_id, environment, name, created_at, source })
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .execute();
  return (await known(db, fingerprint)) ?? entry;
}

export async function inventory(
  db: Kysely<Tables>,
  ...[environment]: Args<'inventory'>
): Promise<InventoryEntry[]> {
  const query = db.selectFrom('inventory').selectAll().where('environment', '=', environment);
  const rows = await query.orderBy('created_at').orderBy('fingerprint').execute();
  return rows.map(entryOf);
}

function entryOf(row: Selectable<Tables['inventory']>): InventoryEntry {
  const { fingerprint, key_id: keyId, environment, name, created_at: createdAt, source } = row;
  return { fingerprint, keyId, environment, name, createdAt, source };
}
