// What an order is answered with, where everybody can read it and where not.
import { expect, test } from 'vitest';
import type { ReportFinding } from '../../src/core/report.ts';
import { framed, orderResult, refusal } from '../../src/respond/order-answer.ts';
import { reportFinding, reportMatch } from './sample.ts';

const { verdict } = reportFinding;
const failed = {
  action: 'revoke',
  result: 'failed',
  at: '2025-06-01T12:00:00.000Z',
  detail: 'said no at src/where.ts',
} as const;
const tips = [{ ...reportMatch, tips: ['refs/heads/where'] }];

function finding(changes: Partial<ReportFinding>): ReportFinding {
  return { ...reportFinding, matches: tips, ...changes };
}

test.each([
  ['a revoke that failed', finding({ outcomes: [failed] })],
  ['unknown', finding({ verdict: { ...verdict, validity: 'unknown' } })],
  ['unverified', finding({ verdict: { ...verdict, validity: 'unverified' } })],
])('%s: not done, and in public nothing says where', (_, each) => {
  for (const order of ['revoke', 'recheck'] as const) {
    const answer = orderResult(order, each, true);
    expect(answer.said).not.toMatch(/where/);
    expect(answer.said).not.toBe('');
  }
  expect(orderResult('revoke', each, true).done).toBe(false);
});

test('who may read the issue is told why, and which branches hold the key', () => {
  const each = finding({ outcomes: [failed] });
  expect(orderResult('revoke', each, false).said).toContain('`said no at src/where.ts`');
  expect(orderResult('recheck', each, false).said).toContain(
    'these branches still hold it: `refs/heads/where`',
  );
});

test('dead is done, also when somebody else did it', () => {
  const dead = finding({ verdict: { ...verdict, validity: 'inactive' } });
  expect(orderResult('revoke', dead, false)).toMatchObject({ done: true });
});

test('a login is code, in answers as in refusals', () => {
  expect(refusal('@everyone [x](https://x.test)')).toContain('`@\u200beveryone [x](https://x.test)`');
  const text = framed('Done.', { login: '@ada', right: 'write permission', run: '' });
  expect(text).toBe('Done.\n\nAsked by `@\u200bada`, by `write permission`.\n');
});
