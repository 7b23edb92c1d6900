// `scan actions-logs` against a GitHub on loopback: every entry of every attempt is read, and what can't be read is said.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { containers } from '../../src/archive/containers.ts';
import { pathOf } from '../../src/core/blob.ts';
import { Coverage } from '../../src/core/coverage.ts';
import { AkguardError } from '../../src/core/errors.ts';
import type { Report } from '../../src/core/report.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { fingerprintOf } from '../../src/core/secret.ts';
import { Scanner } from '../../src/detect/scanner.ts';
import { WorkflowRuns } from '../../src/github/workflow-runs.ts';
import { type RunsAsked, actionsLogsSource } from '../../src/sources/actions-logs.ts';
import { gzipBomb, overlappingBomb } from '../archive/make-bomb.ts';
import { type ZipFile, makeZip } from '../archive/make-zip.ts';
import { FakeActions } from '../github/fake-actions.ts';
import { forms } from '../helpers/canary.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { rules } from '../helpers/rules.ts';
import { startSource } from '../helpers/source-cli.ts';

const start = Date.parse('2026-01-08T00:00:00Z');
const stamp = '2026-01-02T03:04:05.1234567Z ';
const week: RunsAsked = { since: new Date('2026-01-01T00:00:00Z') };
const createdAt = '2026-01-02T03:04:05Z';

/** As GitHub writes it: a mark at the start, and a time before each line. */
function log(...lines: string[]): Buffer {
  return Buffer.from(`\ufeff${lines.map((line) => `${stamp}${line}\n`).join('')}`);
}

function zipOf(files: Record<string, Buffer>, options: Parameters<typeof makeZip>[1] = {}): Buffer {
  const entries = Object.entries(files).map(([name, bytes]): ZipFile => ({ name, bytes, described: true }));
  return makeZip(entries, options);
}

/** A clock that no time passes on but by waiting. */
function clockFor(github: FakeActions) {
  let now = start;
  github.now = () => now;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    sleep: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
}

async function scan(
  github: FakeActions,
  runs: RunsAsked = week,
  repository = 'octo/pay',
  maxFileSize = Infinity,
) {
  const clock = clockFor(github);
  const connection = { token: github.token, apiUrl: github.url, unpaced: true };
  const source = actionsLogsSource({ repository, runs, maxFileSize, connection, clock, log: silentLog });
  const scanner = new Scanner(rules, containers);
  const coverage = new Coverage();
  await source.read(scanner, coverage);
  const gaps = scanner.gaps.map(({ why }) => why);
  const matches = (await source.refine?.(scanner.take(), () => [], coverage)) ?? [];
  return {
    coverage,
    gaps,
    calls: source.calls,
    waits: clock.waits,
    keys: matches.map(({ secret }) => secret.fingerprint),
    places: matches.map(({ provenance, line, column }) => `${pathOf(provenance)}:${line}:${column}`),
    urls: [...new Set(matches.map(({ url }) => url))],
  };
}

async function githubWith(...logs: (Buffer | number)[]): Promise<FakeActions> {
  const github = await new FakeActions().start();
  github.runs.push({ id: 42, createdAt, logs });
  return github;
}

