// What all workers on one Postgres may ask of a service together: bans that any of them was told of, and one pace. Turns are
// reserved some at a time and are void soon after, so that who stands still or dies neither exceeds the pace nor keeps it.
import { type Kysely, sql } from 'kysely';
import type { Log } from '../core/runtime.ts';
import { type SharedPace, turnLastsMs } from '../core/shared-pace.ts';
import { readAddress } from './postgres-address.ts';
import { connect } from './postgres.ts';
import type { Tables } from './schema.ts';

/** What is asked of a service: so many a minute, after so many without a pause. */
export interface Rate {
  perMinute: number;
  burst: number;
}

/** How long what was read of bans is good for. */
const freshMs = 700;
/** A turn is reserved by one statement together with those of the next second. */
const chunkMs = 1000;

/** Bans of one budget, or of several of a service; `all` of them is one as well. */
interface SharedBans {
  until(budget: string): Promise<number>;
  hold(budget: string, until: number): Promise<void>;
}

/** The tables of the store must be there. */
export class SharedLimits {
  readonly #db: Kysely<Tables>;
  readonly #bans = new Map<string, SharedBans>();
  readonly #turns = new Map<string, () => Promise<number>>();

  constructor(url: string, log: Log) {
    this.#db = connect(url, log, readAddress(url));
  }

  /** The one object for who is limited: a service and what it knows us by. Holds no token. */
  bansOf(who: string): SharedBans {
    const known = this.#bans.get(who) ?? bansIn(this.#db, who);
    this.#bans.set(who, known);
    return known;
  }

  /** Gives when the next may go. */
  turnsOf(who: string, rate: Rate): () => Promise<number> {
    const known = this.#turns.get(who) ?? turnsIn(this.#db, who, rate);
    this.#turns.set(who, known);
    return known;
  }

  paceOf(who: string, rate: Rate): SharedPace {
    const bans = this.bansOf(who);
    return {
      turn: this.turnsOf(who, rate),
      spend: () => void reserve(this.#db, who, 1, 60_000 / rate.perMinute).catch(() => {}),
      until: () => bans.until('all'),
      hold: (until) => bans.hold('all', until),
    };
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}

function bansIn(db: Kysely<Tables>, who: string): SharedBans {
  let readAt = 0;
  let reading: Promise<void> | null = null;
  const ends = new Map<string, number>();
  const note = (budget: string, until: number) => ends.set(budget, Math.max(ends.get(budget) ?? 0, until));
  const read = async (): Promise<void> => {
    const asked = Date.now();
    const rows = await db
      .selectFrom('ban')
      .select(['budget', sql<string>`1000 * extract(epoch from until - clock_timestamp())`.as('ms')])
      .where('who', '=', who)
      .where('until', '>', sql<Date>`clock_timestamp()`)
      .execute();
    for (const { budget, ms } of rows) note(budget, Date.now() + Number(ms));
    readAt = asked;
  };
  return {
    async until(budget) {
      if (Date.now() - readAt > freshMs) await (reading ??= read().finally(() => (reading = null)));
      return Math.max(ends.get(budget) ?? 0, ends.get('all') ?? 0);
    },
    async hold(budget, until) {
      note(budget, until);
      const end = sql<Date>`clock_timestamp() + make_interval(secs => ${(until - Date.now()) / 1000}::float8)`;
      await db
        .insertInto('ban')
        .values({ who, budget, until: end })
        .onConflict((conflict) =>
          conflict.columns(['who', 'budget']).doUpdateSet({
            until: sql<Date>`greatest(ban.until, excluded.until)`,
          }),
        )
        .execute();
    },
  };
}

function turnsIn(db: Kysely<Tables>, who: string, { perMinute, burst }: Rate): () => Promise<number> {
  const intervalMs = 60_000 / perMinute;
  const atOnce = Math.max(1, Math.floor(chunkMs / intervalMs));
  let turns: number[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const reserved = async (): Promise<number> => {
    turns = turns.filter((at) => Date.now() - at < turnLastsMs);
    if (turns.length === 0) {
      const inMs = await reserve(db, who, atOnce, intervalMs);
      const now = Date.now();
      turns = Array.from({ length: atOnce }, (_, i) =>
        Math.max(now, now + inMs - (atOnce - 1 - i) * intervalMs - burst * intervalMs),
      );
    }
    return turns.shift() ?? Infinity;
  };
  return () => {
    const mine = last.then(reserved);
    last = mine.catch(() => {});
    return mine;
  };
}

/** @returns milliseconds from now until all that was reserved so far would have been spent at an even pace. */
async function reserve(db: Kysely<Tables>, who: string, count: number, intervalMs: number): Promise<number> {
  const span = sql`make_interval(secs => ${(count * intervalMs) / 1000}::float8)`;
  const { ms } = await db
    .insertInto('pace')
    .values({ who, evenly: sql<Date>`clock_timestamp() + ${span}` })
    .onConflict((conflict) =>
      conflict.column('who').doUpdateSet({
        evenly: sql<Date>`greatest(pace.evenly, clock_timestamp()) + ${span}`,
      }),
    )
    .returning(sql<string>`1000 * extract(epoch from evenly - clock_timestamp())`.as('ms'))
    .executeTakeFirstOrThrow();
  return Number(ms);
}
