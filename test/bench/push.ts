// `node test/bench/push.ts [--quick]`, the last row of `npm run bench`: the built Action on a push of three commits to a
// repository of 100,000, with a checkout of depth 1, over HTTP. What it fetches is held against the size of what is new,
// its time against `git fetch` of the same.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type HttpBackend, serveGit } from '../helpers/http-backend.ts';
import { git, gitVariables } from './data.ts';
import { longHistory, pushOnto, sizeOfPush } from './long-history.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const commits = values.quick ? 5_000 : 100_000;
const pushed = 3;
const runs = values.quick ? 3 : 5;
const action = fileURLToPath(new URL('../../dist/action.js', import.meta.url));
const mostTimesNew = 3;
const mostMsMore = 2_000;

interface Push {
  scratch: string;
  server: HttpBackend;
  before: string;
  after: string;
}

/** Runs a program, and throws with what it said unless it ends with 0. */
async function run(program: string, args: string[], cwd: string, env: Record<string, string>): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...gitVariables, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (said += String(piece)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}: ${said}`);
}

/** What actions/checkout leaves: one commit, without credentials. */
async function checkout({ scratch, server }: Push, name: string): Promise<string> {
  const folder = join(scratch, name);
  rmSync(folder, { recursive: true, force: true });
  await run(
    'git',
    ['clone', '-q', '--depth', '1', '--no-tags', `${server.url}/owner/repo`, folder],
    scratch,
    {},
  );
  return folder;
}

async function scanPush(push: Push, workspace: string): Promise<void> {
  const { scratch, server, before, after } = push;
  const home = mkdtempSync(join(scratch, 'run-'));
  const event = join(home, 'event.json');
  const repository = { full_name: 'owner/repo', default_branch: 'main', private: true };
  const payload = { ref: 'refs/heads/main', before, after, commits: [{}, {}, {}], repository };
  writeFileSync(event, JSON.stringify(payload));
  writeFileSync(join(home, 'output'), '');
  await run(process.execPath, [action], workspace, {
    GITHUB_ACTIONS: 'true',
    GITHUB_RUN_ID: '1',
    GITHUB_REPOSITORY: 'owner/repo',
    GITHUB_SERVER_URL: server.url,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: after,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: join(home, 'output'),
    RUNNER_TEMP: home,
    INPUT_VERIFY: 'false',
  });
  const path = /^\/.*report\.json$/m.exec(readFileSync(join(home, 'output'), 'utf8'))?.[0];
  const { scan } = JSON.parse(readFileSync(path ?? '', 'utf8')) as {
    scan: { coverage: { complete: boolean; commits: number } };
  };
  if (!scan.coverage.complete || scan.coverage.commits !== pushed)
    throw new Error(`the scan read ${JSON.stringify(scan.coverage)}`);
}

/** Milliseconds and fetched bytes. */
async function timed(server: HttpBackend, work: () => Promise<void>): Promise<{ ms: number; bytes: number }> {
  const [started, sent] = [performance.now(), server.sent()];
  await work();
  return { ms: performance.now() - started, bytes: server.sent() - sent };
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

async function measure(push: Push, isNew: number): Promise<void> {
  const workspace = await checkout(push, 'workspace');
  const [ours, theirs] = [[] as { ms: number; bytes: number }[], [] as { ms: number; bytes: number }[]];
  for (let n = 0; n < runs; n++) {
    const folder = join(push.scratch, 'fetch');
    rmSync(folder, { recursive: true, force: true });
    cpSync(workspace, folder, { recursive: true });
    const args = ['fetch', '-q', '--no-tags', `--depth=${pushed + 1}`, 'origin', push.after];
    theirs.push(await timed(push.server, () => run('git', args, folder, {})));
    ours.push(await timed(push.server, () => scanPush(push, workspace)));
  }
  const bytes = Math.max(...ours.map((each) => each.bytes));
  const [a, b] = [median(ours.map(({ ms }) => ms)), median(theirs.map(({ ms }) => ms))];
  const kB = (n: number) => `${(n / 1000).toFixed(1)} kB`;
  const isMet = bytes <= mostTimesNew * isNew && a - b <= mostMsMore;
  console.log(
    [
      `push of ${pushed} to ${commits.toLocaleString('en')} commits, checkout of depth 1:`,
      `fetched ${kB(bytes)}, new are ${kB(isNew)} (${(bytes / isNew).toFixed(2)}×, at most ${mostTimesNew}×);`,
      `${a.toFixed(0)} ms, git fetch of the same ${b.toFixed(0)} ms and ${kB(median(theirs.map((each) => each.bytes)))}`,
      `(${((a - b) / 1000).toFixed(2)} s more, at most ${mostMsMore / 1000} s): ${isMet ? 'met' : 'missed'}`,
    ].join(' '),
  );
}

const scratch = mkdtempSync(join(tmpdir(), 'akguard-bench-push-'));
const kept = await longHistory(commits);
mkdirSync(join(scratch, 'owner'));
const served = join(scratch, 'owner', 'repo');
const ends = pushOnto(kept, served, pushed);
const server = await serveGit(scratch, null);
try {
  git(served, ['symbolic-ref', 'HEAD', 'refs/heads/main']);
  await measure({ scratch, server, ...ends }, sizeOfPush(served, ends.before, ends.after));
} finally {
  server.close();
  rmSync(scratch, { recursive: true, force: true });
}
