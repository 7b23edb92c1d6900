import { expect, test } from 'vitest';
import { incidentPage } from '../../src/respond/incident-page.ts';
import { leaked, newRun, runOnce, withStore } from './world.ts';

test('a page tells the whole story of a revoked key, from nothing but the ledger', async () => {
  const run = newRun();
  await runOnce(run);
  const lines = await withStore(run, (store) => store.ledger(0, 100));
  const page = incidentPage(lines);
  await expect(page).toMatchFileSnapshot('golden/incident.md');
  expect(page).toContain(leaked.fingerprint);
});

test('a key that lives has no proof', async () => {
  const run = newRun();
  await runOnce(run, { armed: false });
  const lines = await withStore(run, (store) => store.ledger(0, 100));
  const page = incidentPage(lines);
  expect(page).toContain('- Dead: **not proven dead**\n- Exposed: still, as far as is proven\n- Proof: none');
});

test('foreign text is shown as code', () => {
  const data = { target: '# **x** | <b>', leaked_by: '@team', leaked_at: '2025-01-01T00:00:00Z', places: 1 };
  const line = { seq: 1, at: '2025-01-02T00:00:00.000Z', by: '`me`', previous: '', hash: '' };
  const page = incidentPage([{ ...line, kind: 'found', fingerprint: 'f', data }]);
  expect(page).toContain('`@\u200bteam`');
  expect(page).toContain('`#\u200b **x** \\| <b>`');
});

test('an order tells who gave it, by which right, and where', () => {
  const data = {
    order: 'revoke',
    who: '@ada',
    right: 'write permission',
    where: 'https://x.test/1',
    reason: null,
  };
  const line = { seq: 1, at: '2025-01-02T00:00:00.000Z', by: 'me', previous: '', hash: '' };
  const page = incidentPage([{ ...line, kind: 'order', fingerprint: 'f', data }]);
  expect(page).toContain('**revoke** asked for by `@\u200bada` (write permission): `https://x.test/1`');
});
