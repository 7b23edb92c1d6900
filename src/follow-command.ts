// `akguard scan log --follow`: reports each key as soon as it is found, until it is told to stop.
import type { Options } from './config/options.ts';
import type { ExitCode } from './core/exit-code.ts';
import type { Report } from './core/report.ts';
import { type Log, systemClock } from './core/runtime.ts';
import { FollowRun } from './follow-run.ts';
import { untilStopped } from './io/signals.ts';
import { printError, printOut, terminalStyle } from './io/terminal.ts';
import { makeScanner } from './pipeline.ts';
import { makePlan } from './plan.ts';
import { humanFindings, humanSummary } from './report/human.ts';
import { jsonLine } from './report/json.ts';
import type { LogFollower } from './sources/follow.ts';
import { followLog } from './sources/index.ts';

/**
 * Ends at SIGINT or SIGTERM, or with standard input where only that is followed.
 * @param deliver hands over a whole report, as for any scan.
 * @throws AkguardError as a scan does.
 */
export async function followLogs(
  operands: string[],
  options: Options,
  environment: Record<string, string | undefined>,
  log: Log,
  deliver: (report: Report) => Promise<ExitCode>,
): Promise<ExitCode> {
  const source = await followLog(operands, options.maxFileSize, () => systemClock.now());
  const plan = await makePlan(source, options, environment, log);
  const style = terminalStyle(!options.color);
  const isFile = options.output !== null;
  const run = new FollowRun(plan, await makeScanner(plan), async (news) => {
    if (isFile) await deliver(run.report());
    else if (options.format === 'human') await printOut(humanFindings(run.report(news), style));
    else if (options.format === 'json') await printOut(jsonLine(run.report(news)));
  });
  const stop = new AbortController();
  void untilStopped().then(() => stop.abort());

  let busy = await source.look();
  if (!options.quiet) announce(source.state);
  for (;;) {
    if (busy) await run.batch(source);
    run.retry();
    if (stop.signal.aborted || source.ended) break;
    await source.pause(busy, stop.signal);
    busy = await source.look();
  }
  source.finish();
  await run.batch(source);
  await run.end();

  const report = run.report();
  if (isFile) return deliver(report);
  if (options.format === 'human') await printOut(humanSummary(report, style));
  else if (options.format === 'json') await printOut(jsonLine(report));
  else return deliver(report);
  return report.exit_code;
}

function announce({ files, stdin, missing }: LogFollower['state']): void {
  const what = [
    ...(stdin ? ['standard input'] : []),
    ...(files > 0 || (!stdin && missing.length === 0) ? [`${files} ${files === 1 ? 'file' : 'files'}`] : []),
  ];
  const following = what.length === 0 ? '' : `following ${what.join(' and ')}`;
  const waiting = missing.length === 0 ? '' : `waiting for ${missing.join(' ')}`;
  printError(`akguard: ${[following, waiting].filter(Boolean).join(', ')}; stop with Ctrl-C.`);
}
