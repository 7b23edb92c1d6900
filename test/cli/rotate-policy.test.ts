// A leaked key that policy wants rotated, against the sandbox over HTTP: from the scan to the death of the old key, through all
// that may stop it on the way.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { type SandboxProcess, sandboxForTest, sandboxOf } from '../helpers/sandbox-process.ts';
import { type WarmOptions, warmCli } from '../helpers/warm-cli.ts';
import { warmSandbox, works } from '../helpers/warm-sandbox.ts';

/** A leaked key in a file, and a policy that rotates it; `scan` is an armed scan that tells. */
async function leak(sandbox: SandboxProcess, more = 'to: file:app.key') {
  const old = await sandbox.createKey('live', 'checkout');
  const cwd = scratchFolder();
  const outer = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${old.raw}\n`);
  const config = join(outer, 'c.yml');
  const setPolicy = (rule: string) =>
    writeFileSync(config, `policy:\n  - { name: renew, when: { validity: [active] }, ${rule} }\n`);
  setPolicy(`actions: [rotate, alert, fail], ${more}`);
  const state = ['--state', join(outer, 'state.db')];
  const flags = ['--config', config, ...state, '--alert', `file:${join(outer, 'alerts')}`];
  const args = ['scan', 'files', 'a.env', '--format', 'json', ...flags];
  const { env } = sandbox;
  const alerts = () => readdirSync(join(outer, 'alerts')).filter((name) => name.endsWith('.md'));
  return {
    old,
    cwd,
    setPolicy,
    flags: ['--config', config, ...state],
    env,
    run: (given: string[], options: WarmOptions = {}) => warmCli(given, { cwd, env, ...options }),
    async scan(arming: string[] = ['--revoke'], options: WarmOptions = {}, start: typeof runCli = warmCli) {
      const result = await start([...args, ...arming], { cwd, env, ...options });
      const report = reportOf(result);
      const [finding] = report.findings;
      if (!finding) throw new Error('no finding');
      const outcomes = finding.outcomes.map(({ action, result: end }) => `${action} ${end}`);
      const rotate = finding.outcomes.find(({ action }) => action === 'rotate')?.detail ?? '';
      return { code: result.code, report, finding, outcomes, rotate, text: result.stdout + result.stderr };
    },
    newKey: () => (existsSync(join(cwd, 'app.key')) ? readFileSync(join(cwd, 'app.key'), 'utf8').trim() : ''),
    alerts,
    alert: () =>
      alerts()
        .map((name) => readFileSync(join(outer, 'alerts', name), 'utf8'))
        .join(),
    ledger: () => warmCli(['ledger', 'verify', ...state], { cwd }),
  };
}

/** What changed something at the sandbox, without what set the scene. */
async function effects(sandbox: SandboxProcess): Promise<string[]> {
  const all = (await sandbox.ledger()).flatMap(({ effect, keyId }) =>
    effect === null || keyId === null ? [] : [effect],
  );
  return all.slice(1);
}

test.each([
  ['A', 'actions: [rotate, alert, fail]', 1],
  ['D', 'actions: [rotate, alert, fail]', 1],
  // Without `fail`, nothing fails; people are told all the same.
  ['A', 'then: rotate', 0],
] as const)(
  'generation %s, %s: the new key is in its place, the old one dead, people are told once',
  async (generation, actions, code) => {
    const sandbox = await warmSandbox(generation);
    const { old, setPolicy, scan, newKey, alerts, alert, ledger } = await leak(sandbox);
    setPolicy(`${actions}, to: file:app.key`);

    const dry = await scan([]);
    expect(dry.outcomes[0]).toBe('rotate dry-run');
    expect(dry.rotate).toMatch(
      /^An armed run \(--revoke\) would make a new key, hand it over to file:app\.key,/,
    );
    expect([await effects(sandbox), newKey(), dry.code]).toEqual([[], '', code]);

    const armed = await scan();
    expect(armed.outcomes).toEqual(['rotate rotated', 'revoke revoked', 'alert alerted']);
    expect(armed.rotate).toMatch(/^Key \w+ is at file:app\.key and works; it takes the place of key \w+\.$/);
    expect(armed.finding.outcomes[1]?.detail).toMatch(/^Key \w+ is dead \d+ ms after the revoke was sent/);
    expect([armed.code, armed.report.summary.revoked]).toEqual([code, 1]);
    expect(armed.finding).toMatchObject({ key: { id: old.id }, decision: { rule: 'renew', dry_run: false } });
    expect(armed.finding.exposed_for_ms).toBeGreaterThan(0);
    expect(await effects(sandbox)).toEqual(['create', 'revoke']);
    expect([await works(sandbox, old.raw), await works(sandbox, newKey())]).toEqual([false, true]);
    expect([armed.text.includes(newKey()), armed.text.includes(old.raw)]).toEqual([false, false]);
    expect([alerts().length, alert().includes(newKey())]).toEqual([1, false]);

    // Repeating it is harmless.
    const again = await scan();
    expect([again.finding.verdict.validity, again.code]).toEqual(['inactive', 0]);
    expect([await effects(sandbox), alerts().length]).toEqual([['create', 'revoke'], 1]);
    expect((await ledger()).code).toBe(0);
  },
);

test('the key whose grace is not over gets its successor at once, and is revoked after it', async () => {
  const sandbox = await warmSandbox();
  const { old, setPolicy, scan, newKey } = await leak(sandbox, 'to: file:app.key, grace: 1h');
  const first = await scan();
  expect(first.outcomes).toEqual(['rotate waiting', 'alert alerted']);
  expect(first.rotate).toMatch(/and works; the first armed run after 2\S+Z revokes key \w+\.$/);
  expect(first.finding.decision.withheld).toMatch(/^Not revoked before 2/);
  expect([first.code, await effects(sandbox)]).toEqual([1, ['create']]);
  const made = newKey();
  const second = await scan();
  expect(second.outcomes).toEqual(['rotate waiting', 'alert already-alerted']);
  expect([newKey(), await works(sandbox, old.raw)]).toEqual([made, true]);

  setPolicy('actions: [rotate, alert], to: file:app.key, grace: 0s');
  const last = await scan();
  expect(last.outcomes).toEqual(['rotate rotated', 'revoke revoked', 'alert alerted']);
  expect(await effects(sandbox)).toEqual(['create', 'revoke']);
  expect([newKey(), await works(sandbox, old.raw), await works(sandbox, made)]).toEqual([made, false, true]);
});

test.each(['next scan', 'akguard rotate'])(
  'what could not be handed over is not finished: 4, the old key lives, and %s goes on',
  async (how) => {
    const sandbox = await warmSandbox();
    const { old, setPolicy, scan, newKey, run, flags, alerts } = await leak(sandbox, 'to: command:exit 1');
    const first = await scan();
    expect(first.outcomes).toEqual(['rotate unfinished', 'revoke failed', 'alert alerted']);
    expect(first.rotate).toMatch(
      /^Not finished: the new key may not have reached command \(the command ended with exit code 1; .*The old key \w+ works on, and nothing needs to change\. No new key is in its place for certain\. To go on: the next run with --revoke that finds the key goes on from here; or `akguard rotate --key \w+ --to command --now`\. To go back: /,
    );
    expect([first.code, await works(sandbox, old.raw)]).toEqual([4, true]);
    if (how === 'next scan') {
      setPolicy('actions: [rotate, alert, fail], to: file:app.key');
      const second = await scan();
      expect(second.outcomes).toEqual(['rotate rotated', 'revoke revoked', 'alert alerted']);
    } else {
      const args = ['rotate', '--key', old.id, '--to', 'file:app.key', '--now', ...flags];
      expect((await run(args)).code).toBe(0);
      expect((await scan()).finding.verdict.validity).toBe('inactive');
    }
    // The key that reached nobody is dead as well.
    expect(await effects(sandbox)).toEqual(['create', 'create', 'revoke', 'revoke']);
    expect([await works(sandbox, old.raw), await works(sandbox, newKey())]).toEqual([false, true]);
    expect(alerts()).toHaveLength(1);
  },
);

test('a place that can take no key: nothing is made', async () => {
  const sandbox = await warmSandbox();
  const { old, scan } = await leak(sandbox, 'to: file:.');
  const { outcomes, rotate, code } = await scan();
  expect(outcomes.slice(0, 2)).toEqual(['rotate unfinished', 'revoke failed']);
  expect(rotate).toMatch(/^Not finished: no new key was made: .*is not a plain file/);
  expect([code, await effects(sandbox), await works(sandbox, old.raw)]).toEqual([4, [], true]);
});

test.each<[string, string[], RegExp]>([
  ['as many as a run may', ['--max-revocations', '0'], /this run has revoked as many keys as one may, 0/],
  ['as many as an hour may', [], /0 other keys were revoked within an hour, and 0 is the limit/],
])('the breaker stops it before a key is made: %s', async (name, more, words) => {
  const sandbox = await warmSandbox();
  const { scan, setPolicy } = await leak(sandbox);
  if (name.includes('hour'))
    setPolicy('actions: [rotate], to: file:app.key }\nmax_revocations_per_hour: 0 #');
  const { outcomes, finding, code } = await scan(['--revoke', ...more]);
  expect(outcomes).toContain('revoke failed');
  expect(finding.outcomes.map(({ detail }) => detail).join('\n')).toMatch(words);
  expect([code, await effects(sandbox)]).toEqual([4, []]);
});

test('a key that can not be told apart is not rotated', async () => {
  const sandbox = await warmSandbox('A', '500@list');
  const { scan } = await leak(sandbox);
  const { outcomes, code } = await scan(['--revoke'], { faster: 100 });
  expect([outcomes[0], await effects(sandbox), code]).toEqual(['revoke failed', [], 4]);
});

test('a secret on GitHub without a token is told before anything is scanned, by armed runs alone', async () => {
  const sandbox = await warmSandbox();
  const { run, flags, scan } = await leak(sandbox, 'to: github-secret:acme/pay/KEY');
  const armed = await run(['scan', 'files', 'a.env', '--revoke', ...flags]);
  expect([armed.code, armed.stdout]).toEqual([2, '']);
  expect(armed.stderr).toContain('GITHUB_TOKEN is not set');
  expect((await scan([])).rotate).toContain('hand it over to github-secret:acme/pay/KEY');
});

test('the words on a terminal', async () => {
  const sandbox = await warmSandbox();
  const { run, flags } = await leak(sandbox);
  const args = ['scan', 'files', 'a.env', '--no-color', ...flags];
  const dry = await run(args);
  expect(dry.stdout).toMatch(/ rotate +would be rotated \(policy rule renew\): An armed run/);
  expect(dry.stdout).not.toMatch(/^ +revoke /m);
  const armed = await run([...args, '--revoke']);
  expect(armed.stdout).toMatch(/^ +rotate +rotated at .*: Key \w+ is at file:app\.key/m);
  expect(armed.stdout).toMatch(/^ +next +1\. See that what used it has taken up the new key/m);
});

test.each(['A', 'D'] as const)(
  'generation %s, the management key itself: a new one takes its place, and it ends dead',
  async (generation) => {
    const sandbox = await sandboxOf(generation);
    const { cwd, scan, newKey, alerts, ledger } = await leak(sandbox);
    const management = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
    writeFileSync(join(cwd, 'a.env'), `KEY=${management}\n`);

    const { outcomes, code, finding, text } = await scan();
    expect(outcomes).toEqual(['rotate rotated', 'revoke revoked', 'alert alerted']);
    expect([code, finding.key?.id === null]).toEqual([1, false]);
    expect(await effects(sandbox)).toEqual(['create', 'revoke']);
    expect([await works(sandbox, management), await works(sandbox, newKey())]).toEqual([false, true]);
    expect([text.includes(management), text.includes(newKey())]).toEqual([false, false]);

    // The environment still names it: nothing is taken for proof, and nothing is done twice.
    const again = await scan();
    expect([again.finding.verdict.validity, again.code]).toEqual(['inactive', 0]);
    expect([await effects(sandbox), alerts().length]).toEqual([['create', 'revoke'], 1]);
    expect((await ledger()).code).toBe(0);
  },
);

test.each([0, 300, 700])('two scans at once, the second one %i ms later: one rotation', async (delay) => {
  const sandbox = await sandboxForTest();
  const { old, scan, newKey, alerts, ledger } = await leak(sandbox);
  // Each in a process of its own: they know each other by the state only.
  const first = scan(['--revoke'], {}, runCli);
  await new Promise((wait) => setTimeout(wait, delay));
  const ends = await Promise.all([first, scan(['--revoke'], {}, runCli)]);
  const outcomes = ends.flatMap((end) => end.outcomes);
  expect(outcomes.filter((outcome) => outcome === 'rotate rotated')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'alert alerted')).toHaveLength(1);
  expect(outcomes.filter((outcome) => /unfinished|failed|unconfirmed|ambiguous/.test(outcome))).toEqual([]);
  expect(await effects(sandbox)).toEqual(['create', 'revoke']);
  expect([await works(sandbox, old.raw), await works(sandbox, newKey())]).toEqual([false, true]);
  expect([alerts().length, (await ledger()).code]).toEqual([1, 0]);
});