describe('what is read', () => {
  test('every entry, whatever its name, of all attempts; the token stays with the API', async () => {
    const names = [
      'build/1_Set up job.txt',
      '0_build.txt',
      '-2147483648_build.txt',
      'build/system.txt',
      '../../../etc/passwd',
      '/absolute.txt',
      'C:\\windows.txt',
      'no extension',
      'a\nb \u001b[31m.txt',
      'same.txt',
    ];
    const keys = names.map((_, i) => makeKey('live', i));
    const files = names.map((name, i): ZipFile => ({ name, bytes: log('x', `key ${keys[i]} y`) }));
    const unlisted = makeKey('live', 100);
    files.push({ name: 'unlisted', bytes: log(unlisted) });
    files.push({ name: 'same.txt', bytes: log(makeKey('live', 101)) });
    const first = zipOf({ 'build/1_x.txt': log(makeKey('test', 102)) });
    const github = await githubWith(first, makeZip(files, { unlisted: ['unlisted'] }));
    const { keys: found, places, coverage, urls } = await scan(github);
    expect(new Set(found)).toEqual(
      new Set(
        [...keys, unlisted, makeKey('live', 101), makeKey('test', 102)].map((key) => fingerprintOf(key)),
      ),
    );
    expect(places).toContain('run 42, attempt 2: build/1_Set up job.txt:2:5');
    expect(places).toContain('run 42, attempt 2: ../../../etc/passwd:2:5');
    expect(places).toContain('run 42, attempt 1: build/1_x.txt:1:1');
    expect(urls).toEqual([
      'https://github.example/octo/pay/actions/runs/42/attempts/2',
      'https://github.example/octo/pay/actions/runs/42/attempts/1',
    ]);
    expect(coverage).toMatchObject({ complete: true, files: 13, lines: 23 });
    expect(github.fetched).toHaveLength(2);
    for (const headers of github.fetched) {
      expect(headers.authorization).toBeUndefined();
      expect(JSON.stringify(headers)).not.toContain(github.token);
    }
  });

  test.each([
    [
      'base64 that is wrapped in the middle of the key',
      (key: string) =>
        inLines(Buffer.from(`{"name": "${'n'.repeat(30)}", "token": "${key}"}`).toString('base64'), 76),
      2,
    ],
    ['a colour in the middle', (key: string) => [`${key.slice(0, 14)}\u001b[36;1m${key.slice(14)}`], 2],
    ['two times', (key: string) => [`${stamp}${key}`], 2],
  ])('%s', async (_, lines, line) => {
    const key = makeKey('live', 1);
    const github = await githubWith(zipOf({ '0_a.txt': log('x', ...lines(key), 'y') }));
    const { keys, places } = await scan(github);
    expect(keys).toEqual([fingerprintOf(key)]);
    expect(places[0]).toContain(`0_a.txt:${line}:`);
  });

  test('an archive that somebody printed', async () => {
    const key = makeKey('live', 1);
    const inner = zipOf({ 'a.env': Buffer.from(`K=${key}`) });
    const github = await githubWith(zipOf({ '0_a.txt': inner }));
    expect((await scan(github)).keys).toEqual([fingerprintOf(key)]);
  });

  test('one run by its number, of a repository that was renamed', async () => {
    const github = await githubWith(zipOf({ a: log(makeKey('live', 1)) }));
    github.runs.push({ id: 43, createdAt, logs: [zipOf({ a: log(makeKey('live', 2)) })] });
    const { keys, coverage, calls } = await scan(github, { id: 43 }, 'octo/old');
    expect(keys).toEqual([fingerprintOf(makeKey('live', 2))]);
    // One time it is sent on, that happens below us.
    expect(calls).toBe(github.asked.length - 1);
    expect(coverage.complete).toBe(true);
  });
});

function inLines(text: string, width: number): string[] {
  return text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
}

describe('runs', () => {
  async function listed(github: FakeActions) {
    const runs = new WorkflowRuns({
      owner: 'octo',
      repo: 'pay',
      token: github.token,
      apiUrl: github.url,
      unpaced: true,
      clock: clockFor(github),
      log: silentLog,
    });
    const ids: number[] = [];
    const missed: string[] = [];
    const period = { from: Date.parse('2026-01-01T00:00:00Z') / 1000, to: start / 1000 };
    for await (const run of runs.created(period, (what, why) => missed.push(`${what}: ${why}`)))
      ids.push(run.id);
    return { ids, missed };
  }

  function add(github: FakeActions, count: number, everyMs: number): void {
    for (let id = 1; id <= count; id++) {
      const at = new Date(Date.parse(createdAt) + id * everyMs).toISOString().replace(/\.\d+/, '');
      github.runs.push({ id, createdAt: at, logs: [] });
    }
  }

  test('more than GitHub lists for one question: each once, the newest first', async () => {
    const github = await new FakeActions().start();
    add(github, 3456, 700);
    const { ids, missed } = await listed(github);
    expect(ids).toHaveLength(3456);
    expect(new Set(ids).size).toBe(3456);
    expect(ids[0]).toBeGreaterThan(ids.at(-1) ?? 0);
    expect(missed).toEqual([]);
    expect(github.asked.length).toBeLessThan(75);
  });

  test('more than that in one second can not be had, and that is said', async () => {
    const github = await new FakeActions().start();
    add(github, 1001, 0);
    const { ids, missed } = await listed(github);
    expect(ids).toHaveLength(1000);
    expect(missed).toEqual([`1 runs created at ${createdAt}: GitHub counts them and does not list them`]);
  });

  test('none', async () => {
    const github = await new FakeActions().start();
    expect(await listed(github)).toEqual({ ids: [], missed: [] });
  });
});

