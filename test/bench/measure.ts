// Runs whole processes and times them: ours and the baseline in turn, so that both meet the same weather.
import { type StdioOptions, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Command {
  /** Program and arguments. */
  run: [string, ...string[]];
  folder: string;
  /** A file whose content is piped in. */
  input?: string;
  /** A file that is standard input. */
  stdin?: string;
  /** Exit codes that are no failure, beside 0. */
  alright?: readonly number[];
}

/** Times are medians in milliseconds. */
export interface Comparison {
  ours: number;
  baseline: number;
  /** Of the medians. */
  ratio: number;
}

/** Alternates ours and the baseline (the sum of its commands). @throws Error when one of them fails. */
export function compare(ours: Command, baseline: readonly Command[], runs: number): Comparison {
  const times = { ours: [] as number[], baseline: [] as number[] };
  for (const command of baseline) time(command);
  for (let n = 0; n < runs; n++) {
    times.ours.push(time(ours));
    times.baseline.push(baseline.reduce((sum, command) => sum + time(command), 0));
  }
  const [a, b] = [median(times.ours), median(times.baseline)];
  return { ours: a, baseline: b, ratio: a / b };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function time(command: Command): number {
  const started = process.hrtime.bigint();
  start(command, ['ignore', 'pipe']);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/** @param rest where standard output goes, and what follows it. */
function start(command: Command, rest: ('ignore' | 'pipe')[]): (string | null)[] {
  const stdin = command.stdin === undefined ? null : openSync(command.stdin, 'r');
  try {
    return startWith(command, [stdin ?? 'ignore', ...rest]);
  } finally {
    if (stdin !== null) closeSync(stdin);
  }
}

function startWith(command: Command, stdio: StdioOptions): (string | null)[] {
  // A pipe, not the file itself: a stream can not be mapped into memory.
  const { input } = command;
  const run: [string, ...string[]] =
    input === undefined ? command.run : ['sh', '-c', 'cat "$0" | "$@"', input, ...command.run];
  const [program, ...args] = run;
  const options = { cwd: command.folder, stdio, encoding: 'utf8' as const, maxBuffer: 1 << 26 };
  const { status, error, output } = spawnSync(program, args, options);
  // 1 is rg's way to say that nothing matched.
  const alright = command.alright ?? (command.run[0] === 'rg' ? [1] : []);
  if (error !== undefined || (status !== 0 && !alright.includes(status ?? -1)))
    throw new Error(`${command.run.join(' ')} failed (${status}): ${error?.message ?? output[2]}`);
  return output;
}

// VmHWM where there is one: Linux hands the peak of the process that forked us down into getrusage's figure.
const probe = `import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  try { peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]); } catch {}
  writeSync(3, String(peak));
});`;

/**
 * Runs a script of ours once, untimed.
 * @param keepsOutput false where there is too much of it.
 * @returns its stdout and its peak memory in MB, without that of its children.
 */
export function observe(command: Command, keepsOutput = true): { stdout: string; peak: number } {
  const [program, ...args] = command.run;
  const watched: Command = {
    ...command,
    run: [program, '--import', `data:text/javascript,${encodeURIComponent(probe)}`, ...args],
  };
  const [, stdout, , peak] = start(watched, [keepsOutput ? 'pipe' : 'ignore', 'pipe', 'pipe']);
  return { stdout: stdout ?? '', peak: Number(peak) / 1024 };
}

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}
