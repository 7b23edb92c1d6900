import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Rotation, StepOutcome } from '../../src/core/rotation.ts';
import { silentLog } from '../../src/core/runtime.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { incidentPage } from '../../src/respond/incident-page.ts';
import { openStore } from '../../src/store/index.ts';
import { findPostgres, makePostgres, type PostgresServer } from '../helpers/postgres.ts';
import { sighting } from './sample.ts';

type State = Awaited<ReturnType<typeof openStore>>;

/** A database of its own for each test. */
interface Backend {
  open(): Promise<State>;
  /** Statements past the store. */
  run(...statements: string[]): Promise<void>;
  close(): Promise<void>;
}

async function onSqlite(): Promise<Backend> {
  const path = join(mkdtempSync(join(tmpdir(), 'akguard-store-')), 'state.db');
  return {
    open: () => openStore(path, { log: silentLog, by: 'me' }),
    async run(...statements) {
      const db = new DatabaseSync(path);
      for (const statement of statements) db.exec(statement);
      db.close();
    },
    close: async () => rmSync(join(path, '..'), { recursive: true, force: true }),
  };
}

const programs = findPostgres();
let server: (PostgresServer & { remove(): Promise<void> }) | null = null;
beforeAll(async () => {
  if (programs !== null) server = await makePostgres(programs);
}, 60_000);
afterAll(() => server?.remove());

test.skipIf(programs === null)(
  'there is a Postgres (if skipped, NOT TESTED: apt-get install postgresql)',
  () => {
    expect(programs).not.toBeNull();
  },
);

async function onPostgres(): Promise<Backend> {
  if (server === null) throw new Error('no Postgres');
  const { run, database } = server;
  const url = await database();
  return {
    open: () => openStore(url, { log: silentLog, by: 'me' }),
    run: (...statements) => run(url, 'set search_path to akguard', ...statements),
    close: async () => {},
  };
}

const backends: [string, () => Promise<Backend>, noRoom: string[]][] = [
  [
    'SQLite',
    onSqlite,
    ["create trigger full before insert on ledger begin select raise(abort, 'no room'); end"],
  ],
];
if (programs !== null)
  backends.push([
    'Postgres',
    onPostgres,
    [
      "create function no_room() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$",
      'create trigger no_room before insert on ledger for each statement execute function no_room()',
    ],
  ]);

