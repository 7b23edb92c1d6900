import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action, Place, Policy, PolicyCondition } from '../../src/core/policy.ts';
import type { Environment } from '../../src/core/rule.ts';
import type { Suppression } from '../../src/core/match.ts';
import type { Validity } from '../../src/core/verdict.ts';
import { decide, isSuppressed } from '../../src/respond/decide.ts';
import type { Facts } from '../../src/respond/decide.ts';
import { defaultPolicy } from '../../src/respond/default-policy.ts';
import { finding } from './sample.ts';

const validities = ['active', 'inactive', 'unknown', 'unverified'] as const;

describe('the built-in policy', () => {
  test.each<[Validity, Environment, string, Action[]]>([
    ['active', 'live', 'live-active', ['revoke', 'alert', 'fail']],
    ['active', 'test', 'test-active', ['alert', 'fail']],
    ['unknown', 'live', 'unknown', ['alert', 'fail']],
    ['unknown', 'test', 'unknown', ['alert', 'fail']],
    ['unverified', 'live', 'unverified', ['fail']],
    ['unverified', 'test', 'unverified', ['fail']],
    ['inactive', 'live', 'inactive', []],
    ['inactive', 'test', 'inactive', []],
  ])('%s %s: %s', (validity, environment, rule, actions) => {
    const decision = decide({ environment, verdict: { validity }, policy: defaultPolicy, armed: true });
    expect(decision).toEqual({ rule, actions, dryRun: false, withheld: null });
  });
});

test('a run that is not armed keeps the wish and says why it is not done', () => {
  const verdict = { validity: 'active' } as const;
  expect(decide({ environment: 'live', verdict, policy: defaultPolicy, armed: false })).toEqual({
    rule: 'live-active',
    actions: ['revoke', 'alert', 'fail'],
    dryRun: true,
    withheld: 'Not revoked: this run is not armed; give --revoke to arm it.',
  });
});

test.each<[string, Policy, Validity, string, Action[]]>([
  ['the first that fits wins', [line('a', ['fail']), line('b', ['alert'])], 'active', 'a', ['fail']],
  [
    'both conditions must fit',
    [{ ...line('a', []), when: { validity: ['active'], environment: ['test'] } }],
    'active',
    'default',
    ['alert', 'fail'],
  ],
  ['nothing fits', [], 'unknown', 'default', ['alert', 'fail']],
  ['nothing fits a dead key', [], 'inactive', 'default', []],
  [
    'a condition without values fits nothing',
    [{ ...line('a', ['fail']), when: { validity: [] } }],
    'active',
    'default',
    ['alert', 'fail'],
  ],
])('policy: %s', (_, policy, validity, name, actions) => {
  const decision = decide({ environment: 'live', verdict: { validity }, policy, armed: true });
  expect([decision.rule, decision.actions]).toEqual([name, actions]);
});

const anyPolicy = fc.array(
  fc.record({
    name: fc.string(),
    when: fc.record({
      validity: fc.option(fc.subarray([...validities]), { nil: undefined }),
      environment: fc.option(fc.subarray<Environment>(['live', 'test']), { nil: undefined }),
    }),
    actions: fc.subarray<Action>(['revoke', 'alert', 'fail']),
  }),
);
const anyQuestion = fc.record({
  environment: fc.constantFrom<Environment>('live', 'test'),
  verdict: fc.record({ validity: fc.constantFrom(...validities) }),
  policy: anyPolicy,
  armed: fc.boolean(),
  suppressed: fc.boolean(),
});

test('law: whatever the policy says, only a proven active key is revoked, and only by an armed run', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const { actions, dryRun, withheld } = decide(question);
      if (!actions.includes('revoke')) {
        expect(dryRun).toBe(false);
        return;
      }
      expect(question.verdict.validity).toBe('active');
      expect(dryRun).toBe(!question.armed);
      expect(withheld === null).toBe(question.armed);
    }),
  );
});

test('law: what policy names and is not done has its reason', () => {
  fc.assert(
    fc.property(anyQuestion, fc.constantFrom('inactive', 'unknown', 'unverified'), (question, validity) => {
      const policy = [line('all', ['revoke', 'fail'])];
      const decision = decide({ ...question, policy, verdict: { validity }, suppressed: false });
      expect(decision.actions).toEqual(['fail']);
      expect(decision.withheld).toContain(validity);
    }),
  );
});

