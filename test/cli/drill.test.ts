// `akguard drill`: the main job on embedded defaults, as the README's first command runs it.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';

test('--format json --keep: found, active, revoked, refused, told; and the key is nowhere else', async () => {
  const outer = scratchFolder();
  const result = await runCli(['drill', '--format', 'json', '--keep'], { env: { TMPDIR: outer } });
  const report = reportOf(result);
  const [finding, ...others] = report.findings;
  expect({ code: result.code, others }).toEqual({ code: 0, others: [] });
  expect(report.scan).toMatchObject({ source: 'history', coverage: { complete: true, commits: 2 } });
  expect(report.summary).toMatchObject({ findings: 1, active: 1, revoked: 1, alerts: 1 });
  expect(finding).toMatchObject({
    environment: 'live',
    verdict: { validity: 'active', status: 200 },
    key: { name: 'checkout-service' },
    decision: { rule: 'live-active', dry_run: false },
    outcomes: [
      { action: 'revoke', result: 'revoked', detail: expect.stringMatching(/was refused \d+ ms after/) },
      { action: 'alert', result: 'alerted' },
    ],
    matches: [{ path: 'config/payments.env', line: 2, ref: 'refs/heads/main' }],
  });
  expect(finding?.exposed_for_ms).toBeGreaterThan(0);

  const folder = /^kept: (.+)\n$/.exec(result.stderr)?.[1] ?? '';
  expect(readdirSync(outer)).toEqual([folder.slice(outer.length + 1)]);
  const commit = finding?.matches[0]?.commit ?? '';
  const repository = join(folder, 'repository');
  const leaked = execFileSync('git', ['-C', repository, 'show', `${commit}:config/payments.env`]).toString();
  const key = /API_KEY=(\w+)/.exec(leaked)?.[1] ?? '';
  expect(key.length).toBeGreaterThan(30);
  expect([result.stdout.includes(key), result.stderr.includes(key)]).toEqual([false, false]);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  expect(files.filter((path) => readFileSync(path).includes(key))).toEqual([]);

  const alerts = files.filter((path) => path.startsWith(join(folder, 'alerts')));
  expect(alerts).toEqual([join(folder, 'alerts', `${finding?.fingerprint}.md`)]);
  expect(readFileSync(alerts[0] ?? '', 'utf8')).toContain(finding?.redacted);

  const db = new DatabaseSync(join(folder, 'state.db'), { readOnly: true });
  const acts = db.prepare('select action, target, result from act order by id').all();
  const incidents = db.prepare('select fingerprint, redacted, dead_at from incident').all();
  db.close();
  expect(acts).toMatchObject([
    { action: 'revoke', target: finding?.key?.id, result: 'revoked' },
    { action: 'alert', result: 'alerted' },
  ]);
  expect(incidents).toMatchObject([
    { fingerprint: finding?.fingerprint, redacted: finding?.redacted, dead_at: expect.stringMatching(/Z$/) },
  ]);
});

test('the timeline tells the story in order, and nothing is left behind', async () => {
  const outer = scratchFolder();
  const { code, stdout, stderr } = await runCli(['drill'], { env: { TMPDIR: outer } });
  const lines = stdout.split('\n').filter((line) => /^ *\d+ ms {2}/.test(line));
  const story = [
    /sandbox started/,
    /created over the API/,
    /committed/,
    /found/,
    /active/,
    /revoked/,
    /alerted/,
  ];
  expect(lines).toMatchObject(story.map((part) => expect.stringMatching(part)));
  const times = lines.map((line) => parseInt(line, 10));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(stdout).toMatch(/1 active, 1 revoked, 1 alert\./);
  expect({ code, stderr, left: readdirSync(outer) }).toEqual({ code: 0, stderr: '', left: [] });
});

test('--rotate: the service works on, the old key is dead, and how long it took is said', async () => {
  const outer = scratchFolder();
  const { code, stdout, stderr } = await runCli(['drill', '--rotate'], { env: { TMPDIR: outer } });
  expect({ code, stderr, left: readdirSync(outer) }).toEqual({ code: 0, stderr: '', left: [] });
  const steps = stdout.split('\n').filter((line) => line.startsWith('  2'));
  expect(steps.map((line) => line.split(/ +/).slice(2, 4).join(' '))).toEqual([
    'create done',
    'deliver done',
    'prove done',
    'quiet done',
    'revoke done',
  ]);
  expect(stdout).toMatch(/\nThe service used its key \d+ times meanwhile, and was never refused\.\n/);
  expect(stdout).toMatch(/\nFirst sight to proven death: \d+ ms\.\n$/);

  const json = await runCli(['drill', '--rotate', '--format', 'json'], { env: { TMPDIR: outer } });
  expect(JSON.parse(json.stdout)).toMatchObject({
    schema: 'akguard.rotation/1',
    result: 'rotated',
    exposed_for_ms: expect.any(Number),
  });
});
