// How Postgres says what the migrations want.
import { sql } from 'kysely';
import type { Flavour } from './migrations.ts';

export function postgresFlavour(schema: string): Flavour {
  const name = (...path: string[]) => sql.id(...path);
  return {
    // By bytes, whatever the database sorts by: times are compared as text.
    text: sql`text collate "C"`,
    id: (column) => column.primaryKey().generatedAlwaysAsIdentity(),
    hasHeadTable: true,
    async makeAppendOnly(db) {
      await sql`
        create function ${name(schema, 'ledger_refuse')}() returns trigger language plpgsql
        as $$ begin raise exception 'the ledger is append-only'; end $$`.execute(db);
      await sql`
        create trigger ledger_append_only before update or delete or truncate on ${name(schema, 'ledger')}
        for each statement execute function ${name(schema, 'ledger_refuse')}()`.execute(db);
    },
  };
}
