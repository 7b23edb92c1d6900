// The port of respond/alerters: one way to tell people.
import type { Fingerprint } from './secret.ts';
import type { ReportFinding } from './report.ts';

/** What an alert says. Holds no secret: only what the report shows as well. */
export interface Alert {
  fingerprint: Fingerprint;
  finding: ReportFinding;
  /** What was scanned, for people. */
  target: string;
  firstSeenAt: string;
}

/** Telling twice must be harmless: an alerter finds its earlier alert again by fingerprint. */
export interface Alerter {
  /** The channel as the user wrote it, e.g. `file:alerts`; also the intent's target in the store. */
  readonly channel: string;
  /** Returns where the alert is (path or URL). Throws when nobody was told. */
  tell(alert: Alert): Promise<{ where: string; fresh: boolean }>;
}