describe('what can not be read', () => {
  const good = zipOf({ a: log(makeKey('live', 1)) });

  test.each<[string, (Buffer | number)[], { complete: boolean; skipped: string[] }]>([
    ['expired', [good, 410], { complete: true, skipped: ['1 log: expired: GitHub no longer has it'] }],
    [
      'deleted',
      [404, good],
      {
        complete: false,
        skipped: ['run 42, attempt 1: GitHub has no log of it: deleted, or not ours to read'],
      },
    ],
    [
      'an error of the server',
      [good, 500],
      {
        complete: false,
        skipped: ['run 42, attempt 2: GitHub did not give the log of run 42, attempt 2: 500 Server Error'],
      },
    ],
    [
      'no zip',
      [good, Buffer.from('<html>')],
      { complete: false, skipped: ['run 42, attempt 2: what GitHub sent is no zip'] },
    ],
    [
      'a zip that is cut off',
      [good, zipOf({ a: log('x'.repeat(5000)) }).subarray(0, 60)],
      { complete: false, skipped: ['run 42, attempt 2: '] },
    ],
  ])('%s: the other attempt is read', async (_, logs, expected) => {
    const { coverage, keys } = await scan(await githubWith(...logs));
    expect(keys).toEqual([fingerprintOf(makeKey('live', 1))]);
    expect(coverage.complete).toBe(expected.complete);
    const said = coverage.skipped.map(({ what, why }) => `${what}: ${why}`);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(expected.skipped[0]);
  });

  test('of one run that was asked for, what has expired is missed', async () => {
    const { coverage } = await scan(await githubWith(410), { id: 42 });
    expect(coverage.complete).toBe(false);
    expect(coverage.skipped).toEqual([
      { what: 'run 42, attempt 1', why: 'expired: GitHub no longer has it' },
    ]);
  });

  test('runs that go on, and runs in which nothing ran, have none', async () => {
    const github = await new FakeActions().start();
    const later = '2026-01-03T00:00:00Z';
    github.runs.push({ id: 1, createdAt: later, status: 'in_progress', conclusion: null, logs: [good, 404] });
    github.runs.push({ id: 2, createdAt, conclusion: 'skipped', logs: [404] });
    github.runs.push({ id: 3, createdAt, conclusion: 'skipped', logs: [404] });
    const { coverage, keys } = await scan(github);
    expect(keys).toHaveLength(1);
    expect(coverage.complete).toBe(true);
    expect(coverage.skipped).toEqual([
      { what: '1 log', why: 'the run has not ended: it has no log yet' },
      { what: '2 logs', why: 'there is none: the run was skipped' },
    ]);
  });

  test('a download that breaks off, or whose address is over, is begun anew', async () => {
    const github = await githubWith(good);
    github.fail({ path: /^\/logs\/42-1/, drop: true });
    github.fail({ path: /^\/logs\/42-1/, status: 403 });
    const { coverage, keys } = await scan(github);
    expect(coverage.skipped).toEqual([]);
    expect(keys).toHaveLength(1);
    expect(github.asked.filter(({ path }) => path.endsWith('/logs'))).toHaveLength(3);
  });

  test('the address is not in the reason', async () => {
    const github = await githubWith(good);
    github.fail({ path: /^\/logs\/42-1/, status: 403 }, 3);
    const { coverage } = await scan(github);
    expect(coverage.skipped).toHaveLength(1);
    expect(coverage.skipped[0]?.why).toMatch(/403 from 127\.0\.0\.1/);
    expect(JSON.stringify(coverage.skipped)).not.toContain('signature-for-tests');
  });

  test('sent on to an address without https', async () => {
    const github = await githubWith(good);
    const headers = { location: 'http://192.0.2.1/logs.zip' };
    github.fail({ path: /\/logs$/, status: 302, headers }, 3);
    expect((await scan(github)).coverage.skipped[0]?.why).toContain('without https');
  });

  test('a store that is gone is not asked a thousand times', async () => {
    const github = await new FakeActions().start();
    for (let id = 1; id <= 20; id++) github.runs.push({ id, createdAt, logs: [good] });
    github.fail({ path: /^\/logs\//, status: 503 }, 100);
    const { coverage } = await scan(github);
    expect(coverage.complete).toBe(false);
    expect(github.fetched).toHaveLength(15);
    expect(coverage.skipped.at(-1)?.what).toBe('the other runs');
  });

  test('a token that ends in the middle', async () => {
    const github = await githubWith(good);
    github.fail({ path: /\/logs$/, status: 401, message: 'Bad credentials' });
    const { coverage } = await scan(github);
    expect(coverage.skipped[0]?.what).toBe('the other runs');
  });

  test('a repository that is not there', async () => {
    const github = await githubWith(good);
    const failure = await scan(github, week, 'octo/none').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AkguardError);
    expect((failure as AkguardError).code).toBe('AK_GITHUB');
    expect((failure as AkguardError).message).toBe(
      'GitHub did not list the runs of octo/none: 404 Not Found.',
    );
  });

  test.each(['octo', 'octo/pay/x', '../pay', 'octo/..', 'octo/pay?x=1', '', 'octo/a b'])(
    '%j is no repository',
    (repository) => {
      const request = {
        repository,
        runs: week,
        maxFileSize: 1,
        connection: { token: 't', apiUrl: 'https://x' },
      };
      const clock = { now: () => 0, sleep: async () => {} };
      expect(() => actionsLogsSource({ ...request, clock, log: silentLog })).toThrow('is not OWNER/REPO');
    },
  );

  test('a zip over --max-file-size', async () => {
    const { coverage } = await scan(await githubWith(good), week, 'octo/pay', good.length - 1);
    expect(coverage.skipped[0]?.why).toBe(`${good.length} bytes, over --max-file-size`);
  });
});

describe('bombs', () => {
  test.each<[string, Buffer]>([
    ['entries that overlap', overlappingBomb(200, 1 << 20)],
    ['a gzip of gzips inside', zipOf({ 'a.txt': gzipBomb(40, 8 << 20) })],
    ['one entry of zeros', zipOf({ 'a.txt': Buffer.alloc(200 << 20) })],
  ])('%s', { timeout: 60_000 }, async (_, bomb) => {
    const github = await githubWith(bomb);
    github.runs.push({ id: 43, createdAt, logs: [zipOf({ a: log(makeKey('live', 1)) })] });
    const { coverage, keys, gaps } = await scan(github);
    expect(keys).toHaveLength(1);
    const said = [...coverage.skipped.map(({ why }) => why), ...gaps].join('\n');
    expect(said).toMatch(/times its size/);
  });
});

describe('told to wait', () => {
  test.each<[string, { status: number; headers?: Record<string, string>; message?: string }, number]>([
    ['retry-after', { status: 429, headers: { 'retry-after': '17' } }, 17_000],
    [
      'a secondary limit',
      { status: 403, headers: { 'retry-after': '90' }, message: 'secondary rate limit' },
      90_000,
    ],
    [
      'abuse detection of a server',
      { status: 403, message: 'You have triggered an abuse detection mechanism' },
      60_000,
    ],
    [
      'a primary limit',
      {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(start / 1000 + 1800) },
      },
      1_801_000,
    ],
    ['a limit that says nothing', { status: 429 }, 60_000],
  ])('%s', async (_, fault, banMs) => {
    for (const path of [/\/runs$/, /\/logs$/]) {
      const github = await githubWith(zipOf({ a: log(makeKey('live', 1)) }));
      github.fail({ path, ...fault });
      const { keys, coverage } = await scan(github);
      expect(keys).toHaveLength(1);
      expect(coverage.complete).toBe(true);
      const refused = github.asked.findIndex(({ status }) => status === fault.status);
      const [before, after] = github.asked.slice(refused, refused + 2);
      expect((after?.at ?? 0) - (before?.at ?? 0)).toBe(banMs);
    }
  });

  test('longer than the hour that a limit takes is an answer', async () => {
    const github = await githubWith(zipOf({ a: log('x') }));
    github.fail({ path: /\/runs$/, status: 403, headers: { 'retry-after': '86400' } });
    await expect(scan(github)).rejects.toThrow('403');
    expect(github.asked).toHaveLength(1);
  });
});

