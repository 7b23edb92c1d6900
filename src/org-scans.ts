// What `akguard org` and `akguard worker` scan repositories with.
import { burst, defaultRequestsPerMinute } from './anton/pacer.ts';
import type { OrgOptions } from './config/org-flags.ts';
import type { Log } from './core/runtime.ts';
import { systemClock } from './core/runtime.ts';
import type { GithubAccess } from './github-access.ts';
import type { StateContext } from './open-state.ts';
import { RepositoryScans } from './org-repository.ts';
import type { Plan } from './pipeline.ts';
import { makePlan } from './plan.ts';
import { githubReader } from './repository-reader.ts';
import type { State } from './store/index.ts';
import type { SharedLimits } from './store/shared-limits.ts';

/** Channels are read for each repository; one that can't be used is said at once. @throws as `makePlan`. */
export function orgPlan(
  target: string,
  context: StateContext,
  log: Log,
  limits: SharedLimits | null,
): Promise<Plan> {
  const { options, environment } = context;
  return makePlan(
    { name: 'org', target, read: async () => {} },
    { ...options, alert: options.alert.filter((channel) => channel !== 'github-issue') },
    environment,
    log,
    limits === null ? {} : { paceOf: (origin) => limits.paceOf(`anton ${origin}`, antonRate) },
  );
}

const antonRate = { perMinute: defaultRequestsPerMinute, burst };

export interface ScansSetup {
  plan: Omit<Plan, 'subject'>;
  state: State;
  access: Pick<GithubAccess, 'connectionFor' | 'host'>;
  own: Pick<OrgOptions, 'disk' | 'cache' | 'timeLimit'>;
  tell: Log['debug'];
  log: Log;
}

export function makeScans({ options, environment }: StateContext, setup: ScansSetup): RepositoryScans {
  const { plan, state, access, own, tell, log } = setup;
  return new RepositoryScans({
    plan,
    state,
    options,
    environment,
    disk: own.disk,
    tell,
    host: access.host,
    reader: githubReader({
      connectionFor: access.connectionFor,
      options: { ...options, jobs: 1 },
      cache: own.cache,
      timeLimit: own.timeLimit,
      clock: systemClock,
      log,
    }),
  });
}

/** Who looks at a terminal sees a line of progress; else a log says what was done. */
export async function logFor(
  { options, log }: StateContext,
  isWatched: boolean,
): Promise<{ log: Log; tell: Log['debug'] }> {
  if (options.quiet || (isWatched && !options.verbose))
    return { log, tell: (message, fields) => log.debug(message, fields) };
  const { createLogger } = await import('./io/logger.ts');
  const logger = createLogger(!options.verbose);
  return { log: logger, tell: (message, fields) => logger.info(message, fields) };
}
