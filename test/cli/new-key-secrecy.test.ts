// Canary: a new key is where it was sent, and nowhere else, at the highest verbosity, when all goes well and when it does
// not; in plain and in every encoding that it could hide in.
import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fakeSecrets } from '../github/fake-secrets.ts';
import { filesBelow, forms } from '../helpers/canary.ts';
import { runCli, startCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { sandboxOf } from '../helpers/sandbox-process.ts';

/** The names of those texts that hold one of the keys. */
function holdersOf(texts: readonly [name: string, text: string][], keys: readonly string[]): string[] {
  const canaries = keys.flatMap(forms);
  return texts.filter(([, text]) => canaries.some((form) => text.includes(form))).map(([name]) => name);
}

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
    expect(holdersOf(texts, [raw, old])).toEqual([]);
  },
);

/** Where a rehearsal keeps keys: which folder of it, and a command that prints what is there. */
const rehearsals: [command: string, folder: string, print: string][] = [
  ['drill', 'repository', 'git show HEAD~1:config/payments.env'],
  ['drill --rotate', 'logs', 'cat debug.log ../service/anton.key'],
];
test.each(rehearsals)('%s: its keys are there, and nowhere else', async (command, folder, print) => {
  const result = await runCli([...command.split(' '), '--keep', '--verbose'], {
    env: { TMPDIR: scratchFolder() },
  });
  expect(result.code).toBe(0);
  const kept = /^kept: (.+)$/m.exec(result.stderr)?.[1] ?? '?';
  const printed = execSync(print, { cwd: join(kept, folder), encoding: 'utf8' });
  const keys = [...new Set(printed.match(/ak_live_\w+/g))];
  expect(keys).toHaveLength(command === 'drill' ? 1 : 2);
  const places: [string, string][] = [
    ['stdout', result.stdout],
    ['stderr', result.stderr],
    ...filesBelow(kept)
      .filter((path) => !/debug\.log$|anton\.key$/.test(path))
      .map((path): [string, string] => [path, readFileSync(path, 'latin1')]),
  ];
  expect(places.length).toBeGreaterThan(3);
  expect(holdersOf(places, keys)).toEqual([]);
});

test('sandbox: it prints its management keys once, and no other key, whatever it is sent', async () => {
  const { child, done } = startCli(['sandbox', '--verbose']);
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (piece: Buffer) => resolve(String(piece))),
  );
  const { live_url: url, live_api_key: management } = JSON.parse(line) as Record<string, string>;
  const headers = { authorization: `Bearer ${management}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'shop', environment: 'live' });
  const made = await fetch(`${url}/v1/api-keys`, { method: 'POST', headers, body });
  const raw = ((await made.json()) as { raw_key: string }).raw_key;
  expect(raw).toMatch(/^ak_live_\w{32}$/);
  const text = `key=${raw}`;
  await fetch(`${url}/v1/${raw}?${text}`, { headers: { authorization: `Bearer ${raw}` } });
  await fetch(`${url}/v1/api-keys?${text}`, { headers: { 'x-key': raw, authorization: text } });
  await fetch(`${url}/v1/api-keys`, { method: 'POST', headers, body: text });
  const ledger = await (await fetch(`${url}/sandbox/ledger`)).text();
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await done;
  expect({ code, lines: stdout.trim().split('\n').length }).toEqual({ code: 0, lines: 1 });
  expect(JSON.parse(ledger)).toHaveLength(4);
  expect(holdersOf([['stdout', stdout]], [raw])).toEqual([]);
  const others: [string, string][] = [
    ['stderr', stderr],
    ['ledger', ledger],
  ];
  expect(holdersOf(others, [raw, management ?? ''])).toEqual([]);
});

test('the canary would be seen', () => {
  const raw = `ak_live_${'aB3'.repeat(10)}`;
  for (const text of [raw, Buffer.from(`x${raw}y`).toString('base64'), Buffer.from(raw).toString('hex')])
    expect(forms(raw).some((form) => text.includes(form))).toBe(true);
});