describe('the command', () => {
  const environmentFor = (github: FakeActions) => ({
    GITHUB_TOKEN: github.token,
    GITHUB_API_URL: github.url,
    TMPDIR: scratchFolder(),
  });

  async function run(args: string[], env: Record<string, string>) {
    const cli = startSource(['scan', 'actions-logs', ...args], scratchFolder(), 'ignore', env);
    const code = await cli.ended;
    return { code, stdout: cli.stdout(), stderr: cli.stderr() };
  }

  test('reports with the page of the run, and leaves no file behind', async () => {
    const key = makeKey('live', 1);
    const github = await githubWith(zipOf({ '0_a.txt': log(key) }));
    const env = environmentFor(github);
    const args = ['octo/pay', '--since', '2026-01-01', '--offline', '--format', 'json'];
    const { code, stdout } = await run(args, env);
    expect(code).toBe(1);
    const { scan: summary, findings } = JSON.parse(stdout) as Report;
    expect(summary).toMatchObject({
      source: 'actions-logs',
      target: 'octo/pay since 2026-01-01T00:00:00.000Z',
      coverage: { complete: true, files: 1, lines: 1 },
    });
    expect(findings[0]?.matches).toEqual([
      expect.objectContaining({
        source: 'actions-logs',
        path: 'run 42, attempt 1: 0_a.txt',
        line: 1,
        column: 1,
        url: 'https://github.example/octo/pay/actions/runs/42/attempts/1',
      }),
    ]);
    expect(readdirSync(join(env.TMPDIR))).toEqual([]);
  });

  test.each([['human'], ['json']])('neither the key nor the token is printed as %s', async (format) => {
    const key = makeKey('live', 1);
    const github = await githubWith(zipOf({ '0_a.txt': log(key) }));
    const args = ['octo/pay', '--since', '2026-01-01', '--offline', '--verbose', '--format', format];
    const { code, stdout, stderr } = await run(args, environmentFor(github));
    expect(code).toBe(1);
    const printed = `${stdout}${stderr}`;
    expect([...forms(key), ...forms(github.token)].filter((form) => printed.includes(form)).length).toBe(0);
  });

  test.each<[string, string[], (github: FakeActions) => Record<string, string>, number, RegExp]>([
    ['no token', ['octo/pay'], () => ({}), 2, /GITHUB_TOKEN is not set/],
    ['no repository', [], environmentFor, 2, /The command is `akguard scan actions-logs OWNER\/REPO/],
    ['both', ['octo/pay', '--run', '1', '--since', '7d'], environmentFor, 2, /do not go together/],
    ['a time that is none', ['octo/pay', '--since', 'soon'], environmentFor, 2, /--since can not be `soon`/],
    ['a run that is none', ['octo/pay', '--run', 'x'], environmentFor, 2, /--run can not be `x`/],
    [
      'an unknown run',
      ['octo/pay', '--run', '7'],
      environmentFor,
      3,
      /GitHub did not show run 7: 404 Not Found/,
    ],
    [
      'a token that is not good',
      ['octo/pay'],
      (github) => ({ ...environmentFor(github), GITHUB_TOKEN: 'canary-for-tests' }),
      3,
      /401 Bad credentials/,
    ],
  ])('%s', async (_, args, environment, expected, message) => {
    const github = await githubWith(410);
    const { code, stdout, stderr } = await run(args, environment(github));
    expect(code).toBe(expected);
    expect(stderr).toMatch(message);
    expect(`${stdout}${stderr}`).not.toMatch(/canary-for-tests|token-for-tests/);
  });

  test('all expired: nothing to scan, and the report says so', async () => {
    const github = await githubWith(410, 410);
    const { code, stdout } = await run(['octo/pay', '--since', '2026-01-01'], environmentFor(github));
    expect(code).toBe(0);
    expect(stdout).toContain('no run has a log');
    expect(stdout).toContain('2 logs: expired');
  });
});
