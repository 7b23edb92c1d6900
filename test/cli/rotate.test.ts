// `akguard rotate` against the sandbox, over HTTP.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { openStore } from '../../src/store/index.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import type { SandboxProcess } from '../helpers/sandbox-process.ts';
import { type WarmOptions, type WarmResult, warmCli } from '../helpers/warm-cli.ts';
import { warmSandbox, works } from '../helpers/warm-sandbox.ts';

interface Step {
  step: string;
  target: string;
  at: string;
  ended_at: string | null;
  result: string | null;
  detail: string | null;
  key_id: string | null;
}
interface Rotated {
  result: string;
  why: string | null;
  old: { id: string; name: string };
  new: { id: string } | null;
  steps: Step[];
  next: string[];
  exit_code: number;
}

/** Rotations in one folder with one state. */
function shell(sandbox: Pick<SandboxProcess, 'env'>) {
  const cwd = scratchFolder();
  const common = ['--state', join(cwd, 's.db'), '--format', 'json'];
  return {
    cwd,
    keyFile: join(cwd, 'app.key'),
    run: (args: string[], more: Omit<WarmOptions, 'cwd'> = {}) =>
      warmCli([...args, ...common], { cwd, ...more, env: { ...sandbox.env, ...more.env } }),
  };
}

function rotated({ stdout, stderr }: WarmResult): Rotated {
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Rotated;
}

const shown = ({ steps }: Rotated) => steps.map(({ step, result }) => `${step} ${result}`);
const to = ['rotate', '--to', 'file:app.key'];

describe.each(['A', 'D'] as const)('generation %s', (generation) => {
  test('of the key on standard input: the new one is in the file and works, the old one is dead', async () => {
    const sandbox = await warmSandbox(generation);
    const { keyFile, run } = shell(sandbox);
    const old = await sandbox.createKey('live', 'checkout');
    const result = await run([...to, '--quiet-for', '1s'], { input: old.raw });
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 0, stderr: '' });
    const end = rotated(result);
    expect(shown(end)).toEqual(['create done', 'deliver done', 'prove done', 'quiet done', 'revoke done']);
    expect(end).toMatchObject({
      result: 'rotated',
      why: null,
      old: { id: old.id, name: 'checkout' },
      next: [],
    });
    const raw = readFileSync(keyFile, 'utf8').trim();
    expect([await works(sandbox, raw), await works(sandbox, old.raw)]).toEqual([true, false]);
    expect(await sandbox.revocations()).toMatchObject([{ path: `/v1/api-keys/${old.id}/revoke` }]);
    expect([result.stdout.includes(raw), result.stdout.includes(old.raw)]).toEqual([false, false]);

    expect(rotated(await run(to, { input: old.raw }))).toEqual({ ...end, old: { ...end.old } });

    // The new one in its turn: the key has a name of its own, and is known by the inventory.
    const again = rotated(await run([...to, '--now'], { input: raw }));
    expect(again).toMatchObject({ result: 'rotated', old: { id: end.new?.id } });
    expect(again.old.name).toMatch(/^checkout \(rotated \d{4}-\d\d-\d\d, [0-9a-f]{8}\)$/);
    expect(await works(sandbox, raw)).toBe(false);
  });

  test('of a key by its id', async () => {
    const sandbox = await warmSandbox(generation);
    const { keyFile, run } = shell(sandbox);
    const old = await sandbox.createKey('test', 'ci');
    const result = await run([...to, '--now', '--key', old.id]);
    expect(rotated(result)).toMatchObject({ result: 'rotated', old: { id: old.id, name: 'ci' } });
    expect(shown(rotated(result))).toEqual(['create done', 'deliver done', 'prove done', 'revoke done']);
    expect(await works(sandbox, old.raw)).toBe(false);
    expect(readFileSync(keyFile, 'utf8')).toMatch(/^ak_test_\w+\n$/);
    // To ask again is harmless.
    expect(rotated(await run([...to, '--now', '--key', old.id]))).toEqual(rotated(result));
    expect((await sandbox.ledger()).filter(({ effect }) => effect !== null)).toHaveLength(3);
  });
});

test(
  'without a management key the key makes its own successor, and that one revokes it',
  { timeout: 200_000 },
  async () => {
    const sandbox = await warmSandbox();
    const { keyFile, run } = shell({ env: sandbox.urls });
    const management = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
    const result = await run([...to, '--quiet-for', '1s'], { input: management });
    expect(rotated(result)).toMatchObject({ result: 'rotated', old: { name: 'management' } });
    expect([
      await works(sandbox, readFileSync(keyFile, 'utf8').trim()),
      await works(sandbox, management),
    ]).toEqual([true, false]);
  },
);

