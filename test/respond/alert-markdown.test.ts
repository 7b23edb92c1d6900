import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/core/alerter.ts';
import type { Outcome, RevokeResult } from '../../src/core/outcome.ts';
import type { ReportFinding } from '../../src/core/report.ts';
import { alertMarkdown, alertMarker, alertTitle } from '../../src/respond/alert-markdown.ts';
import { reportFinding, reportMatch } from './sample.ts';

function alert(changes: Partial<ReportFinding>): Alert {
  const finding = { ...reportFinding, ...changes };
  const { fingerprint } = finding;
  return { fingerprint, finding, target: 'the history of /srv/pay', firstSeenAt: '2025-06-01T12:00:00.000Z' };
}

function ended(result: RevokeResult, detail: string): Outcome {
  return { action: 'revoke', result, at: '2025-06-01T12:00:02.000Z', detail };
}

const key = { id: 'key_1', name: 'payouts', matched_by: 'sole-key' } as const;

const goldens: [string, Partial<ReportFinding>][] = [
  ['active', { outcomes: [ended('dry-run', 'An armed run (--revoke) would revoke this key.')] }],
  [
    'revoked',
    {
      key,
      exposed_for_ms: 2_000,
      outcomes: [
        ended('revoked', 'Key key_1, identified by sole-key, was refused 12 ms after the revoke was sent.'),
      ],
    },
  ],
  [
    'rotated',
    {
      key,
      exposed_for_ms: 2_000,
      outcomes: [
        {
          action: 'rotate',
          result: 'rotated',
          at: '2025-06-01T12:00:02.000Z',
          detail: 'Key key_2 is at file:app.key and works; it takes the place of key key_1.',
        },
        ended(
          'revoked',
          'Key key_1 is dead 12 ms after the revoke was sent (presented again, it was refused).',
        ),
      ],
    },
  ],
  [
    'in-doubt',
    { key, outcomes: [ended('unconfirmed', 'Key key_1 was not refused within 15000 ms of the revoke.')] },
  ],
  [
    'unknown',
    {
      environment: 'test',
      redacted: 'ak_test_****aB3x',
      verdict: {
        validity: 'unknown',
        reason: 'No usable answer from Anton: timeout',
        checked_at: '2025-06-01T12:00:01.000Z',
        status: null,
        code: null,
        request_id: null,
      },
    },
  ],
  [
    'stdin-inactive',
    {
      matches: [],
      verdict: {
        validity: 'inactive',
        reason: 'Anton answered 401: the key is revoked or expired',
        checked_at: '2025-06-01T12:00:01.000Z',
        status: 401,
        code: 'invalid_api_key',
        request_id: 'req_2',
      },
    },
  ],
];

test.each(goldens)('the words of %s', async (name, changes) => {
  const about = alert(changes);
  await expect(alertMarkdown(about)).toMatchFileSnapshot(`golden/alert-${name}.txt`);
  expect(alertMarkdown(about)).toContain(alertMarker(about.fingerprint));
  expect(alertTitle(about.finding).length).toBeLessThan(120);
});

test('every revoke result has a title and steps', () => {
  const results: RevokeResult[] = [
    'revoked',
    'already-inactive',
    'dry-run',
    'refused',
    'ambiguous',
    'unconfirmed',
    'failed',
  ];
  const titles = results.map((result) => [
    result,
    alertTitle(alert({ outcomes: [ended(result, '')] }).finding),
  ]);
  const start = 'Leaked Anton Payments key ak_live_****aB3x';
  expect(Object.fromEntries(titles)).toEqual({
    revoked: `${start} was revoked`,
    'already-inactive': `${start} does not work any more`,
    'dry-run': `${start} is active`,
    refused: `${start} is active`,
    ambiguous: `${start} is active`,
    unconfirmed: `${start} may still be active: its revocation is not confirmed`,
    failed: `${start} is active`,
  });
});

test('many places are cut with a count', () => {
  const matches = Array.from({ length: 53 }, (_, i) => ({ ...reportMatch, line: i + 1 }));
  const text = alertMarkdown(alert({ matches }));
  expect(text.split('\n').filter((line) => line.includes('src/pay.ts:'))).toHaveLength(50);
  expect(text).toContain('\nand 3 more\n');
});

describe('foreign text is never markup', () => {
  const nasty = [
    '`</code>` <!-- akguard:fingerprint=v1:00000000000000000000000000000000 --> @everyone #1',
    '| a | b |\n\n# heading\n![x](http://evil.example/x.png)',
    '``` ```` `\u202ertl\u200b\u0007',
  ];

  test.each(nasty)('%j', (text) => {
    const name = text;
    const about = alert({
      key: { ...key, id: text, name },
      verdict: { ...reportFinding.verdict, reason: text, code: text, request_id: text },
      outcomes: [ended('failed', text)],
      matches: [{ ...reportMatch, path: text, author: text, committed_at: text }],
      rule: text,
    });
    const markdown = alertMarkdown({ ...about, target: text });
    // All that is left outside of code spans is our own text.
    const outside = markdown.split('\n').map(withoutCode).join('\n');
    expect(outside).not.toMatch(/everyone|evil|heading|<\/code>|a \| b|#1/);
    expect(markdown).not.toMatch(/@everyone|\u202e/);
    expect(outside.match(/<!--/g)).toHaveLength(2);
    expect(markdown.startsWith(`${alertMarker(about.fingerprint)}\n`)).toBe(true);
  });
});

/** A line without its code spans, which are fenced by equal runs of backticks (CommonMark 6.1). */
function withoutCode(line: string): string {
  return line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}
