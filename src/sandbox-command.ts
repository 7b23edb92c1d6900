// `akguard sandbox`: the local Anton API as a program of its own.
import type { Typed } from './config/command-line.ts';
import { AkguardError, messageOf } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import { printError, printSandboxKeys } from './io/terminal.ts';
import { untilStopped } from './io/signals.ts';
import { startSandbox } from './sandbox/sandbox.ts';

/** Prints one JSON line once it listens, and lives until SIGTERM or SIGINT. */
export async function runSandbox(values: Typed['values']): Promise<ExitCode> {
  const generation = values.generation ?? 'A';
  if (generation !== 'A' && generation !== 'D') {
    throw new AkguardError('AK_USAGE', {
      problem: `The sandbox speaks generation A or D, not ${generation}.`,
    });
  }
  const livePort = port('live-port', values['live-port']);
  const testPort = port('test-port', values['test-port']);
  const sandbox = await startSandbox({ generation, livePort, testPort, faults: values.fault ?? [] }).catch(
    (error: unknown) => {
      throw new AkguardError('AK_USAGE', { problem: messageOf(error) });
    },
  );
  await printSandboxKeys(sandbox.connectionLine);
  printError('akguard sandbox: listening on loopback; its keys work nowhere else. Stop with Ctrl-C.');
  await untilStopped();
  await sandbox.close();
  return ExitCode.ok;
}

function port(flag: string, text: string | undefined): number {
  if (text === undefined) return 0;
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 65536) return number;
  throw new AkguardError('AK_USAGE', { problem: `--${flag} takes a port number, not ${text}.` });
}
