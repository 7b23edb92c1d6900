// A scan of organisations: one repository after another, some at a time, each through the same steps as any scan. What was
// read to the end is remembered, so that a run that was killed goes on where it was, and the next one costs what changed.
import { createHash } from 'node:crypto';
import { readAlerters } from './alert-channels.ts';
import type { Options } from './config/options.ts';
import { Coverage } from './core/coverage.ts';
import { messageOf } from './core/errors.ts';
import type { Finding } from './core/match.ts';
import type { Outcome } from './core/outcome.ts';
import type { ListedRepository, Surface } from './core/organisation.ts';
import type { OrganisationFacts, Report, ReportFinding } from './core/report.ts';
import type { Marks, RepositoryMemories, RepositoryMemory } from './core/repository-memory.ts';
import { timestamp } from './core/runtime.ts';
import type { Scanner } from './detect/scanner.ts';
import { GitHubFailure } from './github/failure.ts';
import type { Organisations } from './github/list-repositories.ts';
import { handle } from './handle.ts';
import { CountDisplay } from './io/progress-count.ts';
import { DiskBudget } from './org/disk-budget.ts';
import { type Filters, whyLeftOut } from './org/filters.ts';
import { inOrder } from './org/order.ts';
import { type Asked, type Work, workFor } from './org/work.ts';
import { type Plan, conclude, makeScanner, scan as scanSource } from './pipeline.ts';
import { Merger } from './merge-reports.ts';
import type { Reader, Reading } from './repository-reader.ts';

/** What a scan of organisations is asked for. */
export interface OrgRequest {
  owners: readonly string[];
  surfaces: readonly Surface[];
  filters: Filters;
  /** Bytes: a larger repository is missed. */
  maxSize: number;
  /** Bytes that may lie on the disk at once. */
  disk: number;
  /** Milliseconds until no other repository is begun, or null. */
  maxDuration: number | null;
  /** Repositories at once. */
  jobs: number;
  options: Options;
  environment: Record<string, string | undefined>;
}

/** With what it is done. */
export interface OrgTools {
  /** For all repositories; the subject is put in for each. */
  plan: Omit<Plan, 'subject'>;
  state: RepositoryMemories;
  github: Pick<Organisations, 'list' | 'calls'>;
  /** Told of each repository when it is done. */
  tell: (message: string, fields: Record<string, unknown>) => void;
  /** Host of the forge, for the ids of its repositories. */
  host: string;
  reader: Reader;
}

/** A listing says so many kibibytes of a packed repository; a fresh pack may be larger. */
const roomFactor = 1.5 * 1024;
/** A change in the same seconds as the listing may have come after it. */
const freshMs = 10_000;

type Numbers = OrganisationFacts['repositories'];

/** One run; `run` is called once. */
export class OrgRun {
  readonly #request: OrgRequest;
  readonly #tools: OrgTools;
  readonly #asked: Asked;
  readonly #merger = new Merger();
  readonly #started: number;
  readonly #disk: DiskBudget;
  readonly #numbers: Numbers = { listed: 0, left_out: 0, scanned: 0, unchanged: 0, failed: 0 };
  /** Keys that earlier runs knew of, and whether they were dead. */
  readonly #before = new Map<string, boolean>();
  #cost = { calls: 0, clones: 0, bytes: 0 };
  #answering: Promise<unknown> = Promise.resolve();

  constructor(request: OrgRequest, tools: OrgTools) {
    this.#request = request;
    this.#tools = tools;
    const { plan } = tools;
    this.#started = plan.clock.now();
    this.#disk = new DiskBudget(request.disk);
    const rules = createHash('sha256')
      .update(JSON.stringify([plan.version, plan.rules]))
      .digest('hex');
    this.#asked = { surfaces: request.surfaces, rules, verify: plan.api !== null };
  }

