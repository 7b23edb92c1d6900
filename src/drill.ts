// `akguard drill`: rehearses a leak end to end on a local sandbox. Nothing is simulated: a real HTTP server, a real
// repository, the same pipeline as every scan; and at the end each step is checked against the sandbox's own ledger.
import { join } from 'node:path';
import type { Options } from './config/options.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Report, ReportFinding } from './core/report.ts';
import type { Log } from './core/runtime.ts';
import type { Source } from './core/source.ts';
import { commitAll, initRepository } from './git/porcelain.ts';
import { filesHolding, makeScratch, removeScratch } from './io/scratch.ts';
import { printError, printOut, terminalStyle } from './io/terminal.ts';
import { writeWhole } from './io/write-file.ts';
import { runPipeline } from './pipeline.ts';
import { makePlan, walkPacks } from './plan.ts';
import { human } from './report/human.ts';
import { json } from './report/json.ts';
import { createKeyToLeak } from './sandbox/leak.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { historySource } from './sources/history.ts';

/** One line of the story: what happened, and when. */
interface Event {
  at: number;
  what: string;
}

/**
 * Ends with 0 only if each step really happened. The report's own exit code is that of the scan, which found a leak.
 * @throws AkguardError AK_DRILL with the step that failed.
 */
export async function drill(options: Options, log: Log): Promise<ExitCode> {
  const folder = await makeScratch('akguard-drill');
  const sandbox = await startSandbox();
  try {
    const events: Event[] = [];
    const tell = (what: string) => events.push({ at: Date.now(), what });
    const started = Date.now();
    tell('sandbox started: a local Anton API');

    const leak = await step('creating a key', () => createKeyToLeak(sandbox.connectionLine));
    tell(`key ${leak.id} created over the API`);
    const repository = join(folder, 'repository');
    await step('leaking the key', () => leakInto(repository, leak.raw));
    tell('key committed to a repository, then "removed" by the next commit');

    const source = historySource(
      { directory: repository, selection: { refs: [], since: null }, allowShallow: false },
      walkPacks(1),
    );
    const watched: Source = {
      ...source,
      async refine(...found) {
        const matches = await source.refine?.(...found);
        tell('history scanned: key found');
        return matches ?? found[0];
      },
    };
    const report = await step('scanning', () => respondToLeak(folder, watched, sandbox, options, log));
    const finding = await check(report, sandbox, folder, leak);
    for (const event of eventsOf(finding)) events.push(event);

    if (options.format === 'json') await printOut(json(report));
    else await printOut(`${timeline(events, started)}\n${human(report, terminalStyle(!options.color))}`);
    if (options.keep) printError(`kept: ${folder}`);
    return ExitCode.ok;
  } finally {
    await sandbox.close();
    if (!options.keep) await removeScratch(folder);
  }
}

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new AkguardError('AK_DRILL', { step: name, reason: messageOf(error) }, { cause: error });
  }
}

async function leakInto(repository: string, key: string): Promise<void> {
  const file = join(repository, 'config', 'payments.env');
  await writeWhole(file, `ANTON_API_URL=https://api.antonpayments.com\nANTON_API_KEY=${key}\n`);
  await initRepository(repository);
  await commitAll(repository, 'Add the payments configuration');
  await writeWhole(
    file,
    'ANTON_API_URL=https://api.antonpayments.com\n# the key comes from the environment\n',
  );
  await commitAll(repository, 'Remove the key');
}

async function respondToLeak(
  folder: string,
  source: Source,
  sandbox: Sandbox,
  options: Options,
  log: Log,
): Promise<Report> {
  const settings = {
    armed: true,
    verify: true,
    alert: [`file:${join(folder, 'alerts')}`],
    state: join(folder, 'state.db'),
  };
  const variables = { AKGUARD_LIVE_URL: sandbox.liveUrl, AKGUARD_TEST_URL: sandbox.testUrl };
  const plan = await makePlan(source, { ...options, ...settings }, variables, log);
  const managementKeys = { live: sandbox.liveApiKey, test: sandbox.testApiKey };
  return runPipeline({ ...plan, managementKeys, progress: false });
}

/** Each claim of the report against what can be seen from outside. */
async function check(
  report: Report,
  sandbox: Sandbox,
  folder: string,
  leak: { id: string; raw: string },
): Promise<ReportFinding> {
  const [finding, ...others] = report.findings;
  const results = finding?.outcomes.map(({ action, result }) => `${action}: ${result}`) ?? [];
  const revokes = sandbox.ledger.filter((entry) => entry.effect === 'revoke');
  const alerts = await filesHolding(join(folder, 'alerts'), finding?.fingerprint ?? '?').catch(() => []);
  const leaks = await filesHolding(folder, leak.raw);
  const claims: [string, boolean][] = [
    ['one key is found', finding !== undefined && others.length === 0],
    ['the key is proven active', finding?.verdict.validity === 'active'],
    ['the key is identified', finding?.key?.id === leak.id],
    ['the key is revoked and proven dead', results.includes('revoke: revoked')],
    [
      'the sandbox saw exactly one revoke, of this key',
      revokes.length === 1 && revokes[0]?.path === `/v1/api-keys/${leak.id}/revoke`,
    ],
    ['the alert is written', results.includes('alert: alerted') && alerts.length === 1],
    ['the key stands nowhere outside the repository', leaks.length === 0],
  ];
  for (const [claim, holds] of claims) {
    if (!holds) throw new AkguardError('AK_DRILL', { step: claim, reason: 'it did not happen.' });
  }
  if (finding === undefined) throw new AkguardError('AK_DRILL', { step: 'found', reason: 'no finding.' });
  return finding;
}

function eventsOf(finding: ReportFinding): Event[] {
  const { verdict, outcomes } = finding;
  const active = { at: Date.parse(verdict.checked_at ?? ''), what: `${verdict.validity}: ${verdict.reason}` };
  return [
    active,
    ...outcomes.map(({ at, result, detail }) => ({ at: Date.parse(at), what: `${result}: ${detail}` })),
  ];
}

function timeline(events: Event[], started: number): string {
  const line = ({ at, what }: Event) => `${String(Math.max(0, at - started)).padStart(6)} ms  ${what}\n`;
  return events.map(line).join('');
}
