// One report per situation a person can meet; the golden files are named for these.
import { ExitCode } from '../../src/core/exit-code.ts';
import type { Report } from '../../src/core/report.ts';
import { sampleFinding, sampleMatch, sampleReport } from './sample.ts';

const hostile = 'a\nb\r\u001b[31mc::error::d##[group]e\u202ef\u200bg\ufffdh`@all`';
const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01';
const active = sampleFinding().verdict;
const armed = {
  rule: 'live-active',
  actions: ['revoke' as const, 'alert' as const],
  dry_run: false,
  withheld: null,
};
const unknown = {
  validity: 'unknown' as const,
  reason: 'The API did not answer within 10 s.',
  checked_at: '2026-01-02T03:04:16.000Z',
  status: null,
  code: null,
  request_id: null,
};

export const cases: Record<string, Report> = {
  clean: sampleReport(),
  'clean-history': sampleReport({
    scan: { source: 'history' },
    coverage: { files: 0, commits: 56, objects: 789, blobs: 500 },
  }),
  'clean-left-out': sampleReport({ coverage: { skipped: [{ what: 'run/agent.sock', why: 'a socket' }] } }),
  empty: sampleReport({ coverage: { files: 0, blobs: 0, bytes: 0 } }),
  incomplete: sampleReport({
    exit_code: ExitCode.incomplete,
    coverage: {
      complete: false,
      skipped: Array.from({ length: 13 }, (_, i) => ({ what: `data/${i}.bin`, why: 'permission denied' })),
    },
  }),
  'incomplete-nothing-read': sampleReport({
    exit_code: ExitCode.incomplete,
    coverage: {
      complete: false,
      files: 0,
      blobs: 0,
      bytes: 0,
      skipped: [{ what: 'secret.txt', why: 'permission denied' }],
    },
  }),
  'active-dry-run': sampleReport({ findings: [sampleFinding()] }),
  revoked: sampleReport({
    scan: { source: 'history' },
    coverage: { files: 0, commits: 56, objects: 789 },
    findings: [
      sampleFinding({
        key: { id: 'key_abc123', name: 'Checkout backend', matched_by: 'sole-key' },
        decision: armed,
        outcomes: [
          {
            action: 'revoke',
            result: 'revoked',
            at: '2026-01-02T03:04:07.000Z',
            detail: 'refused 84 ms later',
          },
          {
            action: 'alert',
            result: 'alerted',
            at: '2026-01-02T03:04:08.000Z',
            detail: 'alerts/0123456789abcdef.md',
          },
        ],
        exposed_for_ms: 3084,
        matches: [
          sampleMatch({
            commit,
            author: 'Jo Doe <jo@example.com>',
            committed_at: '2025-12-24T18:00:00+01:00',
            ref: 'refs/heads/main',
            tips: ['refs/heads/main', 'refs/remotes/origin/main'],
            refs: ['refs/heads/main'],
            blob: 'b10b0123456789b10b0123456789b10b01234567',
          }),
          sampleMatch({ path: null, line: 3, column: 1, commit }),
        ],
      }),
    ],
  }),
  ambiguous: sampleReport({
    exit_code: ExitCode.alive,
    findings: [
      sampleFinding({
        decision: armed,
        outcomes: [
          {
            action: 'revoke',
            result: 'ambiguous',
            at: '2026-01-02T03:04:07.000Z',
            detail: '3 unrevoked live keys are listed, and none can be told from the others',
          },
          { action: 'alert', result: 'failed', at: '2026-01-02T03:04:08.000Z', detail: 'disk full' },
        ],
      }),
    ],
  }),
  unconfirmed: sampleReport({
    exit_code: ExitCode.alive,
    findings: [
      sampleFinding({
        key: { id: 'key_abc123', name: 'Checkout backend', matched_by: 'masked-suffix' },
        decision: armed,
        outcomes: [
          {
            action: 'revoke',
            result: 'unconfirmed',
            at: '2026-01-02T03:04:07.000Z',
            detail: 'the connection was cut before the answer',
          },
        ],
      }),
    ],
  }),
  'unknown-verdict': sampleReport({
    exit_code: ExitCode.incomplete,
    findings: [
      sampleFinding({
        verdict: unknown,
        decision: { rule: 'unknown', actions: ['alert', 'fail'], dry_run: false, withheld: null },
      }),
    ],
  }),
  'many-places': sampleReport({
    findings: [
      sampleFinding({
        matches: Array.from({ length: 1012 }, (_, i) =>
          sampleMatch({
            path: `logs/app-${i}.log`,
            line: i + 1,
            encoding: i === 1 ? ['gzip', 'base64'] : [],
            url: i === 2 ? 'https://github.com/acme/payments/blob/main/logs/app-2.log#L3' : null,
            suppressed: i === 3 ? { by: 'baseline', reason: 'known since May' } : null,
          }),
        ),
      }),
    ],
  }),
  'test-key': sampleReport({
    findings: [
      sampleFinding({
        rule: 'anton-test-key',
        environment: 'test',
        redacted: 'ak_test_****Zz90',
        decision: { rule: 'test-active', actions: ['alert', 'fail'], dry_run: false, withheld: null },
      }),
    ],
  }),
  unverified: sampleReport({
    findings: [
      sampleFinding({
        verdict: {
          validity: 'unverified',
          reason: 'The run is offline.',
          checked_at: null,
          status: null,
          code: null,
          request_id: null,
        },
        decision: { rule: 'unverified', actions: ['fail'], dry_run: false, withheld: null },
      }),
    ],
  }),
  inactive: sampleReport({
    exit_code: ExitCode.ok,
    findings: [
      sampleFinding({
        verdict: {
          ...active,
          validity: 'inactive',
          reason: 'The API refused the key.',
          status: 401,
          code: '401',
        },
        decision: { rule: 'dead', actions: [], dry_run: false, withheld: null },
      }),
    ],
  }),
  suppressed: sampleReport({
    exit_code: ExitCode.ok,
    findings: [
      sampleFinding({
        verdict: unknown,
        decision: { rule: 'unknown', actions: ['alert'], dry_run: false, withheld: null },
        matches: [sampleMatch({ suppressed: { by: 'inline', reason: null } })],
      }),
    ],
  }),
  'suppressed-active-test': sampleReport({
    exit_code: ExitCode.ok,
    findings: [
      sampleFinding({
        environment: 'test',
        redacted: 'ak_test_****Zz90',
        decision: { rule: 'suppressed', actions: [], dry_run: false, withheld: null },
        matches: [sampleMatch({ suppressed: { by: 'ignore', reason: 'a fixture' } })],
      }),
    ],
  }),
  'suppressed-active-live': sampleReport({
    findings: [
      sampleFinding({ matches: [sampleMatch({ suppressed: { by: 'ignore', reason: 'a fixture' } })] }),
    ],
  }),
  'alert-failed': sampleReport({
    exit_code: ExitCode.incomplete,
    findings: [
      sampleFinding({
        outcomes: [
          { action: 'alert', result: 'failed', at: '2026-01-02T03:04:08.000Z', detail: 'disk full' },
        ],
      }),
    ],
  }),
  withheld: sampleReport({
    exit_code: ExitCode.alive,
    findings: [
      sampleFinding({
        decision: {
          ...armed,
          withheld: 'Not revoked: five keys were revoked already, and the circuit breaker is open.',
        },
      }),
    ],
  }),
  'from-stdin': sampleReport({
    scan: { source: 'key', target: 'standard input' },
    coverage: { files: 0, blobs: 0, bytes: 57 },
    findings: [sampleFinding({ matches: [] })],
  }),
  'hostile-names': sampleReport({
    exit_code: ExitCode.incomplete,
    scan: { target: hostile },
    coverage: { complete: false, skipped: [{ what: hostile, why: hostile }] },
    findings: [
      sampleFinding({
        redacted: hostile,
        verdict: { ...active, reason: hostile, code: hostile, request_id: hostile, checked_at: hostile },
        key: { id: hostile, name: hostile, matched_by: 'inventory' },
        decision: { ...armed, rule: hostile },
        outcomes: [
          { action: 'revoke', result: 'failed', at: hostile, detail: hostile },
          { action: 'alert', result: 'failed', at: hostile, detail: hostile },
        ],
        matches: [
          sampleMatch({
            path: hostile,
            commit: hostile,
            author: hostile,
            committed_at: hostile,
            blob: hostile,
            ref: hostile,
            tips: [hostile],
            refs: [hostile],
            encoding: [hostile],
            url: hostile,
            suppressed: { by: 'ignore', reason: hostile },
          }),
          sampleMatch({ path: '::error::x' }),
          sampleMatch({ path: null, commit: '##[error]' }),
        ],
      }),
    ],
  }),
};
