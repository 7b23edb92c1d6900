// Runs the CLI from its source in the test's own process: its parts are loaded once, and not anew for each of a hundred runs,
// which is most of what a run costs. For tables of what it says and does; what a process does as such (signals, crashes, what
// it is given on the command line) is for `cli.ts`.
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../../src/main.ts';
import type { CliOptions, CliResult } from './cli.ts';

export interface WarmOptions extends Pick<CliOptions, 'env' | 'input'> {
  /** Runs at once must be in the same folder. */
  cwd?: string;
  /** How many times as fast as the world the run's clock, waits and timeouts go. */
  faster?: number;
}

export interface WarmResult extends CliResult {
  code: number;
}

interface Run {
  stdin: Readable;
  stdout: string;
  stderr: string;
  faster: number;
}

const runs = new AsyncLocalStorage<Run>();
const nowhere = 'http://127.0.0.1:1';
const home = process.cwd();
/** Where runs are now, and how many. */
const at = { folder: home, runs: 0 };

/** Runs the CLI to its end, cut off from the machine as `runCli` does it. */
export async function warmCli(args: readonly string[], options: WarmOptions = {}): Promise<WarmResult> {
  const own = mkdtempSync(join(tmpdir(), 'akguard-home-'));
  const stdin = Readable.from([Buffer.from(options.input ?? '')]);
  const run: Run = { stdin, stdout: '', stderr: '', faster: options.faster ?? 1 };
  const env = {
    PATH: process.env['PATH'],
    HOME: own,
    XDG_STATE_HOME: join(own, 'state'),
    AKGUARD_LIVE_URL: nowhere,
    AKGUARD_TEST_URL: nowhere,
    ...options.env,
  };
  enter(options.cwd ?? home);
  try {
    const code = await runs.run(run, () => main(args, env));
    return { code, signal: null, stdout: run.stdout, stderr: run.stderr };
  } finally {
    leave();
    rmSync(own, { recursive: true });
  }
}

function enter(folder: string): void {
  if (at.runs > 0 && at.folder !== folder) throw new Error('runs at once are in different folders');
  at.runs += 1;
  at.folder = folder;
  process.chdir(folder);
}

function leave(): void {
  at.runs -= 1;
  if (at.runs === 0) process.chdir(home);
}

// On a CI runner the CLI speaks another language.
delete process.env['GITHUB_ACTIONS'];

for (const name of ['stdout', 'stderr'] as const) {
  const stream = process[name];
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (...args: unknown[]) => {
    const run = runs.getStore();
    if (run === undefined) return write(...args);
    run[name] += String(args[0]);
    const done = args.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
}

const { stdin } = process;
Object.defineProperty(process, 'stdin', { configurable: true, get: () => runs.getStore()?.stdin ?? stdin });

const faster = () => runs.getStore()?.faster ?? 1;
const { setTimeout: later, Date: date } = globalThis;
const { now } = date;
const start = now();
const { timeout } = AbortSignal;
date.now = () => Math.floor(start + (now() - start) * faster());
globalThis.setTimeout = ((work: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) =>
  later(() => work(...rest), ms / faster())) as typeof setTimeout;
AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / faster());
