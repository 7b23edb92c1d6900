// How a scan of organisations gets into GitHub: with one token for all, or as an App, with one for each account.
import { createHash } from 'node:crypto';
import type { Skipped } from './core/coverage.ts';
import { AkguardError } from './core/errors.ts';
import { type Log, systemClock } from './core/runtime.ts';
import { GitHubFailure } from './github/failure.ts';
import { type Bans, isLoopback, mostInAMinute } from './github/gate.ts';
import { Organisations } from './github/list-repositories.ts';
import type { Connection } from './github/octokit.ts';
import { useProxies } from './io/proxy.ts';
import type { SharedLimits } from './store/shared-limits.ts';

export interface GithubAccess {
  /** Whose repositories are scanned. */
  owners: string[];
  /** Of the forge. */
  host: string;
  connectionFor: (owner: string) => Connection;
  lists: Pick<Organisations, 'list' | 'calls'>;
  /** Of whom the App was given some repositories only. */
  unseen: Skipped[];
}

/** A gate is found by its bans. */
const bansByWho = new WeakMap<SharedLimits, Map<string, Bans>>();

type Variables = Record<string, string | undefined>;

/**
 * @param named owners as the user named them; none means all that installed the App. Null for a worker, which is told.
 * @param limits what other processes keep as well.
 * @throws AkguardError AK_USAGE, AK_GITHUB.
 */
export async function githubAccess(
  named: readonly string[] | null,
  variables: Variables,
  log: Log,
  limits: SharedLimits | null = null,
): Promise<GithubAccess> {
  const owners = named ?? [];
  const wrong = owners.find((owner) => !/^[A-Za-z0-9][\w-]{0,99}$/.test(owner));
  if (wrong !== undefined) throw usage(`\`${wrong}\` is no name of an owner.`);
  const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
  const host = URL.parse(apiUrl)?.host;
  if (!host) throw usage(`GITHUB_API_URL is no address: \`${apiUrl}\`.`);
  const unproxied = useProxies(variables);
  if (unproxied !== null) log.warn(unproxied);
  const { AKGUARD_APP_ID: id = '', AKGUARD_APP_PRIVATE_KEY: privateKey = '' } = variables;
  if (id !== '' && privateKey !== '') return asApp(owners, { id, privateKey }, apiUrl, host, log, limits);
  if (named?.length === 0)
    throw usage('The command is `akguard org OWNER…`: the names of organisations or users on GitHub.');
  const token = variables['GITHUB_TOKEN'] ?? '';
  if (token === '')
    throw usage(
      'GITHUB_TOKEN is not set (nor AKGUARD_APP_ID with AKGUARD_APP_PRIVATE_KEY), and GitHub lists nothing to nobody.',
    );
  const who = createHash('sha256').update(token).digest('hex').slice(0, 16);
  const connection = { token, apiUrl, ...sharedBans(`github ${host} ${who}`, apiUrl, limits) };
  const lists = new Organisations({ ...connection, clock: systemClock, log });
  return { owners: [...owners], host, connectionFor: () => connection, lists, unseen: [] };
}

async function asApp(
  owners: readonly string[],
  app: { id: string; privateKey: string },
  apiUrl: string,
  host: string,
  log: Log,
  limits: SharedLimits | null,
): Promise<GithubAccess> {
  const { appConnections } = await import('./github/app-auth.ts');
  const installations = await appConnections(app, apiUrl, log).catch((error: unknown) => {
    if (!(error instanceof GitHubFailure)) throw error;
    throw new AkguardError('AK_GITHUB', { attempt: error.message.replace(/^GitHub did not /, '') });
  });
  const byOwner = new Map(installations.map((each) => [each.owner.toLowerCase(), each]));
  const lists = new Map<string, Organisations>();
  const connectionFor = (owner: string) => {
    const installation = byOwner.get(owner.toLowerCase());
    if (installation === undefined) throw new GitHubFailure(`The App is not installed for ${owner}`, null);
    if (installation.isSuspended)
      throw new GitHubFailure(`The App's installation for ${owner} is suspended`, null);
    const who = `github ${host} app ${app.id} ${owner.toLowerCase()}`;
    return { ...installation.connection, ...sharedBans(who, apiUrl, limits) };
  };
  const scanned = owners.length > 0 ? [...owners] : installations.map(({ owner }) => owner);
  const inPart = scanned.filter((owner) => byOwner.get(owner.toLowerCase())?.hasAll === false);
  return {
    owners: scanned,
    host,
    connectionFor,
    unseen: inPart.map((owner) => ({
      what: `other repositories of ${owner}`,
      why: 'the App was given some of them only; its settings on GitHub say which',
    })),
    lists: {
      async *list(owner, ...rest) {
        const own = new Organisations({ ...connectionFor(owner), clock: systemClock, log });
        lists.set(owner, own);
        yield* own.list(owner, ...rest);
      },
      get calls() {
        return [...lists.values()].reduce((sum, { calls }) => sum + calls, 0);
      },
    },
  };
}

/** @param who what GitHub counts by: a token, or an installation. */
function sharedBans(who: string, apiUrl: string, limits: SharedLimits | null): Pick<Connection, 'bans'> {
  if (limits === null) return {};
  const key = `${apiUrl} ${who}`;
  const known = bansByWho.get(limits) ?? new Map<string, Bans>();
  bansByWho.set(limits, known);
  const turn = limits.turnsOf(who, { perMinute: mostInAMinute, burst: mostInAMinute / 20 });
  const bans = known.get(key) ?? { ...limits.bansOf(who), ...(!isLoopback(apiUrl) && { turn }) };
  known.set(key, bans);
  return { bans };
}

function usage(problem: string): AkguardError {
  return new AkguardError('AK_USAGE', { problem });
}
