// What a finding means for the exit code, by --fail-on and by what is known about the key.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hurry, reportOf, runCli } from '../helpers/cli.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { type SandboxProcess, startSandboxProcess } from '../helpers/sandbox-process.ts';

let sandbox: SandboxProcess;
let keys: Record<string, string>;
beforeAll(async () => {
  sandbox = await startSandboxProcess();
  keys = {
    live: (await sandbox.createKey('live')).raw,
    test: (await sandbox.createKey('test')).raw,
    dead: makeKey('live', 1),
    none: '',
  };
});
afterAll(() => sandbox.stop());

type Way = 'verified' | 'offline' | 'api-down';
const table: [
  key: string,
  way: Way,
  validity: string | undefined,
  any: number,
  active: number,
  none: number,
][] = [
  ['live', 'verified', 'active', 1, 1, 0],
  ['test', 'verified', 'active', 1, 1, 0],
  ['dead', 'verified', 'inactive', 0, 0, 0],
  ['live', 'offline', 'unverified', 1, 0, 0],
  ['dead', 'offline', 'unverified', 1, 0, 0],
  ['live', 'api-down', 'unknown', 3, 3, 3],
  ['none', 'verified', undefined, 0, 0, 0],
  ['none', 'api-down', undefined, 0, 0, 0],
];
test.each(table)('%s key, %s: %s', async (key, way, validity, any, active, none) => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${keys[key]}\n`);
  const options = way === 'api-down' ? { cwd, preload: hurry } : { cwd, env: sandbox.env };
  const args = ['scan', ...(way === 'offline' ? ['--offline'] : []), '--format', 'json'];
  const results = await Promise.all(
    ['any', 'active', 'none'].map((failOn) => runCli([...args, '--fail-on', failOn], options)),
  );
  expect(results.map(({ code }) => code)).toEqual([any, active, none]);
  for (const result of results) {
    expect(reportOf(result).findings[0]?.verdict.validity).toBe(validity);
    expect(reportOf(result).exit_code).toBe(result.code);
  }
});

test('--offline sends nothing', async () => {
  const before = (await sandbox.ledger()).length;
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${keys['live']}\n`);
  await runCli(['scan', '--offline', '--revoke', '--state', 'state.db'], { cwd, env: sandbox.env });
  expect(await sandbox.ledger()).toHaveLength(before);
});

test('--fail-on is any unless said otherwise', async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${keys['dead']}\n`);
  expect((await runCli(['scan', '--offline'], { cwd })).code).toBe(1);
});

test('the higher code wins: a finding and a gap', async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, 'a.env'), `KEY=${keys['live']}\n`);
  writeFileSync(join(cwd, 'big.bin'), Buffer.alloc(500));
  const result = await runCli(['scan', '--max-file-size', '100b'], { cwd, env: sandbox.env });
  expect(result.code).toBe(3);
});
