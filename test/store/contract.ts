// What every store has to do. Run on SQLite, and on the store in memory that simulations use in its place.
import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/core/ledger.ts';
import type { Intent, Store } from '../../src/core/store.ts';
import type { Validity, Verdict } from '../../src/core/verdict.ts';
import { makeKey } from '../helpers/keys.ts';
import { sighting } from './sample.ts';

/** Makes one place to keep things; each call of what it returns is another run, by name, on that place. */
export type MakePlace = () => Promise<(owner?: string) => Promise<Store>>;

const fingerprint = 'f'.repeat(32);
const incident = {
  fingerprint,
  environment: 'live',
  redacted: 'ak_live_****aB3x',
  firstSeenAt: '2025-01-02T03:04:05.000Z',
} as const;
const revoke = { fingerprint, action: 'revoke', target: 'key_1', at: '2025-01-02T03:04:06.000Z' } as const;
const host = 'api.example';

/** The same act, intended later. */
function later(ms: number): Omit<Intent, 'id'> {
  return { ...revoke, at: new Date(Date.parse(revoke.at) + ms).toISOString() };
}

async function intend(store: Store): Promise<number> {
  const intended = await store.intend(revoke);
  if (intended.kind !== 'intended') throw new Error('another run is at it');
  return intended.intent.id;
}

function verdict(validity: Validity, second: number): Verdict {
  const checkedAt = `2025-01-02T03:05:${String(second).padStart(2, '0')}.000Z`;
  return { validity, reason: `said ${validity}`, checkedAt, status: 200, code: null, requestId: 'req_1' };
}

function lines(entries: LedgerEntry[]): string[] {
  return entries.map(({ seq, kind, data }) => {
    const { validity, was, action, result } = data;
    const target = action == null ? null : data['target'];
    return [seq, kind, action, target, result, was, validity].filter((each) => each != null).join(' ');
  });
}

