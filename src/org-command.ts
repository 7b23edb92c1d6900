// `akguard org`: from what the user typed to a run over organisations.
import { availableParallelism } from 'node:os';
import type { Typed } from './config/command-line.ts';
import { orgOptions } from './config/org-flags.ts';
import type { Report } from './core/report.ts';
import { githubAccess } from './github-access.ts';
import { globMatcher } from './io/paths.ts';
import { defaultStatePath } from './io/state-path.ts';
import { isWatched } from './io/terminal.ts';
import { whoRuns } from './io/who-runs.ts';
import { localCrew } from './org-crew.ts';
import { OrgRun } from './org-run.ts';
import { logFor, makeScans, orgPlan } from './org-scans.ts';
import { agreementOf, sharedCrew } from './org-shared.ts';
import type { StateContext } from './open-state.ts';
import { openLimits, openQueue, openStore } from './store/index.ts';

/** @throws AkguardError when nothing could be scanned. */
export async function scanOrganisations(
  named: readonly string[],
  values: Typed['values'],
  context: StateContext,
): Promise<Report> {
  const { options, environment } = context;
  const org = orgOptions(values);
  const { log, tell } = await logFor(context, isWatched());
  const location = options.state ?? defaultStatePath(environment);
  const limits = await openLimits(location, log);
  try {
    const access = await githubAccess(named, environment, log, limits);
    const { owners } = access;
    const plan = await orgPlan(owners.join(' '), context, log, limits);
    const fitsGlob = await globMatcher();
    const state = await openStore(location, { log, by: whoRuns(environment) });
    const scans = makeScans(context, { plan, state, access, own: org, tell, log });
    const jobs = options.jobs ?? availableParallelism();
    const queue = await openQueue(location, agreementOf(plan, options, access.host), log);
    try {
      const crew = queue === null ? localCrew(scans, jobs) : sharedCrew(queue, scans, jobs);
      const filters = { ...org, fitsName: (name: string) => fitsName(name, org.repos, fitsGlob) };
      const run = new OrgRun(
        { ...org, owners, filters },
        {
          plan,
          crew,
          github: access.lists,
          recall: (id) => state.recallRepository(`${access.host} ${id}`),
          unseen: access.unseen,
        },
      );
      return await run.run();
    } finally {
      await queue?.close(0);
      await state.close();
    }
  } finally {
    await limits?.close();
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
