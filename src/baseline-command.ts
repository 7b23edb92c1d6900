// `akguard baseline`: accepts what a scan finds, as a file to review and to commit.
import { formatBaseline } from './config/baseline.ts';
import { sourceWords } from './config/commands.ts';
import type { Options } from './config/options.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import type { Log } from './core/runtime.ts';
import { printError, printOut } from './io/terminal.ts';
import { writeWhole } from './io/write-file.ts';
import { runPipeline } from './pipeline.ts';
import { makePlan } from './plan.ts';
import { scanRequest } from './scan-request.ts';
import { sources } from './sources/index.ts';

/**
 * Scans offline, and writes all found keys, after the entries of an earlier baseline, whose reasons and days stay.
 * @param words a source and its operands, as behind `akguard scan`.
 * @throws AkguardError as a scan does, and AK_OUTPUT.
 */
export async function writeBaseline(
  words: string[],
  options: Options,
  environment: Record<string, string | undefined>,
  log: Log,
): Promise<ExitCode> {
  const source = sourceWords.find((word) => word === words[0]);
  const operands = source === undefined ? words : words.slice(1);
  const subject = await sources[source ?? 'files'](scanRequest(operands, { options, environment, log }));
  const plan = await makePlan(
    subject,
    { ...options, verify: false, armed: false, alert: [] },
    environment,
    log,
  );
  const report = await runPipeline(plan);
  const found = report.findings.map(({ fingerprint }) => ({ fingerprint, expires: null, reason: null }));
  const text = formatBaseline([...(plan.baseline ?? []), ...found]);
  if (options.output === null) await printOut(text);
  else {
    await writeWhole(options.output, text).catch((error: unknown) => {
      throw new AkguardError('AK_OUTPUT', { path: options.output ?? '', reason: messageOf(error) });
    });
  }
  const { complete, skipped } = report.scan.coverage;
  if (complete) return ExitCode.ok;
  printError(`akguard: the scan was incomplete: ${skipped[0]?.what ?? ''}: ${skipped[0]?.why ?? ''}`);
  return ExitCode.incomplete;
}