export function storeContract(makePlace: MakePlace): void {
  async function sighted(): Promise<{ store: Store; again: (owner?: string) => Promise<Store> }> {
    const again = await makePlace();
    const store = await again();
    await store.sight(sighting(fingerprint));
    return { store, again };
  }

  test('remembers the first sight and the first proof of death, also after a restart', async () => {
    const { store, again } = await sighted();
    expect(await store.sight(sighting(fingerprint))).toEqual({ ...incident, deadAt: null });
    await store.died(fingerprint, '2025-01-03T00:00:00.000Z');
    await store.died(fingerprint, '2025-01-04T00:00:00.000Z');
    await store.close();
    const second = await again();
    const seenAgain = sighting(fingerprint, '2025-02-02T03:04:05.000Z');
    expect(await second.sight(seenAgain)).toEqual({ ...incident, deadAt: '2025-01-03T00:00:00.000Z' });
    await second.close();
  });

  test('an act is open until concluded, and its first result stays', async () => {
    const { store } = await sighted();
    const id = await intend(store);
    expect(await store.open(fingerprint)).toEqual([{ id, ...revoke, payload: null }]);
    expect(await store.open('0'.repeat(32))).toEqual([]);
    await store.conclude(id, 'unconfirmed', '2025-01-02T03:04:06.500Z', 'not yet');
    expect(await store.open(fingerprint)).toEqual([{ id, ...revoke, payload: null }]);
    await store.conclude(id, 'revoked', '2025-01-02T03:04:07.000Z', 'gone');
    await store.conclude(id, 'failed', '2025-01-02T03:04:08.000Z', 'late');
    expect(await store.open()).toEqual([]);
    const done = { at: '2025-01-02T03:04:07.000Z', detail: 'gone', target: 'key_1', payload: null };
    expect(await store.last(fingerprint, 'revoke', null, 'revoked')).toEqual(done);
    expect(await store.last(fingerprint, 'revoke', 'key_1', 'revoked')).toEqual(done);
    expect(await store.last(fingerprint, 'revoke', 'key_2', 'revoked')).toBeNull();
    expect(await store.last(fingerprint, 'revoke', null, 'failed')).toBeNull();
    expect(await store.last(fingerprint, 'revoke', null, null)).toEqual(done);
    expect(await store.last(fingerprint, 'alert', null, null)).toBeNull();
    await store.close();
  });

  test('the latest of several concluded acts is the last one', async () => {
    const { store } = await sighted();
    for (const day of ['04', '06', '05']) {
      const id = await intend(store);
      await store.conclude(id, 'failed', `2025-01-${day}T00:00:00.000Z`, day);
    }
    expect((await store.last(fingerprint, 'revoke', null, 'failed'))?.detail).toBe('06');
    await store.close();
  });

  test('recalls the latest sighting and what each host said', async () => {
    const { store } = await sighted();
    expect(await store.recall('0'.repeat(32))).toBeNull();
    await store.learn(fingerprint, host, verdict('active', 1));
    await store.learn(fingerprint, host, verdict('unknown', 2));
    await store.learn(fingerprint, 'another.example', verdict('inactive', 3));
    const { about } = sighting(fingerprint);
    expect(await store.recall(fingerprint)).toEqual({
      incident: { ...incident, deadAt: null },
      about,
      verdicts: new Map([
        [host, verdict('unknown', 2)],
        ['another.example', verdict('inactive', 3)],
      ]),
    });
    const key = makeKey('live', 1);
    const moved = { ...about, places: [{ path: `b ${key}`, branch: null, exposure: null }] };
    await store.sight({ ...sighting(fingerprint), about: moved });
    const recalled = await store.recall(fingerprint);
    expect(recalled?.about?.places[0]?.path).toMatch(/^b ak_live_\*{4}.{4}$/);
    expect(lines(await store.ledger(0, 9)).filter((line) => line.endsWith('found'))).toHaveLength(1);
    await store.close();
  });

  test('what was never sighted is refused', async () => {
    const store = await (await makePlace())();
    await expect(store.intend(revoke)).rejects.toThrow(Error);
    await expect(store.learn(fingerprint, host, verdict('active', 1))).rejects.toThrow(Error);
    expect(await store.ledger(0, 10)).toEqual([]);
    await store.close();
  });

  test.each([
    ['its own', 'me', 'me', 0, true],
    ["another machine's, fresh", 'elsewhere/1/x', 'me', 59_999, false],
    ["another machine's, silent for a minute", 'elsewhere/1/x', 'me', 60_000, true],
  ])('an open intent that is %s', async (_, first, second, ms, taken) => {
    const { store, again } = await sighted();
    const id = await intend(await again(first));
    const now = later(ms);
    expect(await (await again(second)).intend(now)).toEqual(
      taken ? { kind: 'intended', intent: { id, ...now }, taken } : { kind: 'busy' },
    );
    expect(await store.open()).toHaveLength(1);
    const [last] = (await store.ledger(0, 10)).slice(-1);
    expect(last?.data['taken_from'] ?? null).toBe(taken ? first : null);
  });

  test('a key is held by one run at a time', async () => {
    const { store, again } = await sighted();
    const other = await again('elsewhere/1/x');
    expect(await other.claim(fingerprint, later(0).at)).toBe(true);
    expect(await other.claim(fingerprint, later(1).at)).toBe(true);
    expect(await store.claim(fingerprint, later(2).at)).toBe(false);
    await store.release(fingerprint);
    expect(await store.claim(fingerprint, later(180_000).at)).toBe(false);
    expect(await store.claim(fingerprint, later(180_001).at)).toBe(true);
    await other.release(fingerprint);
    expect(await other.claim(fingerprint, later(180_002).at)).toBe(false);
    await store.release(fingerprint);
    expect(await other.claim(fingerprint, later(180_003).at)).toBe(true);
    expect(await store.ledger(1, 10)).toEqual([]);
    await store.close();
  });

  test('each change has its line, and what changes nothing has none', async () => {
    const { store } = await sighted();
    await store.learn(fingerprint, host, verdict('active', 1));
    await store.learn(fingerprint, host, verdict('active', 2));
    const id = await intend(store);
    await store.conclude(id, 'unconfirmed', revoke.at, '');
    await store.conclude(id, 'revoked', revoke.at, '');
    await store.conclude(id, 'failed', revoke.at, '');
    await store.learn(fingerprint, host, verdict('inactive', 3));
    await store.learn(fingerprint, host, verdict('unknown', 4));
    await store.learn(fingerprint, host, verdict('inactive', 5));
    await store.learn(fingerprint, 'another.example', verdict('unknown', 6));
    await store.died(fingerprint, revoke.at);
    await store.died(fingerprint, revoke.at);
    await store.withhold(fingerprint, revoke.at, 'ambiguous', 'two fit');
    expect(lines(await store.ledger(0, 100))).toEqual([
      '1 found',
      '2 verdict active',
      '3 intent revoke key_1',
      '4 outcome revoke key_1 unconfirmed',
      '5 outcome revoke key_1 revoked',
      '6 verdict active inactive',
      '7 verdict unknown',
      '8 dead',
      '9 withheld revoke ambiguous',
    ]);
    expect(lines(await store.ledger(7, 1))).toEqual(['8 dead']);
    const { head, problems } = await store.checkLedger(null);
    expect([head.count, problems]).toEqual([9, []]);
    await store.close();
  });

  test('what an alert says stays with it, and is that of the run that took it over', async () => {
    const { store, again } = await sighted();
    const alert = { ...revoke, action: 'alert', target: 'file' } as const;
    await (await again('elsewhere/1/x')).intend({ ...alert, payload: '"first"' });
    const later60 = { ...alert, at: later(60_000).at };
    const taken = await store.intend({ ...later60, payload: '"second"' });
    expect(taken).toEqual({ kind: 'intended', intent: { id: 1, ...later60 }, taken: true });
    await store.conclude(1, 'alerted', later(60_001).at, 'there');
    expect((await store.last(fingerprint, 'alert', 'file', 'alerted'))?.payload).toBe('"second"');
    await store.close();
  });

  test('an alert is owed while its last telling failed', async () => {
    const { store } = await sighted();
    const alert = { ...revoke, action: 'alert' } as const;
    const telling = async (target: string, result: 'failed' | 'alerted' | null) => {
      const intended = await store.intend({ ...alert, target, payload: `"${target}"` });
      const id = intended.kind === 'intended' ? intended.intent.id : 0;
      if (result) await store.conclude(id, result, revoke.at, '');
    };
    await telling('a', 'failed');
    await telling('b', 'failed');
    await telling('a', 'failed');
    await telling('c', 'alerted');
    const owed = async () => (await store.owed()).map(({ id, target, payload }) => [id, target, payload]);
    expect(await owed()).toEqual([
      [2, 'b', '"b"'],
      [3, 'a', '"a"'],
    ]);
    await telling('a', 'alerted');
    await telling('b', null);
    expect(await owed()).toEqual([]);
    await store.close();
  });

  test('learning says what was known before', async () => {
    const { store } = await sighted();
    const was = [];
    for (const [i, validity] of (['active', 'unknown', 'inactive', 'unknown', 'active'] as const).entries()) {
      was.push(await store.learn(fingerprint, host, verdict(validity, i)));
    }
    expect(was).toEqual([null, 'active', 'unknown', 'inactive', 'inactive']);
    expect(await store.learn(fingerprint, 'another.example', verdict('active', 1))).toBeNull();
    await store.close();
  });

  test('a key that works after it was dead is not dead any more; who asked before its death knows nothing new', async () => {
    const { store } = await sighted();
    const at = (second: number) => verdict('active', second).checkedAt ?? '';
    const deadAt = async () => (await store.recall(fingerprint))?.incident.deadAt;
    const known = async () => (await store.recall(fingerprint))?.verdicts.get(host)?.validity;
    await store.learn(fingerprint, host, verdict('inactive', 5));
    await store.died(fingerprint, at(5));
    for (const second of [4, 5]) {
      expect(await store.learn(fingerprint, host, verdict('active', second))).toBeNull();
      expect([await deadAt(), await known()]).toEqual([at(5), 'inactive']);
    }
    // Another host has said nothing of the death.
    expect(await store.learn(fingerprint, 'another.example', verdict('active', 4))).toBeNull();
    expect(await deadAt()).toBe(at(5));
    expect(await store.learn(fingerprint, host, verdict('active', 6))).toBe('inactive');
    expect([await deadAt(), await known()]).toEqual([null, 'active']);
    await store.died(fingerprint, at(7));
    expect(await deadAt()).toBe(at(7));
    const ledger = await store.ledger(0, 99);
    expect(ledger.flatMap(({ kind, data }) => (kind === 'alive' ? [data] : []))).toEqual([
      { dead_at: at(5) },
    ]);
    expect(ledger.filter(({ kind }) => kind === 'dead')).toHaveLength(2);
    await store.close();
  });

  describe('the breaker', () => {
    const gate = { environment: 'live', mostAnHour: 2 } as const;
    const opened = { environment: 'live', openedAt: revoke.at, why: 'a reason' } as const;

    test('stops revokes of its environment, and nothing else, until it is mended or reset', async () => {
      const { store } = await sighted();
      await store.trip({ ...opened, cause: 'control' });
      await store.trip({ ...opened, cause: 'control', why: 'another reason' });
      expect(await store.intend(revoke, gate)).toEqual({
        kind: 'stopped',
        why: `the breaker is open since ${revoke.at}: a reason; see \`akguard breaker status\``,
      });
      expect((await store.intend(revoke, { ...gate, environment: 'test' })).kind).toBe('intended');
      expect((await store.intend({ ...revoke, action: 'alert' })).kind).toBe('intended');

      await store.mend('test', later(1).at);
      await store.mend('live', revoke.at);
      expect((await store.breaker(later(1).at)).open).toEqual([{ ...opened, cause: 'control' }]);
      await store.trip({ ...opened, cause: 'answers' });
      await store.trip({ ...opened, cause: 'contradiction' });
      await store.mend('live', later(1).at);
      expect((await store.breaker(later(1).at)).open).toEqual([{ ...opened, cause: 'contradiction' }]);
      expect((await store.intend(revoke, gate)).kind).toBe('stopped');
      await store.reset(later(2).at);
      expect((await store.breaker(later(2).at)).open).toEqual([]);
      expect((await store.intend(revoke, gate)).kind).toBe('intended');

      const moves = (await store.ledger(0, 100)).filter((line) => line.kind === 'breaker');
      expect(moves.map(({ data }) => `${data['move']} ${data['cause']}`)).toEqual([
        'opened control',
        'opened answers',
        'opened contradiction',
        'closed answers',
        'closed control',
        'reset null',
      ]);
      await store.close();
    });

    test('so many keys an hour, and each as often as it takes', async () => {
      const { store } = await sighted();
      const keys = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
      for (const key of keys) await store.sight(sighting(key));
      const attempt = async (key: number, ms: number) => {
        const intended = await store.intend({ ...later(ms), fingerprint: keys[key] ?? '' }, gate);
        if (intended.kind === 'intended') await store.conclude(intended.intent.id, 'failed', revoke.at, '');
        return intended.kind;
      };
      expect(await attempt(0, 0)).toBe('intended');
      expect(await attempt(0, 1000)).toBe('intended');
      expect(await attempt(1, 1000)).toBe('intended');
      expect(await store.breaker(later(1000).at)).toEqual({ open: [], lastHour: 2 });
      expect(await store.intend({ ...later(2000), fingerprint: keys[2] ?? '' }, gate)).toEqual({
        kind: 'stopped',
        why:
          '2 other keys were revoked within an hour, and 2 is the limit; wait, or look into it and give ' +
          '`akguard breaker reset`',
      });
      expect(await attempt(1, 3000)).toBe('intended');
      expect(await attempt(2, 3_600_999)).toBe('stopped');
      expect(await attempt(2, 3_601_000)).toBe('intended');
      expect(await attempt(0, 3_601_001)).toBe('stopped');
      await store.reset(later(3_601_001).at);
      expect(await attempt(0, 3_601_002)).toBe('intended');
      expect(await store.breaker(later(3_601_003).at)).toEqual({ open: [], lastHour: 1 });
      await store.close();
    });
  });

  test('a head that was noted is compared, later on as well', async () => {
    const { store } = await sighted();
    const { head } = await store.checkLedger(null);
    await intend(store);
    expect((await store.checkLedger(head)).problems).toEqual([]);
    const other = { ...head, hash: 'a'.repeat(64) };
    expect((await store.checkLedger(other)).problems).toEqual([
      { line: 1, what: 'line 1 is not the one that the head given names: it was replaced' },
    ]);
    const longer = { ...head, count: 4 };
    expect((await store.checkLedger(longer)).problems).toEqual([
      { line: 3, what: 'lines 3 to 4 are missing at the end: the head given says that there are 4' },
    ]);
    await store.close();
  });

  test('an order is on record; a false positive is accepted, the latest word counts, and no incident is needed', async () => {
    const again = await makePlace();
    const store = await again();
    const given = { fingerprint, at: revoke.at, who: 'ada', right: 'write', where: 'https://x.test/1' };
    const key = makeKey('live', 1);
    await store.order({ ...given, order: 'recheck', reason: null, expires: null });
    expect(await store.accepted()).toEqual([]);
    await store.order({ ...given, order: 'false-positive', reason: 'a', expires: '2030-01-01' });
    await store.order({ ...given, order: 'false-positive', reason: `a ${key}`, expires: null });
    await store.close();
    const second = await again();
    const [accepted, ...others] = await second.accepted();
    expect(others).toEqual([]);
    expect(accepted).toMatchObject({ fingerprint, expires: null });
    expect(accepted?.reason?.startsWith('a ak_live_****')).toBe(true);
    const orders = (await second.ledger(0, 10)).map(({ kind, data }) => [kind, data['order'], data['who']]);
    expect(orders).toEqual([
      ['order', 'recheck', 'ada'],
      ['order', 'false-positive', 'ada'],
      ['order', 'false-positive', 'ada'],
    ]);
    expect(JSON.stringify(await second.ledger(0, 10)).includes(key)).toBe(false);
    expect((await second.checkLedger(null)).problems).toEqual([]);
    await second.close();
  });

  test('a key in foreign text does not get in', async () => {
    const { store } = await sighted();
    const key = makeKey('live', 1);
    await store.sight({ ...sighting('e'.repeat(32)), target: `a ${key}.env`, leakedBy: key });
    await store.withhold(fingerprint, revoke.at, 'failed', `because ${key}`);
    const text = JSON.stringify(await store.ledger(0, 10));
    expect(text.includes(key)).toBe(false);
    expect(text).toContain('ak_live_****');
    expect((await store.checkLedger(null)).problems).toEqual([]);
    await store.close();
  });
}
