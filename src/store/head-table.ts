// Where the ledger ended when it was last written, as a row beside it, for a database that many machines share. It changes
// with the ledger in one transaction, so there is no moment between. It shows what was done to the ledger alone; against those
// who can write both, only a head that was noted elsewhere helps, as with the head file.
import type { HeadKeeper } from './head-file.ts';

/** The only row. */
const one = 1;

export const headTable: HeadKeeper = {
  name: 'head row',
  isInDatabase: true,
  async read(db) {
    const row = await db
      .selectFrom('ledger_head')
      .select(['count', 'hash'])
      .where('one', '=', one)
      .executeTakeFirst();
    return row ? { ...row, next: null } : null;
  },
  async write(db, { next, ...head }) {
    const { count, hash } = next ?? head;
    await db
      .insertInto('ledger_head')
      .values({ one, count, hash })
      .onConflict((conflict) => conflict.column('one').doUpdateSet({ count, hash }))
      .execute();
  },
};
