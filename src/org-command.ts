// `akguard org`: from what the user typed to a run over organisations.
import { availableParallelism } from 'node:os';
import type { Typed } from './config/command-line.ts';
import { orgOptions } from './config/org-flags.ts';
import { AkguardError } from './core/errors.ts';
import type { Report } from './core/report.ts';
import { type Log, systemClock } from './core/runtime.ts';
import { Organisations } from './github/list-repositories.ts';
import type { Connection } from './github/octokit.ts';
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
  owners: readonly string[],
  values: Typed['values'],
  context: StateContext,
): Promise<Report> {
  const { options, environment } = context;
  const org = orgOptions(values);
  checkOwners(owners);
  const { log, tell } = await logFor(context);
  const connection = connectionFor(environment);
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
        options,
        environment,
      },
      {
        plan: { ...plan, openStore: async () => state },
        state,
        github: new Organisations({ ...connection, clock, log }),
        tell,
        host: new URL(connection.apiUrl).host,
        reader: githubReader({
          connection,
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

function checkOwners(owners: readonly string[]): void {
  if (owners.length === 0) {
    const problem = 'The command is `akguard org OWNER…`: the names of organisations or users on GitHub.';
    throw new AkguardError('AK_USAGE', { problem });
  }
  const wrong = owners.find((owner) => !/^[A-Za-z0-9][\w-]{0,99}$/.test(owner));
  if (wrong !== undefined)
    throw new AkguardError('AK_USAGE', { problem: `\`${wrong}\` is no name of an owner.` });
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

function connectionFor(environment: StateContext['environment']): Connection {
  const token = environment['GITHUB_TOKEN'] ?? '';
  if (token === '') {
    const problem = 'GITHUB_TOKEN is not set, and GitHub lists nothing to nobody.';
    throw new AkguardError('AK_USAGE', { problem });
  }
  return { token, apiUrl: environment['GITHUB_API_URL'] || 'https://api.github.com' };
}

/** Who looks at a terminal sees a line of progress; else a log says what was done. */
async function logFor({ options, log }: StateContext): Promise<{ log: Log; tell: Log['debug'] }> {
  if (options.quiet || (isWatched() && !options.verbose))
    return { log, tell: (message, fields) => log.debug(message, fields) };
  const { createLogger } = await import('./io/logger.ts');
  const logger = createLogger(!options.verbose);
  return { log: logger, tell: (message, fields) => logger.info(message, fields) };
}
