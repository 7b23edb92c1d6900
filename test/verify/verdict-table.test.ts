import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answer, FailureKind } from '../../src/core/verdict.ts';
import { judge, verdictTable } from '../../src/verify/verdict-table.ts';

type Http = Extract<Answer, { kind: 'http' }>;

function http(status: number, code: string | null, message: string | null = null, anton = true): Http {
  return { kind: 'http', status, anton, code, message, requestId: 'req_1' };
}

/** By the name of the row: answers that it decides. */
const rows: Record<string, Answer[]> = {
  'rate limited': [
    http(429, 'rate_limit_exceeded', 'Too many requests'),
    http(429, 'rate_limited'),
    http(429, '429', 'Rate limit exceeded'),
  ],
  'server error': [
    http(500, '500'),
    http(502, null, 'bad gateway'),
    http(503, 'invalid_api_key', 'invalid API key'),
  ],
  'static keys disabled': [http(401, 'static_api_keys_disabled', 'Static API keys are disabled')],
  'environment mismatch': [http(401, 'key_environment_mismatch'), http(403, 'key_environment_mismatch')],
  'keys not accepted here': [
    http(401, 'unauthorized', 'API keys are not accepted on this endpoint'),
    http(401, '401', 'API keys are not accepted on this endpoint'),
  ],
  'authorization header missing or malformed': [
    http(401, 'unauthorized', 'missing Authorization header'),
    http(401, 'unauthorized', 'invalid Authorization header format'),
    http(401, '401', 'missing authorization header'),
  ],
  alive: [http(200, null)],
  'alive, restricted': [
    'insufficient_permissions',
    'role_forbidden',
    'merchant_suspended',
    'merchant_terminated',
    'merchant_not_active',
    'merchant_not_found',
    'mfa_enrollment_required',
    'velocity_blocked',
    'sandbox_only',
    'capability_required',
    'insufficient_scope',
    'module_not_enabled',
  ].map((code) => http(403, code)),
  'alive, restricted (numeric)': [http(403, '403', 'Forbidden')],
  'alive, not found behind auth': [
    http(404, '404', 'Not found'),
    http(404, 'payout_not_found'),
    http(404, null, 'x'),
  ],
  'alive, idempotency conflict': [http(409, 'idempotency_key_reused'), http(409, 'idempotency_in_progress')],
  'alive, validation error': [http(422, 'validation_error')],
  dead: [http(401, 'invalid_api_key', 'invalid API key'), http(401, 'invalid_api_key', 'Invalid API key.')],
  'dead (numeric)': [http(401, '401', 'Invalid or missing API key')],
  'not a whole key': [http(401, 'invalid_api_key', 'invalid API key format')],
};

const validities: Record<string, string> = {
  'rate limited': 'unknown',
  'server error': 'unknown',
  'static keys disabled': 'unknown',
  'environment mismatch': 'unknown',
  'keys not accepted here': 'unknown',
  'authorization header missing or malformed': 'unknown',
  alive: 'active',
  'alive, restricted': 'active',
  'alive, restricted (numeric)': 'active',
  'alive, not found behind auth': 'active',
  'alive, idempotency conflict': 'active',
  'alive, validation error': 'active',
  dead: 'inactive',
  'dead (numeric)': 'inactive',
  'not a whole key': 'inactive',
};

test('every row of the table has answers here', () => {
  expect(Object.keys(rows)).toEqual(verdictTable.map(({ name }) => name));
});

describe.each(Object.entries(rows))('%s', (name, answers) => {
  test.each(answers)('%j', (answer) => {
    expect(judge(answer, true)).toMatchObject({ row: name, validity: validities[name] });
  });
});

test.each(['alive, not found behind auth', 'alive, idempotency conflict', 'alive, validation error'])(
  '%s proves nothing without a clean control call',
  (name) => {
    for (const answer of rows[name] ?? []) expect(judge(answer, false).validity).toBe('unknown');
  },
);

