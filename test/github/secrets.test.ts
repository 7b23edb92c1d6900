// Sealed boxes as GitHub takes them, opened by another implementation than the one that made them.
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { parseSecretPlace } from '../../src/core/key-place.ts';
import { githubSecretSink } from '../../src/github/secrets.ts';
import { makeKey } from '../helpers/keys.ts';
import { fakeSecrets, recipient } from './fake-secrets.ts';

const raw = makeKey('live', 1);
const key = new Secret(raw);

function sinkFor(text: string, github: Awaited<ReturnType<typeof fakeSecrets>>) {
  const place = parseSecretPlace(text);
  if (place === null) throw new Error('no place');
  return githubSecretSink(text, place, github.connection);
}

describe('places', () => {
  test.each([
    ['acme/shop/ANTON_KEY', { kind: 'repository', owner: 'acme', repo: 'shop', secret: 'ANTON_KEY' }],
    ['acme/shop.js/_k', { kind: 'repository', owner: 'acme', repo: 'shop.js', secret: '_k' }],
    [
      'acme/shop@production/KEY',
      { kind: 'environment', owner: 'acme', repo: 'shop', environment: 'production', secret: 'KEY' },
    ],
    [
      'acme/shop@eu/west 1/KEY',
      { kind: 'environment', owner: 'acme', repo: 'shop', environment: 'eu/west 1', secret: 'KEY' },
    ],
    ['acme/KEY', { kind: 'organisation', org: 'acme', secret: 'KEY' }],
  ])('%s', (text, place) => {
    expect(parseSecretPlace(text)).toEqual(place);
  });

  test.each([
    '',
    'KEY',
    'acme/',
    'acme/shop/1KEY',
    'acme/shop/GITHUB_KEY',
    'acme/shop/KEY-2',
    'a/b/c/KEY',
    '/shop/KEY',
  ])('%j is none', (text) => {
    expect(parseSecretPlace(text)).toBeNull();
  });
});

test.each([
  ['acme/shop/KEY', '/repos/acme/shop/actions/secrets/KEY', 'the secret KEY of acme/shop'],
  [
    'acme/shop@eu west/KEY',
    '/repos/acme/shop/environments/eu%20west/secrets/KEY',
    'the secret KEY of the environment eu west of acme/shop',
  ],
  ['acme/KEY', '/orgs/acme/actions/secrets/KEY', 'the secret KEY of the organisation acme'],
])('%s: sealed for GitHub alone', async (text, path, where) => {
  const github = await fakeSecrets();
  const sink = sinkFor(text, github);
  await sink.prepare();
  expect(github.puts).toEqual([]);
  expect(await sink.take(key)).toBe(where);
  expect(await sink.take(key)).toBe(where);
  expect(github.puts.map((put) => put.path)).toEqual([path, path]);
  for (const { body } of github.puts) {
    expect(body.key_id).toBe('568250167242549743');
    expect(github.pair.decrypt(body.encrypted_value) === raw).toBe(true);
    expect(JSON.stringify(body).includes(raw.slice(8))).toBe(false);
  }
  const [first, second] = github.puts;
  expect(first?.body.encrypted_value).not.toBe(second?.body.encrypted_value);
  expect(recipient().decrypt(first?.body.encrypted_value ?? '')).toBe('not opened');
});

describe('who may read a secret of an organisation', () => {
  test.each<[string, object | null, object]>([
    ['a new one: private repositories', null, { visibility: 'private' }],
    ['all stays all', { name: 'KEY', visibility: 'all' }, { visibility: 'all' }],
    [
      'selected stays selected',
      { name: 'KEY', visibility: 'selected' },
      { visibility: 'selected', selected_repository_ids: [3, 5] },
    ],
  ])('%s', async (_name, org, shared) => {
    const github = await fakeSecrets({ org, repositories: [3, 5] });
    await sinkFor('acme/KEY', github).take(key);
    expect(github.puts[0]?.body).toMatchObject(shared);
  });
});

test('a refusal is a sentence, without what was sent', async () => {
  const github = await fakeSecrets({ status: 403 });
  const refused = sinkFor('acme/shop/KEY', github).take(key);
  await expect(refused).rejects.toThrow('GitHub did not take the secret KEY of acme/shop: 403 no');
  const nobody = { ...github, connection: { ...github.connection, apiUrl: 'http://127.0.0.1:9' } };
  await expect(sinkFor('acme/shop/KEY', nobody).prepare()).rejects.toThrow(
    /^GitHub did not give the public key for the secret KEY of acme\/shop/,
  );
});
