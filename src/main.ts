// From what the user typed to an exit code: parse, plan, run, print. Entry files only call this.
import { type Typed, parseCommandLine } from './config/command-line.ts';
import type { CommandName } from './config/commands.ts';
import type { HookCommand } from './hook-command.ts';
import { type Config, type Options, buildOptions } from './config/options.ts';
import type { ScanName } from './core/blob.ts';
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
  const read = async () => {
    const configFile = await findConfig(typed, environment);
    const checked = buildOptions(typed, await readConfig(configFile));
    return { options: checked, environment, log: await makeLog(checked), configFile };
  };
  if (isHook(command)) {
    const { runHook } = await import('./hook-command.ts');
    return runHook(command, operands, read);
  }
  const { options, log } = await read();
  switch (command) {
    case 'scan files':
    case 'scan staged':
    case 'scan range':
    case 'scan history':
    case 'scan log':
    case 'scan actions-logs':
    case 'scan message': {
      if (values.follow === true) {
        const { followLogs } = await import('./follow-command.ts');
        return followLogs(operands, options, environment, log, (report) => finish(report, options));
      }
      const { scan } = await import('./scan-command.ts');
      const name = command.slice('scan '.length) as ScanName;
      return finish(await scan(name, operands, { options, environment, log }), options);
    }
    case 'hook install':
    case 'hook uninstall': {
      const { changeHooks } = await import('./hook-install.ts');
      return changeHooks(command, operands, values, environment);
    }
    case 'doctor': {
      const { doctor } = await import('./doctor-command.ts');
      return doctor(environment);
    }
    case 'org': {
      const { scanOrganisations } = await import('./org-command.ts');
      return finish(await scanOrganisations(operands, values, { options, environment, log }), options);
    }
    case 'worker': {
      const { runWorker } = await import('./worker-command.ts');
      return runWorker(values, { options, environment, log });
    }
    case 'report merge': {
      const { mergeFiles } = await import('./merge-command.ts');
      return finish(await mergeFiles(operands, options), options);
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

/** What git calls. All that goes wrong there has to say how to get past it. */
function isHook(command: CommandName): command is HookCommand {
  return command.startsWith('hook ') && command !== 'hook install' && command !== 'hook uninstall';
}

async function help(command: CommandName | null): Promise<string> {
  const { helpText } = await import('./config/help.ts');
  if (command !== 'sandbox') return helpText(command);
  const { faultHelp } = await import('./sandbox/faults.ts');
  return `${helpText(command)}\nFaults:\n${faultHelp}\n`;
}

/** The file that the user names; for a hook, which git calls, else the one in the user's own folder for settings. */
async function findConfig({ command, values }: Typed, environment: Environment): Promise<string | undefined> {
  const named = values.config ?? environment['AKGUARD_CONFIG'];
  if (named !== undefined || command?.startsWith('hook ') !== true) return named;
  const { findUserConfig } = await import('./io/hook-input.ts');
  return findUserConfig(environment);
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
