// The simulation stands on this store: the same calls, drawn from a seed, must be answered as SQLite answers them, and leave
// the same lines in the ledger.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Kysely } from 'kysely';
import type { Rotation, Rotations } from '../../src/core/rotation.ts';
import type { Store } from '../../src/core/store.ts';
import { headFile } from '../../src/store/head-file.ts';
import { openStore } from '../../src/store/index.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { NodeSqliteDialect, openDatabase } from '../../src/store/node-sqlite.ts';
import { maybeAtWork } from '../../src/store/owner.ts';
import type { Tables } from '../../src/store/schema.ts';
import { SqlStore } from '../../src/store/sql-store.ts';
import { plainTransactions } from '../../src/store/transactions.ts';
import { randomFrom } from '../respond/scenarios.ts';
import { RotatingStore } from './memory-rotations.ts';
import { Disk } from './memory-store.ts';
import { sighting } from './sample.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'akguard-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const owners = ['elsewhere/1/x', 'elsewhere/2/y'];
const fingerprints = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
const environment = 'live';

/** What one of two runs did, call by call, and the ledger at the end. */
async function play(seed: number, stores: (Store & Rotations)[]): Promise<unknown[]> {
  const random = randomFrom(seed);
  const pick = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)] as T;
  let now = Date.parse('2025-01-02T03:04:05.000Z');
  const held: (Rotation | null)[] = [null, null];
  const heard: unknown[] = [];
  // SQLite leaves gaps between the ids of rotations: only which one is which counts.
  const ids: unknown[] = [];
  const nth = (id: unknown) => (ids.includes(id) ? ids.indexOf(id) : ids.push(id) - 1);
  const same = <T>(answer: T): T =>
    answer !== null && typeof answer === 'object' && 'oldKeyId' in answer && 'id' in answer
      ? { ...answer, id: nth(answer.id) }
      : answer;
  // As in a run, nothing is intended about a key that was not sighted.
  for (const fingerprint of fingerprints) await stores[0]?.sight(sighting(fingerprint));
  for (let i = 0; i < 40; i += 1) {
    now += pick(1, 1_000, 70_000, 1_000_000);
    const at = new Date(now).toISOString();
    const who = pick(0, 1);
    const store = stores[who] as Store & Rotations;
    const fingerprint = pick(...fingerprints);
    const keyId = pick('key_1', 'key_2', 'key_3');
    const rotation = held[who] ?? { id: 99, environment, oldKeyId: keyId, startedAt: at };
    const most = pick(1, 2, 9);
    const proof = { validity: 'inactive', reason: 'no', checkedAt: at, status: 401, code: null } as const;
    const made = { keyId, fingerprint };
    const death = { fingerprint, host: 'api.test', proof: { ...proof, requestId: null } };
    const name = pick('register', 'begin', 'begin', 'step', 'may', 'revoke', 'end', 'end', 'finish');
    const calls = {
      register: () =>
        store.register({ fingerprint, keyId, environment, name: 'x', createdAt: at, source: 'registered' }),
      begin: async () =>
        (held[who] = await store.beginRotation({ environment, oldKeyId: keyId, startedAt: at })),
      step: () => store.beginStep(rotation, pick('create', 'deliver', 'prove', 'quiet'), keyId, at),
      may: () => store.mayRevoke(rotation, at, most),
      revoke: () =>
        random() < 0.5
          ? store.beginRevoke(rotation, keyId, at, most)
          : store.intend(
              { fingerprint, action: 'revoke', target: keyId, at },
              { environment, mostAnHour: most },
            ),
      end: () =>
        store.endStep(pick(1, 2, 3, 4, 5, 6), {
          result: pick('done', 'done', 'failed'),
          at,
          detail: 'what came of it',
          ...pick({}, { made }, { death }),
        }),
      finish: () => store.endRotation(rotation, pick('rotated', 'taken-back'), at),
    };
    heard.push([name, same<unknown>(await calls[name]().catch(() => 'refused'))]);
    heard.push(
      await store.rotationSteps(rotation),
      same(await store.openRotation(environment, keyId)),
      same(await store.finishedRotation(environment, keyId)),
      (await store.openRotations()).map(same),
      await store.breaker(at),
      await store.recall(fingerprint),
      await store.open(),
    );
  }
  const entries = (await stores[0]?.ledger(0, 1_000)) ?? [];
  const lines = entries.map(({ at, kind, fingerprint, data }) => {
    const { rotation = null } = data;
    return { at, kind, fingerprint, data: { ...data, rotation: rotation === null ? null : nth(rotation) } };
  });
  const checked = await stores[0]?.checkLedger(null);
  return [...heard, ...lines, checked?.problems];
}

test.each(Array.from({ length: 15 }, (_, seed) => seed))('calls of seed %i', async (seed) => {
  const path = join(folder, 'state.db');
  await (await openStore(path, { log: silentLog, by: 'a test' })).close();
  const real = owners.map((owner) => {
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openDatabase(path)) });
    const head = headFile(`${path}.head`);
    return new SqlStore(db, {
      location: path,
      owner,
      by: 'a test',
      head,
      transactions: plainTransactions(db),
    });
  });
  const disk = new Disk();
  const inMemory = owners.map((owner) => new RotatingStore(disk, { owner, by: 'a test', maybeAtWork }));
  const expected = await play(seed, real);
  for (const store of real) await store.close();
  const got = await play(seed, inMemory);
  for (const [i, each] of expected.entries()) expect([i, got[i]]).toEqual([i, each]);
});
