// A comment on the issue of a key may give an order: who wrote it is checked, the key is found again by its fingerprint, and
// what was asked is done to that one key, under the same laws as everywhere; then the comment is answered.
import { type CommentEvent, commentEvent } from './action/comment.ts';
import { fingerprintIn } from './action/named-places.ts';
import type { Runner } from './action/runner.ts';
import type { ActionInputs } from './config/action-inputs.ts';
import type { Issues } from './core/alerter.ts';
import { AkguardError } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Report } from './core/report.ts';
import type { Log } from './core/runtime.ts';
import type { Secret } from './core/secret.ts';
import { GitHubFailure } from './github/failure.ts';
import { githubIssues } from './github/issues.ts';
import { type OrderDesk, orderDesk } from './github/orders.ts';
import { carryOut } from './order-run.ts';
import { framed, refusal } from './respond/order-answer.ts';

export interface CommentRun {
  inputs: ActionInputs;
  runner: Runner;
  /** For repositories of our own. */
  folder: string;
  variables: Record<string, string | undefined>;
  log: Log;
  /** Masks keys in all that the runner logs. */
  silence: (secrets: readonly Secret[]) => Promise<void>;
}

/** What a run came to that was started by a comment; without a report when no key was looked for. */
export interface Answered {
  report: Report | null;
  notes: string[];
  code: ExitCode;
}

/** @throws AkguardError when GitHub does not say who may, or the settings can't be read. */
export async function runComment(run: CommentRun): Promise<Answered> {
  const event = commentEvent(run.runner.event);
  if ('why' in event) return noOrder(`Nothing was done: ${event.why}.`);
  const { inputs, runner, variables, log } = run;
  const apiUrl = variables['GITHUB_API_URL'] || 'https://api.github.com';
  const connection = { token: inputs.githubToken, apiUrl };
  const issues = githubIssues({ ...connection, repo: runner.repository, log });
  try {
    return await answer(run, event, orderDesk(connection, runner.repository, log), issues);
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    throw new AkguardError('AK_ORDER', { problem: error.message });
  }
}

async function answer(
  run: CommentRun,
  { login, issue, comment, url, command }: CommentEvent,
  desk: OrderDesk,
  issues: Issues,
): Promise<Answered> {
  const right = await desk.rightOf(login, run.inputs.approvers);
  const body = await desk.ownIssue(issue);
  const fingerprint = body === null ? null : fingerprintIn(body);
  const say = async (text: string, content: '+1' | '-1' | 'confused'): Promise<void> => {
    await issues.comment(issue, text);
    await desk.react(comment, content);
  };
  if (right === null) {
    // Who may not gets no answer on issues that are none of ours, or akguard could be made to talk anywhere.
    if (fingerprint !== null) await say(refusal(login), '-1');
    return noOrder(`Nothing was done: ${login} may not give orders here.`);
  }
  if (body === null || fingerprint === null) {
    await say('Nothing was done: this issue is not one of a key that akguard found.\n', 'confused');
    return noOrder('Nothing was done: the issue is not one of akguard.');
  }
  if (command.order === null) {
    await say(`Nothing was done. ${command.usage}\n`, 'confused');
    return noOrder(`Nothing was done: the comment is no command. ${command.usage}`);
  }
  const frame = { login, right, run: runUrl(run) };
  try {
    const order = { ...command, who: login, right, where: url, fingerprint, body };
    const { said, done, ...answered } = await carryOut(run, order, issues);
    await say(framed(said, frame), done ? '+1' : 'confused');
    return answered;
  } catch (error) {
    const known = error instanceof AkguardError ? error.message : 'akguard met a bug';
    await say(
      framed(`Nothing was done, or not all: ${known} The log of the run says more.`, frame),
      'confused',
    );
    throw error;
  }
}

function noOrder(why: string): Answered {
  return { report: null, notes: [why], code: ExitCode.ok };
}

/** A page for people; empty when the runner does not say which run this is. */
function runUrl({ runner, variables }: CommentRun): string {
  const id = variables['GITHUB_RUN_ID'] ?? '';
  return /^\d+$/.test(id) ? `${runner.url}/actions/runs/${id}` : '';
}
