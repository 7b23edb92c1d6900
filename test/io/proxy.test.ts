// A network with one way out: what is asked of GitHub goes through the proxy that the environment names, end to end
// encrypted, and what is on this machine does not.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, type Server, connect } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { useProxies } from '../../src/io/proxy.ts';
import { FakeOrganisation } from '../github/fake-organisation.ts';
import { makeCertificate } from '../helpers/certificate.ts';
import { scratchFolder } from '../helpers/git-repo.ts';
import { makeKey } from '../helpers/keys.ts';
import { startSource } from '../helpers/source-cli.ts';

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A proxy, behind which `github.test` is the double. */
async function behindProxy(github: FakeOrganisation) {
  const { key, cert } = makeCertificate(
    ['github.test'],
    new Date(Date.now() - 86_400_000),
    new Date(Date.now() + 86_400_000),
  );
  const inside = createTlsServer({ key, cert }, (socket) => {
    const behind = connect(Number(new URL(github.url).port), '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    socket.on('error', () => behind.destroy());
    behind.on('error', () => socket.destroy());
  });
  const insidePort = await portOf(inside);
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    const tunnel = connect(insidePort, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(tunnel).pipe(socket);
    });
    socket.on('error', () => tunnel.destroy());
    tunnel.on('error', () => socket.destroy());
  });
  const ca = join(scratchFolder(), 'ca.pem');
  writeFileSync(ca, cert);
  return { url: `http://127.0.0.1:${await portOf(proxy)}`, asked, ca };
}

test('`akguard org` asks GitHub through HTTPS_PROXY', async () => {
  const github = await new FakeOrganisation().listen();
  onTestFinished(() => github.close());
  const repository = github.world.addRepository('octo', 'pay', { isEmpty: true });
  github.world.addIssue(repository, 'It fails', { body: makeKey('live', 1) });
  const proxy = await behindProxy(github);
  const folder = scratchFolder();
  const env = {
    GITHUB_TOKEN: 'token-for-tests',
    GITHUB_API_URL: 'https://github.test',
    NODE_EXTRA_CA_CERTS: proxy.ca,
  };
  const args = [
    'org',
    'octo',
    '--offline',
    '--state',
    join(folder, 'state.db'),
    '--format',
    'json',
    '--quiet',
  ];
  const cli = startSource(args, folder, 'ignore', { ...env, HTTPS_PROXY: proxy.url });
  expect(await cli.ended).toBe(1);
  expect(github.count()).toBeGreaterThan(1);
  expect(new Set(proxy.asked)).toEqual(new Set(['github.test:443']));
  expect(github.unexpected).toEqual([]);
});

test.each<[string, Record<string, string>, string | null]>([
  ['no proxy', {}, null],
  [
    'one that Node was told of at its start',
    { HTTPS_PROXY: 'http://proxy.test', NODE_USE_ENV_PROXY: '1' },
    null,
  ],
  ['an address that is none', { https_proxy: 'proxy.test' }, 'HTTPS_PROXY is no address of a proxy'],
])('%s', (_, variables, sentence) => {
  expect(useProxies(variables)).toBe(sentence);
});
