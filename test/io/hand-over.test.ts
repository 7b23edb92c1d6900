// Files and commands that take a new key.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { commandSink, fileSink } from '../../src/io/hand-over.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';

const key = new Secret(makeKey('test', 1));

test('a file that comes between the look and the write is left alone', async () => {
  const folder = scratchFolder();
  const path = join(folder, 'app.key');
  const sink = fileSink('file:app.key', path, false);
  await sink.prepare();
  writeFileSync(path, 'of somebody else');
  await expect(sink.take(key)).rejects.toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  expect(readdirSync(folder)).toEqual(['app.key']);
});

test.each([[false], [true]])(
  'the key and nothing beside it, for its owner only; replacing: %s',
  async (replace) => {
    const folder = scratchFolder();
    const path = join(folder, 'app.key');
    if (replace) writeFileSync(path, 'an old one');
    const sink = fileSink('file:app.key', path, replace);
    await sink.prepare();
    await sink.take(key);
    expect(readFileSync(path, 'utf8') === `${key.expose()}\n`).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['app.key']);
  },
);

describe('a command', () => {
  /** Whether a process is gone; one that is dead and not yet waited for counts. */
  const isGone = (pid: number) => {
    try {
      return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    } catch {
      return true;
    }
  };
  const until = async (holds: () => boolean) => {
    for (let i = 0; i < 400 && !holds(); i += 1) await new Promise((wait) => setTimeout(wait, 10));
    expect(holds()).toBe(true);
  };
  const pidIn = (path: string) => Number(readFileSync(path, 'utf8'));
  const isWhole = (path: string) => existsSync(path) && readFileSync(path, 'utf8').endsWith('\n');

  test('gets the key and nothing beside it, and no key of ours in its environment', async () => {
    const path = join(scratchFolder(), 'out');
    const { PATH } = process.env;
    const variables = { PATH, AKGUARD_LIVE_API_KEY: 'ours', AKGUARD_TEST_API_KEY: 'ours', OTHER: 'other' };
    await commandSink('command', `cat >${path}; env >>${path}`, variables).take(key);
    const text = readFileSync(path, 'utf8');
    expect(text.startsWith(key.expose())).toBe(true);
    expect([text.includes('OTHER=other'), text.includes('AKGUARD_')]).toEqual([true, false]);
  });

  test.each([
    ['exit 3', 'ended with exit code 3'],
    ['kill -9 $$', 'ended with SIGKILL'],
  ])('that fails says how: %s', async (command, how) => {
    await expect(commandSink('command', command, process.env).take(key)).rejects.toThrow(
      `the command ${how}; run it by hand to see what it says`,
    );
  });

  test.each([
    ['that hangs', ''],
    ['that does not want to end', "trap '' TERM HUP;"],
  ])('%s is ended with all that it has started, and says so', { timeout: 20_000 }, async (_, first) => {
    const path = join(scratchFolder(), 'pid');
    const command = `${first} (${first} sleep 1000 & echo $! >${path}; wait) ; sleep 1000`;
    const sink = commandSink('command', command, process.env, 300);
    await expect(sink.take(key)).rejects.toThrow(
      'the command did not end within 0.3 s and was killed; run it by hand to see what it says',
    );
    await until(() => isGone(pidIn(path)));
  });

  test('may wait for what it started, and leave something behind', async () => {
    const path = join(scratchFolder(), 'out');
    const command = `exec 4<&0; cat <&4 >${path}.key & wait; sleep 0.3 && echo later >${path} &`;
    await commandSink('command', command, process.env).take(key);
    expect(readFileSync(`${path}.key`, 'utf8') === key.expose()).toBe(true);
    expect(existsSync(path)).toBe(false);
    await until(() => isWhole(path));
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('ends when we do, by %s', async (signal) => {
    const path = join(scratchFolder(), 'pid');
    const module = fileURLToPath(new URL('../../src/io/hand-over.ts', import.meta.url));
    const code = `
      const { commandSink } = await import(process.argv[1]);
      await commandSink('command', process.argv[2], process.env).take({ expose: () => '' });
    `;
    const command = `sleep 1000 & echo $! >${path}; wait`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code, module, command]);
    await until(() => isWhole(path));
    child.kill(signal);
    const end = await new Promise((resolve) => child.on('exit', (_, by) => resolve(by)));
    expect(end).toBe(signal);
    await until(() => isGone(pidIn(path)));
  });
});
