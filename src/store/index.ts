// Picks the store for a location. A store is loaded only when it is opened: a plain scan or a hook never pays for it.
import { AkguardError } from '../core/errors.ts';
import type { Log } from '../core/runtime.ts';
import type { RepositoryMemories } from '../core/repository-memory.ts';
import type { Rotations } from '../core/rotation.ts';
import type { Store } from '../core/store.ts';
import type { SharedLimits } from './shared-limits.ts';
import type { Agreement, WorkQueue } from './work-queue.ts';

export interface StoreOptions {
  log: Log;
  /** Who runs akguard, for the ledger; by default the machine. */
  by?: string;
  /** The run that will hold intents, unless it is this process. */
  owner?: string;
  /** Refuses to make a state that is not there: for commands that only look. */
  mustExist?: boolean;
}

/** All that is kept between runs. */
export type State = Store & Rotations & RepositoryMemories;

type Opener = (location: string, options: StoreOptions) => Promise<State>;

/** By scheme; a location without one is a path. */
export const storeSchemes: Record<string, Opener> = {
  sqlite: async (location, options) => {
    const { openStore: openSqlite } = await import('./sqlite.ts');
    return openSqlite(location.replace(/^sqlite:(\/\/(?=\/))?/, ''), options);
  },
  postgres: openPostgres,
  postgresql: openPostgres,
};

/** `location` is a path, `sqlite:PATH` or a database URL. Throws AkguardError AK_STORE. */
export async function openStore(location: string, options: StoreOptions): Promise<State> {
  // Two letters at least: `C:\state.db` is a path.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(location)?.[1]?.toLowerCase() ?? 'sqlite';
  const open = storeSchemes[scheme];
  if (!open) {
    const reason = `there is no store for ${scheme}: here`;
    throw new AkguardError('AK_STORE', { path: `${scheme}:`, reason });
  }
  return open(location, options);
}

/** The queue beside a store that machines can share; null beside any other. The store was opened before. @throws AkguardError AK_STORE. */
export async function openQueue(location: string, agreement: Agreement, log: Log): Promise<WorkQueue | null> {
  if (!isShared(location)) return null;
  const { WorkQueue: Queue } = await import('./work-queue.ts');
  return Queue.open(location, agreement, log);
}

/** What machines on one store may do together; null where the store is one machine's own. @throws AkguardError AK_STORE. */
export async function openLimits(location: string, log: Log): Promise<SharedLimits | null> {
  if (!isShared(location)) return null;
  // Makes the tables.
  await (await openPostgres(location, { log })).close();
  const { SharedLimits: Limits } = await import('./shared-limits.ts');
  return new Limits(location, log);
}

function isShared(location: string): boolean {
  return /^postgres(?:ql)?:/i.test(location);
}

async function openPostgres(location: string, options: StoreOptions): Promise<State> {
  const { openStore: open } = await import('./postgres.ts');
  return open(location, options);
}