  async run(): Promise<Report> {
    const { plan } = this.#tools;
    const waiting = inOrder(await this.#list());
    const display = new CountDisplay(waiting.length, 'repository', 'repositories', plan.progress);
    const total = waiting.length;
    let done = 0;
    const workers = Array.from({ length: Math.min(this.#request.jobs, total) }, async () => {
      const scanner = await makeScanner({ ...plan, subject: nobody });
      for (let next = this.#next(waiting); next !== null; next = this.#next(waiting)) {
        await this.#repository(next, scanner);
        display.reached(++done, this.#cost.bytes);
      }
    });
    await Promise.all(workers);
    display.end();
    if (waiting.length > 0) {
      const what = waiting.length === 1 ? '1 repository' : `${waiting.length} repositories`;
      this.#merger.missed(what, 'not begun: --max-duration was over; the next run goes on with them');
    }
    return this.#report();
  }

  #next(waiting: ListedRepository[]): ListedRepository | null {
    const { maxDuration } = this.#request;
    const isOver = maxDuration !== null && this.#tools.plan.clock.now() - this.#started >= maxDuration;
    return isOver ? null : (waiting.shift() ?? null);
  }

  /** Each once, also when two owners list it. */
  async #list(): Promise<ListedRepository[]> {
    const { owners, surfaces, filters } = this.#request;
    const { github, plan } = this.#tools;
    const wanted = new Map<string, ListedRepository>();
    const seen = new Set<string>();
    const missed = (what: string, why: string) => this.#merger.missed(what, why);
    for (const owner of owners) {
      try {
        for await (const each of github.list(owner, surfaces.includes('gists'), missed)) {
          if (seen.has(each.id)) continue;
          seen.add(each.id);
          this.#numbers.listed++;
          const why = whyLeftOut(each, filters);
          if (why === null) wanted.set(each.id, each);
          else this.#numbers.left_out++;
        }
      } catch (error) {
        if (!(error instanceof GitHubFailure)) throw error;
        missed(`repositories of ${owner}`, error.message);
        plan.log.warn('an owner could not be listed', { owner, why: error.message });
      }
    }
    return [...wanted.values()];
  }

  /** Never throws: one bad repository does not stop the run. */
  async #repository(listed: ListedRepository, scanner: Scanner): Promise<void> {
    const { state, host, plan } = this.#tools;
    try {
      const memory = await state.recallRepository(`${host} ${listed.id}`);
      for (const { fingerprint, verdict } of memory?.report.findings ?? [])
        this.#before.set(fingerprint, verdict.validity === 'inactive');
      const refused = this.#whyNot(listed);
      if (refused !== null) {
        if (memory !== null) this.#merger.add(reportOf(memory, listed.name), true);
        this.#fail(listed, refused);
        return;
      }
      const work = workFor(listed, memory, this.#asked);
      if (work === null && memory !== null) {
        this.#numbers.unchanged++;
        this.#merger.add(reportOf(memory, listed.name), true);
        return;
      }
      const room = Math.min(listed.kilobytes * roomFactor, this.#request.disk);
      await this.#disk.during(room, () =>
        this.#scan(listed, memory, work ?? { talk: {}, afresh: null }, scanner),
      );
    } catch (error) {
      this.#fail(listed, messageOf(error));
      plan.log.warn('a repository failed', { repository: listed.name, why: messageOf(error) });
    }
  }

  #whyNot({ isDisabled, kilobytes }: ListedRepository): string | null {
    if (isDisabled) return 'GitHub has disabled it';
    if (kilobytes * 1024 > this.#request.maxSize) return `${kilobytes} kB, which is over --max-size`;
    return this.#disk.fits(kilobytes * 1024) ? null : `${kilobytes} kB, which is over --disk`;
  }

  #fail({ name }: Pick<ListedRepository, 'name'>, why: string): void {
    this.#numbers.failed++;
    this.#merger.missed(name, why);
  }

