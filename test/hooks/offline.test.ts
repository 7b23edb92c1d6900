// A hook opens no socket and asks for no name, unless the user's own configuration wants keys verified: then it does, which
// shows that the trap works. A find is in each commit, since without one there is nothing to ask about.
import { writeFileSync } from 'node:fs';
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
  const call = (args: string[], more: Record<string, string> = {}) =>
    repository.akguard(args, { env: { NODE_OPTIONS: preload, ...more } });
  for (const args of [
    ['hook', 'pre-commit'],
    ['hook', 'commit-msg', '--', join(repository.home, 'message')],
  ]) {
    const { code, text } = call(args);
    expect(text).toContain('akguard stopped this commit');
    expect(text).not.toContain('SOCKET');
    expect(code).toBe(1);
  }
  const asking = call(['hook', 'pre-commit'], { AKGUARD_CONFIG: config });
  expect(asking.text).toContain('SOCKET');
  expect(asking.text).toContain('akguard stopped this commit');
  expect(asking.code).toBe(1);
});
