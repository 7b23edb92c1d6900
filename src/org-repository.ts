// One repository of a scan of organisations: what is remembered of it, what there is to do, the same steps as any scan, and what
// is remembered then. What came of it can be sent from one process to another: it holds no key.
import { readAlerters } from './alert-channels.ts';
import type { Options } from './config/options.ts';
import { Coverage } from './core/coverage.ts';
import { messageOf } from './core/errors.ts';
import type { Finding } from './core/match.ts';
import type { ListedRepository } from './core/organisation.ts';
import type { Report } from './core/report.ts';
import type { RepositoryMemories, RepositoryMemory } from './core/repository-memory.ts';
import { timestamp } from './core/runtime.ts';
import { maskKeys } from './core/text.ts';
import type { Scanner } from './detect/scanner.ts';
import { handle } from './handle.ts';
import { Merger } from './merge-reports.ts';
import { DiskBudget } from './org/disk-budget.ts';
import { asKnown, named, reportOf } from './org/known.ts';
import { marksAfter } from './org/marks.ts';
import { type Asked, type Work, workFor } from './org/work.ts';
import { type Plan, conclude, makeScanner, scan as scanSource } from './pipeline.ts';
import type { Reader, Reading } from './repository-reader.ts';

/** What came of a repository. */
export interface RepositoryResult {
  end: 'scanned' | 'unchanged' | 'failed';
  /** Why it was not read at all. */
  missed: string | null;
  /** Whether another attempt may do better. */
  mayRetry: boolean;
  /** What this run has read of it, also where that was not everything. */
  report: Report | null;
  /** What is still known of it from earlier runs. */
  known: Report | null;
  /** Keys that earlier runs knew of, and whether they were dead. */
  before: [fingerprint: string, wasDead: boolean][];
  cost: { calls: number; clones: number; bytes: number };
}

/** What is asked of a repository. */
export interface RepositoryRequest extends Asked {
  /** Bytes: a larger one is missed. Null: none is too large. */
  maxSize: number | null;
  /** Tells one run from another: each may revoke so many keys, and a worker outlives many of them. */
  run: string;
}

/** With what repositories are scanned. */
export interface RepositoryTools {
  /** For all repositories; the subject is put in for each. */
  plan: Omit<Plan, 'subject'>;
  state: RepositoryMemories;
  /** Host of the forge, for the ids of its repositories. */
  host: string;
  reader: Reader;
  /** Told of each repository when it is done. */
  tell: (message: string, fields: Record<string, unknown>) => void;
  options: Pick<Options, 'alert'>;
  environment: Record<string, string | undefined>;
  /** Bytes that may lie on the disk at once. */
  disk: number;
}

/** A listing says so many kibibytes of a packed repository; a fresh pack may be larger. */
const roomFactor = 1.5 * 1024;
/** Runs that are at work at once, at most. */
const mostRuns = 20;

/** All repositories that one process scans, some of them at a time. */
export class RepositoryScans {
  readonly #tools: RepositoryTools;
  readonly #disk: DiskBudget;
  #answering: Promise<unknown> = Promise.resolve();
  readonly #begun = new Map<string, Set<string>>();

  constructor(tools: RepositoryTools) {
    this.#tools = tools;
    this.#disk = new DiskBudget(tools.disk);
  }

