// The built CLI between two pipes. AKGUARD_TEST_CLI names another build.
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';

const cli = process.env['AKGUARD_TEST_CLI'] ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const key = makeKey('live', 1);
const shown = `ak_live_****${key.slice(-4)}`;

class Run {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<unknown[]>;
  readonly #ended: Promise<unknown>;
  readonly #pieces: Buffer[] = [];
  #length = 0;
  stderr = '';

  constructor(...flags: string[]) {
    this.child = spawn(process.execPath, [cli, 'redact', ...flags], { stdio: 'pipe' });
    this.child.stdin.on('error', () => {});
    this.child.stdout.on('data', (piece: Buffer) => {
      this.#pieces.push(piece);
      this.#length += piece.length;
    });
    this.child.stderr.on('data', (piece: Buffer) => (this.stderr += piece.toString()));
    this.exited = once(this.child, 'exit');
    this.#ended = once(this.child, 'close');
    onTestFinished(() => void this.child.kill('SIGKILL'));
  }

  get stdout(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  write(text: string): void {
    this.child.stdin.write(text, 'latin1');
  }

  /** Waits until so much has come out. */
  async until(length: number): Promise<string> {
    while (this.#length < length) await once(this.child.stdout, 'data');
    return this.stdout.toString('latin1');
  }

  async end(): Promise<{ code: number | null; signal: string | null; stderr: string }> {
    await this.#ended;
    return { code: this.child.exitCode, signal: this.child.signalCode, stderr: this.stderr };
  }
}

/** Any bytes, more than pipes and memory hold. */
const noise = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => ((i * 2654435761) >>> 13) & 255));

test('a pipe: keys are masked and counted, the rest is as it was', async () => {
  const run = new Run();
  run.child.stdin.end(Buffer.concat([noise, Buffer.from(`\n${key}\n`), noise, Buffer.from(` ${key}`)]));
  expect(await run.end()).toEqual({ code: 0, signal: null, stderr: 'akguard: masked 2 keys\n' });
  const wanted = Buffer.concat([noise, Buffer.from(`\n${shown}\n`), noise, Buffer.from(` ${shown}`)]);
  expect(run.stdout.equals(wanted)).toBe(true);
});

test('files in and out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'akguard-redact-'));
  const text = Buffer.concat([noise, Buffer.from(`\nK=${key}\n`), noise]);
  writeFileSync(join(folder, 'in'), text);
  const files = [openSync(join(folder, 'in'), 'r'), openSync(join(folder, 'out'), 'a')];
  const { status, stderr } = spawnSync(process.execPath, [cli, 'redact'], { stdio: [...files, 'pipe'] });
  for (const file of files) closeSync(file);
  expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: 'akguard: masked 1 key\n' });
  const wanted = Buffer.concat([noise, Buffer.from(`\nK=${shown}\n`), noise]);
  expect(readFileSync(join(folder, 'out')).equals(wanted)).toBe(true);
});

test.each([
  ['no keys', [], 'nothing\n'],
  ['--quiet', ['--quiet'], `${key}\n`],
  ['nothing at all', [], ''],
])('%s: nothing on stderr', async (_, flags, text) => {
  const run = new Run(...flags);
  run.child.stdin.end(text);
  expect(await run.end()).toEqual({ code: 0, signal: null, stderr: '' });
  expect(run.stdout.length).toBe(text.replace(key, shown).length);
});

test('lines come at once, and so does what can be no key', async () => {
  const run = new Run();
  run.write(`one ${key} two\n`);
  expect((await run.until(25)) === `one ${shown} two\n`).toBe(true);
  run.write('Password: ');
  expect((await run.until(35)).endsWith('Password: ')).toBe(true);
  // A key that is wrapped twice may look so: waited for, but only a little.
  run.write('/srv/some/long/path/name');
  expect((await run.until(59)).endsWith('path/name')).toBe(true);
  run.write(` ${key.slice(0, 20)}`);
  await run.until(60);
  run.write(`${key.slice(20)} `);
  expect((await run.until(77)).endsWith(` ${shown} `)).toBe(true);
  run.child.stdin.end();
  expect(await run.end()).toMatchObject({ code: 0, stderr: 'akguard: masked 2 keys\n' });
});

test('what begins like a key and is none at the end', async () => {
  const run = new Run();
  run.child.stdin.end('x ak_live_ab');
  expect(await run.end()).toEqual({ code: 0, signal: null, stderr: '' });
  expect(run.stdout.toString()).toBe('x ak_live_ab');
});

test('a reader that goes away: ends quietly', async () => {
  const run = new Run();
  run.write('line\n');
  await run.until(5);
  run.child.stdout.destroy();
  const writing = setInterval(() => run.write('line\n'.repeat(1000)), 5);
  onTestFinished(() => clearInterval(writing));
  expect(await run.end()).toEqual({ code: 0, signal: null, stderr: '' });
});

test('a reader that is slow gets everything', async () => {
  const run = new Run();
  run.child.stdout.pause();
  run.child.stdin.end(Buffer.concat([noise, Buffer.from(`\n${key}\n`)]));
  await new Promise((resolve) => setTimeout(resolve, 300));
  run.child.stdout.resume();
  expect(await run.end()).toMatchObject({ code: 0, stderr: 'akguard: masked 1 key\n' });
  expect(run.stdout.equals(Buffer.concat([noise, Buffer.from(`\n${shown}\n`)]))).toBe(true);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s: last words are taken, then it ends',
  async (signal) => {
    const run = new Run();
    run.write('one\n');
    await run.until(4);
    run.child.kill(signal);
    run.write(`stopping ${key}\n${key.slice(0, 22)}`);
    expect(await run.end()).toMatchObject({ code: 0, stderr: 'akguard: masked 1 key\n' });
    expect(run.stdout.toString() === `one\nstopping ${shown}\n****`).toBe(true);
  },
);

test.each([1, 2])('a reader that takes nothing does not keep it: %i signals', async (signals) => {
  const run = new Run();
  run.write('one\n');
  await run.until(4);
  run.child.stdout.pause();
  run.child.stdin.write(noise);
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (let i = 0; i < signals; i++) {
    run.child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await run.exited).toEqual([null, 'SIGTERM']);
});

test('an input that can not be read', () => {
  const folder = openSync(tmpdir(), 'r');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'redact'], {
    stdio: [folder, 'pipe', 'pipe'],
  });
  closeSync(folder);
  expect(status).toBe(3);
  expect(String(stderr)).toMatch(/^akguard: Standard input can not be read: EISDIR/);
});

test('an output that can not be written', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'redact'], {
    stdio: ['pipe', full, 'pipe'],
    input: 'x\n',
  });
  closeSync(full);
  expect(status).toBe(3);
  expect(String(stderr)).toMatch(/^akguard: Standard output can not be written: ENOSPC/);
});

test('operands and other flags are refused', () => {
  for (const args of [
    ['redact', 'file'],
    ['redact', '--format', 'json'],
  ]) {
    expect(spawnSync(process.execPath, [cli, ...args]).status).toBe(2);
  }
});
