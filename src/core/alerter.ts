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
  /** Whether people were told by an earlier alert that says less. For runs whose state may have been lost. Never throws. */
  isBehind?(alert: Alert): Promise<boolean>;
}

/** What the `file` alerter needs of the file system; `io/` implements it. */
export interface AlertFiles {
  /** The whole text, or null when there is no such file. */
  read(path: string): Promise<string | null>;
  /** All or nothing; makes missing folders. */
  write(path: string, text: string): Promise<void>;
}

/** An issue on a forge that holds an alert. */
export interface AlertIssue {
  number: number;
  url: string;
  title: string;
  body: string;
  isOpen: boolean;
}

/** What becomes of an issue; `isOpen` is left as it is unless given. */
export interface IssueChange {
  title: string;
  body: string;
  isOpen?: boolean;
}

/** Where a key is in the repository at hand, as far as people are looked for by it. */
export interface PlaceInRepository {
  path: string | null;
  commit: string | null;
}

/** What the `github-issue` alerter needs of a forge; `github/` implements it. Failures are thrown with a sentence for people. */
export interface Issues {
  /** Whether anybody can read them; what can't be learnt counts as public. Never throws. */
  isPublic(): Promise<boolean>;
  /** The oldest issue whose body starts with the marker and whose author is ourselves, or null. Others of that kind are closed. */
  find(marker: string): Promise<AlertIssue | null>;
  /** As `find`, but of a list that is asked for once, and for its first only. Null when there is none to be had. Never throws. */
  peek(marker: string): Promise<AlertIssue | null>;
  /** Logins of who looks after these places. Never throws. */
  responsible(places: readonly PlaceInRepository[]): Promise<string[]>;
  /**
   * Leaves one open issue, also when an answer is lost or another run does the same: `body` starts with the marker.
   * @param assignees who can't be assigned is left out.
   */
  create(title: string, body: string, marker: string, assignees?: readonly string[]): Promise<AlertIssue>;
  update(number: number, change: IssueChange): Promise<AlertIssue>;
  /** Never throws: what matters stands in the issue. */
  comment(number: number, text: string): Promise<void>;
}

/** A draft security advisory that holds an alert. */
export interface AlertAdvisory {
  id: string;
  url: string;
  text: string;
}

/** What alerters need of a forge to tell those who administer a repository, and nobody else; `github/` implements it. */
export interface Advisories {
  /** The oldest open draft whose text starts with the marker and whose author is ourselves, or null. */
  find(marker: string): Promise<AlertAdvisory | null>;
  /** Leaves one, also when an answer is lost: `text` starts with the marker. @param isLive of production. */
  create(title: string, text: string, marker: string, isLive: boolean): Promise<AlertAdvisory>;
  /** @param isOver it is closed, too. */
  update(id: string, title: string, text: string, isOver: boolean): Promise<void>;
}
