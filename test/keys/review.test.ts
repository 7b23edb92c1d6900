import { describe, expect, test } from 'vitest';
import type { ListedKey } from '../../src/core/anton-api.ts';
import { adviceText, keyRow, keyTable } from '../../src/keys/key-table.ts';
import { review, workingKeys } from '../../src/keys/review.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const day = 86_400_000;
const ago = (days: number) => new Date(now - days * day).toISOString();
const limits = { maxAge: 90 * day, unusedFor: 30 * day, expiresWithin: 14 * day };

function listed(more: Partial<ListedKey> = {}): ListedKey {
  return {
    id: 'key_1',
    merchantId: null,
    name: 'checkout',
    environment: 'live',
    suffix: null,
    createdAt: ago(10),
    lastUsedAt: ago(1),
    expiresAt: null,
    revokedAt: null,
    ...more,
  };
}

const kinds = (more: Partial<ListedKey>, known = true) =>
  review({ key: listed(more), known }, limits, now).map(({ kind }) => kind);

test.each<[string, Partial<ListedKey>, string[]]>([
  ['in good order', {}, []],
  ['used 29 days ago', { lastUsedAt: ago(29.9) }, []],
  ['used 30 days ago', { lastUsedAt: ago(30) }, ['unused']],
  ['new and never used', { lastUsedAt: null }, []],
  ['never used in 30 days', { lastUsedAt: null, createdAt: ago(30) }, ['unused']],
  ['89 days old', { createdAt: ago(89.9) }, []],
  ['90 days old', { createdAt: ago(90) }, ['old']],
  ['expiring in 15 days', { expiresAt: ago(-15) }, []],
  ['expiring in 14 days', { expiresAt: ago(-14) }, ['expiring']],
  ['of unknown age and use', { createdAt: null, lastUsedAt: null }, []],
  [
    'all at once',
    { createdAt: ago(400), lastUsedAt: ago(60), expiresAt: ago(-1), name: 'dev' },
    ['unused', 'old', 'expiring', 'development-name'],
  ],
])('%s', (_name, more, expected) => {
  expect(kinds(more)).toEqual(expected);
});

test('not in the inventory', () => {
  expect(kinds({}, false)).toEqual(['unrecognised']);
});

describe('names', () => {
  test.each(['dev', 'checkout-dev', 'Staging 2', 'myTestKey', 'local_anna', 'qa2', 'LOCALHOST', 'demo!'])(
    '%s is for development, on a live key',
    (name) => {
      expect(kinds({ name })).toEqual(['development-name']);
      expect(kinds({ name, environment: 'test' })).toEqual([]);
    },
  );

  test.each([
    'checkout',
    'device-gateway',
    'contest',
    'latest',
    'attestation',
    'developer-portal',
    'production',
    '',
  ])('%j is not', (name) => {
    expect(kinds({ name })).toEqual([]);
  });
});

test('keys that are revoked or expired are not reviewed', () => {
  const keys = [
    listed({ id: 'a' }),
    listed({ id: 'b', revokedAt: ago(1) }),
    listed({ id: 'c', expiresAt: ago(0) }),
    listed({ id: 'd', expiresAt: ago(-1) }),
  ];
  const working = workingKeys(keys, new Set(['d', 'b']), now);
  expect(working.map(({ key, known }) => [key.id, known])).toEqual([
    ['a', false],
    ['d', true],
  ]);
});

test('what people read', async () => {
  const rows = [
    listed({ name: 'checkout\u001b[31m' }),
    listed({ id: 'ak_2', environment: 'test', createdAt: ago(0.1), lastUsedAt: null, expiresAt: ago(-20) }),
    listed({ id: 'key_3', name: 'dev', createdAt: null, lastUsedAt: ago(200) }),
  ].map((key, n) => {
    const each = { key, known: n === 0 };
    return keyRow(each, review(each, limits, now));
  });
  const text = `${keyTable(rows, now)}\n${adviceText(rows)}`;
  await expect(text).toMatchFileSnapshot('golden/review.txt');
});
