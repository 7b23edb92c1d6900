import { describe, expect, test } from 'vitest';
import type { AlertResult, Outcome, RevokeResult } from '../../src/core/outcome.ts';
import type { Action } from '../../src/core/policy.ts';
import type { Validity } from '../../src/core/verdict.ts';
import { exitCodeFor } from '../../src/respond/exit.ts';
import type { Ending, FailOn } from '../../src/respond/exit.ts';

interface Case {
  validity?: Validity;
  suppressed?: boolean;
  actions?: Action[];
  revoke?: RevokeResult;
  alert?: AlertResult;
}

function code(findings: Case[], run: Partial<Ending> = {}): number {
  return exitCodeFor({
    failOn: 'any',
    complete: true,
    verifyAsked: true,
    ...run,
    findings: findings.map((each) => ({
      validity: each.validity ?? 'active',
      suppressed: each.suppressed ?? false,
      decision: { actions: each.actions ?? ['fail'] },
      outcomes: [
        ...(each.revoke
          ? [{ action: 'revoke', result: each.revoke, at: '', detail: '' } satisfies Outcome]
          : []),
        ...(each.alert
          ? [{ action: 'alert', result: each.alert, at: '', detail: '' } satisfies Outcome]
          : []),
      ],
    })),
  });
}

test.each<[FailOn, Validity, number]>([
  ['any', 'active', 1],
  ['any', 'unknown', 3],
  ['any', 'unverified', 1],
  ['any', 'inactive', 0],
  ['active', 'active', 1],
  ['active', 'unknown', 3],
  ['active', 'unverified', 0],
  ['active', 'inactive', 0],
  ['none', 'active', 0],
  ['none', 'unknown', 3],
  ['none', 'unverified', 0],
  ['none', 'inactive', 0],
])('--fail-on %s with a key that is %s: %d', (failOn, validity, expected) => {
  expect(code([{ validity }], { failOn })).toBe(expected);
});

test.each<[string, Case[], Partial<Ending>, number]>([
  ['nothing found', [], {}, 0],
  ['nothing found, not all read', [], { complete: false }, 3],
  ['found, not all read', [{}], { complete: false }, 3],
  ['unknown, but nobody asked', [{ validity: 'unknown' }], { verifyAsked: false }, 1],
  ['policy does not fail on it', [{ actions: ['alert'] }], {}, 0],
  ['suppressed', [{ suppressed: true }], {}, 0],
  ['suppressed and unknown: it may be a live key', [{ suppressed: true, validity: 'unknown' }], {}, 3],
  ['the worst of several', [{ validity: 'inactive' }, { revoke: 'failed' }, {}], {}, 4],
  ['the worst of several, incomplete', [{ revoke: 'unconfirmed' }], { complete: false }, 4],
  [
    '--fail-on none does not hide a key that is still alive',
    [{ revoke: 'ambiguous' }],
    { failOn: 'none' },
    4,
  ],
  ['a dead key whose revoke was settled', [{ validity: 'inactive', actions: [], revoke: 'revoked' }], {}, 0],
  ['an unknown key whose revoke is in doubt', [{ validity: 'unknown', revoke: 'unconfirmed' }], {}, 4],
])('%s', (_, findings, run, expected) => {
  expect(code(findings, run)).toBe(expected);
});

describe('outcomes of an active key', () => {
  test.each<[RevokeResult, number]>([
    ['revoked', 1],
    ['already-inactive', 1],
    ['dry-run', 1],
    ['refused', 4],
    ['ambiguous', 4],
    ['unconfirmed', 4],
    ['failed', 4],
  ])('revoke %s: %d', (revoke, expected) => {
    expect(code([{ revoke }])).toBe(expected);
  });

  test.each<[AlertResult, number]>([
    ['alerted', 1],
    ['already-alerted', 1],
    ['failed', 3],
  ])('alert %s: %d', (alert, expected) => {
    expect(code([{ revoke: 'revoked', alert }])).toBe(expected);
  });
});
