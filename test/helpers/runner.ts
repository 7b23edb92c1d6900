// Plays the GitHub runner: the built Action as a child process with the runner's variables and files, and what it said
// read with the runner's own grammar.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/core/report.ts';
import { scratchFolder } from './git-repo.ts';
import { type RunnerOutput, parseRunnerOutput } from './runner-commands.ts';

const action = fileURLToPath(new URL('../../dist/action.js', import.meta.url));

export interface ActionCall {
  event: string;
  payload: unknown;
  /** As GITHUB_SERVER_URL. */
  server: string;
  /** The `with:` of the step. */
  inputs?: Record<string, string>;
  /** Wins over the runner's. */
  env?: Record<string, string>;
  /** The checkout; an empty folder unless given. */
  workspace?: string;
}

export interface ActionResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** What the runner makes of stdout, and of stderr. */
  out: RunnerOutput;
  err: RunnerOutput;
  outputs: Record<string, string>;
  summary: string;
  /** Null when the run ended before there was one. */
  report: Report | null;
  temporary: string;
}

export async function runAction(call: ActionCall): Promise<ActionResult> {
  const home = scratchFolder();
  const [temporary, files, empty] = ['temp', 'files', 'workspace'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [temporary, files, empty]) mkdirSync(folder);
  const file = (name: string, text = '') => {
    writeFileSync(join(files, name), text);
    return join(files, name);
  };
  const cwd = call.workspace ?? empty;
  const [output, summary] = [file('output'), file('summary')];
  const child = spawn(process.execPath, [action], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_RUN_ID: '1234567',
      GITHUB_ACTOR: 'ada',
      GITHUB_REPOSITORY: 'owner/repo',
      GITHUB_SERVER_URL: call.server,
      GITHUB_API_URL: 'http://127.0.0.1:1',
      GITHUB_EVENT_NAME: call.event,
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(call.payload)),
      GITHUB_WORKSPACE: cwd,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: temporary,
      // Nothing listens there, so that a test without a sandbox reaches nobody.
      AKGUARD_LIVE_URL: 'http://127.0.0.1:1',
      AKGUARD_TEST_URL: 'http://127.0.0.1:1',
      ...Object.fromEntries(
        Object.entries({ verify: 'false', ...call.inputs }).map(([name, value]) => [
          `INPUT_${name.toUpperCase()}`,
          value,
        ]),
      ),
      ...call.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  const timer = setTimeout(() => child.kill('SIGKILL'), 90_000);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  const [said, complained] = [String(Buffer.concat(stdout)), String(Buffer.concat(stderr))];
  const outputs = parseOutputs(readFileSync(output, 'utf8'));
  const path = outputs['report-path'] ?? '';
  return {
    code,
    stdout: said,
    stderr: complained,
    out: parseRunnerOutput(said),
    err: parseRunnerOutput(complained),
    outputs,
    summary: readFileSync(summary, 'utf8'),
    report: existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : null,
    temporary,
  };
}

/** As actions/runner src/Runner.Worker/FileCommandManager.cs reads a file of pairs. */
function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (line === '') continue;
    const [, name, delimiter] = /^([^=]+?)<<(.+)$/.exec(line) ?? [];
    if (name === undefined) throw new Error('an output that is no NAME<<DELIMITER');
    const end = lines.indexOf(delimiter ?? '', i + 1);
    if (end < 0) throw new Error(`the output ${name} never ends`);
    outputs[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return outputs;
}
