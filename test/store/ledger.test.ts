// The ledger of a real state: whatever is done to its lines by hand is found, and the line is named.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../src/core/ledger.ts';
import type { LedgerEntry, LedgerHead } from '../../src/core/ledger.ts';
import { silentLog } from '../../src/core/runtime.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/index.ts';
import { sighting } from './sample.ts';

const fingerprint = 'f'.repeat(32);
const at = '2025-01-02T03:04:06.000Z';

let folder = '';
let path = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'akguard-ledger-'));
  path = join(folder, 'state.db');
  await withStore(async (store) => {
    await store.sight(sighting(fingerprint));
    for (const i of [1, 2, 3, 4]) await store.withhold(fingerprint, at, 'failed', `reason ${i}`);
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function withStore<T>(look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(path, { log: silentLog, by: 'a test' });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

async function problems(noted: LedgerHead | null = null): Promise<string[]> {
  const checked = await withStore((store) => store.checkLedger(noted));
  return checked.problems.map(({ what }) => what);
}

/** Whoever does this knows SQL, and how to get the triggers out of the way. */
function byHand(...statements: string[]): void {
  const database = new DatabaseSync(path);
  database.exec('drop trigger if exists ledger_no_update; drop trigger if exists ledger_no_delete');
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** A line that is right in itself, made with the hash of the one before. */
function forged(lines: readonly LedgerEntry[]): string {
  const last = lines.at(-1);
  const line = {
    seq: (last?.seq ?? 0) + 1,
    at,
    by: 'nobody',
    kind: 'dead' as const,
    fingerprint,
    data: {},
    previous: last?.hash ?? '',
  };
  return `insert into ledger (seq, at, who, kind, fingerprint, data, previous, hash) values
    (${line.seq}, '${at}', 'nobody', 'dead', '${fingerprint}', '{}', '${line.previous}', '${hashOf(line)}')`;
}

test('a ledger that nobody touched is right', async () => {
  expect(await problems()).toEqual([]);
});

test('its table refuses changes', () => {
  const database = new DatabaseSync(path);
  expect(() => database.exec('delete from ledger')).toThrow('append-only');
  expect(() => database.exec(`update ledger set who = 'x'`)).toThrow('append-only');
  database.close();
});

describe('what is done by hand', () => {
  test.each<[string, string[], string[]]>([
    [
      'a changed line',
      [`update ledger set data = '{"action":"revoke","result":"failed","why":"x"}' where seq = 3`],
      ['line 3 was changed after it was written'],
    ],
    [
      'a changed time',
      [`update ledger set at = '2025' where seq = 1`],
      ['line 1 was changed after it was written'],
    ],
    [
      'data that is no JSON',
      [`update ledger set data = '{' where seq = 2`],
      ['line 2 was changed after it was written'],
    ],
    ['a removed line', ['delete from ledger where seq = 3'], ['line 3 is missing']],
    ['removed lines', ['delete from ledger where seq in (2, 3)'], ['lines 2 to 3 are missing']],
    [
      'two lines that changed places',
      [
        'update ledger set seq = -2 where seq = 2',
        'update ledger set seq = 2 where seq = 4',
        'update ledger set seq = 4 where seq = -2',
      ],
      ['line 2 was changed after it was written', 'line 4 was changed after it was written'],
    ],
    [
      'a line put in with a number of its own',
      [
        `insert into ledger select 0, at, who, kind, fingerprint, data, previous, hash from ledger where seq = 2`,
      ],
      ['line 0 stands behind line 0: moved, or put in', 'line 0 was changed after it was written'],
    ],
    [
      'a tail that was cut off',
      ['delete from ledger where seq > 3'],
      ['lines 4 to 5 are missing at the end: the head file says that there are 5'],
    ],
    [
      'all lines gone',
      ['delete from ledger'],
      ['lines 1 to 5 are missing at the end: the head file says that there are 5'],
    ],
  ])('%s', async (_, statements, expected) => {
    byHand(...statements);
    expect(await problems()).toEqual(expected);
  });

  test('a line appended, its hash right', async () => {
    byHand(forged(await withStore((store) => store.ledger(0, 10))));
    expect(await problems()).toEqual(['line 6 was appended by hand: the head file ends at line 5']);
  });

  test('the last line replaced by another one, its hash right', async () => {
    const lines = await withStore((store) => store.ledger(0, 10));
    byHand('delete from ledger where seq = 5', forged(lines.slice(0, 4)));
    expect(await problems()).toEqual(['line 5 is not the one that the head file names: it was replaced']);
  });

  test('a line in the middle replaced by another one, its hash right', async () => {
    const lines = await withStore((store) => store.ledger(0, 10));
    byHand('delete from ledger where seq = 3', forged(lines.slice(0, 2)));
    expect(await problems()).toEqual([
      'line 3 is not the one that line 4 was written behind: one of them was replaced',
    ]);
  });

  test('the head file gone', async () => {
    rmSync(`${path}.head`);
    expect(await problems()).toEqual(['the head file is missing or damaged']);
  });

  test('what did not fit is not forgotten when the next line is written', async () => {
    byHand('delete from ledger where seq > 3');
    await withStore((store) => store.died(fingerprint, at));
    expect(await problems()).toEqual([
      'line 4 records that the ledger did not fit its head: it ended at line 3, and the head file at line 5',
    ]);
    const [line] = await withStore((store) => store.ledger(4, 1));
    expect(line?.kind).toBe('dead');
  });

  test('a new state behind an old head file is noticed', async () => {
    for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    await withStore((store) => store.sight(sighting(fingerprint)));
    expect(await problems()).toEqual([
      'line 1 records that the ledger did not fit its head: it ended at line 0, and the head file at line 5',
    ]);
  });

  // Who can write both files and knows how lines are hashed can begin anew; then only a head kept elsewhere tells.
  test('ledger and head file of an earlier day: right in itself, and found out by a head that was noted', async () => {
    const saved = ['', '.head'].map((end) => {
      copyFileSync(`${path}${end}`, `${path}${end}.saved`);
      return end;
    });
    await withStore((store) => store.died(fingerprint, at));
    const { head } = await withStore((store) => store.checkLedger(null));
    for (const end of saved) copyFileSync(`${path}${end}.saved`, `${path}${end}`);
    expect(await problems()).toEqual([]);
    expect(await problems(head)).toEqual([
      'line 6 is missing at the end: the head given says that there are 6',
    ]);
  });
});

describe('a run that was killed between head file and commit', () => {
  async function headAfter(): Promise<{ count: number; hash: string }> {
    return (await withStore((store) => store.checkLedger(null))).head;
  }

  test('before the commit: the line never was', async () => {
    const head = await headAfter();
    writeFileSync(`${path}.head`, JSON.stringify({ ...head, next: { count: 6, hash: 'a'.repeat(64) } }));
    expect(await problems()).toEqual([]);
    await withStore((store) => store.died(fingerprint, at));
    expect(await problems()).toEqual([]);
  });

  test('after the commit: the line is there', async () => {
    const before = await headAfter();
    await withStore((store) => store.died(fingerprint, at));
    const next = await headAfter();
    const record = JSON.stringify({ ...before, next });
    writeFileSync(`${path}.head`, record);
    expect(await problems()).toEqual([]);
    byHand('delete from ledger where seq = 5');
    expect(await problems()).toEqual(['line 5 is missing']);
  });

  test('while a longer record gave way to a shorter one: what is left of the longer one does not count', async () => {
    const record = readFileSync(`${path}.head`, 'utf8');
    writeFileSync(`${path}.head`, `${record}${'a'.repeat(64)}"}}\n`);
    expect(await problems()).toEqual([]);
    await withStore((store) => store.withhold(fingerprint, at, 'failed', 'the next one'));
    expect(await problems()).toEqual([]);
  });

  test('the head file is on the disk before the commit, and tidied up after it', async () => {
    expect(JSON.parse(readFileSync(`${path}.head`, 'utf8'))).toEqual({ ...(await headAfter()), next: null });
  });
});