  async #scan(
    listed: ListedRepository,
    memory: RepositoryMemory | null,
    work: Work,
    scanner: Scanner,
  ): Promise<void> {
    const { reader, plan: base, state, host } = this.#tools;
    const started = base.clock.now();
    base.log.debug('scanning a repository', { repository: listed.name, afresh: work.afresh });
    const reading = await reader.open(listed, work);
    const plan = this.#planFor(listed, reading);
    const coverage = new Coverage(plan.allowDamaged);
    let report: Report;
    try {
      const { findings, ...scanned } = await scanSource(reading.source, scanner, coverage, plan);
      const handled = findings.length === 0 ? [] : await this.#answer(findings, listed, plan);
      report = conclude({ ...scanned, started, coverage, handled }, plan);
    } finally {
      await reading.close();
      this.#pay(reading);
    }
    // What was not read to the end does not take the place of what was known.
    if (memory !== null && (work.afresh === null || !coverage.complete))
      this.#merger.add(reportOf(memory, listed.name), true);
    this.#merger.add(named(report, listed.name));
    if (!coverage.complete) {
      this.#numbers.failed++;
      base.log.warn('a repository was not read to the end', {
        repository: listed.name,
        skipped: coverage.skipped.length,
      });
      return;
    }
    await state.rememberRepository({
      id: `${host} ${listed.id}`,
      name: listed.name,
      scannedAt: timestamp(base.clock),
      rules: this.#asked.rules,
      marks: this.#marks(listed, memory, work, reading, started),
      report: asKnown(
        work.afresh === null && memory !== null
          ? this.#together([reportOf(memory, listed.name), report])
          : report,
      ),
    });
    // To look at the refs of a wiki is no scan.
    const isUnchanged = work.afresh === null && coverage.objects + coverage.files + coverage.bytes === 0;
    if (isUnchanged) this.#numbers.unchanged++;
    else this.#numbers.scanned++;
    this.#tools.tell('scanned', { repository: listed.name, findings: report.findings.length });
  }

  #planFor(listed: ListedRepository, { source }: Reading): Plan {
    const { plan } = this.#tools;
    const setting = { ...plan.setting, branch: null, visibility: listed.visibility };
    return { ...plan, setting, subject: source, progress: false };
  }

  /** One at a time: two repositories that hold one key would otherwise ask, revoke and tell side by side. */
  async #answer(findings: Finding[], listed: ListedRepository, plan: Plan) {
    const { options, environment } = this.#request;
    const turn = this.#answering.then(async () => {
      const variables = { ...environment, GITHUB_REPOSITORY: listed.kind === 'gist' ? '' : listed.name };
      const alerters = await readAlerters(options.alert, variables, plan.log);
      return handle(findings, { ...plan, alerters });
    });
    this.#answering = turn.catch(() => {});
    return turn;
  }

  #pay({ calls, clones, bytes }: Reading): void {
    this.#cost.calls += calls();
    this.#cost.clones += clones();
    this.#cost.bytes += bytes();
  }

  #marks(
    listed: ListedRepository,
    memory: RepositoryMemory | null,
    work: Work,
    reading: Reading,
    started: number,
  ): Marks {
    const old = work.afresh === null ? (memory?.marks ?? null) : null;
    const at = new Date(started).toISOString();
    const settled = (time: string | null) => time === null || started - Date.parse(time) > freshMs;
    const changedAt = { ...(old?.changedAt ?? nothingSeen) };
    for (const surface of Object.keys(changedAt) as (keyof typeof changedAt)[]) {
      if (!this.#request.surfaces.includes(surface)) continue;
      const time = listed.changedAt[surface];
      changedAt[surface] =
        time === null || settled(time) ? time : new Date(Date.parse(time) - 1000).toISOString();
    }
    return {
      surfaces: [...this.#request.surfaces],
      pushedAt: settled(listed.pushedAt) ? listed.pushedAt : null,
      changedAt,
      tips: reading.tips() ?? old?.tips ?? {},
      wiki: reading.wikiTips() ?? old?.wiki ?? null,
      activityAt: work.activity ? at : (old?.activityAt ?? null),
      logsAt: work.logs ? at : (old?.logsAt ?? null),
      verified: this.#asked.verify,
    };
  }

  #together(reports: readonly Report[]): Report {
    const merger = new Merger();
    for (const report of reports) merger.add(report);
    return merger.report(this.#facts());
  }

  #facts() {
    const { plan } = this.#tools;
    return {
      version: plan.version,
      source: 'org' as const,
      target: this.#request.owners.join(' '),
      startedAt: new Date(this.#started).toISOString(),
      durationMs: plan.clock.now() - this.#started,
      failOn: plan.failOn,
    };
  }

  #report(): Report {
    const { calls, clones, bytes } = this.#cost;
    const api_calls = calls + this.#tools.github.calls;
    return this.#merger.report(this.#facts(), {
      repositories: this.#numbers,
      incidents: incidentsOf(this.#merger.findings, this.#before),
      cost: { api_calls, clones, bytes_cloned: bytes },
    });
  }
}

/** A plan has a subject; until there is one, nobody asks. */
const nobody: Plan['subject'] = { name: 'org', target: '', read: async () => {} };

const nothingSeen: Marks['changedAt'] = {
  issues: null,
  'pull-requests': null,
  discussions: null,
  releases: null,
};

/** What is said of a repository is said with its name. */
function named(report: Report, name: string): Report {
  const { scan } = report;
  const skipped = scan.coverage.skipped.map(({ what, why }) => ({
    what: what.startsWith(name) ? what : `${name}: ${what}`,
    why,
  }));
  return { ...report, scan: { ...scan, coverage: { ...scan.coverage, skipped } } };
}

function incidentsOf(
  findings: readonly ReportFinding[],
  before: ReadonlyMap<string, boolean>,
): OrganisationFacts['incidents'] {
  const incidents = { new: 0, known: 0, settled: 0 };
  for (const { fingerprint, verdict } of findings) {
    const wasDead = before.get(fingerprint);
    if (wasDead === undefined) incidents.new++;
    else if (!wasDead && verdict.validity === 'inactive') incidents.settled++;
    else incidents.known++;
  }
  return incidents;
}

/** What is remembered of a repository, by the name that it has now. */
function reportOf({ report, name: before }: RepositoryMemory, name: string): Report {
  if (before === name) return report;
  const renamed = (finding: ReportFinding) => ({
    ...finding,
    matches: finding.matches.map((match) => ({ ...match, repository: name })),
  });
  return { ...report, findings: report.findings.map(renamed) };
}

const deaths: readonly Outcome['result'][] = ['revoked', 'already-inactive', 'rotated'];

/** What this run has proven dead is dead to the next one, which has no reason to ask again. */
function asKnown(report: Report): Report {
  const findings = report.findings.map((finding): ReportFinding => {
    const death = finding.outcomes.findLast(({ result }) => deaths.includes(result));
    if (death === undefined || finding.verdict.validity === 'inactive') return finding;
    const { at: checked_at, detail: reason } = death;
    return { ...finding, verdict: { ...finding.verdict, validity: 'inactive', checked_at, reason } };
  });
  return { ...report, findings };
}
