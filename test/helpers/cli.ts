// Runs the built CLI as a child process, cut off from the machine: its own home, no CI variables, and endpoints that
// lead nowhere unless a test names a sandbox.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/core/report.ts';

export const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
/** Nothing listens on port 1, so that a test which forgets its sandbox reaches nobody. */
const nowhere = 'http://127.0.0.1:1';

export interface CliOptions {
  /** The child's home, an empty folder, unless given. */
  cwd?: string;
  /** Added to a hermetic environment; wins over it. */
  env?: Record<string, string>;
  /** What is on standard input; nothing unless given. */
  input?: string | Buffer;
  /** Milliseconds; then the child is killed, so that a hang fails the test with what was printed. */
  timeoutMs?: number;
  /** Closes our end of the child's stdout before it can write. */
  closeStdout?: boolean;
  /** JavaScript (a module) that the child runs before the CLI: see `hurry`. */
  preload?: string;
  /** Takes root's right to read everything away, so that file modes mean something. */
  powerless?: boolean;
}

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A preload that makes every wait and every timeout a hundred times shorter. */
export const hurry = `
  const { setTimeout: later } = globalThis;
  const { timeout } = AbortSignal;
  globalThis.setTimeout = (run, ms, ...rest) => later(run, ms / 100, ...rest);
  AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 100);
`;

/** Starts the CLI. `done` never rejects for what the CLI does. */
export function startCli(
  args: readonly string[],
  options: CliOptions = {},
): { child: ChildProcessWithoutNullStreams; done: Promise<CliResult> } {
  const home = mkdtempSync(join(tmpdir(), 'akguard-home-'));
  const preload =
    options.preload === undefined
      ? []
      : ['--import', `data:text/javascript,${encodeURIComponent(options.preload)}`];
  const command = [process.execPath, ...preload, cli, ...args];
  const [program = '', ...rest] = options.powerless === true ? [...withoutPower(), ...command] : command;
  const child = spawn(program, rest, {
    cwd: options.cwd ?? home,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      XDG_STATE_HOME: join(home, 'state'),
      AKGUARD_LIVE_URL: nowhere,
      AKGUARD_TEST_URL: nowhere,
      ...options.env,
    },
    stdio: 'pipe',
  });
  const done = new Promise<CliResult>((resolve, reject) => {
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
    child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 90_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      rmSync(home, { recursive: true });
      resolve({ code, signal, stdout: String(Buffer.concat(stdout)), stderr: String(Buffer.concat(stderr)) });
    });
  });
  if (options.closeStdout === true) child.stdout.destroy();
  // A CLI that needs no input may end before it has taken any.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return { child, done };
}

/** Runs the CLI to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).done;
}

/** The report on stdout; fails with what stderr says where there is none. */
export function reportOf({ code, stdout, stderr }: CliResult): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    throw new Error(`no JSON report; exit code ${code}, ${stdout.length} characters on stdout. ${stderr}`);
  }
}

/** Nothing where file modes bind us as it is; for root a program that drops the capability to get round them. */
function withoutPower(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-power-'));
  try {
    writeFileSync(join(folder, 'file'), '', { mode: 0o000 });
    closeSync(openSync(join(folder, 'file'), 'r'));
    return ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];
  } catch {
    return [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}
