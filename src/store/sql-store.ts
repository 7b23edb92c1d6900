// What akguard remembers, as queries. Nothing here knows which database it is: SQLite today, Postgres can join.
import type { Kysely } from 'kysely';
import { AkguardError, messageOf } from '../core/errors.ts';
import type { Incident, Intent, Store } from '../core/store.ts';
import { maybeAtWork } from './owner.ts';
import type { Tables } from './schema.ts';
import * as inventory from './sql-inventory.ts';

/** `location` is what errors name; `owner` is the run that will hold the intents made here. */
export interface SqlStoreOptions {
  location: string;
  owner: string;
}

/** Every failure of the database is an AkguardError AK_STORE. */
export class SqlStore implements Store {
  readonly #db: Kysely<Tables>;
  readonly #options: SqlStoreOptions;

  constructor(db: Kysely<Tables>, options: SqlStoreOptions) {
    this.#db = db;
    this.#options = options;
  }

  sight(incident: Omit<Incident, 'deadAt'>): Promise<Incident> {
    return this.#guard(async () => {
      await this.#db
        .insertInto('incident')
        .values({
          fingerprint: incident.fingerprint,
          environment: incident.environment,
          redacted: incident.redacted,
          first_seen_at: incident.firstSeenAt,
          dead_at: null,
        })
        .onConflict((conflict) => conflict.column('fingerprint').doNothing())
        .execute();
      const row = await this.#db
        .selectFrom('incident')
        .selectAll()
        .where('fingerprint', '=', incident.fingerprint)
        .executeTakeFirstOrThrow();
      return {
        fingerprint: row.fingerprint,
        environment: row.environment,
        redacted: row.redacted,
        firstSeenAt: row.first_seen_at,
        deadAt: row.dead_at,
      };
    });
  }

  died(fingerprint: string, at: string): Promise<void> {
    return this.#guard(async () => {
      await this.#db
        .updateTable('incident')
        .set({ dead_at: at })
        .where('fingerprint', '=', fingerprint)
        .where('dead_at', 'is', null)
        .execute();
    });
  }

  intend(intent: Omit<Intent, 'id'>): Promise<Intent | null> {
    const { fingerprint, action, target, at } = intent;
    return this.#guard(async () => {
      const made = await this.#db
        .insertInto('act')
        .values({ fingerprint, action, target, intended_at: at, owner: this.#options.owner })
        .onConflict((conflict) =>
          conflict.columns(['fingerprint', 'action', 'target']).where('result', 'is', null).doNothing(),
        )
        .returning('id')
        .executeTakeFirst();
      if (made) return { id: made.id, ...intent };
      return this.#takeOver(intent);
    });
  }

  async #takeOver(intent: Omit<Intent, 'id'>): Promise<Intent | null> {
    const held = await this.#db
      .selectFrom('act')
      .select(['id', 'owner', 'intended_at'])
      .where('fingerprint', '=', intent.fingerprint)
      .where('action', '=', intent.action)
      .where('target', '=', intent.target)
      .where('result', 'is', null)
      .executeTakeFirst();
    // Concluded between the two statements: the caller looks again.
    if (!held) return null;
    const age = Date.parse(intent.at) - Date.parse(held.intended_at);
    const ours = held.owner === this.#options.owner;
    if (!ours && maybeAtWork(held.owner, age)) return null;
    const taken = await this.#db
      .updateTable('act')
      .set({ owner: this.#options.owner, intended_at: intent.at })
      .where('id', '=', held.id)
      // Of two runs that both find it abandoned, one gets it.
      .where('owner', '=', held.owner)
      .where('intended_at', '=', held.intended_at)
      .where('result', 'is', null)
      .executeTakeFirst();
    return taken.numUpdatedRows === 1n ? { id: held.id, ...intent } : null;
  }

  conclude(...[id, result, at, detail]: Parameters<Store['conclude']>): Promise<void> {
    return this.#guard(async () => {
      await this.#db
        .updateTable('act')
        .set({ result, concluded_at: at, detail })
        .where('id', '=', id)
        .where('result', 'is', null)
        .execute();
    });
  }

  open(fingerprint?: string): Promise<Intent[]> {
    return this.#guard(async () => {
      let query = this.#db
        .selectFrom('act')
        .select(['id', 'fingerprint', 'action', 'target', 'intended_at as at'])
        .where('result', 'is', null)
        .orderBy('id');
      if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);
      return query.execute();
    });
  }

  last(...[fingerprint, action, target, result]: Parameters<Store['last']>): ReturnType<Store['last']> {
    return this.#guard(async () => {
      let query = this.#db
        .selectFrom('act')
        .select(['concluded_at', 'detail', 'target'])
        .where('fingerprint', '=', fingerprint)
        .where('action', '=', action)
        .where('result', '=', result)
        .orderBy('concluded_at', 'desc')
        .orderBy('id', 'desc')
        .limit(1);
      if (target !== null) query = query.where('target', '=', target);
      const row = await query.executeTakeFirst();
      return row ? { at: row.concluded_at ?? '', detail: row.detail ?? '', target: row.target } : null;
    });
  }

  known(...args: Parameters<Store['known']>): ReturnType<Store['known']> {
    return this.#guard(() => inventory.known(this.#db, ...args));
  }

  register(...args: Parameters<Store['register']>): ReturnType<Store['register']> {
    return this.#guard(() => inventory.register(this.#db, ...args));
  }

  inventory(...args: Parameters<Store['inventory']>): ReturnType<Store['inventory']> {
    return this.#guard(() => inventory.inventory(this.#db, ...args));
  }

  close(): Promise<void> {
    return this.#guard(() => this.#db.destroy());
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeError(this.#options.location, error);
    }
  }
}

/** Any failure of a store, in the one form users see. */
export function storeError(location: string, error: unknown): AkguardError {
  if (error instanceof AkguardError) return error;
  return new AkguardError('AK_STORE', { path: location, reason: messageOf(error) }, { cause: error });
}
