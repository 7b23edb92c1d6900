// Carries out an order about one key: finds it again, has it handled as any find, and says what came of it.
import { BaseSide } from './action/base-side.ts';
import { trustedFor } from './action/request.ts';
import { type Settings, readSettings } from './action/settings.ts';
import { makeWorkspace } from './action/workspace.ts';
import type { Answered, CommentRun } from './comment-run.ts';
import { formatBaseline } from './config/baseline.ts';
import type { Options } from './config/options.ts';
import type { Issues } from './core/alerter.ts';
import { ExitCode, worst } from './core/exit-code.ts';
import type { Order } from './core/order.ts';
import type { Policy } from './core/policy.ts';
import type { ReportFinding } from './core/report.ts';
import { timestamp } from './core/runtime.ts';
import { findKey, searchesFor } from './find-key.ts';
import { handle } from './handle.ts';
import { type Plan, conclude } from './pipeline.ts';
import { makePlan } from './plan.ts';
import { acceptedAnswer, notFoundAnswer, orderResult, worksAnswer } from './respond/order-answer.ts';

/** An order, and the text of the issue that it was given on. */
export interface GivenOrder extends Omit<Order, 'at'> {
  body: string;
}

interface Result {
  /** For who gave the order; Markdown. */
  said: string;
  /** The key is now as was asked. */
  done: boolean;
}

/** People know best; the laws of `decide` hold all the same. */
const revokeAsAsked: Policy = [
  { name: 'asked', when: { validity: ['active'] }, actions: ['revoke', 'alert'] },
  { name: 'asked, not active', when: {}, actions: ['alert'] },
];
const tellAsAsked: Policy = [{ name: 'asked', when: {}, actions: ['alert'] }];
const lookOnly: Policy = [{ name: 'asked', when: {}, actions: [] }];

const defaultBaseline = '.akguard-baseline';

/**
 * An order that is to act is on record before it acts.
 * @throws AkguardError AK_CONFIG, AK_BASELINE, AK_STORE, and as `makePlan`; then nothing was done.
 */
export async function carryOut(
  run: CommentRun,
  given: GivenOrder,
  issues: Issues,
): Promise<Answered & Result> {
  const { inputs, runner, folder, variables, log } = run;
  const isSha256 = runner.event.sha.length === 64;
  const at = { checkout: runner.workspace, folder, url: runner.url, token: inputs.githubToken, isSha256 };
  const workspace = makeWorkspace(at);
  const settings = await readSettings(inputs, {
    base: async () => new BaseSide(await workspace.repository(), trustedFor(runner.event)),
    powerless: null,
    mustExist: true,
    debug: false,
  });
  const environment = {
    ...variables,
    AKGUARD_LIVE_API_KEY: inputs.liveApiKey,
    AKGUARD_TEST_API_KEY: inputs.testApiKey,
    GITHUB_TOKEN: inputs.githubToken,
  };
  const nothing = { name: 'history' as const, target: runner.url, read: async () => {} };
  const plan = await makePlan(nothing, asked(settings.options, given.order), environment, log);
  if (given.order !== 'false-positive') await record(given, plan);

  const notes = [...settings.notes];
  const started = plan.clock.now();
  const searches = searchesFor(
    given,
    { at, workspace, repository: runner.repository },
    settings.options,
    notes,
  );
  const { finding, subject, coverage } = await findKey(given.fingerprint, searches, plan, notes, run.silence);
  const ordered: Plan = { ...plan, subject, isOrder: true };
  const handled = finding === null ? [] : await handle([finding], ordered);
  const report = conclude({ started, coverage, handled, unused: [], expired: [] }, ordered);
  const result = await resultOf(given, report.findings[0] ?? null, settings, plan, issues);
  const isMissing = finding === null && given.order !== 'false-positive';
  const code = worst([report.exit_code, isMissing ? ExitCode.incomplete : ExitCode.ok]);
  return { report: { ...report, exit_code: code }, notes, code, ...result };
}

/** As scans do it, but for this one key: it may be revoked if that is the order, and its issue is told. */
function asked(options: Options, order: Order['order']): Options {
  const others = options.alert.filter((channel) => !channel.startsWith('github-issue'));
  const alert = order === 'false-positive' ? [] : ['github-issue', ...others];
  const policy = order === 'revoke' ? revokeAsAsked : order === 'recheck' ? tellAsAsked : lookOnly;
  return { ...options, armed: order === 'revoke', policy, alert, failOn: 'none' };
}

/** @throws AkguardError AK_STORE. */
async function record(given: Omit<GivenOrder, 'body'>, { openStore, clock }: Plan): Promise<void> {
  const store = await openStore();
  try {
    await store.order({ ...given, at: timestamp(clock) });
  } finally {
    await store.close();
  }
}

async function resultOf(
  given: GivenOrder,
  finding: ReportFinding | null,
  settings: Settings,
  plan: Plan,
  issues: Issues,
): Promise<Result> {
  const { order } = given;
  if (order === 'false-positive') return acceptKey(given, finding, settings, plan);
  if (finding === null) return { said: `Nothing was done. ${notFoundAnswer(order)}`, done: false };
  return orderResult(order, finding, await issues.isPublic());
}

/** A live key that works is on record as looked at, and stays what it is. */
async function acceptKey(
  given: GivenOrder,
  finding: ReportFinding | null,
  { baselinePath }: Settings,
  plan: Plan,
): Promise<Result> {
  if (finding?.environment === 'live' && finding.verdict.validity === 'active') {
    await record({ ...given, order: 'recheck' }, plan);
    return { said: worksAnswer, done: false };
  }
  await record(given, plan);
  const [, line = ''] = formatBaseline([given]).split('\n');
  const accepted = acceptedAnswer(line, given, baselinePath || defaultBaseline);
  return {
    said: finding === null ? `${accepted}\n\n${notFoundAnswer('false-positive')}` : accepted,
    done: true,
  };
}
