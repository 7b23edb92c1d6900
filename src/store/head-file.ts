// Where the ledger ended when it was last written, kept beside the database: a chain alone can't show that its tail was
// cut off, or that a line was added by hand. Written only by whoever holds the database's write lock.
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { HeadRecord } from '../core/ledger.ts';

/** What the store needs of it. */
export interface HeadKeeper {
  /** Null when there is none, or one that can't be understood. */
  read(): HeadRecord | null;
  /** On the disk when it returns, if `durable`. */
  write(record: HeadRecord, durable: boolean): void;
}

/** `PATH.head`: one line of JSON. */
export function headFile(path: string): HeadKeeper {
  return {
    read() {
      try {
        return parse(readFileSync(path, 'utf8'));
      } catch {
        return null;
      }
    },
    write(record, durable) {
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

function parse(text: string): HeadRecord | null {
  const value = JSON.parse(text) as Partial<HeadRecord> | null;
  const isHead = (head: { count?: unknown; hash?: unknown } | null | undefined): boolean =>
    typeof head?.count === 'number' && typeof head.hash === 'string';
  if (!isHead(value) || (value?.next !== null && !isHead(value?.next))) return null;
  return value as HeadRecord;
}