describe('suppressed', () => {
  const by: Suppression = { by: 'baseline', reason: null };

  test.each<[string, Environment, Validity, (Suppression | null)[], boolean]>([
    ['every match is', 'live', 'unknown', [by, by], true],
    ['one is not', 'live', 'unknown', [by, null], false],
    ['a live key that works', 'live', 'active', [by, by], false],
    ['a test key that works', 'test', 'active', [by], true],
    ['there are no matches', 'live', 'unknown', [], false],
  ])('%s', (_, environment, validity, matches, expected) => {
    expect(isSuppressed(finding({ environment, suppressed: matches }), validity)).toBe(expected);
  });

  test('nothing is done about it', () => {
    const question = {
      environment: 'test',
      verdict: { validity: 'active' },
      policy: defaultPolicy,
      armed: true,
    } as const;
    expect(decide({ ...question, suppressed: true })).toEqual({
      rule: 'suppressed',
      actions: [],
      dryRun: false,
      withheld: null,
    });
  });
});

function line(name: string, actions: Action[]): Policy[number] {
  return { name, when: {}, actions };
}

describe('the other conditions', () => {
  const day = 86_400_000;
  const place = (
    path: string | null,
    branch: string | null = null,
    exposure: Place['exposure'] = null,
  ): Place => ({
    path,
    branch,
    exposure,
  });
  const facts: Facts = {
    rule: 'anton-live-key',
    places: [place('src/a.ts', 'main'), place('test/b.ts', 'main', 'client-side')],
    visibility: 'private',
    firstSeen: 10 * day,
    lastUsed: 8 * day,
    now: 11 * day,
    fitsGlob: (glob, text) => (glob.endsWith('*') ? text.startsWith(glob.slice(0, -1)) : glob === text),
  };
  const decides = (
    when: PolicyCondition,
    actions: Action[] = ['alert'],
    changes: Partial<Facts> = {},
  ): boolean => {
    const policy = [{ name: 'mine', when, actions }];
    const question = { environment: 'live', verdict: { validity: 'active' }, policy, armed: true } as const;
    return decide({ ...question, facts: { ...facts, ...changes } }).rule === 'mine';
  };

  test.each<[string, PolicyCondition, boolean]>([
    ['the rule', { rule: ['x', 'anton-live-key'] }, true],
    ['another rule', { rule: ['x'] }, false],
    ['the visibility', { visibility: ['private'] }, true],
    ['another visibility', { visibility: ['public'] }, false],
    ['known for longer', { age: { over: day - 1 } }, true],
    ['not known for longer', { age: { over: day } }, false],
    ['known for less', { age: { under: day + 1 } }, true],
    ['not known for less', { age: { under: day } }, false],
    ['between two ages', { age: { over: 1, under: 2 * day } }, true],
    ['unused for longer', { unused: { over: 3 * day - 1 } }, true],
    ['not unused for longer', { unused: { over: 3 * day } }, false],
    ['used since', { unused: { under: 3 * day + 1 } }, true],
    ['not used since', { unused: { under: 3 * day } }, false],
    ['used since, and known for too short', { unused: { under: 4 * day }, age: { over: day } }, false],
    ['the branch of all places', { branches: ['main'] }, true],
    ['another branch', { branches: ['dev*'] }, false],
  ])('%s', (_, when, expected) => {
    expect(decides(when)).toBe(expected);
  });

  test('a rule without a revoke wants all places, one with a revoke any', () => {
    expect(decides({ paths: ['test/*'] })).toBe(false);
    expect(decides({ paths: ['test/*'] }, ['revoke'])).toBe(true);
    expect(decides({ paths: ['test/*', 'src/*'] })).toBe(true);
    expect(decides({ paths: ['docs/*'] }, ['revoke'])).toBe(false);
  });

  test('paths, branches and exposure are asked of one place at a time', () => {
    expect(decides({ paths: ['test/*'], exposure: ['client-side'] }, ['revoke'])).toBe(true);
    expect(decides({ paths: ['src/*'], exposure: ['client-side'] }, ['revoke'])).toBe(false);
    expect(decides({ paths: ['src/*'], exposure: ['none'] }, ['revoke'])).toBe(true);
  });

  test('what is unknown fits no condition', () => {
    const nothing = { rule: null, places: [], visibility: null, firstSeen: null, lastUsed: null };
    for (const when of [
      { rule: ['anton-live-key'] },
      { visibility: ['private' as const] },
      { age: { under: day } },
      { unused: { over: 1 } },
      { unused: { under: 100 * day } },
      { unused: {} },
      { paths: ['*'] },
      { branches: ['*'] },
    ]) {
      expect(decides(when, ['alert'], nothing)).toBe(false);
      expect(decides(when, ['revoke'], nothing)).toBe(false);
    }
    expect(decides({ branches: ['*'] }, ['revoke'], { places: [place('a')] })).toBe(false);
  });

  test('grace: a revoke waits for so long after the first sight, and the rest is done', () => {
    const policy: Policy = [{ name: 'mine', when: {}, actions: ['revoke', 'alert'], grace: 2 * day }];
    const question = { environment: 'live', verdict: { validity: 'active' }, policy, armed: true } as const;
    expect(decide({ ...question, facts })).toEqual({
      rule: 'mine',
      actions: ['alert'],
      dryRun: false,
      withheld: 'Not revoked before 1970-01-13T00:00:00.000Z: the policy gives it grace until then.',
    });
    expect(decide({ ...question, facts: { ...facts, now: 12 * day } }).actions).toEqual(['revoke', 'alert']);
    // Nothing remembers when it was first seen.
    expect(decide({ ...question, facts: { ...facts, firstSeen: null } }).actions).toEqual(['alert']);
    expect(decide(question).actions).toEqual(['alert']);
  });

  test('a live key that is proven active is not ignored, however the policy came about', () => {
    const policy: Policy = [{ name: 'mine', when: {}, actions: ['ignore'] }];
    const question = { environment: 'live', verdict: { validity: 'active' }, policy, armed: true } as const;
    expect(decide(question)).toEqual({
      rule: 'mine',
      actions: ['alert', 'fail'],
      dryRun: false,
      withheld: 'Not ignored: it is a live key, and proven active.',
    });
    expect(decide({ ...question, environment: 'test' }).actions).toEqual(['ignore']);
    expect(decide({ ...question, verdict: { validity: 'unknown' } }).actions).toEqual(['ignore']);
  });
});