const failures: FailureKind[] = [
  'timeout',
  'network',
  'tls',
  'dns',
  'redirect',
  'not-json',
  'wrong-shape',
  'not-sent',
];
const noRow: [string, Answer][] = [
  ['401 without a code', http(401, null, 'invalid API key')],
  ['401 unauthorized with another message', http(401, 'unauthorized', 'who are you')],
  ['401 invalid_api_key with another message', http(401, 'invalid_api_key', 'API key is on hold')],
  ['401 invalid_api_key without a message', http(401, 'invalid_api_key')],
  ['401 with a numeric code that is not its status', http(401, '403')],
  ['403 with a code that is not listed', http(403, 'blocked_by_firewall')],
  ['403 without a code', http(403, null, 'Forbidden')],
  ['403 invalid_api_key', http(403, 'invalid_api_key', 'invalid API key')],
  ['409 of another sort', http(409, 'conflict')],
  ['422 of another sort', http(422, '422')],
  ['400', http(400, 'bad_request', 'no')],
  ['204', http(204, null)],
  ['418', http(418, 'teapot')],
  ['401 that is not in an envelope of Anton', http(401, null, null, false)],
  ['200 that is not of an expected shape', http(200, null, null, false)],
  ...failures.map((why): [string, Answer] => [why, { kind: 'failure', why, detail: 'd', requestId: null }]),
];
test.each(noRow)('no row fits, so it is unknown: %s', (_name, answer) => {
  expect(judge(answer, true)).toMatchObject({ row: null, validity: 'unknown' });
});

test.each([
  [
    http(401, 'invalid_api_key', 'invalid API key'),
    'Anton answered 401 invalid_api_key: the key is revoked or expired',
  ],
  [http(401, '401', 'Invalid or missing API key'), 'Anton answered 401: the key is revoked or expired'],
  [http(418, 'teapot', 'hello'), 'Anton answered 418 teapot: which proves nothing about the key'],
  [
    { kind: 'failure', why: 'redirect', detail: 'status 302; it was not followed', requestId: null } as const,
    'No usable answer from Anton: a redirect leads to where the key must not go; a sign-in page may stand in between (status 302; it was not followed)',
  ],
])('the reason is a sentence for people: %#', (answer, reason) => {
  expect(judge(answer, true).reason).toBe(reason);
});

describe('laws', () => {
  const codes = [
    ...new Set(verdictTable.flatMap((row) => row.codes ?? [])),
    '500',
    'invalid_api_key',
    'unauthorized',
  ];
  const messages = Object.values(rows).flatMap((answers) =>
    answers.map((a) => (a.kind === 'http' ? a.message : null)),
  );
  const anyHttp = fc.record({
    kind: fc.constant('http' as const),
    status: fc.oneof(
      fc.constantFrom(200, 401, 403, 404, 409, 422, 429, 503),
      fc.integer({ min: 100, max: 599 }),
    ),
    anton: fc.boolean(),
    code: fc.oneof(fc.constantFrom(...codes), fc.constant(null), fc.string()),
    message: fc.oneof(fc.constantFrom(...messages), fc.string()),
    requestId: fc.constant(null),
  });

  test('5xx, 429 and answers that are not from Anton are unknown', () => {
    const vague = anyHttp.filter(({ status, anton }) => status >= 500 || status === 429 || !anton);
    fc.assert(
      fc.property(vague, fc.boolean(), (answer, clean) => {
        expect(judge(answer, clean).validity).toBe('unknown');
      }),
    );
  });

  test('a failure is unknown', () => {
    const failure = fc.record({
      kind: fc.constant('failure' as const),
      why: fc.constantFrom(...failures),
      detail: fc.string(),
      requestId: fc.constant(null),
    });
    fc.assert(
      fc.property(failure, fc.boolean(), (answer, clean) => {
        expect(judge(answer, clean).validity).toBe('unknown');
      }),
    );
  });

  test('inactive comes from 401 only, active from 200, 403, 404, 409 and 422 only', () => {
    fc.assert(
      fc.property(anyHttp, fc.boolean(), (answer, clean) => {
        const { validity } = judge(answer, clean);
        const from = { inactive: [401], active: [200, 403, 404, 409, 422], unknown: [answer.status] };
        expect(from[validity]).toContain(answer.status);
      }),
      { numRuns: 2000 },
    );
  });

  test('without a clean control call nothing more is proven than with one', () => {
    fc.assert(
      fc.property(anyHttp, (answer) => {
        const without = judge(answer, false).validity;
        expect(['unknown', judge(answer, true).validity]).toContain(without);
      }),
      { numRuns: 2000 },
    );
  });
});
