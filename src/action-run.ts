// The GitHub Action's run: what the runner says -> what to scan -> the pipeline -> masks, outputs, summary, exit code.
import { type Upload, notUploaded, speak, unwritten } from './action-speak.ts';
import { BaseSide } from './action/base-side.ts';
import { whyNotUploaded } from './action/code-scanning.ts';
import { note } from './action/commands.ts';
import { isReallyActions, maskCommands } from './action/masks.ts';
import { type Outputs, noOutputs, outputsOf, writeOutputs, writeSummary } from './action/outputs.ts';
import { type Request, type RunnerEvent, type ScanTarget, requestFor } from './action/request.ts';
import { type Runner, readRunner } from './action/runner.ts';
import { readSettings } from './action/settings.ts';
import { subjectFor } from './action/subject.ts';
import { makeWorkspace } from './action/workspace.ts';
import { failureSummary, summaryOf } from './action/summary.ts';
import { type ActionInputs, readActionInputs } from './config/action-inputs.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode, worst } from './core/exit-code.ts';
import type { Report } from './core/report.ts';
import { type Log, silentLog } from './core/runtime.ts';
import { Secret } from './core/secret.ts';
import { runPlace } from './io/run-place.ts';
import { makeScratch, removeScratch } from './io/scratch.ts';
import { printError, printRunnerCommands } from './io/terminal.ts';
import { runPipeline } from './pipeline.ts';
import { makePlan, walkPacks } from './plan.ts';

type Variables = Record<string, string | undefined>;

interface Done {
  outputs: Outputs;
  code: ExitCode;
}

/** Never throws: whatever happens becomes a sentence, an annotation and an exit code. */
export async function runAction(variables: Variables): Promise<ExitCode> {
  const { outputs, code } = await scanEvent(variables).catch(async (error: unknown): Promise<Done> => ({
    outputs: noOutputs,
    code: await giveUp(error, variables),
  }));
  try {
    await writeOutputs(variables['GITHUB_OUTPUT'], outputs);
    return code;
  } catch (error) {
    return worst([code, await complain(unwritten('GITHUB_OUTPUT', error), variables)]);
  }
}

async function scanEvent(variables: Variables): Promise<Done> {
  const inputs = readActionInputs(variables);
  await silence(
    [inputs.liveApiKey, inputs.testApiKey, inputs.githubToken]
      .filter(Boolean)
      .map((text) => new Secret(text)),
    variables,
  );
  const runner = await readRunner(variables);
  const own = await makeScratch('akguard', runner.temporary);
  const folder = await makeScratch('git', own);
  try {
    if (runner.event.name === 'issue_comment') return await runOrder(inputs, runner, own, folder, variables);
    const request = requestFor(runner.event, inputs);
    const { report, notes } = await scan(inputs, runner, request, folder, variables);
    const sarif = sarifFor(report, notes, inputs, request.target, runner, variables);
    const said = await speak(report, notes, {
      folder: own,
      sarif,
      variables,
      isPublic: () => isPublic(inputs, runner, variables),
    });
    const codes = [report.exit_code];
    for (const problem of said.problems) codes.push(await complain(problem, variables));
    return { outputs: { ...outputsOf(report), ...said.paths }, code: worst(codes) };
  } finally {
    await removeScratch(folder);
  }
}

/** The event says so; schedules say nothing, and GitHub is asked. */
async function isPublic(
  inputs: ActionInputs,
  { repository }: Runner,
  variables: Variables,
): Promise<boolean> {
  const { visibility } = runPlace(variables);
  if (visibility !== null) return visibility === 'public';
  const { askIfPublic } = await import('./github/visibility.ts');
  const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
  return askIfPublic({ token: inputs.githubToken, apiUrl }, repository, silentLog);
}

