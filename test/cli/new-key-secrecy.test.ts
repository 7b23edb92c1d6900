// Canary: a new key is where it was sent, and nowhere else, at the highest verbosity, when all goes well and when it does
// not; in plain and in every encoding that it could hide in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeSecrets } from '../github/fake-secrets.ts';
import { filesBelow, forms } from '../helpers/canary.ts';
import { runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxOf } from '../helpers/sandbox-process.ts';

const runs: [
  name: string,
  generation: 'A' | 'D',
  args: string[],
  faults: string[],
  code: number,
  status?: number,
][] = [
  ['create', 'A', ['keys', 'create', '--env', 'live', '--name', 'x'], [], 0],
  ['create', 'D', ['keys', 'create', '--env', 'live', '--name', 'x'], [], 0],
  ['create, refused by GitHub', 'D', ['keys', 'create', '--env', 'live', '--name', 'x'], [], 3, 403],
  ['rotate', 'A', ['rotate', '--now'], [], 0],
  ['rotate', 'D', ['rotate', '--now'], [], 0],
  ['rotate, refused by GitHub', 'A', ['rotate', '--now'], [], 3, 422],
  ['rotate, a revoke that is refused', 'D', ['rotate', '--now'], ['static-keys-disabled@revoke'], 4],
  ['rotate, an answer that is lost', 'D', ['rotate', '--now'], ['drop-after@create*1'], 0],
];
test.each(runs)(
  '%s, generation %s',
  { timeout: 200_000 },
  async (_name, generation, args, faults, code, status) => {
    const sandbox = await sandboxOf(generation, ...faults);
    const github = await fakeSecrets(status === undefined ? {} : { status });
    const cwd = scratchFolder();
    const old = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
    const to = ['--to', 'command:cat >handed', '--to', 'github-secret:acme/shop/ANTON_KEY'];
    const env = { ...sandbox.env, GITHUB_TOKEN: 'token', GITHUB_API_URL: github.connection.apiUrl };
    const result = await runCli([...args, ...to, '--verbose', '--state', join(cwd, 'state', 's.db')], {
      cwd,
      env,
      input: args[0] === 'rotate' ? old : '',
      // The only key is told by its use where the machine is quiet, by a list of a minute later where it is not.
      timeoutMs: 150_000,
    });
    expect(result.code).toBe(code);
    const raw = readFileSync(join(cwd, 'handed'), 'utf8');
    expect(/^ak_live_\w{32}$/.test(raw)).toBe(true);
    const [put] = github.puts;
    expect(github.pair.decrypt(put?.body.encrypted_value ?? '') === raw).toBe(true);

    const texts: [string, string][] = [
      ['stdout', result.stdout],
      ['stderr', result.stderr],
      ['GitHub', JSON.stringify([github.requests, github.puts])],
      ...filesBelow(cwd)
        .filter((path) => !path.endsWith('handed'))
        .map((path): [string, string] => [path, readFileSync(path, 'latin1')]),
    ];
    expect(texts.length).toBeGreaterThan(3);
    const leaks = texts.filter(([, text]) =>
      [...forms(raw), ...forms(old)].some((form) => text.includes(form)),
    );
    expect(leaks.map(([where]) => where)).toEqual([]);
  },
);

test('the canary would be seen', () => {
  const raw = `ak_live_${'aB3'.repeat(10)}`;
  for (const text of [raw, Buffer.from(`x${raw}y`).toString('base64'), Buffer.from(raw).toString('hex')])
    expect(forms(raw).some((form) => text.includes(form))).toBe(true);
});