describe('a rule that rotates', () => {
  const to = ['file:app.key'];
  const rotation = (grace?: number): Policy => [
    { name: 'new', when: {}, actions: ['rotate', 'alert'], to, grace },
  ];
  const ask = (validity: Validity, armed: boolean, grace?: number, seen = 0) =>
    decide({
      environment: 'live',
      verdict: { validity },
      policy: rotation(grace),
      armed,
      facts: {
        rule: null,
        places: [],
        visibility: null,
        firstSeen: seen,
        lastUsed: null,
        now: 100_000,
        fitsGlob: () => false,
      },
    });

  test.each<[string, ReturnType<typeof ask>, object]>([
    ['armed', ask('active', true), { dryRun: false, withheld: null, rotation: { to, revokeFrom: null } }],
    [
      'not armed',
      ask('active', false),
      {
        dryRun: true,
        withheld: 'Not rotated: this run is not armed; give --revoke to arm it.',
        rotation: { to, revokeFrom: null },
      },
    ],
    [
      'in its grace the new key is made, and the old one is not revoked',
      ask('active', true, 60_000, 90_000),
      {
        dryRun: false,
        withheld: 'Not revoked before 1970-01-01T00:02:30.000Z: the policy gives it grace until then.',
        rotation: { to, revokeFrom: '1970-01-01T00:02:30.000Z' },
      },
    ],
    [
      'after its grace',
      ask('active', true, 60_000, 10_000),
      { dryRun: false, withheld: null, rotation: { to, revokeFrom: null } },
    ],
  ])('%s', (_, decision, expected) => {
    expect(decision).toEqual({ rule: 'new', actions: ['rotate', 'alert'], ...expected });
  });

  test.each(['inactive', 'unknown', 'unverified'] as const)('never a key that is %s', (validity) => {
    expect(ask(validity, true)).toEqual({
      rule: 'new',
      actions: ['alert'],
      dryRun: false,
      withheld: `Not rotated: the key is ${validity}, and only a key proven active may be rotated.`,
    });
  });
});
