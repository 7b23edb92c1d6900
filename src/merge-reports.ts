// Several reports as one: of the repositories of an organisation, of the shards of a matrix.
import { ExitCode, worst } from './core/exit-code.ts';
import type { OrganisationFacts, Report, ReportFinding, ReportMatch } from './core/report.ts';
import { byUrgency } from './report/build.ts';
import { maskKeys } from './core/text.ts';
import { type FailOn, exitCodeFor } from './respond/exit.ts';

/** What the reports do not say. */
export interface MergeFacts {
  version: string;
  source: Report['scan']['source'];
  target: string;
  startedAt: string;
  durationMs: number;
  failOn: FailOn;
}

/** A key that several tell of becomes one finding with all places. Numbers are added up; one gap makes the whole incomplete. */
export class Merger {
  readonly #findings = new Map<string, ReportFinding>();
  readonly #coverage: Report['scan']['coverage'] = {
    complete: true,
    files: 0,
    commits: 0,
    blobs: 0,
    objects: 0,
    lines: 0,
    bytes: 0,
    skipped: [],
  };
  #organisation: OrganisationFacts | null = null;
  /** Of all that this run has read. */
  readonly #codes: ExitCode[] = [ExitCode.ok];
  /** Keys of which earlier runs tell. */
  readonly #carried = new Set<string>();

  /** @param carried an earlier report: what is known of keys counts, and what was read then does not. */
  add({ scan, findings, exit_code }: Report, carried = false): void {
    for (const finding of findings) {
      if (carried) this.#carried.add(finding.fingerprint);
      const known = this.#findings.get(finding.fingerprint);
      this.#findings.set(finding.fingerprint, known === undefined ? finding : joined(known, finding));
    }
    if (carried) return;
    this.#codes.push(exit_code);
    const all = this.#coverage;
    const { complete, skipped, ...numbers } = scan.coverage;
    for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) all[name] += numbers[name];
    all.complete &&= complete;
    for (const each of skipped) all.skipped.push(each);
    if (scan.organisation !== null) this.#organisation = added(this.#organisation, scan.organisation);
  }

  /** Something that was asked for is missing. */
  missed(what: string, why: string): void {
    this.#codes.push(ExitCode.incomplete);
    this.#coverage.complete = false;
    this.#coverage.skipped.push({ what: maskKeys(what), why: maskKeys(why) });
  }

  /** Something that is not read by choice, and makes nothing incomplete. */
  leftOut(skipped: { what: string; why: string }): void {
    this.#coverage.skipped.push(skipped);
  }

  get findings(): ReportFinding[] {
    return [...this.#findings.values()];
  }

  report(facts: MergeFacts, organisation: OrganisationFacts | null = this.#organisation): Report {
    const findings = this.findings.toSorted(byUrgency);
    const having = (validity: string) =>
      findings.filter((finding) => finding.verdict.validity === validity).length;
    const ending = (result: string) =>
      findings.flatMap((f) => f.outcomes).filter((o) => o.result === result).length;
    return {
      schema: 'akguard.report/1',
      tool: { name: 'akguard', version: facts.version },
      scan: {
        source: facts.source,
        target: facts.target,
        started_at: facts.startedAt,
        duration_ms: facts.durationMs,
        coverage: this.#coverage,
        baseline: null,
        organisation,
      },
      findings,
      summary: {
        findings: findings.length,
        active: having('active'),
        inactive: having('inactive'),
        unknown: having('unknown'),
        unverified: having('unverified'),
        revoked: ending('revoked'),
        alerts: ending('alerted'),
      },
      exit_code: this.#exitCode(facts.failOn),
    };
  }

  /** What was read has its own; of what is only remembered, keys that nobody has proven dead count. */
  #exitCode(failOn: FailOn): ExitCode {
    const findings = this.findings
      .filter(({ fingerprint }) => this.#carried.has(fingerprint))
      .map((finding) => ({
        validity: finding.verdict.validity,
        suppressed: isSuppressed(finding),
        decision: finding.decision,
        outcomes: [],
      }));
    return worst([
      ...this.#codes,
      exitCodeFor({ failOn, complete: this.#coverage.complete, verifyAsked: false, findings }),
    ]);
  }
}

/** A suppression counts only for a key that is no active live key. */
function isSuppressed({ verdict, environment, matches }: ReportFinding): boolean {
  if (verdict.validity === 'active' && environment === 'live') return false;
  return matches.length > 0 && matches.every(({ suppressed }) => suppressed !== null);
}

function added(known: OrganisationFacts | null, more: OrganisationFacts): OrganisationFacts {
  if (known === null) return more;
  const sum = <T extends Record<string, number>>(a: T, b: T) =>
    Object.fromEntries(Object.entries(a).map(([name, number]) => [name, number + (b[name] ?? 0)])) as T;
  return {
    repositories: sum(known.repositories, more.repositories),
    incidents: sum(known.incidents, more.incidents),
    cost: sum(known.cost, more.cost),
  };
}

/** The newest word on a key counts, but a proof of death stands for ever. */
function joined(a: ReportFinding, b: ReportFinding): ReportFinding {
  const aIsLast = isLater(a, b);
  const [last, first] = aIsLast ? [a, b] : [b, a];
  const times = [a.exposed_for_ms, b.exposed_for_ms].filter((time) => time !== null);
  return {
    ...last,
    vendor: a.vendor === null || b.vendor === null ? null : a.vendor,
    key: last.key ?? first.key,
    outcomes: distinct([...first.outcomes, ...last.outcomes]).toSorted((x, y) => order(x.at, y.at)),
    exposed_for_ms: times.length === 0 ? null : Math.max(...times),
    matches: distinct([...first.matches, ...last.matches]).toSorted(byPlace),
  };
}

function isLater(a: ReportFinding, b: ReportFinding): boolean {
  const isDead = (finding: ReportFinding) => finding.verdict.validity === 'inactive';
  if (isDead(a) !== isDead(b)) return isDead(a);
  const [aAt, bAt] = [a.verdict.checked_at ?? '', b.verdict.checked_at ?? ''];
  // At the same time, what is worse counts.
  return aAt === bAt ? byUrgency(a, b) < 0 : aAt > bAt;
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function byPlace(a: ReportMatch, b: ReportMatch): number {
  return (
    order(a.repository ?? '', b.repository ?? '') ||
    order(a.path ?? '', b.path ?? '') ||
    a.line - b.line ||
    a.column - b.column
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
