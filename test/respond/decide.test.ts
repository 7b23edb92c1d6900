import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action, Policy } from '../../src/core/policy.ts';
import type { Environment } from '../../src/core/rule.ts';
import type { Suppression } from '../../src/core/match.ts';
import type { Validity } from '../../src/core/verdict.ts';
import { decide, isSuppressed } from '../../src/respond/decide.ts';
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
