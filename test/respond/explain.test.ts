import { expect, test } from 'vitest';
import type { Policy } from '../../src/core/policy.ts';
import { defaultPolicy } from '../../src/respond/default-policy.ts';
import { explain, policyTable } from '../../src/respond/explain.ts';

const policy: Policy = [
  {
    name: 'published',
    when: {
      validity: ['active'],
      visibility: ['public'],
      paths: ['deploy/**', '*.env'],
      age: { under: 3_600_000 },
    },
    actions: ['revoke', 'alert', 'fail'],
  },
  {
    name: 'forgotten',
    when: { validity: ['active'], unused: { over: 2_592_000_000 } },
    actions: ['revoke', 'alert'],
  },
  {
    name: 'renewed',
    when: { validity: ['active'], branches: ['release'] },
    actions: ['rotate', 'alert'],
    to: ['file:app.key', 'command:deploy --token hidden'],
    grace: 1_800_000,
  },
  { name: 'slow', when: { environment: ['live'] }, actions: ['revoke', 'alert'], grace: 1_800_000 },
  { name: 'rest', when: {}, actions: ['alert'] },
  { name: 'never', when: { validity: ['unknown'] }, actions: ['fail'] },
];

test.each([
  ['built-in', defaultPolicy],
  ['own', policy],
])('the table of the %s policy', async (name, rules) => {
  await expect(policyTable(rules)).toMatchFileSnapshot(`golden/policy-${name}.txt`);
});

test('one finding', async () => {
  const facts = {
    rule: 'anton-live-key',
    places: [{ path: 'deploy/a.env', branch: 'main', exposure: null }],
    visibility: 'private' as const,
    firstSeen: 0,
    lastUsed: null,
    now: 60_000,
    fitsGlob: (glob: string) => glob !== 'release',
  };
  const text = explain({ environment: 'live', verdict: { validity: 'active' }, policy, facts });
  await expect(text).toMatchFileSnapshot('golden/policy-explained.txt');
});

test('one that is rotated', () => {
  const to = ['file:app.key', 'command:deploy --token hidden'];
  const rotation: Policy = [{ name: 'new', when: {}, actions: ['rotate', 'fail'], to }];
  expect(explain({ environment: 'live', verdict: { validity: 'active' }, policy: rotation })).toBe(
    `  new decides
  with --revoke: rotate to file:app.key and command, fail
  without:       fail. Not rotated: this run is not armed; give --revoke to arm it.
`,
  );
});
