import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AkguardError } from '../../src/core/errors.ts';
import { silentLog } from '../../src/core/runtime.ts';
import type { Intent, Store } from '../../src/core/store.ts';
import { headFile } from '../../src/store/head-file.ts';
import { openStore } from '../../src/store/index.ts';
import { NodeSqliteDialect, openDatabase } from '../../src/store/node-sqlite.ts';
import type { Tables } from '../../src/store/schema.ts';
import { SqlStore } from '../../src/store/sql-store.ts';
import { plainTransactions } from '../../src/store/transactions.ts';
import { storeContract } from './contract.ts';
import { repositoriesContract } from './repositories.ts';
import { sighting } from './sample.ts';

const fingerprint = 'f'.repeat(32);
const incident = sighting(fingerprint);
const revoke = { fingerprint, action: 'revoke', target: 'key_1', at: '2025-01-02T03:04:06.000Z' } as const;

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'akguard-store-'));
  path = join(folder, 'a', 'b', 'state.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The same act, intended later. */
function at(ms: number): Omit<Intent, 'id'> {
  return { ...revoke, at: new Date(Date.parse(revoke.at) + ms).toISOString() };
}

async function intend(store: Store): Promise<number> {
  const intended = await store.intend(revoke);
  if (intended.kind !== 'intended') throw new Error('another run is at it');
  return intended.intent.id;
}

/** A second run on the same file, as any other owner. */
function runOf(owner: string): SqlStore {
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openDatabase(path)) });
  return storeOn(db, owner);
}

function storeOn(db: Kysely<Tables>, owner = 'x'): SqlStore {
  const transactions = plainTransactions(db);
  return new SqlStore(db, {
    location: path,
    owner,
    by: 'a test',
    head: headFile(`${path}.head`),
    transactions,
  });
}

async function failure(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AkguardError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error('it worked');
}

describe('SQLite', () => {
  storeContract(async () => async (owner) => {
    const store = await openStore(path, { log: silentLog });
    if (owner === undefined) return store;
    await store.close();
    return runOf(owner);
  });
  repositoriesContract(() => openStore(path, { log: silentLog }));
});

describe('one run', () => {
  test('makes folders and file for its owner only', async () => {
    const store = await openStore(path, { log: silentLog });
    await store.sight(incident);
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    await store.close();
  });
});

describe('two runs', () => {
  test('the intent of a process that ended is taken over at once, that of a running one is not', async () => {
    const store = await openStore(path, { log: silentLog });
    await store.sight(incident);
    const host = hostname();
    const ended = spawn(process.execPath, ['-e', '0']);
    await new Promise((resolve) => ended.on('exit', resolve));
    const id = await intend(runOf(`${host}/${ended.pid}/x`));
    expect(await store.intend(at(1))).toEqual({ kind: 'intended', intent: { id, ...at(1) }, taken: true });

    const alert = { ...revoke, action: 'alert' } as const;
    expect(await runOf(`${host}/${process.ppid}/x`).intend(alert)).toMatchObject({ kind: 'intended' });
    expect(await store.intend(alert)).toEqual({ kind: 'busy' });
  });

  test('four processes open, migrate and intend at once: one gets the act', { timeout: 60_000 }, async () => {
    const script = join(import.meta.dirname, 'intend-once.ts');
    const runs = Array.from({ length: 4 }, () => spawn(process.execPath, [script, path, fingerprint]));
    const ended = runs.map(async (run) => {
      const [stderr] = await Promise.all([text(run.stderr), once(run, 'exit')]);
      return stderr;
    });
    const said = await Promise.all(runs.map(async (run) => String(await once(run.stdout, 'data')).trim()));
    for (const run of runs) run.stdin.end();
    expect(said.toSorted()).toEqual(['busy', 'busy', 'busy', 'mine']);
    // Also: no warning that node:sqlite is experimental.
    expect(await Promise.all(ended)).toEqual(['', '', '', '']);
  });
});

describe('anything in the way is AK_STORE, with the path and a reason', () => {
  test.each<[string, (path: string) => void, RegExp]>([
    ['a folder', (p) => mkdirSync(p, { recursive: true }), /EISDIR|directory/],
    [
      'a file where a folder should be',
      () => writeFileSync(join(folder, 'a'), ''),
      /ENOTDIR|EEXIST|not a directory/,
    ],
    ['another kind of file', (p) => put(p, 'plainly not a database\n'.repeat(100)), /not a database/],
  ])('%s', async (_, prepare, reason) => {
    prepare(path);
    const { code, message } = await failure(openStore(path, { log: silentLog }));
    expect(code).toBe('AK_STORE');
    expect(message).toContain(path);
    expect(message).toMatch(reason);
  });

  test('a damaged database', async () => {
    const store = await openStore(path, { log: silentLog });
    await store.close();
    const bytes = readFileSync(path);
    put(path, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100, 0x41)]));
    expect((await failure(openStore(path, { log: silentLog }))).message).toMatch(/malformed|corrupt/);
  });

  test('a newer version of the tables', async () => {
    await (await openStore(path, { log: silentLog })).close();
    const database = openDatabase(path);
    database.exec(`insert into kysely_migration values ('999-from-the-future', '2099-01-01')`);
    database.close();
    expect((await failure(openStore(path, { log: silentLog }))).message).toContain('newer akguard');
  });

  test('a file that can only be read', async () => {
    await (await openStore(path, { log: silentLog })).close();
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openDatabase(path, { readOnly: true })) });
    const store = storeOn(db);
    expect((await failure(store.sight(incident))).message).toMatch(/readonly/);
  });

  test('a disk that is full', async () => {
    const store = await openStore(path, { log: silentLog });
    await store.close();
    const database = openDatabase(path);
    database.exec('pragma max_page_count = 1');
    const full = storeOn(new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) }));
    const fill = async () => {
      for (let i = 0; i < 500; i += 1) {
        await full.sight({
          ...incident,
          fingerprint: String(i).padStart(32, '0'),
          redacted: 'x'.repeat(500),
        });
      }
    };
    expect((await failure(fill())).message).toContain('full');
  });

  test('another kind of database: refused, and its password is not repeated', async () => {
    const { code, message } = await failure(openStore('mysql://me:hunter2@db/x', { log: silentLog }));
    expect(code).toBe('AK_STORE');
    expect(message).not.toContain('hunter2');
  });
});

function put(file: string, content: string | Buffer): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
}

test('several that make a new state at the same moment all get it', async () => {
  const threads = 3;
  const paths = Array.from({ length: 60 }, (_, i) => join(folder, `${i}.db`));
  const gate = new SharedArrayBuffer(4 * paths.length);
  const opened = Array.from({ length: threads }, async () => {
    const worker = new Worker(new URL('open-at-once.ts', import.meta.url), {
      workerData: { paths, gate, threads },
    });
    const [failures] = (await once(worker, 'message')) as [string[]];
    return failures;
  });
  expect((await Promise.all(opened)).flat()).toEqual([]);
}, 60_000);
