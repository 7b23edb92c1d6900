// Reports for the reporters' tests, built from small overrides of a plausible default.
import { ExitCode } from '../../src/core/exit-code.ts';
import type { Report, ReportFinding, ReportMatch } from '../../src/core/report.ts';

type Loose<T> = { [K in keyof T]?: T[K] };

export function sampleReport(
  overrides: Loose<Omit<Report, 'scan' | 'summary'>> & {
    scan?: Loose<Omit<Report['scan'], 'coverage'>>;
    coverage?: Loose<Report['scan']['coverage']>;
  } = {},
): Report {
  const findings = overrides.findings ?? [];
  const having = (validity: string) => findings.filter((f) => f.verdict.validity === validity).length;
  const outcomes = findings.flatMap((f) => f.outcomes);
  return {
    schema: 'akguard.report/1',
    tool: { name: 'akguard', version: '0.1.0' },
    scan: {
      source: 'files',
      target: 'payments',
      started_at: '2026-01-02T03:04:05.000Z',
      duration_ms: 1234,
      ...overrides.scan,
      coverage: {
        complete: true,
        files: 1234,
        commits: 0,
        blobs: 1234,
        objects: 0,
        lines: 0,
        bytes: 12_345_678,
        skipped: [],
        ...overrides.coverage,
      },
      baseline: overrides.scan?.baseline ?? null,
      organisation: overrides.scan?.organisation ?? null,
    },
    findings,
    summary: {
      findings: findings.length,
      active: having('active'),
      inactive: having('inactive'),
      unknown: having('unknown'),
      unverified: having('unverified'),
      revoked: outcomes.filter((o) => o.action === 'revoke' && o.result === 'revoked').length,
      alerts: outcomes.filter((o) => o.action === 'alert' && o.result === 'alerted').length,
    },
    exit_code: overrides.exit_code ?? (findings.length > 0 ? ExitCode.findings : ExitCode.ok),
  };
}

/** An active live key in one file, in a dry run. */
export function sampleFinding(overrides: Loose<ReportFinding> = {}): ReportFinding {
  return {
    fingerprint: '0123456789abcdef0123456789abcdef',
    rule: 'anton-live-key',
    environment: 'live',
    redacted: 'ak_live_****aB3x',
    vendor: null,
    verdict: {
      validity: 'active',
      reason: 'The API answered with data that needs a working key.',
      checked_at: '2026-01-02T03:04:06.000Z',
      status: 200,
      code: null,
      request_id: 'req_7f3a',
    },
    key: null,
    decision: {
      rule: 'live-active',
      actions: ['revoke', 'alert', 'fail'],
      dry_run: true,
      withheld: null,
    },
    outcomes: [],
    exposed_for_ms: null,
    matches: [sampleMatch()],
    ...overrides,
  };
}

export function sampleMatch(overrides: Loose<ReportMatch> = {}): ReportMatch {
  return {
    source: 'files',
    repository: null,
    path: 'src/config.ts',
    line: 12,
    column: 9,
    commit: null,
    author: null,
    committed_at: null,
    blob: null,
    ref: null,
    tips: null,
    refs: null,
    encoding: [],
    member: null,
    url: null,
    exposure: null,
    suppressed: null,
    ...overrides,
  };
}
