// `akguard org`: from what the user typed to a run over organisations.
import { availableParallelism } from 'node:os';
import type { Typed } from './config/command-line.ts';
import { orgOptions } from './config/org-flags.ts';
import type { Report } from './core/report.ts';
import { type Log, systemClock } from './core/runtime.ts';
import { githubAccess } from './github-access.ts';
import { globMatcher } from './io/paths.ts';
import { defaultStatePath } from './io/state-path.ts';
import { isWatched } from './io/terminal.ts';
import { whoRuns } from './io/who-runs.ts';
import { OrgRun } from './org-run.ts';
import type { StateContext } from './open-state.ts';
import { makePlan } from './plan.ts';
import { githubReader } from './repository-reader.ts';
import { openStore } from './store/index.ts';

/** @throws AkguardError when nothing could be scanned. */
export async function scanOrganisations(
  named: readonly string[],
  values: Typed['values'],
  context: StateContext,
): Promise<Report> {
  const { options, environment } = context;
  const org = orgOptions(values);
  const { log, tell } = await logFor(context);
  const access = await githubAccess(named, environment, log);
  const { owners } = access;
  const clock = systemClock;
  // Channels are read for each repository; one that can't be used is said at once.
  const plan = await makePlan(
    { name: 'org', target: owners.join(' '), read: async () => {} },
    { ...options, alert: options.alert.filter((channel) => channel !== 'github-issue') },
    environment,
    log,
  );
  const fitsGlob = await globMatcher();
  const location = options.state ?? defaultStatePath(environment);
  const state = await openStore(location, { log, by: whoRuns(environment) });
  try {
    const run = new OrgRun(
      {
        ...org,
        owners,
        filters: { ...org, fitsName: (name) => fitsName(name, org.repos, fitsGlob) },
        jobs: options.jobs ?? availableParallelism(),
      },
      {
        plan,
        state,
        options,
        environment,
        maxSize: org.maxSize,
        disk: org.disk,
        github: access.lists,
        tell,
        host: access.host,
        reader: githubReader({
          connectionFor: access.connectionFor,
          options: { ...options, jobs: 1 },
          cache: org.cache,
          timeLimit: org.timeLimit,
          clock,
          log,
        }),
      },
    );
    return await run.run();
  } finally {
    await state.close();
  }
}

/** Globs as they stand; those with a `!` leave out what the others let in. */
function fitsName(
  name: string,
  globs: readonly string[],
  fits: (glob: string, name: string) => boolean,
): boolean {
  const wanted = globs.filter((glob) => !glob.startsWith('!'));
  const left = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  return (
    (wanted.length === 0 || wanted.some((glob) => fits(glob, name))) && !left.some((glob) => fits(glob, name))
  );
}

/** Who looks at a terminal sees a line of progress; else a log says what was done. */
async function logFor({ options, log }: StateContext): Promise<{ log: Log; tell: Log['debug'] }> {
  if (options.quiet || (isWatched() && !options.verbose))
    return { log, tell: (message, fields) => log.debug(message, fields) };
  const { createLogger } = await import('./io/logger.ts');
  const logger = createLogger(!options.verbose);
  return { log: logger, tell: (message, fields) => logger.info(message, fields) };
}
