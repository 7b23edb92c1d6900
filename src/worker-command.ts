// `akguard worker`: scans repositories for runs on other machines, for as long as it is let.
import { availableParallelism } from 'node:os';
import type { Typed } from './config/command-line.ts';
import { orgOptions } from './config/org-flags.ts';
import { AkguardError } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import { type Log, systemRepeat } from './core/runtime.ts';
import { githubAccess } from './github-access.ts';
import { untilStopped } from './io/signals.ts';
import { defaultStatePath } from './io/state-path.ts';
import { printError } from './io/terminal.ts';
import { whoRuns } from './io/who-runs.ts';
import { logFor, makeScans, orgPlan } from './org-scans.ts';
import { type OnScanned, agreementOf, workAt } from './org-shared.ts';
import type { StateContext } from './open-state.ts';
import { openLimits, openQueue, openStore } from './store/index.ts';
import type { WorkQueue } from './store/work-queue.ts';

/** For repositories that are at work when it is stopped; what is not done by then is done by others. */
const graceMs = 20_000;
const lookMs = 10_000;

/** Ends at SIGTERM or SIGINT. @throws AkguardError when it can't work at all. */
export async function runWorker(values: Typed['values'], context: StateContext): Promise<ExitCode> {
  const { options, environment } = context;
  const location = options.state ?? defaultStatePath(environment);
  const { log, tell } = await logFor(context, false);
  const limits = await openLimits(location, log);
  if (limits === null) throw withoutPostgres();
  const access = await githubAccess(null, environment, log, limits);
  const plan = await orgPlan('', context, log, limits);
  const stopped = untilStopped();
  const state = await openStore(location, { log, by: whoRuns(environment) });
  try {
    const queue = await openQueue(location, agreementOf(plan, options, access.host), log);
    if (queue === null) throw withoutPostgres();
    const scans = makeScans(context, { plan, state, access, own: orgOptions(values), tell, log });
    const metrics = await metricsOf(queue, values.metrics);
    await workAt(queue, scans, options.jobs ?? availableParallelism(), metrics.add);
    const endLooking = systemRepeat(lookMs, () => void look(queue, log));
    if (!options.quiet) printError('akguard worker: waiting for work; stop with Ctrl-C.');
    await stopped;
    endLooking();
    await queue.close(graceMs);
    metrics.close();
  } finally {
    await state.close();
    await limits.close();
  }
  return ExitCode.ok;
}

/** Loaded only where somebody asks for them. */
async function metricsOf(
  queue: WorkQueue,
  address: string | undefined,
): Promise<{ add: OnScanned; close: () => void }> {
  if (address === undefined) return { add: () => {}, close: () => {} };
  const { Metrics } = await import('./io/metrics.ts');
  const { measured, serve } = await import('./worker-metrics.ts');
  const metrics = new Metrics(() => queue.depth());
  const { url, close } = await serve(metrics, address);
  printError(`akguard worker: metrics at ${url}/metrics`);
  return { add: (result, ms) => metrics.add(measured(result, ms)), close };
}

function withoutPostgres(): AkguardError {
  return new AkguardError('AK_USAGE', {
    problem:
      '`akguard worker` shares work over a Postgres: name it with --state postgres://… or in DATABASE_URL.',
  });
}

/** Says of runs that ask for something else than this worker would do that they are left to others. */
async function look(queue: WorkQueue, log: Log): Promise<void> {
  const others = await queue.disagreements().catch(() => []);
  for (const names of others)
    log.warn('a run is left to others: it was started with something else than this worker', {
      different: names.join(', '),
    });
}
