// Canary, where nobody looks by habit: what child processes get to see, and what a bug prints. No key is in either.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBelow, forms } from '../helpers/canary.ts';
import { runCli } from '../helpers/cli.ts';
import { makeRepository, scratchFolder } from '../helpers/git-repo.ts';
import { sandboxForTest } from '../helpers/sandbox-process.ts';

/** A repository with a leaked key in a commit, in the index and in a file; and all forms of the keys that must not be seen. */
async function leak() {
  const sandbox = await sandboxForTest();
  const cwd = scratchFolder();
  const { id, raw } = await sandbox.createKey('live', 'leaked');
  for (const folder of ['tree', 'out', 'bin']) mkdirSync(join(cwd, folder));
  const repository = makeRepository(cwd);
  repository.write('README.md', 'nothing\n');
  repository.commit('first');
  repository.write('tree/a.log', `Authorization: Bearer ${raw}\n`);
  repository.commit('second');
  repository.write('tree/b.log', `again ${raw}\n`);
  repository.git(['add', 'tree/b.log']);
  const management = sandbox.env['AKGUARD_LIVE_API_KEY'] ?? '';
  return { cwd, id, raw, env: sandbox.env, canaries: [...forms(raw), ...forms(management)] };
}

test('git and the command that takes a new key get no other key, in arguments or environment', async () => {
  const { cwd, id, env, canaries } = await leak();
  const seen = join(cwd, 'out', 'seen');
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  const wrapper = join(cwd, 'bin', 'git');
  writeFileSync(wrapper, `#!/bin/sh\n{ echo "git $*"; env; } >> '${seen}'\nexec '${git}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  const path = [dirname(wrapper), process.env['PATH']].join(delimiter);
  const state = ['--state', 'out/s.db'];
  const run = async (...args: string[]) =>
    (await runCli([...args, '--verbose'], { cwd, env: { ...env, PATH: path }, timeoutMs: 150_000 })).code;

  expect(await run('scan', 'history', ...state)).toBe(1);
  expect(await run('scan', 'staged', ...state)).toBe(1);
  expect(await run('scan', 'range', 'HEAD~1..HEAD', ...state)).toBe(1);
  expect(await run('scan', 'files', ...state)).toBe(1);
  const to = `command:cat > out/new.key; { echo "command $*"; env; } >> '${seen}'`;
  expect(await run('rotate', '--key', id, '--to', to, '--now', ...state)).toBe(0);

  const text = readFileSync(seen, 'latin1');
  expect([text.includes('\ngit ') || text.startsWith('git '), text.includes('\ncommand ')]).toEqual([
    true,
    true,
  ]);
  const made = forms(readFileSync(join(cwd, 'out', 'new.key'), 'utf8').trim());
  expect([...canaries, ...made].filter((form) => text.includes(form)).length).toBe(0);
}, 300_000);

test('a bug whose message quotes what was scanned: 70, and no key', async () => {
  const { cwd, env, canaries } = await leak();
  // What a bug could say at worst, at a place that any scan with a finding comes to.
  const preload = `
    const { readFileSync } = process.getBuiltinModule('node:fs');
    Array.prototype.toSorted = () => {
      throw new TypeError('can not sort ' + readFileSync('tree/a.log', 'utf8'));
    };`;
  const args = ['scan', 'files', 'tree', '--verbose', '--state', 'out/s.db', '--output', 'out/report'];
  const { code, stdout, stderr } = await runCli(args, { cwd, env, preload, timeoutMs: 150_000 });
  expect([code, stderr.includes('This is a bug in akguard'), stderr.includes('can not sort')]).toEqual([
    70,
    true,
    true,
  ]);
  const texts = [stdout, stderr, ...filesBelow(join(cwd, 'out')).map((file) => readFileSync(file, 'latin1'))];
  expect(canaries.filter((form) => texts.some((text) => text.includes(form))).length).toBe(0);
}, 300_000);