test('people read where it stands', async () => {
  const sandbox = await warmSandbox();
  const { cwd } = shell(sandbox);
  const old = await sandbox.createKey('live', 'checkout');
  const args = ['rotate', '--to', 'command:exit 1', '--key', old.id, '--state', join(cwd, 's.db')];
  const { code, stdout, stderr } = await warmCli(args, { cwd, env: sandbox.env });
  const same = (text: string) =>
    text
      .replaceAll(old.id, 'OLD')
      .replace(/key_\w{16}/g, 'NEW')
      .replace(/\*{4}\w{4}/g, '****LAST')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .replace(/\(rotated [^)]*\)/g, '(rotated DAY, TOKEN)');
  expect(code).toBe(3);
  await expect(same(`${stdout}---\n${stderr}`)).toMatchFileSnapshot('golden/rotate-unfinished.txt');
});

describe('what can go wrong', () => {
  test('a place that does not take the key: the old one lives; the next run makes another and clears up', async () => {
    const sandbox = await warmSandbox();
    const { cwd, keyFile, run } = shell(sandbox);
    const old = await sandbox.createKey('live');
    const broken = ['rotate', '--to', 'file:app.key', '--to', 'command:test -e ready', '--now'];
    const first = await run(broken, { input: old.raw });
    expect(first.code).toBe(3);
    expect(shown(rotated(first))).toEqual(['create done', 'deliver done', 'deliver failed']);
    expect(rotated(first).next.join(' ')).toMatch(/The old key key_\w+ works on/);
    expect(await works(sandbox, old.raw)).toBe(true);
    const lost = readFileSync(keyFile, 'utf8').trim();

    const ready = await run(
      ['rotate', '--to', 'file:app.key', '--to', `command:cat >${join(cwd, 'ready')}`, '--now'],
      {
        input: old.raw,
      },
    );
    expect({ code: ready.code, result: rotated(ready).result }).toEqual({ code: 0, result: 'rotated' });
    expect(shown(rotated(ready)).slice(3)).toEqual([
      'create done',
      'deliver done',
      'deliver done',
      'prove done',
      'revoke done',
      'revoke done',
    ]);
    const raw = readFileSync(keyFile, 'utf8').trim();
    expect(readFileSync(join(cwd, 'ready'), 'utf8') === raw).toBe(true);
    expect([await works(sandbox, raw), await works(sandbox, lost), await works(sandbox, old.raw)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a key that is still in use is not revoked; --now revokes it', async () => {
    const sandbox = await warmSandbox('D');
    const { run } = shell(sandbox);
    const old = await sandbox.createKey('live');
    const use = { goesOn: true };
    const traffic = (async () => {
      while (use.goesOn) {
        await fetch(`${sandbox.urls.AKGUARD_LIVE_URL}/v1/payouts/pay_0000000000000000`, {
          headers: { authorization: `Bearer ${old.raw}` },
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    const first = await run([...to, '--quiet-for', '1s', '--wait', '2s'], { input: old.raw });
    use.goesOn = false;
    await traffic;
    expect(first.code).toBe(3);
    expect(rotated(first).why).toMatch(/still in use \(last use 2/);
    expect(shown(rotated(first)).at(-1)).toBe('quiet failed');
    expect(await works(sandbox, old.raw)).toBe(true);
    const second = rotated(await run([...to, '--now'], { input: old.raw }));
    // The new key is in its place already: nothing is made or handed over twice.
    expect(shown(second).slice(4)).toEqual(['revoke done']);
    expect((await sandbox.ledger()).filter(({ effect }) => effect === 'create')).toHaveLength(2);
  });

  test(
    'an answer to create that is lost: the key nobody has is found by its name, and revoked',
    { timeout: 200_000 },
    async () => {
      const sandbox = await warmSandbox('A', 'drop-after@create*1');
      const { keyFile, run } = shell(sandbox);
      const management = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
      const first = await run([...to, '--now'], { input: management });
      expect({ code: first.code, shown: shown(rotated(first)) }).toEqual({ code: 3, shown: ['create null'] });
      const second = await run([...to, '--now'], { input: management });
      expect(rotated(second)).toMatchObject({ result: 'rotated' });
      const made = (await sandbox.ledger()).filter(({ effect }) => effect === 'create');
      expect([made.length, (await sandbox.revocations()).length]).toEqual([2, 2]);
      const env = { ...sandbox.env, AKGUARD_LIVE_API_KEY: readFileSync(keyFile, 'utf8').trim() };
      const listed = await warmCli(['keys', 'list', '--env', 'live', '--format', 'json'], { env });
      expect(JSON.parse(listed.stdout).keys).toHaveLength(1);
    },
  );

  test('an answer to a revoke that is lost is no doubt once the key is refused', async () => {
    const sandbox = await warmSandbox('A', 'drop-after@revoke*4');
    const { run } = shell(sandbox);
    const old = await sandbox.createKey('live');
    const result = await run([...to, '--now'], { input: old.raw });
    expect(rotated(result)).toMatchObject({ result: 'rotated', exit_code: 0 });
    expect(await sandbox.revocations()).toHaveLength(1);
  });
});

describe('what stops the revokes of a scan stops those of a rotation', () => {
  /** No new key is made that would be of no use. */
  const stopped = async (result: WarmResult, why: RegExp, sandbox: SandboxProcess, raw: string) => {
    expect({ code: result.code, stderr: result.stderr }).toEqual({ code: 4, stderr: '' });
    const end = rotated(result);
    expect(end.result).toBe('unfinished');
    expect(end.why).toMatch(why);
    expect(end.why).toMatch(/^no new key was made, as key key_\w+ could not be revoked now: /);
    expect(shown(end)).toEqual([]);
    expect(end.next[0]).toMatch(/^The old key key_\w+ works on.* No new key is in its place for certain\.$/);
    expect((await sandbox.ledger()).filter(({ effect, keyId }) => effect && keyId)).toHaveLength(1);
    expect(await works(sandbox, raw)).toBe(true);
    expect(await sandbox.revocations()).toEqual([]);
  };

  test('an open breaker; the same command goes on when it is reset', async () => {
    const sandbox = await warmSandbox();
    const { cwd, run } = shell(sandbox);
    const store = await openStore(join(cwd, 's.db'), { log: silentLog });
    const openedAt = new Date().toISOString();
    await store.trip({ cause: 'unproven', environment: 'live', openedAt, why: 'for a test' });
    await store.close();
    const old = await sandbox.createKey('live');
    const command = [...to, '--now', '--key', old.id];
    await stopped(await run(command), /the breaker is open since .*: for a test; see/, sandbox, old.raw);
    await stopped(await run(command), /the breaker is open since/, sandbox, old.raw);
    const page = await warmCli(['ledger', 'export', '--state', join(cwd, 's.db')], { cwd });
    expect(page.stdout.match(/"kind":"withheld"/g)).toHaveLength(2);

    expect((await warmCli(['breaker', 'reset', '--state', join(cwd, 's.db')], { cwd })).code).toBe(0);
    const end = rotated(await run(command));
    expect(shown(end)).toEqual(['create done', 'deliver done', 'prove done', 'revoke done']);
    expect(await works(sandbox, old.raw)).toBe(false);
  });

  test('a breaker that opens when the new key is in its place leaves both keys', async () => {
    const sandbox = await warmSandbox();
    const { cwd, run } = shell(sandbox);
    const old = await sandbox.createKey('live');
    const command = [...to, '--key', old.id];
    const waiting = rotated(await run([...command, '--quiet-for', '1h', '--wait', '1s']));
    expect(shown(waiting)).toEqual(['create done', 'deliver done', 'prove done', 'quiet failed']);
    // It waits as long as it may, and not until the next look at an hour.
    const quiet = waiting.steps.at(-1);
    expect(Date.parse(quiet?.ended_at ?? '') - Date.parse(quiet?.at ?? '')).toBeLessThan(5_000);
    const store = await openStore(join(cwd, 's.db'), { log: silentLog });
    const openedAt = new Date().toISOString();
    await store.trip({ cause: 'unproven', environment: 'live', openedAt, why: 'for a test' });
    await store.close();
    const result = await run([...command, '--now']);
    expect(result.code).toBe(4);
    expect(rotated(result).why).toMatch(/^key key_\w+ is not revoked: the breaker is open since/);
    expect(rotated(result).next[0]).toMatch(/works on.* Key key_\w+ is in its place and works\.$/);
    expect(await works(sandbox, old.raw)).toBe(true);
    await warmCli(['breaker', 'reset', '--state', join(cwd, 's.db')], { cwd });
    expect(shown(rotated(await run([...command, '--now']))).slice(4)).toEqual(['revoke done']);
  });

  test('as many keys as a run may, and as many as an hour may', async () => {
    const sandbox = await warmSandbox();
    const { cwd, run } = shell(sandbox);
    const old = await sandbox.createKey('live');
    const command = [...to, '--now', '--key', old.id];
    const none = await run([...command, '--max-revocations', '0']);
    await stopped(none, /this run has revoked as many keys as one may, 0 /, sandbox, old.raw);
    const config = join(cwd, 'c.yml');
    writeFileSync(config, 'max_revocations_per_hour: 0\n');
    const hour = await run([...command, '--config', config]);
    await stopped(hour, /0 other keys were revoked within an hour, and 0 is the limit/, sandbox, old.raw);

    // And a revoke of a rotation counts for the scan that comes after it.
    expect((await run(command)).code).toBe(0);
    const status = await warmCli(['breaker', 'status', '--state', join(cwd, 's.db')], { cwd });
    expect(status.stdout).toMatch(/^1 of at most 10 keys were revoked within the last hour/);
  });
});

test.each(['on standard input', 'by its id'])(
  'a key that a scan found and a rotation revoked (%s) is dead in its incident',
  async (how) => {
    const sandbox = await warmSandbox('D');
    const { cwd, run } = shell(sandbox);
    const old = await sandbox.createKey('live');
    writeFileSync(join(cwd, 'a.env'), `KEY=${old.raw}\n`);
    const args = ['scan', 'files', 'a.env', '--alert', 'file:alerts'];
    expect(JSON.parse((await run(args)).stdout).summary).toMatchObject({ active: 1, alerts: 1 });
    if (how === 'by its id') await run(['keys', 'register'], { input: old.raw });
    const which = how === 'by its id' ? { args: ['--key', old.id] } : { args: [], input: old.raw };
    expect(rotated(await run([...to, '--now', ...which.args], which)).result).toBe('rotated');
    const page = (await warmCli(['ledger', 'show', '--state', join(cwd, 's.db')], { cwd })).stdout;
    expect(page).toMatch(/- Dead: 2\S+Z \(line \d+\)\n/);
    expect(page).toMatch(how === 'by its id' ? /- Proof: `key \w+ is dead/ : /- Proof: `The key was pres/);
    const ledger = ['ledger', 'verify', '--state', join(cwd, 's.db')];
    expect((await warmCli(ledger, { cwd })).code).toBe(0);
    const again = JSON.parse((await run(args)).stdout);
    expect([again.summary.inactive, again.exit_code]).toEqual([1, 0]);
  },
);

test('--back revokes what was made, and leaves the old key', async () => {
  const sandbox = await warmSandbox();
  const { run } = shell(sandbox);
  const old = await sandbox.createKey('live');
  await run(['rotate', '--to', 'command:exit 1', '--key', old.id]);
  const result = await run(['rotate', '--back', '--now', '--key', old.id]);
  expect(rotated(result)).toMatchObject({ result: 'taken-back', new: null, exit_code: 0 });
  expect(await works(sandbox, old.raw)).toBe(true);
  expect(await sandbox.revocations()).toHaveLength(1);
  const fresh = rotated(await run([...to, '--now', '--key', old.id]));
  expect(shown(fresh)).toEqual(['create done', 'deliver done', 'prove done', 'revoke done']);
});

test('two runs at once: one rotates, the other says so', async () => {
  const sandbox = await warmSandbox('A', 'slow:700@create');
  const { run } = shell(sandbox);
  const { id } = await sandbox.createKey('live');
  const results = await Promise.all([run([...to, '--now', '--key', id]), run([...to, '--now', '--key', id])]);
  expect(results.map(({ code }) => code)).toEqual(expect.arrayContaining([0, 3]));
  const waiting = results.find(({ code }) => code === 3);
  expect(waiting === undefined ? null : rotated(waiting).why).toBe('another run is at it');
  expect((await sandbox.ledger()).filter(({ effect }) => effect !== null)).toHaveLength(3);
});

const usage: [string, string[], RegExp][] = [
  ['no place', ['--key', 'key_1'], /--to PLACE/],
  ['no such time', [...to.slice(1), '--quiet-for', 'soon'], /--quiet-for can not be `soon`/],
  ['no key at all', to.slice(1), /No key on standard input/],
  ['no management key', [...to.slice(1), '--key', 'key_1'], /There is no management key for key key_1/],
];
test.each(usage)('%s', async (_name, args, message) => {
  const result = await warmCli(['rotate', ...args]);
  expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(message);
});

test('a key that was revoked otherwise is not rotated', async () => {
  const sandbox = await warmSandbox();
  const { run } = shell(sandbox);
  const key = await sandbox.createKey('live');
  await run(['revoke'], { input: key.raw });
  expect(await run([...to, '--key', key.id])).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/it is revoked already/),
  });
});

test('a key that is not there', async () => {
  const sandbox = await warmSandbox();
  const { run } = shell(sandbox);
  expect(await run([...to, '--key', 'key_none'])).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/let key key_none be rotated: there is no such key/),
  });
});