describe.each(backends)('on %s', (_kind, makeBackend, noRoom) => {
  let backend: Backend;
  let store: State;
  beforeEach(async () => {
    backend = await makeBackend();
    store = await backend.open();
  });
  afterEach(async () => {
    await store.close();
    await backend.close();
  });

  const start = Date.parse('2025-01-02T03:04:05.000Z');
  const at = (ms: number) => new Date(start + ms).toISOString();
  const wanted = (ms = 0) => ({ environment: 'live' as const, oldKeyId: 'key_1', startedAt: at(ms) });

  async function begun(ms = 0): Promise<Rotation> {
    const rotation = await store.beginRotation(wanted(ms));
    if (rotation === null) throw new Error('another run is at it');
    return rotation;
  }

  /** As if another run held it. */
  function heldBy(owner: string): Promise<void> {
    return backend.run(`update rotation set owner = '${owner}'`);
  }

  test('a rotation is gone on with, and its steps with it', async () => {
    const rotation = await begun();
    const create = await store.beginStep(rotation, 'create', 'name', at(1));
    const made = { keyId: 'key_2', fingerprint: 'f'.repeat(32) };
    await store.endStep(create, { result: 'done', at: at(2), detail: 'made', made });
    await store.beginStep(rotation, 'deliver', 'file:x', at(3));
    expect(await store.openRotation('live', 'key_1')).toEqual(rotation);
    expect(await begun(5)).toEqual(rotation);
    expect(await store.rotationSteps(rotation)).toEqual([
      {
        id: 1,
        step: 'create',
        target: 'name',
        at: at(1),
        result: 'done',
        endedAt: at(2),
        detail: 'made',
        ...made,
      },
      {
        id: 2,
        step: 'deliver',
        target: 'file:x',
        at: at(3),
        result: null,
        endedAt: null,
        detail: null,
        keyId: null,
        fingerprint: null,
      },
    ]);
  });

  test('a step that has ended keeps its end', async () => {
    const rotation = await begun();
    const id = await store.beginStep(rotation, 'prove', 'key_2', at(1));
    await store.endStep(id, { result: 'failed', at: at(2), detail: 'first' });
    await store.endStep(id, { result: 'done', at: at(3), detail: 'second' });
    expect(await store.rotationSteps(rotation)).toMatchObject([{ result: 'failed', detail: 'first' }]);
  });

  test('after its end there is none that is open, and the next one is another', async () => {
    const rotation = await begun();
    expect(await store.finishedRotation('live', 'key_1')).toBeNull();
    await store.endRotation(rotation, 'rotated', at(1));
    expect(await store.openRotation('live', 'key_1')).toBeNull();
    expect(await store.finishedRotation('live', 'key_1')).toEqual(rotation);
    expect((await begun(2)).id).not.toBe(rotation.id);
  });

  test('what was taken back is not finished', async () => {
    await store.endRotation(await begun(), 'taken-back', at(1));
    expect(await store.finishedRotation('live', 'key_1')).toBeNull();
  });

  test('all that are open can be listed', async () => {
    const first = await begun();
    const other = await store.beginRotation({ ...wanted(1), environment: 'test' });
    expect(await store.openRotations()).toEqual([first, other]);
    await store.endRotation(first, 'rotated', at(2));
    expect(await store.openRotations()).toEqual([other]);
  });

  test('keys and environments have rotations of their own', async () => {
    const first = await begun();
    const others = [
      await store.beginRotation({ ...wanted(), environment: 'test' }),
      await store.beginRotation({ ...wanted(), oldKeyId: 'key_2' }),
    ];
    expect(new Set([first, ...others].map((rotation) => rotation?.id)).size).toBe(3);
  });

  test.each<[string, string, number, boolean]>([
    ['another machine that was at it just now', 'elsewhere/1/x', 59_000, false],
    ['another machine that is silent', 'elsewhere/1/x', 60_000, true],
    ['a process that runs', `${hostname()}/1/x`, 1000, false],
    ['a process that is dead', `${hostname()}/4194304/x`, 1000, true],
  ])('held by %s', async (_name, owner, ms, taken) => {
    await begun();
    await heldBy(owner);
    expect((await store.beginRotation(wanted(ms))) !== null).toBe(taken);
  });

  test('who was taken over does nothing more', async () => {
    const rotation = await begun();
    await heldBy('elsewhere/1/x');
    const refused = /another run has taken over/;
    await expect(store.keepRotation(rotation, at(1))).rejects.toThrow(refused);
    await expect(store.beginRevoke(rotation, 'key_1', at(1), 9)).rejects.toThrow(refused);
    await expect(store.endRotation(rotation, 'rotated', at(1))).rejects.toThrow(refused);
    expect(await store.rotationSteps(rotation)).toEqual([]);
  });

  test('who says that it is still at it is believed', async () => {
    const rotation = await begun();
    await store.keepRotation(rotation, at(50_000));
    await heldBy('elsewhere/1/x');
    expect(await store.beginRotation(wanted(100_000))).toBeNull();
    expect(await store.beginRotation(wanted(110_000))).not.toBeNull();
  });

  describe('the breaker', () => {
    const begin = async (rotation: Rotation, keyId: string, ms: number, mostAnHour: number) => {
      const revoke = await store.beginRevoke(rotation, keyId, at(ms), mostAnHour);
      return revoke.kind === 'begun' ? 'begun' : revoke.why;
    };

    test('that is open stops the revokes of a rotation in its environment, and says so in the ledger', async () => {
      const fingerprint = 'a'.repeat(32);
      await store.sight(sighting(fingerprint));
      const entry = {
        fingerprint,
        keyId: 'key_1',
        environment: 'live',
        name: 'x',
        createdAt: at(0),
      } as const;
      await store.register({ ...entry, source: 'registered' });
      await store.trip({ cause: 'unproven', environment: 'live', openedAt: at(0), why: 'a reason' });
      const rotation = await begun();
      const why = `the breaker is open since ${at(0)}: a reason; see \`akguard breaker status\``;
      expect(await store.mayRevoke(rotation, at(1), 9)).toBe(why);
      expect(await store.beginRevoke(rotation, 'key_1', at(1), 9)).toEqual({ kind: 'stopped', why });
      expect(await store.rotationSteps(rotation)).toEqual([]);
      const last = (await store.ledger(0, 100)).at(-1);
      const data = { action: 'revoke', result: 'failed', rotation: rotation.id, target: 'key_1', why };
      expect(last).toMatchObject({ at: at(1), kind: 'withheld', fingerprint, data });

      const other = await store.beginRotation({ ...wanted(), environment: 'test' });
      if (other === null) throw new Error('another run is at it');
      expect(await begin(other, 'key_9', 1, 9)).toBe('begun');
      await store.reset(at(2));
      expect(await begin(rotation, 'key_1', 3, 9)).toBe('begun');
    });

    test('lets a rotation clear up what it made, though the revoke of its old key was begun', async () => {
      const fingerprint = 'a'.repeat(32);
      await store.sight(sighting(fingerprint));
      await store.intend({ fingerprint, action: 'revoke', target: 'key_1', at: at(0) });
      const rotation = await begun();
      expect(await begin(rotation, 'key_2', 1, 1)).toBe('begun');
      const other = await store.beginRotation({ ...wanted(), oldKeyId: 'key_9' });
      if (other === null) throw new Error('another run is at it');
      expect(await begin(other, 'key_3', 2, 2)).toMatch(/^2 other keys were revoked within an hour/);
    });

    test('counts keys, of scans and of rotations alike', async () => {
      const fingerprints = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
      for (const fingerprint of fingerprints) await store.sight(sighting(fingerprint));
      const gate = { environment: 'live', mostAnHour: 2 } as const;
      const scan = async (key: number, ms: number) => {
        const [fingerprint = '', target] = [fingerprints[key], `key_${key}`];
        return (await store.intend({ fingerprint, action: 'revoke', target, at: at(ms) }, gate)).kind;
      };
      const rotation = await begun();
      expect(await scan(0, 0)).toBe('intended');
      expect(await begin(rotation, 'key_1', 1, 2)).toBe('begun');
      // The same keys once more are no more keys, whoever does it.
      expect(await begin(rotation, 'key_1', 2, 2)).toBe('begun');
      expect(await begin(rotation, 'key_0', 3, 2)).toBe('begun');
      expect(await scan(1, 4)).toBe('intended');
      expect((await store.breaker(at(5))).lastHour).toBe(2);
      const other = await store.beginRotation({ ...wanted(5), oldKeyId: 'key_9' });
      if (other === null) throw new Error('another run is at it');
      expect(await begin(other, 'key_2', 5, 2)).toMatch(
        /^2 other keys were revoked within an hour, and 2 is/,
      );
      expect(await scan(2, 5)).toBe('stopped');
      expect(await begin(rotation, 'key_2', 5, 3)).toBe('begun');
      expect((await store.breaker(at(6))).lastHour).toBe(3);
      expect((await store.breaker(at(3_600_003))).lastHour).toBe(2);
      await store.reset(at(7));
      expect((await store.breaker(at(8))).lastHour).toBe(0);
    });
  });

  describe('a key that leaked, and that a rotation proved dead', () => {
    const fingerprint = 'a'.repeat(32);
    const inventory = (of: string, keyId = 'key_1') =>
      store.register({
        fingerprint: of,
        keyId,
        environment: 'live',
        name: 'x',
        createdAt: at(0),
        source: 'registered',
      });
    const revoked = async (outcome: Partial<StepOutcome> = {}, keyId = 'key_1') => {
      const rotation = await begun();
      const revoke = await store.beginRevoke(rotation, keyId, at(10), 9);
      if (revoke.kind !== 'begun') throw new Error(revoke.why);
      await store.endStep(revoke.id, { result: 'done', at: at(20), detail: 'listed as revoked', ...outcome });
    };
    const kinds = async () => (await store.ledger(0, 100)).slice(-5).map(({ kind }) => kind);

    test('by a list is dead in its incident, and its open revoke has ended', async () => {
      await store.sight(sighting(fingerprint));
      await store.intend({ fingerprint, action: 'revoke', target: 'key_1', at: at(1) });
      await inventory(fingerprint);
      await revoked();
      expect((await store.recall(fingerprint))?.incident.deadAt).toBe(at(20));
      expect(await store.open(fingerprint)).toEqual([]);
      expect(await kinds()).toEqual(['rotation', 'step-intent', 'step-outcome', 'dead', 'outcome']);
      const page = incidentPage(await store.ledger(0, 100));
      expect(page).toMatch(/- Dead: 2025-01-02T03:04:05.020Z \(line 6\)\n/);
      expect(page).toMatch(/- Proof: `listed as revoked` \(line 5\)\n/);
      expect((await store.checkLedger(null)).problems).toEqual([]);
    });

    test('by presenting it, too, and the answer is remembered; the inventory need not know it', async () => {
      await store.sight(sighting(fingerprint));
      const proof: Verdict = {
        validity: 'inactive',
        reason: 'refused',
        checkedAt: at(15),
        status: 401,
        code: null,
        requestId: null,
      };
      await revoked({ death: { fingerprint, host: 'api.test', proof } });
      const memory = await store.recall(fingerprint);
      expect([memory?.incident.deadAt, memory?.verdicts.get('api.test')]).toEqual([at(15), proof]);
      expect((await kinds()).slice(2)).toEqual(['step-outcome', 'verdict', 'dead']);
    });

    test.each<[string, () => Promise<unknown>, Partial<StepOutcome>, string]>([
      ['another key was revoked', () => inventory(fingerprint), {}, 'key_2'],
      ['nobody knows which key it was', async () => {}, {}, 'key_1'],
      ['the inventory contradicts itself', both, {}, 'key_1'],
      ['the revoke failed', () => inventory(fingerprint), { result: 'failed' }, 'key_1'],
    ])('%s: it is not dead', async (_name, prepare, outcome, keyId) => {
      await store.sight(sighting(fingerprint));
      await prepare();
      await revoked(outcome, keyId);
      expect((await store.recall(fingerprint))?.incident.deadAt).toBeNull();
      expect((await kinds()).includes('dead')).toBe(false);
    });

    test('without an incident there is nothing to record', async () => {
      await inventory(fingerprint);
      await revoked();
      expect(await kinds()).toEqual(['rotation', 'step-intent', 'step-outcome']);
    });

    async function both(): Promise<void> {
      await inventory(fingerprint);
      await inventory('b'.repeat(32));
    }
  });

  describe('the ledger', () => {
    const lines = async () => {
      const entries = await store.ledger(0, 100);
      return entries.map(({ at: when, kind, fingerprint, data }) => ({ at: when, kind, fingerprint, data }));
    };

    test('has a line for each step, for what came of it, and for each change of hands', async () => {
      const rotation = await begun();
      // The same run once more is no news.
      await begun(1);
      const create = await store.beginStep(rotation, 'create', 'name', at(2));
      const made = { keyId: 'key_2', fingerprint: 'f'.repeat(32) };
      await store.endStep(create, { result: 'done', at: at(3), detail: 'made', made });
      await store.endStep(create, { result: 'failed', at: at(4), detail: 'too late' });
      await store.keepRotation(rotation, at(5));
      await heldBy('elsewhere/1/x');
      expect(await store.beginRotation(wanted(6))).toBeNull();
      await begun(70_000);
      await store.endRotation(rotation, 'rotated', at(70_001));
      const about = { rotation: rotation.id, environment: 'live', old_key: 'key_1' };
      const step = { rotation: rotation.id, id: create, step: 'create', target: 'name' };
      const ended = { result: 'done', detail: 'made', key_id: 'key_2', key_fingerprint: made.fingerprint };
      const fingerprint = null;
      expect(await lines()).toEqual([
        { at: at(0), kind: 'rotation', fingerprint, data: { ...about, state: 'begun', taken_from: null } },
        { at: at(2), kind: 'step-intent', fingerprint, data: step },
        { at: at(3), kind: 'step-outcome', fingerprint, data: { ...step, ...ended } },
        {
          at: at(70_000),
          kind: 'rotation',
          fingerprint,
          data: { ...about, state: 'taken over', taken_from: 'elsewhere/1/x' },
        },
        {
          at: at(70_001),
          kind: 'rotation',
          fingerprint,
          data: { ...about, state: 'rotated', taken_from: null },
        },
      ]);
      expect((await store.checkLedger(null)).problems).toEqual([]);
    });

    test('has no line of what was refused', async () => {
      const rotation = await begun();
      await heldBy('elsewhere/1/x');
      await expect(store.beginRevoke(rotation, 'key_1', at(1), 9)).rejects.toThrow(Error);
      await expect(store.endRotation(rotation, 'rotated', at(1))).rejects.toThrow(Error);
      expect((await lines()).map(({ kind }) => kind)).toEqual(['rotation']);
    });

    test('that can not be written keeps the change from being made', async () => {
      const rotation = await begun();
      const step = await store.beginStep(rotation, 'prove', 'key_2', at(1));
      await backend.run(...noRoom);
      await expect(store.beginRevoke(rotation, 'key_1', at(2), 9)).rejects.toThrow(/no room/);
      await expect(store.endStep(step, { result: 'done', at: at(2), detail: '' })).rejects.toThrow(/no room/);
      await expect(store.endRotation(rotation, 'rotated', at(2))).rejects.toThrow(/no room/);
      await expect(store.beginRotation({ ...wanted(), oldKeyId: 'key_3' })).rejects.toThrow(/no room/);
      expect(await store.rotationSteps(rotation)).toMatchObject([{ step: 'prove', result: null }]);
      expect(await store.openRotation('live', 'key_1')).toEqual(rotation);
      expect(await store.openRotation('live', 'key_3')).toBeNull();
    });

    test('tells the rotation of a key that leaked on the page of its incident', async () => {
      const fingerprint = 'a'.repeat(32);
      await store.sight(sighting(fingerprint));
      const entry = {
        fingerprint,
        keyId: 'key_1',
        environment: 'live',
        name: 'x',
        createdAt: at(0),
      } as const;
      await store.register({ ...entry, source: 'registered' });
      const rotation = await begun();
      const step = await store.beginStep(rotation, 'deliver', 'file:x', at(1));
      await store.endStep(step, { result: 'done', at: at(2), detail: 'handed over to x' });
      await store.endRotation(rotation, 'taken-back', at(3));
      const entries = await store.ledger(0, 100);
      expect(entries.map((line) => line.fingerprint)).toEqual(entries.map(() => fingerprint));
      const rows = incidentPage(entries)
        .split('\n')
        .filter((row) => row.includes('rotation'))
        .map((row) => row.replace(/^.* `me` \| /, ''));
      expect(rows).toEqual([
        'rotation of key `key_1` **begun** |',
        'rotation, deliver intended: `file:x` |',
        'rotation, deliver **done**: `file:x` `handed over to x` |',
        'rotation of key `key_1` **taken back** |',
      ]);
    });
  });
});
