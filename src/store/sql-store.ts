// What akguard remembers: the port as transactions. Nothing here knows which database it is.
import type { Kysely } from 'kysely';
import { AkguardError, messageOf } from '../core/errors.ts';
import type { RepositoryMemories } from '../core/repository-memory.ts';
import type { Rotations } from '../core/rotation.ts';
import type { Store } from '../core/store.ts';
import type { HeadKeeper } from './head-file.ts';
import { ownerIsGone } from './owner.ts';
import type { Tables } from './schema.ts';
import * as acts from './sql-acts.ts';
import * as breakers from './sql-breaker.ts';
import * as incidents from './sql-incidents.ts';
import * as inventory from './sql-inventory.ts';
import * as orders from './sql-orders.ts';
import { SqlLedger } from './sql-ledger.ts';
import type { Change } from './sql-ledger.ts';
import * as repositories from './sql-repositories.ts';
import * as rotations from './sql-rotations.ts';
import type { Transactions } from './transactions.ts';

/** `location` is what errors name; `owner` is the run that will hold the intents made here. */
export interface SqlStoreOptions {
  location: string;
  owner: string;
  /** Who runs akguard, for the ledger. */
  by: string;
  head: HeadKeeper;
  transactions: Transactions;
  /** Why the database failed, as a clause, where its own words may hold a password. */
  why?: (error: unknown) => string;
}

type Args<Method extends keyof Store> = Parameters<Store[Method]>;

/** Every failure of the database is an AkguardError AK_STORE. */
export class SqlStore implements Store, Rotations, RepositoryMemories {
  readonly #db: Kysely<Tables>;
  readonly #options: SqlStoreOptions;
  readonly #ledger: SqlLedger;

  constructor(db: Kysely<Tables>, options: SqlStoreOptions) {
    this.#db = db;
    this.#options = options;
    this.#ledger = new SqlLedger(db, options.transactions, options.head, options.by);
  }

  sight(...args: Args<'sight'>): ReturnType<Store['sight']> {
    return this.#change((change) => incidents.sight(change, ...args));
  }

  died(...args: Args<'died'>): Promise<void> {
    return this.#change((change) => incidents.died(change, ...args));
  }

  learn(...args: Args<'learn'>): ReturnType<Store['learn']> {
    return this.#change((change) => incidents.learn(change, ...args));
  }

  recall(...args: Args<'recall'>): ReturnType<Store['recall']> {
    return this.#guard(() => incidents.recall(this.#db, ...args));
  }

  intend(...args: Args<'intend'>): ReturnType<Store['intend']> {
    return this.#change((change) => acts.intend(change, this.#options.owner, ...args));
  }

  claim(...args: Args<'claim'>): Promise<boolean> {
    return this.#change((change) => acts.claim(change, this.#options.owner, ...args));
  }

  release(...args: Args<'release'>): Promise<void> {
    return this.#change((change) => acts.release(change, this.#options.owner, ...args));
  }

  conclude(...args: Args<'conclude'>): Promise<void> {
    return this.#change((change) => acts.conclude(change, ...args));
  }

