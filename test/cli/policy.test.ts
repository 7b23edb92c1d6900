// `akguard policy explain`, and a policy whose conditions are those of a real run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest, sandboxOf } from '../helpers/sandbox-process.ts';

test('without a fingerprint: a table, and no state is needed', async () => {
  const { code, stdout } = await runCli(['policy', 'explain']);
  expect(stdout).toMatch(/^validity +environment +rule +if +what happens/);
  expect(stdout).toMatch(/\nactive +live +live-active +revoke, alert, fail\n/);
  expect(code).toBe(0);
});

test('a key that was found by a run in Actions: which rule decided, and why not the others', async () => {
  const sandbox = await sandboxForTest();
  const key = await sandbox.createKey('live');
  const { folder: cwd, write, commit } = makeRepository();
  write('deploy/a.env', `KEY=${key.raw}\n`);
  commit('leak');
  const outer = scratchFolder();
  const event = join(outer, 'event.json');
  writeFileSync(event, JSON.stringify({ repository: { visibility: 'internal' } }));
  const config = join(outer, 'c.yml');
  writeFileSync(
    config,
    `policy:
  - { name: published, when: { visibility: [public] }, actions: [revoke] }
  - { name: deployed, when: { paths: ['deploy/**'], branches: [main], visibility: [internal] }, actions: [revoke, fail], grace: 1h }
`,
  );
  const env = { ...sandbox.env, GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_PATH: event };
  const flags = ['--config', config, '--state', join(outer, 'state.db')];
  const scan = await runCli(['scan', '--revoke', '--format', 'json', ...flags], { cwd, env });
  const [finding] = reportOf(scan).findings;
  expect(finding?.decision).toMatchObject({
    rule: 'deployed',
    actions: ['fail'],
    withheld: expect.stringContaining('the policy gives it grace until then'),
  });
  expect(await sandbox.revocations()).toEqual([]);
  expect(scan.code).toBe(1);

  const explained = await runCli(['policy', 'explain', finding?.fingerprint ?? '', ...flags], { env });
  expect(explained.stdout).toMatch(
    /^ak_live_\*{4}.{4}: active, live, rule anton-live-key, first seen \S+\n {2}in deploy\/a\.env on main\n {2}not published: visibility is internal\n {2}deployed decides\n {2}with --revoke: fail\. Not revoked before/,
  );
  expect(explained.stdout.includes(key.raw)).toBe(false);
  const unknown = await runCli(['policy', 'explain', 'f'.repeat(32), ...flags]);
  expect(unknown.stderr).toContain('The state knows no such fingerprint');
  expect(unknown.code).toBe(2);
});

test('the last use by others: known before we ask, remembered, and shown', async () => {
  const sandbox = await sandboxOf('D');
  const used = await sandbox.createKey('live', 'used');
  const fresh = await sandbox.createKey('live', 'fresh');
  const headers = { authorization: `Bearer ${used.raw}` };
  await fetch(`${sandbox.urls.AKGUARD_LIVE_URL}/v1/api-keys?limit=1`, { headers });
  const usedAt = Date.now();
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `A=${used.raw}\n`);
  writeFileSync(join(cwd, 'b.env'), `B=${fresh.raw}\n`);
  const outer = scratchFolder();
  const config = join(outer, 'c.yml');
  const rule = '{ name: lately, when: { unused: { under: 1h } }, actions: [alert] }';
  writeFileSync(config, `policy: [${rule}, { name: rest, actions: [fail] }]\n`);
  const flags = ['--config', config, '--state', join(outer, 'state.db')];
  const args = ['scan', 'files', 'a.env', 'b.env', '--alert', `file:${outer}`, '--format', 'json'];
  for (const more of [[], ['--revoke']]) {
    const { findings } = reportOf(await runCli([...args, ...more, ...flags], { cwd, env: sandbox.env }));
    const rules = findings.map(({ matches, decision }) => [matches[0]?.path, decision.rule]);
    expect(new Map(rules as [string, string][])).toEqual(
      new Map([
        ['a.env', 'lately'],
        ['b.env', 'rest'],
      ]),
    );
    const { fingerprint = '' } = findings.find(({ decision }) => decision.rule === 'lately') ?? {};
    const { stdout } = await runCli(['policy', 'explain', fingerprint, ...flags], { env: sandbox.env });
    expect(stdout).toMatch(/\n {2}lately decides\n/);
    const [, shown = ''] = /last used by others (\S+)\n/.exec(stdout) ?? [];
    expect(Math.abs(Date.parse(shown) - usedAt)).toBeLessThan(1000);
  }
});

test('a rule of detection that does not exist', async () => {
  const config = join(scratchFolder(), 'c.yml');
  writeFileSync(config, 'policy:\n  - { name: x, when: { rule: [anton-key] }, actions: [alert] }\n');
  const { code, stderr } = await runCli(['scan', '--config', config]);
  expect(stderr).toContain('asks for `anton-key`, which `akguard rules list` does not show');
  expect(code).toBe(2);
});
