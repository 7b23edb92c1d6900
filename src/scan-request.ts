// From options and environment to what a source is asked for.
import { parseDuration } from './config/duration.ts';
import type { Options } from './config/options.ts';
import { AkguardError } from './core/errors.ts';
import { systemClock } from './core/runtime.ts';
import type { StateContext } from './open-state.ts';
import { walkPacks } from './plan.ts';
import type { RunsAsked } from './sources/actions-logs.ts';
import type { ActionsLogsScope, ScanRequest } from './sources/index.ts';

/** A week, as long as it takes that nobody looked at a nightly scan that failed. */
const usualSince = '7d';

/** @param operands the words behind the source's name. */
export function scanRequest(operands: string[], context: StateContext): ScanRequest {
  const { options } = context;
  return {
    ...options,
    operands,
    walkPacks: walkPacks(options.jobs),
    actionsLogs: () => actionsLogsScope(context),
  };
}

/** @throws AkguardError AK_USAGE without a token, or with a time that is none. */
function actionsLogsScope({ options, environment, log }: StateContext): ActionsLogsScope {
  const token = environment['GITHUB_TOKEN'] ?? '';
  if (token === '') {
    const problem = 'GITHUB_TOKEN is not set, and GitHub shows logs to nobody without one (Actions: read).';
    throw new AkguardError('AK_USAGE', { problem });
  }
  const apiUrl = environment['GITHUB_API_URL'] || 'https://api.github.com';
  return {
    runs: runsAsked(options, systemClock.now()),
    connection: { token, apiUrl },
    clock: systemClock,
    log,
  };
}

function runsAsked({ run, selection: { since } }: Options, now: number): RunsAsked {
  if (run !== null) {
    if (since === null) return { id: run };
    throw new AkguardError('AK_USAGE', { problem: '--run and --since do not go together.' });
  }
  const day = Date.parse(since ?? '');
  if (since !== null && /^\d{4}-\d\d-\d\d/.test(since) && !Number.isNaN(day)) return { since: new Date(day) };
  return { since: new Date(now - parseDuration('since', since ?? usualSince)) };
}