/** Of a comment: nothing is scanned for its own sake, so there is no report unless an order was given. */
async function runOrder(
  inputs: ActionInputs,
  runner: Runner,
  own: string,
  folder: string,
  variables: Variables,
): Promise<Done> {
  const { runComment } = await import('./comment-run.ts');
  const silenced = (secrets: readonly Secret[]) => silence(secrets, variables);
  const log = await logFor(variables);
  const order = { inputs, runner, folder, variables, log, silence: silenced };
  const { report, notes, code } = await runComment(order);
  if (report === null) {
    await writeSummary(variables['GITHUB_STEP_SUMMARY'], summaryOf('# akguard: no order\n', notes));
    await printRunnerCommands(notes.map((each) => note('notice', each)).join(''));
    return { outputs: noOutputs, code };
  }
  const said = await speak(report, notes, {
    folder: own,
    sarif: 'off',
    variables,
    isPublic: () => isPublic(inputs, runner, variables),
  });
  const codes: ExitCode[] = [code];
  for (const problem of said.problems) codes.push(await complain(problem, variables));
  return { outputs: { ...outputsOf(report), ...said.paths }, code: worst(codes) };
}

/** @param notes gets why a wanted upload is left out. */
function sarifFor(
  report: Report,
  notes: string[],
  inputs: ActionInputs,
  target: ScanTarget,
  { event, repository }: Runner,
  variables: Variables,
): 'off' | 'file' | Upload {
  if (inputs.sarif !== 'upload') return inputs.sarif;
  const why = whyNotUploaded(event, target, inputs, report.scan.coverage);
  if (why !== null) {
    notes.push(notUploaded(why));
    return 'file';
  }
  const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
  const connection = { token: inputs.githubToken, apiUrl };
  const { sha: commitSha, ref } = event;
  return async (sarif) => {
    const { uploadSarif } = await import('./github/code-scanning.ts');
    return uploadSarif({ connection, repo: repository, commitSha, ref, sarif }, silentLog);
  };
}

async function scan(
  inputs: ActionInputs,
  { event, url, workspace: checkout }: Runner,
  { target, trusted, powerless }: Request,
  folder: string,
  variables: Variables,
): Promise<{ report: Report; notes: string[] }> {
  const workspace = makeWorkspace({
    checkout,
    folder,
    url,
    token: inputs.githubToken,
    isSha256: event.sha.length === 64,
  });
  const debug = variables['RUNNER_DEBUG'] === '1';
  const { options, baseline, notes } = await readSettings(inputs, {
    base: async () => new BaseSide(await workspace.repository(), trusted),
    powerless,
    mustExist: !bringsChanges(event),
    debug,
  });
  const log = await logFor(variables);
  const subject = await subjectFor(target, workspace, options, walkPacks(options.jobs), notes);
  const environment = {
    ...variables,
    AKGUARD_LIVE_API_KEY: inputs.liveApiKey,
    AKGUARD_TEST_API_KEY: inputs.testApiKey,
    GITHUB_TOKEN: inputs.githubToken,
  };
  const plan = await makePlan(subject, options, environment, log);
  const report = await runPipeline({
    ...plan,
    baseline,
    onFound: (findings) =>
      silence(
        findings.map(({ secret }) => secret),
        variables,
      ),
  });
  return { report, notes };
}

async function logFor(variables: Variables): Promise<Log> {
  return variables['RUNNER_DEBUG'] === '1' ? (await import('./io/logger.ts')).createLogger() : silentLog;
}

/** An event that may bring a configuration along, so that the base side need not have it yet. */
function bringsChanges({ name, payload }: RunnerEvent): boolean {
  return name === 'push' || name === 'merge_group' || payload.pull_request !== undefined;
}

async function silence(secrets: readonly Secret[], variables: Variables): Promise<void> {
  await printRunnerCommands(maskCommands(secrets, variables));
}

/** Says why there is no report. */
async function giveUp(error: unknown, variables: Variables): Promise<ExitCode> {
  const code = await complain(error, variables);
  try {
    await writeSummary(variables['GITHUB_STEP_SUMMARY'], failureSummary(sentenceOf(error)));
  } catch (problem) {
    await complain(unwritten('GITHUB_STEP_SUMMARY', problem), variables);
  }
  return code;
}

async function complain(error: unknown, variables: Variables): Promise<ExitCode> {
  const known = error instanceof AkguardError;
  const text = sentenceOf(error);
  if (isReallyActions(variables)) await printRunnerCommands(note('error', text));
  else printError(`akguard: ${text}`);
  if (!known && error instanceof Error && error.stack !== undefined) printError(error.stack);
  return known ? error.exitCode : ExitCode.bug;
}

function sentenceOf(error: unknown): string {
  return error instanceof AkguardError
    ? `${error.message} ${error.remedy}`
    : `This is a bug in akguard, please report it: ${messageOf(error)}`;
}
