// The ledger as a table. A line is written in the transaction of the change it records, and the head is told within the
// same write lock; a head file: before the commit what the ledger will be, after it what it is.
import type { Kysely, Selectable, Transaction } from 'kysely';
import { noLines, nextLine, LedgerCheck } from '../core/ledger.ts';
import type { HeadRecord, LedgerEntry, LedgerEvent, LedgerHead, LedgerProblem } from '../core/ledger.ts';
import { maskKeys } from '../core/text.ts';
import type { HeadKeeper } from './head-file.ts';
import type { Tables } from './schema.ts';
import type { Transactions } from './transactions.ts';

/** Lines that are in memory at a time. */
const page = 1000;

/** A change in the making: what it is made with, and where it says what it does. */
export interface Change {
  db: Transaction<Tables>;
  record: (event: LedgerEvent) => void;
}

/** `by` is who runs akguard. */
export class SqlLedger {
  readonly #db: Kysely<Tables>;
  readonly #transactions: Transactions;
  readonly #head: HeadKeeper;
  readonly #by: string;

  constructor(db: Kysely<Tables>, transactions: Transactions, head: HeadKeeper, by: string) {
    this.#db = db;
    this.#transactions = transactions;
    this.#head = head;
    this.#by = maskKeys(by);
  }

  /** One transaction: what `work` changes, and the lines it has to `record` about that. */
  async change<T>(work: (change: Change) => Promise<T>): Promise<T> {
    const events: LedgerEvent[] = [];
    const result = await this.#transactions.change(async (db) => {
      const done = await work({ db, record: (event) => events.push(event) });
      if (events.length > 0) await this.#append(db, events);
      return done;
    });
    if (events.length > 0 && !this.#head.isInDatabase) await this.#settleHead();
    return result;
  }

  async #append(db: Transaction<Tables>, events: LedgerEvent[]): Promise<void> {
    const before = await tipOf(db);
    const record = await this.#head.read(db);
    const [first] = events;
    if (first && !fits(before, record)) events.unshift(misfit(this.#head.name, before, record, first.at));
    let head = before;
    for (const event of events) {
      const line = nextLine(head, masked(event), this.#by);
      const { by, data, ...columns } = line;
      await db
        .insertInto('ledger')
        .values({ ...columns, who: by, data: JSON.stringify(data) })
        .execute();
      head = { count: line.seq, hash: line.hash };
    }
    await this.#head.write(db, { ...before, next: head }, true);
  }

  /** Not needed for anything but tidiness: while `next` is there, both ends are right. */
  async #settleHead(): Promise<void> {
    await this.#transactions
      .change(async (db) => {
        const tip = await tipOf(db);
        const next = (await this.#head.read(db))?.next;
        if (next && same(next, tip)) await this.#head.write(db, { ...tip, next: null }, false);
      })
      .catch(() => {});
  }

  async read(after: number, most: number): Promise<LedgerEntry[]> {
    return read(this.#db, after, most);
  }

  async check(noted: LedgerHead | null): Promise<{ head: LedgerHead; problems: LedgerProblem[] }> {
    // In a transaction, or the head could be of another moment than the lines.
    return this.#transactions.snapshot(async (db) => {
      const record = await this.#head.read(db);
      const tip = await tipOf(db);
      const kept = record?.next && same(record.next, tip) ? record.next : record;
      const check = new LedgerCheck([...(kept ? [kept] : []), ...(noted ? [noted] : [])]);
      for (let after = -1; ;) {
        const lines = await read(db, after, page);
        for (const line of lines) check.take(line);
        const last = lines.at(-1);
        if (!last) break;
        after = last.seq;
      }
      if (kept) check.endExactly(kept, `the ${this.#head.name}`);
      else if (check.head.count > 0) {
        check.problems.push({ line: check.head.count, what: `the ${this.#head.name} is missing or damaged` });
      }
      if (noted) check.end(noted, 'the head given');
      return { head: check.head, problems: check.problems };
    });
  }
}

async function read(db: Kysely<Tables>, after: number, most: number): Promise<LedgerEntry[]> {
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(most)
    .execute();
  return rows.map(entryOf);
}

function entryOf(row: Selectable<Tables['ledger']>): LedgerEntry {
  const { seq, at, who, kind, fingerprint, previous, hash } = row;
  return { seq, at, by: who, kind, fingerprint, data: dataOf(row.data), previous, hash };
}

/** Data that was tampered with until it is no JSON must be named by the check, not stop it. */
function dataOf(text: string): LedgerEntry['data'] {
  try {
    return JSON.parse(text) as LedgerEntry['data'];
  } catch {
    return { unreadable: text };
  }
}

async function tipOf(db: Kysely<Tables>): Promise<LedgerHead> {
  const row = await db
    .selectFrom('ledger')
    .select(['seq as count', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? noLines;
}

function fits(tip: LedgerHead, record: HeadRecord | null): boolean {
  if (!record) return tip.count === 0;
  return same(record, tip) || (record.next !== null && same(record.next, tip));
}

function same(a: LedgerHead, b: LedgerHead): boolean {
  return a.count === b.count && a.hash === b.hash;
}

/** The line that keeps the misfit from being forgotten when the head is written anew. */
function misfit(name: string, tip: LedgerHead, record: HeadRecord | null, at: string): LedgerEvent {
  const why = record
    ? `it ended at line ${tip.count}, and the ${name} at line ${record.count}`
    : `its ${name} was missing at line ${tip.count}`;
  const data = { why, count: tip.count, head_count: record?.count ?? null, head_hash: record?.hash ?? null };
  return { at, kind: 'head', fingerprint: null, data };
}

function masked(event: LedgerEvent): LedgerEvent {
  return { ...event, data: JSON.parse(maskKeys(JSON.stringify(event.data))) as LedgerEvent['data'] };
}
