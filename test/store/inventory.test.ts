import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InventoryEntry } from '../../src/core/inventory.ts';
import { silentLog } from '../../src/core/runtime.ts';
import { openStore } from '../../src/store/index.ts';

let path = '';
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'akguard-store-')), 'state.db');
});
afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }));

function entry(n: number, more: Partial<InventoryEntry> = {}): InventoryEntry {
  return {
    fingerprint: String(n).repeat(32),
    keyId: `key_${n}`,
    environment: 'live',
    name: `key ${n}`,
    createdAt: `2025-01-0${n}T00:00:00.000Z`,
    source: 'created',
    ...more,
  };
}

test('what is registered is known, also to the next run', async () => {
  const first = await openStore(path, { log: silentLog });
  expect(await first.known(entry(1).fingerprint)).toBeNull();
  expect(await first.register(entry(1))).toEqual(entry(1));
  await first.close();
  const second = await openStore(path, { log: silentLog });
  expect(await second.known(entry(1).fingerprint)).toEqual(entry(1));
  expect(await second.known(entry(2).fingerprint)).toBeNull();
  await second.close();
});

test('the first entry of a fingerprint stays, and is given back', async () => {
  const store = await openStore(path, { log: silentLog });
  await store.register(entry(1));
  const other = entry(1, { keyId: 'key_9', source: 'registered' });
  expect(await store.register(other)).toEqual(entry(1));
  expect(await store.known(entry(1).fingerprint)).toEqual(entry(1));
  await store.close();
});

test('is listed by environment, oldest first', async () => {
  const store = await openStore(path, { log: silentLog });
  for (const n of [3, 1, 2]) await store.register(entry(n));
  await store.register(entry(4, { environment: 'test' }));
  expect((await store.inventory('live')).map(({ keyId }) => keyId)).toEqual(['key_1', 'key_2', 'key_3']);
  expect(await store.inventory('test')).toEqual([entry(4, { environment: 'test' })]);
  await store.close();
});
