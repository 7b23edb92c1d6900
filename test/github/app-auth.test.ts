// Tokens of an App's installations: asked for when needed, anew before they end, and always the one of the moment.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { silentLog } from '../../src/core/runtime.ts';
import { appConnections } from '../../src/github/app-auth.ts';
import { Organisations } from '../../src/github/list-repositories.ts';
import { tokenOf } from '../../src/github/octokit.ts';
import { startGitHub } from './support.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pkcs1 = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

afterEach(() => void vi.useRealTimers());

async function startWithApp() {
  const { github, world } = await startGitHub();
  world.now = () => Date.now();
  world.addRepository('octo', 'pay');
  world.account('ada', false);
  github.app = { id: '4711', publicKey };
  github.tokens = new Set();
  return { github, world };
}

test.each([
  ['as GitHub hands it out', pkcs1],
  ['PKCS#8', pkcs8],
  ['in one line, as in many a secret', pkcs1.replaceAll('\n', '\\n')],
])('the private key %s', async (_, key) => {
  const { github, world } = await startWithApp();
  for (let i = 0; i < 120; i++) world.account(`org${i}`);
  const installations = await appConnections({ id: '4711', privateKey: key }, github.url, silentLog);
  expect(installations.map(({ owner }) => owner).slice(0, 2)).toEqual(['octo', 'ada']);
  expect(installations).toHaveLength(122);
  expect(installations.every(({ isSuspended, hasAll }) => !isSuspended && hasAll)).toBe(true);
  expect(github.unexpected).toEqual([]);
});

test('a token is kept, and renewed before it ends: git, REST and GraphQL get the one that is good', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-08T00:00:00Z') });
  const { github } = await startWithApp();
  const [octo] = await appConnections({ id: '4711', privateKey: pkcs1 }, github.url, silentLog);
  if (!octo) throw new Error('no installation');
  const clock = { now: () => Date.now(), sleep: async () => {} };
  const listing = new Organisations({ ...octo.connection, unpaced: true, clock, log: silentLog });
  const listed = async () => {
    const names: string[] = [];
    for await (const { name } of listing.list('octo', false, () => {})) names.push(name);
    return names;
  };
  const tokens: string[] = [];
  for (let minute = 0; minute <= 180; minute += 20) {
    vi.setSystemTime(Date.parse('2026-01-08T00:00:00Z') + minute * 60_000);
    tokens.push(await tokenOf(octo.connection));
    expect(await listed()).toHaveLength(1);
  }
  expect(new Set(tokens).size).toBe(4);
  expect(github.count(/access_tokens/)).toBe(4);
  expect(github.unexpected).toEqual([]);
});

test('refusals are sentences without the key', async () => {
  const { github } = await startWithApp();
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const wrong = other.export({ type: 'pkcs1', format: 'pem' }).toString();
  await expect(appConnections({ id: '4711', privateKey: wrong }, github.url, silentLog)).rejects.toThrow(
    'GitHub did not list the installations of the App: 401 A JSON web token could not be decoded',
  );
  const cut = pkcs1.slice(0, 500);
  await expect(appConnections({ id: '4711', privateKey: cut }, github.url, silentLog)).rejects.toThrow(
    /: its private key is no PEM$/,
  );
  const [octo] = await appConnections({ id: '4711', privateKey: pkcs1 }, github.url, silentLog);
  github.fail(/access_tokens/, { status: 403, body: { message: 'This installation has been suspended' } });
  await expect(octo?.connection && tokenOf(octo.connection)).rejects.toThrow(
    'GitHub did not give a token for the installation of octo: 403 This installation has been suspended',
  );
});
