// Findings and reports for tests of this folder.
import type { Finding, Suppression } from '../../src/core/match.ts';
import type { ReportFinding, ReportMatch } from '../../src/core/report.ts';
import type { Environment, Rule } from '../../src/core/rule.ts';
import { Secret } from '../../src/core/secret.ts';
import { makeKey } from '../helpers/keys.ts';

export function rule(environment: Environment): Rule {
  return {
    id: `anton-${environment}-key`,
    title: '',
    description: '',
    environment,
    prefix: `ak_${environment}_`,
    body: { alphabet: 'A-Za-z0-9_', min: 16, max: 128, minEntropy: 3 },
    notAfter: 'A-Za-z0-9_-',
    verification: 'anton-api',
    needsOwn: false,
    context: { id: 'none', placeholders: [], own: [], vendors: [], exposures: [] },
    examples: [],
    negativeExamples: [],
  };
}

/** One match for each entry of `suppressed`; one by default. */
export function finding(
  wanted: {
    environment?: Environment;
    seed?: number;
    secret?: Secret;
    suppressed?: (Suppression | null)[];
  } = {},
): Finding {
  const environment = wanted.environment ?? 'live';
  const secret = wanted.secret ?? new Secret(makeKey(environment, wanted.seed ?? 0));
  const common = {
    secret,
    rule: rule(environment),
    encoding: [],
    member: null,
    url: null,
    vendor: null,
    exposure: null,
  };
  return {
    fingerprint: secret.fingerprint,
    secret,
    rule: rule(environment),
    vendor: null,
    matches: (wanted.suppressed ?? [null]).map((suppressed, i) => ({
      ...common,
      provenance: { kind: 'file', path: `src/${i}.ts` },
      offset: 0,
      line: i + 1,
      column: 1,
      suppressed,
    })),
  };
}

export const reportMatch: ReportMatch = {
  source: 'history',
  repository: null,
  path: 'src/pay.ts',
  line: 3,
  column: 14,
  commit: '0123456789abcdef0123456789abcdef01234567',
  author: 'Jo Doe <jo@example.com>',
  committed_at: '2025-01-02T03:04:05+01:00',
  blob: 'fedcba9876543210fedcba9876543210fedcba98',
  ref: 'refs/heads/main',
  tips: null,
  refs: null,
  encoding: [],
  member: null,
  url: null,
  exposure: null,
  suppressed: null,
};

export const reportFinding: ReportFinding = {
  fingerprint: '0123456789abcdef0123456789abcdef',
  rule: 'anton-live-key',
  environment: 'live',
  redacted: 'ak_live_****aB3x',
  vendor: null,
  verdict: {
    validity: 'active',
    reason: 'Anton answered 200: the key works',
    checked_at: '2025-06-01T12:00:01.000Z',
    status: 200,
    code: null,
    request_id: 'req_1',
  },
  key: null,
  decision: { rule: 'live-active', actions: ['revoke', 'alert', 'fail'], dry_run: false, withheld: null },
  outcomes: [],
  exposed_for_ms: null,
  matches: [reportMatch],
};
