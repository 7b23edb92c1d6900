// The report: a public contract (`akguard.report/1`). Built once from the run's results; reporters only render it.
import type { SourceName } from './blob.ts';
import type { Skipped } from './coverage.ts';
import type { ExitCode } from './exit-code.ts';
import type { Suppression } from './match.ts';
import type { IdentifiedKey, Outcome } from './outcome.ts';
import type { Action } from './policy.ts';
import type { Environment, Exposure } from './rule.ts';
import type { Fingerprint } from './secret.ts';
import type { Validity } from './verdict.ts';

/** A field that does not apply is null, never missing. Times are ISO 8601 UTC; durations are milliseconds. */
export interface Report {
  schema: 'akguard.report/1';
  tool: { name: 'akguard'; version: string };
  scan: {
    source: SourceName | 'key';
    target: string;
    started_at: string;
    duration_ms: number;
    coverage: {
      complete: boolean;
      files: number;
      commits: number;
      blobs: number;
      objects: number;
      lines: number;
      bytes: number;
      skipped: Skipped[];
    };
    /** Baseline entries that fit nothing or are over; null without a baseline. */
    baseline: { unused: Fingerprint[]; expired: Fingerprint[] } | null;
    /** What a scan of organisations came by; null for any other. */
    organisation: OrganisationFacts | null;
  };
  /** By severity, then fingerprint. */
  findings: ReportFinding[];
  summary: {
    findings: number;
    active: number;
    inactive: number;
    unknown: number;
    unverified: number;
    revoked: number;
    alerts: number;
  };
  exit_code: ExitCode;
}

/** Numbers of a scan of organisations. */
export interface OrganisationFacts {
  /** `left_out` do not fit the filters; `failed` could not be read, or not to the end. */
  repositories: { listed: number; left_out: number; scanned: number; unchanged: number; failed: number };
  /** Keys first seen by this run, seen before, and seen before and dead since. */
  incidents: { new: number; known: number; settled: number };
  /** What it cost: requests to GitHub's API, repositories fetched from, and bytes that came. */
  cost: { api_calls: number; clones: number; bytes_cloned: number };
}

export interface ReportFinding {
  fingerprint: Fingerprint;
  rule: string;
  environment: Environment;
  redacted: string;
  /** Another vendor in whose surroundings it was found everywhere; such a key is not sent to Anton. */
  vendor: string | null;
  verdict: {
    validity: Validity;
    reason: string;
    checked_at: string | null;
    status: number | null;
    code: string | null;
    request_id: string | null;
  };
  key: { id: string; name: string; matched_by: IdentifiedKey['matchedBy'] } | null;
  decision: { rule: string; actions: Action[]; dry_run: boolean; withheld: string | null };
  outcomes: Outcome[];
  /** First sight to proven death, when both are known. */
  exposed_for_ms: number | null;
  /** By path, then line. Empty only for a key that came from stdin (`verify`, `revoke`). */
  matches: ReportMatch[];
}

export interface ReportMatch {
  source: SourceName;
  /** `OWNER/REPO` in a scan of an organisation. */
  repository: string | null;
  path: string | null;
  line: number;
  column: number;
  commit: string | null;
  author: string | null;
  committed_at: string | null;
  blob: string | null;
  ref: string | null;
  /** Branches in whose tip it still is; refs that reach its commit. Null where history was not asked. */
  tips: string[] | null;
  refs: string[] | null;
  encoding: string[];
  /** The way to it inside of an archive, or null. */
  member: string | null;
  url: string | null;
  exposure: Exposure | null;
  suppressed: Suppression | null;
}
