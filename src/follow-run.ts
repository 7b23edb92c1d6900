// A run that goes on: batches of what has come are scanned, and each key that is new goes through the same steps as in
// any run. A key that was reported is only counted. Reading goes on while a key is verified or revoked.
import { Coverage } from './core/coverage.ts';
import type { Finding } from './core/match.ts';
import type { Report } from './core/report.ts';
import type { Fingerprint } from './core/secret.ts';
import type { Source } from './core/source.ts';
import { groupFindings } from './detect/group.ts';
import type { Scanner } from './detect/scanner.ts';
import { handle } from './handle.ts';
import { type Plan, conclude, scan } from './pipeline.ts';
import type { Handled } from './report/build.ts';
import { isSuppressed } from './respond/decide.ts';

/** More places of one key are not listed: a log may repeat it for months. */
const mostPlaces = 1000;
/** What failed is tried again after that long, then after twice as long, and so on. */
const firstRetryMs = 60_000;
const lastRetryMs = 3_600_000;

/** A key that was found. */
interface Known {
  /** With all places that are listed. */
  finding: Finding;
  /** Some are not listed. */
  isCut: boolean;
  /** What was done about it; null until that is over. */
  handled: Handled | null;
  retryAt: number;
  retryMs: number;
}

/** `tell` is called with what is to be reported, one call after the other. */
export class FollowRun {
  readonly #plan: Plan;
  readonly #scanner: Scanner;
  readonly #tell: (news: Handled[]) => Promise<void>;
  readonly #started: number;
  readonly #coverage = new Coverage();
  readonly #known = new Map<Fingerprint, Known>();
  #baseline: { unused: Fingerprint[]; expired: Fingerprint[] } | null = null;
  #work: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | null = null;

  constructor(plan: Plan, scanner: Scanner, tell: (news: Handled[]) => Promise<void>) {
    this.#plan = plan;
    this.#scanner = scanner;
    this.#tell = tell;
    this.#started = plan.clock.now();
  }

  /** Scans what the source has now. What is found is dealt with later. @throws what went wrong with earlier finds. */
  async batch(source: Source): Promise<void> {
    const coverage = new Coverage(this.#plan.allowDamaged);
    const { findings, unused, expired } = await scan(source, this.#scanner, coverage, this.#plan);
    this.#coverage.add(coverage);
    const still = this.#baseline?.unused ?? unused;
    this.#baseline = { expired, unused: still.filter((each) => unused.includes(each)) };
    this.#deal(findings.flatMap((finding) => this.#meet(finding)));
  }

  /** Tries again what failed, where that is due: a key must not stay alive because the network was down once. */
  retry(): void {
    if (this.#failure !== null) throw this.#failure.error;
    const now = this.#plan.clock.now();
    const due = [...this.#known.values()].filter(({ retryAt }) => retryAt <= now);
    this.#deal(due.map(({ finding }) => finding));
  }

  /** Waits until everything is dealt with. */
  async end(): Promise<void> {
    await this.#work;
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** The report so far, of all keys or of some. */
  report(some?: readonly Handled[]): Report {
    const { unused, expired } = this.#baseline ?? { unused: [], expired: [] };
    const all = [...this.#known.values()].flatMap(({ finding, handled }) =>
      handled === null ? [] : [{ ...handled, finding }],
    );
    const run = { started: this.#started, coverage: this.#coverage, unused, expired };
    return conclude({ ...run, handled: some === undefined ? all : [...some] }, this.#plan);
  }

  /** Notes a finding; returns what is to be dealt with: a new key, or one that counts for more than before. */
  #meet(finding: Finding): Finding[] {
    const known = this.#known.get(finding.fingerprint);
    if (known === undefined) {
      const fresh = { finding, isCut: false, handled: null, retryAt: Infinity, retryMs: firstRetryMs };
      this.#known.set(finding.fingerprint, fresh);
      return [finding];
    }
    const before = known.finding;
    const matches = [...finding.matches, ...before.matches];
    if (matches.length > mostPlaces && !known.isCut) {
      known.isCut = true;
      this.#coverage.leftOut(
        before.secret.redacted,
        `found at more than ${mostPlaces} places; no more are listed`,
      );
    }
    known.finding = groupFindings(matches.slice(0, mostPlaces))[0] ?? before;
    return countsForMore(finding, before) ? [known.finding] : [];
  }

  #deal(findings: Finding[]): void {
    if (findings.length === 0) return;
    for (const { fingerprint } of findings) {
      const known = this.#known.get(fingerprint);
      if (known !== undefined) known.retryAt = Infinity;
    }
    this.#work = this.#handle(findings, this.#work);
  }

  /** One batch after another, and never throws: `retry` and `end` do. */
  async #handle(findings: Finding[], before: Promise<void>): Promise<void> {
    await before;
    try {
      const news = (await handle(findings, this.#plan)).filter((each) => this.#note(each));
      if (news.length > 0) await this.#tell(news);
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  /** Whether it is worth telling. */
  #note(handled: Handled): boolean {
    const known = this.#known.get(handled.finding.fingerprint);
    if (known === undefined) return true;
    const before = known.handled;
    known.handled = handled;
    if (isUnsettled(handled)) {
      known.retryAt = this.#plan.clock.now() + known.retryMs;
      known.retryMs = Math.min(known.retryMs * 2, lastRetryMs);
    }
    return before === null || resultOf(before) !== resultOf(handled);
  }
}

/** Found where nothing speaks against it, after places where something did. */
function countsForMore(finding: Finding, before: Finding): boolean {
  const suppressed = (each: Finding) => isSuppressed(each, 'unverified');
  return (before.vendor !== null && finding.vendor === null) || (suppressed(before) && !suppressed(finding));
}

function isUnsettled({ verdict, outcomes }: Handled): boolean {
  return (
    verdict.validity === 'unknown' ||
    outcomes.some(({ result }) => ['failed', 'unconfirmed', 'unfinished', 'waiting'].includes(result))
  );
}

function resultOf({ verdict, decision, outcomes }: Handled): string {
  return [
    verdict.validity,
    decision.rule,
    ...outcomes.map(({ action, result }) => `${action} ${result}`),
  ].join();
}
