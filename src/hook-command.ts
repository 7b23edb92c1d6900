// `akguard hook …`: what an installed hook calls. Says nothing unless it stops something; then it says why, and the ways
// on. A hook that failed itself says so, and how to get past it: nothing goes through unseen, and nobody is locked in.
import type { AntonApi } from './core/anton-api.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Report } from './core/report.ts';
import type { Source } from './core/source.ts';
import { visible } from './core/text.ts';
import { printError, printOut, terminalStyle } from './io/terminal.ts';
import { type PushHook, limitOf, pushSource } from './hook-push.ts';
import type { StateContext } from './open-state.ts';
import { type Plan, runPipeline } from './pipeline.ts';
import { connect, makePlan } from './plan.ts';
import type { Stopped } from './report/human-hook.ts';
import { sources } from './sources/index.ts';

export interface HookContext extends StateContext {
  /** The configuration that was read. */
  configFile: string | undefined;
}

/** See `commands`. */
export type HookCommand = 'hook pre-commit' | 'hook commit-msg' | PushHook;

const stops: Record<HookCommand, Stopped> = {
  'hook pre-commit': 'commit',
  'hook commit-msg': 'message',
  'hook pre-push': 'push',
  'hook pre-receive': 'received',
  'hook update': 'received',
};
/** Milliseconds for asking Anton about what was found. */
const verifyBudget = 1_000;

/**
 * Runs a hook's scan. Never throws: a hook that ends without a word is a riddle.
 * @param read reads the configuration.
 */
export async function runHook(
  command: HookCommand,
  operands: string[],
  read: () => Promise<HookContext>,
): Promise<ExitCode> {
  const stopped = stops[command];
  try {
    const context = await read();
    const subject = await subjectOf(command, operands, context);
    if (subject === null) return ExitCode.ok;
    const report = await runPipeline(await planFor(subject, stopped, context));
    const code = exitCodeOf(report);
    if (code !== ExitCode.ok) {
      const { hookText } = await import('./report/human-hook.ts');
      await printOut(hookText(report, stopped, terminalStyle(!context.options.color)));
    }
    return code;
  } catch (error) {
    return failed(error, stopped);
  }
}

/** What to scan; null when the hook was called for nothing that concerns it. */
async function subjectOf(
  command: HookCommand,
  operands: string[],
  { options, environment }: HookContext,
): Promise<Source | null> {
  const request = { ...options, exclude: [], walkPacks: noWalk };
  // Under the pre-commit framework each of its hooks runs in every stage that is installed, and only this variable tells which.
  const inFramework = environment['PRE_COMMIT'] === '1';
  const remote = environment['PRE_COMMIT_REMOTE_NAME'];
  switch (command) {
    case 'hook pre-commit': {
      if (inFramework && remote !== undefined) return null;
      if (inFramework) {
        const { frameworkSource } = await import('./hook-framework.ts');
        return frameworkSource(operands, request);
      }
      return sources.staged({ ...request, operands: [] });
    }
    case 'hook commit-msg':
      return sources.message({ ...request, operands });
    case 'hook pre-push': {
      if (!inFramework) return pushSource(command, operands, options.timeLimit);
      if (remote === undefined) return null;
      const { frameworkPush } = await import('./hook-framework.ts');
      return frameworkPush(environment, limitOf(command, options.timeLimit));
    }
    case 'hook pre-receive':
    case 'hook update':
      return pushSource(command, operands, options.timeLimit);
  }
}

function noWalk(): never {
  throw new Error('a hook walks no packs');
}

/** Offline, unless the user asks for it in a configuration of their own: not one that comes with the tree. */
async function planFor(subject: Source, stopped: Stopped, context: HookContext): Promise<Plan> {
  const { options, environment, log, configFile } = context;
  const offline = { ...options, verify: false, armed: false, alert: [], quiet: true };
  const plan = await makePlan(subject, offline, environment, log);
  if (!options.verifyInHooks || configFile === undefined) return plan;
  const { isInTree } = await import('./io/hook-files.ts');
  const isOfTheTree = stopped !== 'received' && isInTree(configFile, '.');
  return isOfTheTree ? plan : { ...plan, api: hasty(context) };
}

/** Asks Anton as long as the budget lasts; after that every answer is that there was no time. */
function hasty({ environment, log }: HookContext): AntonApi {
  const refuse = () => Promise.reject(new Error('a hook only verifies'));
  let due = Infinity;
  return {
    async check(key, where) {
      const now = performance.now();
      if (due === Infinity) due = now + verifyBudget;
      if (now >= due)
        return { kind: 'failure', why: 'timeout', detail: 'a hook waits for 1 s in all', requestId: null };
      const api = await connect(environment, log, { timeoutMs: Math.ceil(due - now), attempts: 1 });
      return api.check(key, where);
    },
    listKeys: refuse,
    revokeKey: refuse,
    createKey: refuse,
  };
}

/** That Anton could not be asked stops nobody: what was found stands as it does offline. */
function exitCodeOf({ exit_code, scan, findings }: Report): ExitCode {
  if (exit_code !== ExitCode.incomplete || !scan.coverage.complete) return exit_code;
  const fails = findings.some(
    ({ verdict, decision, matches }) =>
      verdict.validity !== 'inactive' &&
      decision.actions.includes('fail') &&
      !matches.every((match) => match.suppressed),
  );
  return fails ? ExitCode.findings : ExitCode.ok;
}

async function failed(error: unknown, stopped: Stopped): Promise<ExitCode> {
  const { skipNote } = await import('./report/human-hook.ts');
  const isKnown = error instanceof AkguardError;
  const what = stopped === 'commit' || stopped === 'message' ? 'commit' : 'push';
  printError(`akguard could not look at this ${what}, so it was stopped: ${visible(messageOf(error))}`);
  printError(`  ${isKnown ? error.remedy : 'This is a bug in akguard, please report it.'}`);
  printError(`  ${skipNote(stopped)}`);
  if (!isKnown && error instanceof Error && error.stack !== undefined) printError(error.stack);
  return isKnown ? error.exitCode : ExitCode.bug;
}
