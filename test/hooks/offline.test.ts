// A hook opens no socket and asks for no name, unless the user's own configuration wants keys verified: then it does, which
// shows that the trap works. A find is in each commit, since without one there is nothing to ask about.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeKey } from '../helpers/keys.ts';
import { hookRepository } from './support.ts';

const trap = `
  import net from 'node:net';
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  const refuse = () => { process.stderr.write('SOCKET\\n'); throw new Error('no sockets here'); };
  net.Socket.prototype.connect = refuse;
  net.connect = net.createConnection = refuse;
  dns.lookup = dns.resolve = dns.promises.lookup = refuse;
  globalThis.fetch = refuse;
  syncBuiltinESMExports();
`;

test('no socket is opened offline; with verify: true in a configuration of the user, one is tried for', () => {
  const repository = hookRepository(false);
  const key = makeKey('live', 1);
  repository.write('a', `${key}\n`);
  repository.git(['add', '.']);
  writeFileSync(join(repository.home, 'message'), key);
  const config = join(repository.home, 'config.yaml');
  writeFileSync(config, 'verify: true\n');
  const preload = `--import=data:text/javascript,${encodeURIComponent(trap)}`;
  const call = (args: string[], more: Record<string, string> = {}, input = '') =>
    repository.akguard(args, { env: { NODE_OPTIONS: preload, ...more }, input });
  const tree = repository.git(['write-tree']);
  const leak = repository.git(['commit-tree', '-p', 'HEAD', '-m', 'leak', tree]);
  const input = `refs/heads/x ${leak} refs/heads/x ${'0'.repeat(40)}\n`;
  for (const args of [
    ['hook', 'pre-commit'],
    ['hook', 'commit-msg', '--', join(repository.home, 'message')],
    ['hook', 'pre-push', '--', 'origin', 'https://example.test/'],
    ['hook', 'pre-receive'],
  ]) {
    const { code, text } = call(args, {}, input);
    expect(text).toContain('akguard stopped this');
    expect(text).not.toContain('SOCKET');
    expect(code).toBe(1);
  }
  const asking = call(['hook', 'pre-commit'], { AKGUARD_CONFIG: config });
  expect(asking.text).toContain('SOCKET');
  expect(asking.text).toContain('akguard stopped this commit');
  expect(asking.code).toBe(1);
});

test('verify: true with a server that takes calls and never answers: one second, then it stands as it does offline', async () => {
  const repository = hookRepository(false);
  for (const n of [1, 2, 3, 4]) repository.write(`file${n}`, `${makeKey('live', n)}\n`);
  repository.git(['add', '.']);
  const config = join(repository.home, 'config.yaml');
  writeFileSync(config, 'verify: true\n');
  // The kernel takes the calls; nobody reads them while this process waits for the hook.
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const run = (more: Record<string, string>) => {
    const started = performance.now();
    const ran = repository.akguard(['hook', 'pre-commit'], {
      env: { AKGUARD_LIVE_URL: url, AKGUARD_TEST_URL: url, ...more },
    });
    return { ...ran, took: performance.now() - started };
  };
  try {
    const offline = run({});
    const asking = run({ AKGUARD_CONFIG: config });
    for (const { code, text } of [offline, asking]) {
      expect(text).toContain('akguard stopped this commit: 4 Anton keys.');
      expect(code).toBe(1);
    }
    expect(asking.took).toBeGreaterThan(900);
    // The budget, and as long again as it takes on a busy machine to start and to load what asks.
    expect(asking.took).toBeLessThan(offline.took * 4 + 3000);
  } finally {
    silent.close();
  }
});
