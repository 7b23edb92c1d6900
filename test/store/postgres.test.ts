// The store on a real Postgres: the contract of all stores, several processes at once, and what goes wrong on the way.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AkguardError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { silentLog } from '../../src/core/runtime.ts';
import type { Store } from '../../src/core/store.ts';
import { openStore } from '../../src/store/index.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { findPostgres, makePostgres, password } from '../helpers/postgres.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';
import { startSource } from '../helpers/source-cli.ts';
import { storeContract } from './contract.ts';
import { repositoriesContract } from './repositories.ts';
import { sighting } from './sample.ts';

const programs = findPostgres();
const fingerprint = 'f'.repeat(32);
const revoke = { fingerprint, action: 'revoke', target: 'key_1', at: '2025-01-02T03:04:06.000Z' } as const;

test.skipIf(programs === null)(
  'there is a Postgres (if skipped, NOT TESTED: apt-get install postgresql)',
  () => {
    expect(programs).not.toBeNull();
  },
);

describe.skipIf(programs === null)('Postgres', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof makePostgres>>;
  beforeAll(async () => {
    server = await makePostgres(programs ?? '');
  }, 60_000);
  afterAll(() => server.remove());

  const open = (url: string, mustExist = false) =>
    openStore(url, { log: silentLog, by: 'a test', mustExist });

  /** What is said; nothing of the error may hold the password. */
  async function failure(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof AkguardError)) throw new Error(`no AkguardError: ${inspect(error)}`);
    expect(error.code).toBe('AK_STORE');
    for (const form of [password, encodeURIComponent(password)])
      expect(inspect(error, { depth: 9 }).includes(form)).toBe(false);
    return error.message;
  }

  describe('does what every store has to do', () => {
    storeContract(async () => {
      const url = await server.database();
      return (owner) => openStore(url, { log: silentLog, ...(owner !== undefined && { owner }) });
    });
    let place: string | null = null;
    repositoriesContract(async () => openStore((place ??= await server.database()), { log: silentLog }));
  });

  test('four processes open, migrate and intend at once: one gets the act', async () => {
    const url = await server.database();
    const script = join(import.meta.dirname, 'intend-once.ts');
    const runs = Array.from({ length: 4 }, () => spawn(process.execPath, [script, url, fingerprint]));
    const ended = runs.map(async (run) => {
      const [stderr] = await Promise.all([text(run.stderr), once(run, 'exit')]);
      return stderr;
    });
    const said = await Promise.all(runs.map(async (run) => String(await once(run.stdout, 'data')).trim()));
    for (const run of runs) run.stdin.end();
    expect(said.toSorted()).toEqual(['busy', 'busy', 'busy', 'mine']);
    expect(await Promise.all(ended)).toEqual(['', '', '', '']);
  });

  test('many writers at once: one chain, no line lost', async () => {
    const url = await server.database();
    const stores = await Promise.all(Array.from({ length: 6 }, () => open(url)));
    const keys = Array.from({ length: 25 }, (_, i) => String(i).padStart(32, '0'));
    await Promise.all(
      stores.flatMap((store) =>
        keys.map(async (key) => {
          await store.sight(sighting(key));
          await store.withhold(key, revoke.at, 'failed', 'a reason');
        }),
      ),
    );
    const store: Store = await open(url);
    const lines = await store.ledger(0, 1000);
    expect(lines.filter(({ kind }) => kind === 'found')).toHaveLength(25);
    expect(lines.filter(({ kind }) => kind === 'withheld')).toHaveLength(150);
    expect(await store.checkLedger(null)).toMatchObject({ head: { count: 175 }, problems: [] });
    for (const each of [store, ...stores]) await each.close();
  });

  test('the ledger is checked as of one moment while others write', async () => {
    const url = await server.database();
    const [writer, reader] = [await open(url), await open(url)];
    await writer.sight(sighting(fingerprint));
    const writing = (async () => {
      for (let i = 0; i < 60; i++) await writer.withhold(fingerprint, revoke.at, 'failed', String(i));
    })();
    for (let i = 0; i < 30; i++) expect((await reader.checkLedger(null)).problems).toEqual([]);
    await writing;
    await writer.close();
    await reader.close();
  });

  test.each<[string, string[], string]>([
    [
      'a changed line',
      [`update akguard.ledger set at = '2025' where seq = 2`],
      'line 2 was changed after it was written',
    ],
    ['a removed line', ['delete from akguard.ledger where seq = 2'], 'line 2 is missing'],
    [
      'a tail that was cut off',
      ['delete from akguard.ledger where seq = 3'],
      'line 3 is missing at the end: the head row says that there are 3',
    ],
    ['no head', ['delete from akguard.ledger_head'], 'the head row is missing or damaged'],
  ])('by hand: %s', async (_, statements, expected) => {
    const url = await server.database();
    const store = await open(url);
    await store.sight(sighting(fingerprint));
    for (const why of ['a', 'b']) await store.withhold(fingerprint, revoke.at, 'failed', why);
    await expect(server.run(url, `update akguard.ledger set who = 'x'`)).rejects.toThrow('append-only');
    await expect(server.run(url, 'truncate akguard.ledger')).rejects.toThrow('append-only');
    await server.run(url, 'drop trigger ledger_append_only on akguard.ledger', ...statements);
    expect((await store.checkLedger(null)).problems.map(({ what }) => what)).toEqual([expected]);
    await store.close();
  });

  test('a database that sorts by a language, waits for no disk and repeats reads', async () => {
    const url = await server.database();
    const name = new URL(url).pathname.slice(1);
    await server.run(
      url,
      `alter database ${name} set default_transaction_isolation = 'serializable'`,
      `alter database ${name} set synchronous_commit = off`,
      `alter database ${name} set search_path = nowhere`,
    );
    const stores = await Promise.all([open(url), open(url)]);
    const acts = await Promise.all(
      stores.map(async (store) => {
        await store.sight(sighting(fingerprint));
        return (await store.intend(revoke)).kind;
      }),
    );
    expect(acts.toSorted()).toEqual(['busy', 'intended']);
    for (const store of stores) await store.close();
  });

  test('a NUL in foreign text', async () => {
    const store = await open(await server.database());
    await store.sight({ ...sighting(fingerprint), target: 'a\0b' });
    const intended = await store.intend(revoke);
    if (intended.kind !== 'intended') throw new Error('busy');
    await store.conclude(intended.intent.id, 'failed', revoke.at, 'a\0b');
    expect((await store.last(fingerprint, 'revoke', null, null))?.detail).toBe('a\ufffdb');
    expect((await store.checkLedger(null)).problems).toEqual([]);
    await store.close();
  });

  describe('what goes wrong is AK_STORE, and the password is not in it', () => {
    test('looking at a state that is not there makes none', async () => {
      const url = await server.database();
      expect(await failure(open(url, true))).toContain('there is none here yet');
      await expect(server.run(url, 'select 1 from akguard.ledger')).rejects.toThrow('does not exist');
    });

    test('a wrong password, an unknown database, and nobody there', async () => {
      const url = await server.database();
      const wrong = url.replace(encodeURIComponent(password), `${encodeURIComponent(password)}x`);
      expect(await failure(open(wrong))).toContain('password authentication failed');
      expect(await failure(open(url.replace(/\w+$/, 'nowhere')))).toContain('"nowhere" does not exist');
      expect(await failure(open(url.replace(/:\d+\//, ':1/')))).toContain('ECONNREFUSED');
    });

    test.each([
      `postgres://me:${password}#x@db/x`,
      `postgres://me:${password}@db/x`,
      `postgres://me:12/${password}@db/x`,
      `postgres://me:12#${password}@db/x`,
      `postgres://[${password}/x`,
    ])('an address that is none: %#', async (url) => {
      expect(await failure(open(url))).toContain('its address can not be read');
    });

    test('tables of a newer akguard', async () => {
      const url = await server.database();
      await (await open(url)).close();
      await server.run(url, `insert into akguard.kysely_migration values ('999-from-the-future', '2099')`);
      expect(await failure(open(url))).toContain('newer akguard');
    });

    test('a role that may not write', async () => {
      const url = await server.database();
      await (await open(url)).close();
      const name = new URL(url).pathname.slice(1);
      await server.run(
        url,
        `create role reader_${name} login password 'reader'`,
        `grant usage on schema akguard to reader_${name}`,
        `grant select on all tables in schema akguard to reader_${name}`,
      );
      const reader = await open(`postgres://reader_${name}:reader@127.0.0.1:${server.port}/${name}`);
      expect(await reader.ledger(0, 1)).toEqual([]);
      expect(await failure(reader.sight(sighting(fingerprint)))).toContain('permission denied');
      await reader.close();
    });

    test('the server goes away and comes back', async () => {
      const store = await open(await server.database());
      await store.sight(sighting(fingerprint));
      await server.stop();
      expect(await failure(store.intend(revoke))).toMatch(/lost|ECONNREFUSED/);
      await server.start();
      expect((await store.intend(revoke)).kind).toBe('intended');
      await store.close();
    });

    test('one connection is cut in the middle of a change: nothing of it is there', async () => {
      const url = await server.database();
      const store = await open(url);
      await store.sight(sighting(fingerprint));
      await server.run(
        url,
        `create function akguard.cut() returns trigger language plpgsql as
         $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`,
        'create trigger cut before insert on akguard.ledger execute function akguard.cut()',
      );
      expect(await failure(store.intend(revoke))).toContain('lost');
      await server.run(url, 'drop trigger cut on akguard.ledger');
      expect(await store.open()).toEqual([]);
      expect((await store.intend(revoke)).kind).toBe('intended');
      expect((await store.checkLedger(null)).problems).toEqual([]);
      await store.close();
    });
  });

  describe('the command', () => {
    test('two runs at once on one database: one check, one revoke, one alert', async () => {
      const sandbox = await sandboxForTest();
      const key = await sandbox.createKey('live');
      const url = await server.database();
      const folder = scratchFolder();
      const alerts = scratchFolder();
      writeFileSync(join(folder, 'a.env'), `KEY=${key.raw}\n`);
      const env = { ...sandbox.env, DATABASE_URL: url };
      const args = ['scan', 'files', 'a.env', '--revoke', '--alert', `file:${alerts}`, '--format', 'json'];
      const runs = [1, 2].map(() => startSource(args, folder, 'ignore', env));
      await Promise.all(runs.map(({ ended }) => ended));
      const results = runs.flatMap((run) =>
        (JSON.parse(run.stdout()) as Report).findings.flatMap(({ outcomes }) => outcomes),
      );
      expect(results.filter(({ result }) => result === 'revoked')).toHaveLength(1);
      expect(results.filter(({ result }) => result === 'alerted')).toHaveLength(1);
      expect(results.filter(({ result }) => ['failed', 'unconfirmed'].includes(result))).toEqual([]);
      expect(await sandbox.revocations()).toHaveLength(1);
      expect(readdirSync(alerts)).toHaveLength(1);
      const own = (await sandbox.ledger()).filter(({ keyId }) => keyId === key.id);
      expect(own.filter(({ step, status }) => step === 'check' && status === 401)).toHaveLength(1);
      const verify = startSource(['ledger', 'verify', '--state', url], folder, 'ignore', {});
      expect(await verify.ended).toBe(0);
      for (const run of [...runs, verify]) {
        expect(`${run.stdout()}${run.stderr()}`.includes(password)).toBe(false);
      }
    });

    test('a database that is not there: exit 3, and the address without its password', async () => {
      const folder = scratchFolder();
      writeFileSync(join(folder, 'a.env'), `KEY=${makeKey('live', 1)}\n`);
      const state = `postgres://me:${encodeURIComponent(password)}@127.0.0.1:1/state`;
      const run = startSource(['breaker', 'status', '--verbose'], folder, 'ignore', { DATABASE_URL: state });
      expect(await run.ended).toBe(3);
      expect(run.stderr()).toContain(
        'The state postgres://127.0.0.1:1/state can not be used: connect ECONNREFUSED',
      );
      expect(`${run.stdout()}${run.stderr()}`).not.toContain('canary');
    });
  });
});
