// Where the ledger ended when it was last written, kept beside the database: a chain alone can't show that its tail was
// cut off, or that a line was added by hand. Written only by whoever holds the database's write lock.
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Transaction } from 'kysely';
import type { HeadRecord } from '../core/ledger.ts';
import type { Tables } from './schema.ts';

/** What the store needs of it. It is asked within the transaction that changes the ledger. */
export interface HeadKeeper {
  /** What people call it. */
  readonly name: string;
  /** It changes with the transaction: there is nothing to tidy up behind it. */
  readonly isInDatabase: boolean;
  /** Null when there is none, or one that can't be understood. */
  read(db: Transaction<Tables>): Promise<HeadRecord | null>;
  /** On the disk when it is done, if `durable`. */
  write(db: Transaction<Tables>, record: HeadRecord, durable: boolean): Promise<void>;
}

/** `PATH.head`: one line of JSON. */
export function headFile(path: string): HeadKeeper {
  return {
    name: 'head file',
    isInDatabase: false,
    async read() {
      try {
        return parse(readFileSync(path, 'utf8'));
      } catch {
        return null;
      }
    },
    async write(_, record, durable) {
      const text = Buffer.from(`${JSON.stringify(record)}\n`);
      // In place: a rename would need the folder to be synced as well.
      const file = openSync(path, 'a+', 0o600);
      closeSync(file);
      const handle = openSync(path, 'r+');
      try {
        writeSync(handle, text, 0, text.length, 0);
        ftruncateSync(handle, text.length);
        if (durable) fdatasyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** Of the first line: behind it may be the end of a longer record, when whoever wrote was killed before it was cut off. */
function parse(text: string): HeadRecord | null {
  const value = JSON.parse(text.split('\n', 1)[0] ?? '') as Partial<HeadRecord> | null;
  const isHead = (head: { count?: unknown; hash?: unknown } | null | undefined): boolean =>
    typeof head?.count === 'number' && typeof head.hash === 'string';
  if (!isHead(value) || (value?.next !== null && !isHead(value?.next))) return null;
  return value as HeadRecord;
}
