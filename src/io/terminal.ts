// Standard output and error. A reader that goes away early ends our writing, not the run: the exit code stays earned.
import { logSafe, maskKeys, visible } from '../core/text.ts';

let closed = false;
let failure: Error | null = null;

function onError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') failure ??= error;
  closed = true;
}

/** Why something that was printed did not get to stdout, if so; a reader that went away is no reason. */
export function outputFailure(): Error | null {
  return failure;
}

process.stdout.on('error', onError);
process.stderr.on('error', () => {});

/** Writes to stdout, with anything key-shaped masked: the last net under every report. */
export async function printOut(text: string): Promise<void> {
  await writeRaw(maskKeys(text));
}

/** Writes to stdout as it is: only for `akguard sandbox`, whose one line hands out the sandbox's own keys. */
export async function printSandboxKeys(text: string): Promise<void> {
  await writeRaw(text);
}

/** Writes a command for the CI runner as it is: masking a key takes the key. */
export async function printRunnerCommands(text: string): Promise<void> {
  if (text !== '') await writeRaw(text);
}

async function writeRaw(text: string): Promise<void> {
  if (closed) return;
  await new Promise<void>((resolve) => {
    process.stdout.write(text, (error) => {
      if (error) onError(error);
      resolve();
    });
  });
}

/** Writes lines to stderr: masked as well, and harmless to a terminal and to a CI runner, whatever they quote. */
export function printError(text: string): void {
  const safe = text.split('\n').map(isRunner() ? logSafe : visible);
  process.stderr.write(`${maskKeys(safe.join('\n'))}\n`);
}

function isRunner(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true';
}

/** Whether a person looks at what goes to stderr. */
export function isWatched(): boolean {
  return process.stderr.isTTY === true;
}

/** What the terminal behind stdout can show. */
export function terminalStyle(noColor: boolean): { color: boolean; width: number; runner: boolean } {
  const tty = process.stdout.isTTY === true;
  return {
    color: tty && !noColor && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
    width: tty ? process.stdout.columns : 100,
    runner: isRunner(),
  };
}
