// From what the user typed to an exit code: parse, plan, run, print. Entry files only call this.
import { parseCommandLine } from './config/command-line.ts';
import type { CommandName } from './config/commands.ts';
import { type Config, type Options, buildOptions } from './config/options.ts';
import type { SourceName } from './core/blob.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode, worst } from './core/exit-code.ts';
import type { Report } from './core/report.ts';
import { type Log, silentLog } from './core/runtime.ts';
import { visible } from './core/text.ts';
import { readVersion } from './io/package-files.ts';
import { outputFailure, printError, printOut, terminalStyle } from './io/terminal.ts';

export type Environment = Record<string, string | undefined>;

/** Runs one command. Never throws: whatever happens becomes a sentence on stderr and an exit code. */
export async function main(argv: readonly string[], environment: Environment): Promise<ExitCode> {
  const code = await run(argv, environment).catch(complain);
  const failure = outputFailure();
  if (failure === null) return code;
  const path = 'standard output';
  return worst([code, complain(new AkguardError('AK_OUTPUT', { path, reason: messageOf(failure) }))]);
}

function complain(error: unknown): ExitCode {
  if (error instanceof AkguardError) {
    printError(`akguard: ${visible(error.message)}\n  ${error.remedy}`);
    return error.exitCode;
  }
  printError(`akguard: This is a bug in akguard, please report it: ${visible(messageOf(error))}`);
  if (error instanceof Error && error.stack !== undefined) printError(error.stack);
  return ExitCode.bug;
}

async function run(argv: readonly string[], environment: Environment): Promise<ExitCode> {
  const typed = parseCommandLine(argv);
  const { command, operands, values } = typed;
  if (values.version === true) {
    await printOut(`akguard ${readVersion()}\n`);
    return ExitCode.ok;
  }
  if (values.help === true || command === null) {
    await printOut(await help(command));
    return values.help === true ? ExitCode.ok : ExitCode.usage;
  }
  const options = buildOptions(typed, await readConfig(values.config ?? environment['AKGUARD_CONFIG']));
  const log = await makeLog(options);
  switch (command) {
    case 'scan files':
    case 'scan staged':
    case 'scan range':
    case 'scan history':
    case 'scan log':
    case 'scan actions-logs': {
      if (values.follow === true) {
        const { followLogs } = await import('./follow-command.ts');
        return followLogs(operands, options, environment, log, (report) => finish(report, options));
      }
      const { scan } = await import('./scan-command.ts');
      const name = command.slice('scan '.length) as SourceName;
      return finish(await scan(name, operands, { options, environment, log }), options);
    }
    case 'baseline': {
      const { writeBaseline } = await import('./baseline-command.ts');
      return writeBaseline(operands, options, environment, log);
    }
    case 'redact': {
      const { redact } = await import('./redact-command.ts');
      return redact(options.quiet);
    }
    case 'verify':
    case 'revoke': {
      const { handleKey } = await import('./scan-command.ts');
      return finish(await handleKey(command, { options, environment, log }), options);
    }
    case 'keys list':
    case 'keys review':
    case 'keys register': {
      const keys = await import('./keys-command.ts');
      if (command === 'keys register') return keys.registerKey(options, environment, log);
      const show = command === 'keys list' ? keys.listKeys : keys.reviewKeys;
      return show(values, options, environment, log);
    }
    case 'keys create': {
      const { createKey } = await import('./create-key-command.ts');
      return createKey(values, options, environment, log);
    }
    case 'rotate': {
      const { rotateKey } = await import('./rotate-command.ts');
      return rotateKey(values, options, environment, log);
    }
    case 'settle': {
      const { settle } = await import('./settle-command.ts');
      return settle({ options, environment, log });
    }
    case 'drill': {
      if (values.rotate === true) {
        const { drillRotation } = await import('./drill-rotation.ts');
        return drillRotation(options, log);
      }
      const { drill } = await import('./drill.ts');
      return drill(options, log);
    }
    case 'sandbox': {
      const { runSandbox } = await import('./sandbox-command.ts');
      return runSandbox(values);
    }
    case 'ledger show':
    case 'ledger verify':
    case 'ledger export': {
      const ledger = await import('./ledger-command.ts');
      const [operand = null] = operands;
      const context = { options, environment, log };
      if (command === 'ledger show') return ledger.showLedger(operand, context);
      if (command === 'ledger export') return ledger.exportLedger(context);
      return ledger.verifyLedger(operand, values.head ?? null, context);
    }
    case 'breaker status':
    case 'breaker reset': {
      const breaker = await import('./breaker-command.ts');
      const context = { options, environment, log };
      return command === 'breaker reset' ? breaker.resetBreaker(context) : breaker.breakerStatus(context);
    }
    case 'policy explain': {
      const { explainPolicy } = await import('./policy-command.ts');
      return explainPolicy(operands[0] ?? null, { options, environment, log });
    }
    case 'rules list':
    case 'rules test': {
      const rules = await import('./rules-command.ts');
      return command === 'rules list' ? rules.listRules() : rules.testRules();
    }
  }
}

async function help(command: CommandName | null): Promise<string> {
  const { helpText } = await import('./config/help.ts');
  if (command !== 'sandbox') return helpText(command);
  const { faultHelp } = await import('./sandbox/faults.ts');
  return `${helpText(command)}\nFaults:\n${faultHelp}\n`;
}

async function readConfig(file: string | undefined): Promise<Config> {
  if (file === undefined || file === '') return {};
  const { readText } = await import('./io/write-file.ts');
  const text = await readText(file).catch((error: unknown) => {
    throw new AkguardError('AK_CONFIG', { file, problem: messageOf(error) });
  });
  if (text === null) throw new AkguardError('AK_CONFIG', { file, problem: 'there is no such file.' });
  const { parseConfig } = await import('./config/config-file.ts');
  return parseConfig(file, text);
}

async function makeLog(options: Options): Promise<Log> {
  if (!options.verbose) return silentLog;
  const { createLogger } = await import('./io/logger.ts');
  return createLogger();
}

/** Hands the report over. One that can't be written makes the run incomplete, whatever it found. */
async function finish(report: Report, options: Options): Promise<ExitCode> {
  const { reporters } = await import('./report/index.ts');
  const render = reporters[options.format];
  if (options.output === null) {
    await printOut(render(report, terminalStyle(!options.color)));
    return report.exit_code;
  }
  const { writeWhole } = await import('./io/write-file.ts');
  try {
    await writeWhole(options.output, render(report, { color: false, width: 100, runner: false }));
  } catch (error) {
    await printOut(render(report, terminalStyle(!options.color)));
    const unwritten = new AkguardError('AK_OUTPUT', { path: options.output, reason: messageOf(error) });
    return worst([report.exit_code, complain(unwritten)]);
  }
  return report.exit_code;
}