  withhold(...[fingerprint, at, result, why]: Args<'withhold'>): Promise<void> {
    return this.#change(async ({ record }) => {
      record({ at, kind: 'withheld', fingerprint, data: { action: 'revoke', result, why } });
    });
  }

  open(...args: Args<'open'>): ReturnType<Store['open']> {
    return this.#guard(() => acts.open(this.#db, ...args));
  }

  owed(): ReturnType<Store['owed']> {
    return this.#guard(() => acts.owed(this.#db));
  }

  last(...args: Args<'last'>): ReturnType<Store['last']> {
    return this.#guard(() => acts.last(this.#db, ...args));
  }

  trip(...args: Args<'trip'>): Promise<void> {
    return this.#change((change) => breakers.trip(change, ...args));
  }

  mend(...args: Args<'mend'>): Promise<void> {
    return this.#change((change) => breakers.mend(change, ...args));
  }

  reset(...args: Args<'reset'>): Promise<void> {
    return this.#change((change) => breakers.reset(change, ...args));
  }

  breaker(...args: Args<'breaker'>): ReturnType<Store['breaker']> {
    return this.#guard(() => breakers.breaker(this.#db, ...args));
  }

  order(...args: Args<'order'>): Promise<void> {
    return this.#change((change) => orders.order(change, ...args));
  }

  accepted(): ReturnType<Store['accepted']> {
    return this.#guard(() => orders.accepted(this.#db));
  }

  ledger(...args: Args<'ledger'>): ReturnType<Store['ledger']> {
    return this.#guard(() => this.#ledger.read(...args));
  }

  checkLedger(...args: Args<'checkLedger'>): ReturnType<Store['checkLedger']> {
    return this.#guard(() => this.#ledger.check(...args));
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

  openRotation(...args: Parameters<Rotations['openRotation']>): ReturnType<Rotations['openRotation']> {
    return this.#guard(() => rotations.openRotation(this.#db, ...args));
  }

  openRotations(): ReturnType<Rotations['openRotations']> {
    return this.#guard(() => rotations.openRotations(this.#db));
  }

  finishedRotation(
    ...args: Parameters<Rotations['finishedRotation']>
  ): ReturnType<Rotations['finishedRotation']> {
    return this.#guard(() => rotations.finishedRotation(this.#db, ...args));
  }

  beginRotation(...args: Parameters<Rotations['beginRotation']>): ReturnType<Rotations['beginRotation']> {
    return this.#change((change) => rotations.beginRotation(change, this.#options.owner, ...args));
  }

  keepRotation(...args: Parameters<Rotations['keepRotation']>): ReturnType<Rotations['keepRotation']> {
    return this.#guard(() => rotations.keepRotation(this.#db, this.#options.owner, ...args));
  }

  beginStep(...args: Parameters<Rotations['beginStep']>): ReturnType<Rotations['beginStep']> {
    return this.#change((change) => rotations.beginStep(change, this.#options.owner, ...args));
  }

  mayRevoke(...args: Parameters<Rotations['mayRevoke']>): ReturnType<Rotations['mayRevoke']> {
    return this.#change((change) => rotations.mayRevoke(change, this.#options.owner, ...args));
  }

  beginRevoke(...args: Parameters<Rotations['beginRevoke']>): ReturnType<Rotations['beginRevoke']> {
    return this.#change((change) => rotations.beginRevoke(change, this.#options.owner, ...args));
  }

  endStep(...args: Parameters<Rotations['endStep']>): ReturnType<Rotations['endStep']> {
    return this.#change((change) => rotations.endStep(change, ...args));
  }

  rotationSteps(...args: Parameters<Rotations['rotationSteps']>): ReturnType<Rotations['rotationSteps']> {
    return this.#guard(() => rotations.rotationSteps(this.#db, ...args));
  }

  endRotation(...args: Parameters<Rotations['endRotation']>): ReturnType<Rotations['endRotation']> {
    return this.#change((change) => rotations.endRotation(change, this.#options.owner, ...args));
  }

  recallRepository(
    ...args: Parameters<RepositoryMemories['recallRepository']>
  ): ReturnType<RepositoryMemories['recallRepository']> {
    return this.#guard(() => repositories.recallRepository(this.#db, ...args));
  }

  rememberRepository(...args: Parameters<RepositoryMemories['rememberRepository']>): Promise<void> {
    return this.#guard(() => repositories.rememberRepository(this.#db, ...args));
  }

  close(): Promise<void> {
    ownerIsGone(this.#options.owner);
    return this.#guard(() => this.#db.destroy());
  }

  #change<T>(work: (change: Change) => Promise<T>): Promise<T> {
    return this.#guard(() => this.#ledger.change(work));
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { location, why } = this.#options;
      if (why === undefined || error instanceof AkguardError) throw storeError(location, error);
      throw new AkguardError('AK_STORE', { path: location, reason: why(error) });
    }
  }
}

/** Any failure of a store, in the one form users see. */
export function storeError(location: string, error: unknown): AkguardError {
  if (error instanceof AkguardError) return error;
  return new AkguardError('AK_STORE', { path: location, reason: messageOf(error) }, { cause: error });
}
