// When the leaked key was last used by somebody else. Asking about a key is a use of it, so the list is read before this
// run presents any, and what the list shows of our own earlier runs does not count.
import type { AntonApi } from '../core/anton-api.ts';
import { messageOf } from '../core/errors.ts';
import type { Policy } from '../core/policy.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import { claimLeaseMs } from '../core/store.ts';
import type { Memory, Store } from '../core/store.ts';
import { claim } from './acts.ts';
import { identify } from './identify.ts';
import type { Leaked } from './prove-dead.ts';

/** By environment and key id, ISO 8601 or null for never; null where no list could be had. */
export type UsesBefore = Readonly<Record<Environment, ReadonlyMap<string, string | null> | null>>;

/** How far the clocks of the API and of ours may be apart when a use is taken for our own. */
const skewMs = 60_000;

/** Whether a policy wants to know about uses at all. */
export function asksAboutUse(policy: Policy): boolean {
  return policy.some(({ when }) => when.unused !== undefined);
}

/** Call before any key is presented. Never throws; only a management key can look without using a leaked key. */
export async function usesBefore(
  environments: ReadonlySet<Environment>,
  api: AntonApi,
  managementKeys: Readonly<Record<Environment, Secret | null>>,
): Promise<UsesBefore> {
  const listed = async (environment: Environment) => {
    const bearer = managementKeys[environment];
    if (bearer === null || !environments.has(environment)) return null;
    const listing = await api.listKeys(bearer, environment);
    return listing.ok ? new Map(listing.keys.map(({ id, lastUsedAt }) => [id, lastUsedAt])) : null;
  };
  return { live: await listed('live'), test: await listed('test') };
}

export interface LastUseDeps {
  api: AntonApi;
  store: Store;
  uses: UsesBefore;
  hosts: Readonly<Record<Environment, string>>;
  managementKeys: Readonly<Record<Environment, Secret | null>>;
  clock: Clock;
  random(): number;
  log: Log;
  /** ms since the epoch: the key was made before. */
  knownSince: number;
  /** An armed run holds the key already, and goes on holding it. */
  armed: boolean;
}

/**
 * ISO 8601, or null for a key whose last use is not known: never used, not told apart with certainty, not in the list.
 * @param memory what was known before this run.
 */
export async function lastUseOf(
  leaked: Leaked,
  memory: Memory | null,
  deps: LastUseDeps,
): Promise<string | null> {
  const { environment, secret } = leaked;
  const uses = deps.uses[environment];
  const management = deps.managementKeys[environment];
  if (uses === null || management?.fingerprint === secret.fingerprint) return null;
  try {
    const key = await identified(leaked, deps);
    const listed = key === null ? null : (uses.get(key) ?? null);
    if (listed === null) return null;
    const ours = memory?.verdicts.get(deps.hosts[environment])?.checkedAt ?? null;
    return isOurs(Date.parse(listed), ours) ? (memory?.about?.lastUsedAt ?? null) : listed;
  } catch (error) {
    deps.log.warn('the last use of a key could not be found out', { reason: messageOf(error) });
    return null;
  }
}

/** To tell keys apart is to use them: no other run may be at it. */
async function identified({ secret, environment }: Leaked, deps: LastUseDeps): Promise<string | null> {
  const { store, clock, armed } = deps;
  await claim(store, clock, secret.fingerprint);
  try {
    const observer = deps.managementKeys[environment];
    const found = await identify(secret, environment, { ...deps, observer, inventory: store });
    return found.kind === 'identified' ? found.key.id : null;
  } finally {
    if (!armed) await store.release(secret.fingerprint);
  }
}

/** A run uses a key from its check on, for as long as it may hold it. */
function isOurs(usedAt: number, checkedAt: string | null): boolean {
  if (checkedAt === null) return false;
  const since = usedAt - Date.parse(checkedAt);
  return since >= -skewMs && since <= claimLeaseMs + skewMs;
}
