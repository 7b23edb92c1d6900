import { expect, test } from 'vitest';
import type { RotationStep, StepRecord, StepResult } from '../../src/core/rotation.ts';
import { idsOf } from '../../src/keys/retire.ts';
import { newName, standingOf } from '../../src/keys/standing.ts';

type Short = [step: RotationStep, target: string, result: StepResult | null, keyId?: string];

function steps(...short: Short[]): StepRecord[] {
  return short.map(([step, target, result, keyId], n) => ({
    id: n + 1,
    step,
    target,
    at: '2026-01-01T00:00:00.000Z',
    result,
    endedAt: null,
    detail: null,
    keyId: keyId ?? null,
    fingerprint: null,
  }));
}

const standings: [string, Short[], object][] = [
  ['nothing yet', [], { made: [], proven: null, revoked: new Set() }],
  ['a lost answer', [['create', 'n1', null]], { made: [{ name: 'n1', keyId: null }], proven: null }],
  [
    'a key that was not handed over',
    [
      ['create', 'n1', 'done', 'k1'],
      ['deliver', 'f', null],
    ],
    { proven: null },
  ],
  [
    'a key in doubt',
    [
      ['create', 'n1', 'done', 'k1'],
      ['deliver', 'f', 'done'],
      ['prove', 'k1', null],
    ],
    { proven: null },
  ],
  [
    'a key that did not work',
    [
      ['create', 'n1', 'done', 'k1'],
      ['prove', 'k1', 'failed'],
    ],
    { proven: null },
  ],
  [
    'a key that works',
    [
      ['create', 'n1', 'done', 'k1'],
      ['prove', 'k1', 'done'],
    ],
    { proven: 'k1', revoked: new Set() },
  ],
  [
    'the second of two',
    [
      ['create', 'n1', 'done', 'k1'],
      ['prove', 'k1', 'done'],
      ['create', 'n2', 'done', 'k2'],
      ['prove', 'k2', 'done'],
    ],
    {
      proven: 'k2',
      made: [
        { name: 'n1', keyId: 'k1' },
        { name: 'n2', keyId: 'k2' },
      ],
    },
  ],
  [
    'one dead, one in doubt',
    [
      ['prove', 'k2', 'done'],
      ['revoke', 'k1', 'done'],
      ['revoke', 'old', null],
    ],
    { revoked: new Set(['k1', 'old']), dead: new Set(['k1']) },
  ],
  [
    'a key that was on its way back when the run was cut off',
    [
      ['create', 'n1', 'done', 'k1'],
      ['prove', 'k1', 'done'],
      ['revoke', 'k1', null],
    ],
    { proven: null, revoked: new Set(['k1']), dead: new Set() },
  ],
  [
    'a key after which another was to be handed over: which of them is in the place, nobody knows',
    [
      ['create', 'n1', 'done', 'k1'],
      ['deliver', 'f', 'done'],
      ['prove', 'k1', 'done'],
      ['create', 'n2', 'done', 'k2'],
      ['deliver', 'f', 'failed'],
    ],
    { proven: null },
  ],
  [
    'a proof whose outcome could not be recorded, and behind which the revoke of the old key was begun',
    [
      ['create', 'n1', 'done', 'k1'],
      ['deliver', 'f', 'done'],
      ['prove', 'k1', null],
      ['revoke', 'old', 'failed'],
    ],
    { proven: 'k1', cleared: true },
  ],
  [
    'a proof in doubt, behind which another key was revoked',
    [
      ['create', 'n1', 'done', 'k1'],
      ['deliver', 'f', 'done'],
      ['prove', 'k1', null],
      ['revoke', 'k0', null],
    ],
    { proven: null, cleared: false },
  ],
  [
    'a proof in doubt, and another key was handed over before the old one was revoked',
    [
      ['create', 'n1', 'done', 'k1'],
      ['deliver', 'f', 'done'],
      ['prove', 'k1', null],
      ['create', 'n2', 'done', 'k2'],
      ['deliver', 'f', 'done'],
      ['prove', 'k2', 'done'],
      ['revoke', 'old', null],
    ],
    { proven: 'k2', cleared: true },
  ],
  [
    'a key that was made after the revoke of the old one was refused',
    [
      ['create', 'n1', 'done', 'k1'],
      ['prove', 'k1', 'done'],
      ['revoke', 'old', 'failed'],
      ['create', 'n2', 'done', 'k2'],
      ['prove', 'k2', 'done'],
    ],
    { proven: 'k2', cleared: false },
  ],
  [
    'a revoke that failed',
    [['revoke', 'old', 'failed']],
    { revoked: new Set(['old']), dead: new Set(), doubtSince: null },
  ],
  [
    'a revoke in doubt',
    [['revoke', 'old', null]],
    { dead: new Set(), doubtSince: '2026-01-01T00:00:00.000Z' },
  ],
  ['a revoke of another key in doubt', [['revoke', 'k1', null]], { doubtSince: null }],
];
test.each(standings)('%s', (_name, short, expected) => {
  expect(standingOf(steps(...short), 'old')).toMatchObject(expected);
});

test('names are unlike any other, at most 100 characters, and do not grow', () => {
  const at = '2026-01-02T03:04:05.000Z';
  const first = newName('checkout', at, '3f9a2c1d');
  expect(first).toBe('checkout (rotated 2026-01-02, 3f9a2c1d)');
  expect(newName(first, at, 'ffffffff')).toBe('checkout (rotated 2026-01-02, ffffffff)');
  expect(newName('', at, '3f9a2c1d')).toBe('key (rotated 2026-01-02, 3f9a2c1d)');
  expect(newName('x'.repeat(100), at, '3f9a2c1d').length).toBeLessThanOrEqual(100);
});

test('made keys are found by id, or by name where the answer was lost; never by half a name', () => {
  const key = (id: string, name: string, revokedAt: string | null = null) => ({
    id,
    name,
    merchantId: null,
    environment: 'live' as const,
    suffix: null,
    createdAt: null,
    lastUsedAt: null,
    expiresAt: null,
    revokedAt,
  });
  const listed = [
    key('k1', 'n1'),
    key('k2', 'n2'),
    key('k3', 'n2 '),
    key('k4', 'n3', '2026-01-01T00:00:00Z'),
    key('old', 'checkout'),
  ];
  const made = [
    { name: 'n1', keyId: 'k1' },
    { name: 'n2', keyId: null },
    { name: 'n3', keyId: 'k4' },
    { name: 'n4', keyId: null },
    { name: 'n5', keyId: 'k5' },
  ];
  expect(idsOf(made, listed)).toEqual(['k1', 'k2', 'k5']);
});