  /** For one repository at a time. */
  makeScanner(): Promise<Scanner> {
    return makeScanner({ ...this.#tools.plan, subject: nobody });
  }

  /** Never throws: one bad repository does not stop the run. */
  async scan(
    listed: ListedRepository,
    asked: RepositoryRequest,
    scanner: Scanner,
  ): Promise<RepositoryResult> {
    const { state, host, plan } = this.#tools;
    const result: RepositoryResult = {
      end: 'failed',
      missed: null,
      mayRetry: false,
      report: null,
      known: null,
      before: [],
      cost: { calls: 0, clones: 0, bytes: 0 },
    };
    try {
      const memory = await state.recallRepository(`${host} ${listed.id}`);
      // What is not read to the end does not take the place of what was known.
      result.known = memory && reportOf(memory, listed.name);
      for (const { fingerprint, verdict } of memory?.report.findings ?? [])
        result.before.push([fingerprint, verdict.validity === 'inactive']);
      const refused = this.#whyNot(listed, asked.maxSize);
      if (refused !== null) {
        result.missed = refused;
        return result;
      }
      const work = workFor(listed, memory, asked);
      if (work === null) {
        result.end = 'unchanged';
        return result;
      }
      const room = Math.min(listed.kilobytes * roomFactor, this.#tools.disk);
      await this.#disk.during(room, () => this.#read(listed, memory, work, asked, scanner, result));
    } catch (error) {
      result.end = 'failed';
      result.missed = messageOf(error);
      result.mayRetry = true;
      plan.log.warn('a repository failed', { repository: listed.name, why: messageOf(error) });
    }
    return result;
  }

  #whyNot({ isDisabled, kilobytes }: ListedRepository, maxSize: number | null): string | null {
    if (isDisabled) return 'GitHub has disabled it';
    if (maxSize !== null && kilobytes * 1024 > maxSize) return `${kilobytes} kB, which is over --max-size`;
    return this.#disk.fits(kilobytes * 1024) ? null : `${kilobytes} kB, which is over --disk`;
  }

  async #read(
    listed: ListedRepository,
    memory: RepositoryMemory | null,
    work: Work,
    asked: RepositoryRequest,
    scanner: Scanner,
    result: RepositoryResult,
  ): Promise<void> {
    const { reader, plan: base, state, host } = this.#tools;
    const started = base.clock.now();
    base.log.debug('scanning a repository', { repository: listed.name, afresh: work.afresh });
    const reading = await reader.open(listed, work);
    const plan = this.#planFor(listed, reading, asked.run);
    const coverage = new Coverage(plan.allowDamaged);
    let report: Report;
    try {
      const { findings, ...scanned } = await scanSource(reading.source, scanner, coverage, plan);
      const handled = findings.length === 0 ? [] : await this.#answer(findings, listed, plan);
      report = conclude({ ...scanned, started, coverage, handled }, plan);
    } finally {
      await reading.close();
      result.cost = { calls: reading.calls(), clones: reading.clones(), bytes: reading.bytes() };
    }
    result.report = named(report, listed.name);
    if (!coverage.complete) {
      base.log.warn('a repository was not read to the end', {
        repository: listed.name,
        skipped: coverage.skipped.length,
      });
      return;
    }
    if (work.afresh !== null) result.known = null;
    const { known } = result;
    await state.rememberRepository({
      id: `${host} ${listed.id}`,
      name: maskKeys(listed.name),
      scannedAt: timestamp(base.clock),
      rules: asked.rules,
      marks: marksAfter(listed, known === null ? null : (memory?.marks ?? null), work, asked, {
        tips: reading.tips(),
        wikiTips: reading.wikiTips(),
        started,
      }),
      report: asKnown(known === null ? report : together(known, report, plan)),
    });
    // To look at the refs of a wiki is no scan.
    const isUnchanged = work.afresh === null && coverage.objects + coverage.files + coverage.bytes === 0;
    result.end = isUnchanged ? 'unchanged' : 'scanned';
    this.#tools.tell('scanned', { repository: listed.name, findings: report.findings.length });
  }

  #planFor(listed: ListedRepository, { source }: Reading, run: string): Plan {
    const { plan } = this.#tools;
    const setting = { ...plan.setting, branch: null, visibility: listed.visibility };
    const limits = { ...plan.limits, run: { most: plan.limits.run.most, begun: this.#begunBy(run) } };
    return { ...plan, limits, setting, subject: source, progress: false };
  }

  /** The keys that a run has begun to revoke here. */
  #begunBy(run: string): Set<string> {
    const known = this.#begun.get(run) ?? new Set();
    this.#begun.delete(run);
    this.#begun.set(run, known);
    const [oldest] = this.#begun.keys();
    if (this.#begun.size > mostRuns && oldest !== undefined) this.#begun.delete(oldest);
    return known;
  }

  /** One at a time: two repositories that hold one key would otherwise ask, revoke and tell side by side. */
  async #answer(findings: Finding[], listed: ListedRepository, plan: Plan) {
    const { options, environment } = this.#tools;
    const turn = this.#answering.then(async () => {
      const variables = { ...environment, GITHUB_REPOSITORY: listed.kind === 'gist' ? '' : listed.name };
      const alerters = await readAlerters(options.alert, variables, plan.log);
      return handle(findings, { ...plan, alerters });
    });
    this.#answering = turn.catch(() => {});
    return turn;
  }
}

/** A plan has a subject; until there is one, nobody asks. */
const nobody: Plan['subject'] = { name: 'org', target: '', read: async () => {} };

function together(earlier: Report, report: Report, { version, failOn }: Plan): Report {
  const merger = new Merger();
  for (const each of [earlier, report]) merger.add(each);
  const { source, target, started_at: startedAt, duration_ms: durationMs } = report.scan;
  return merger.report({ version, source, target, startedAt, durationMs, failOn });
}
