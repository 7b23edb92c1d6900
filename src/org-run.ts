// A scan of organisations: lists their repositories, scans one after another, some at a time, and tells of them as one. What was
// read to the end is remembered, so that a run that was killed goes on where it was, and the next one costs what changed.
import { createHash, randomUUID } from 'node:crypto';
import type { Skipped } from './core/coverage.ts';
import { type ListedRepository, type Surface, talkSurfaces } from './core/organisation.ts';
import type { OrganisationFacts, Report, ReportFinding } from './core/report.ts';
import type { RepositoryMemory } from './core/repository-memory.ts';
import { GitHubFailure } from './github/failure.ts';
import type { Organisations } from './github/list-repositories.ts';
import { CountDisplay } from './io/progress-count.ts';
import { Merger } from './merge-reports.ts';
import type { Crew } from './org-crew.ts';
import type { RepositoryRequest, RepositoryResult } from './org-repository.ts';
import { type Filters, whyLeftOut } from './org/filters.ts';
import { reportOf } from './org/known.ts';
import { inOrder } from './org/order.ts';
import type { Plan } from './pipeline.ts';

/** What a scan of organisations is asked for. */
export interface OrgRequest {
  owners: readonly string[];
  surfaces: readonly Surface[];
  filters: Filters;
  /** Bytes: a larger repository is missed. */
  maxSize: number;
  /** Milliseconds until no other repository is begun, or null. */
  maxDuration: number | null;
}

/** With what it is done. */
export interface OrgTools {
  /** For all repositories. */
  plan: Omit<Plan, 'subject'>;
  crew: Crew;
  github: Pick<Organisations, 'list' | 'calls'>;
  /** What is remembered of a repository, by GitHub's id. */
  recall: (id: string) => Promise<RepositoryMemory | null>;
  /** What GitHub does not let us see, by the choice of an owner. */
  unseen: Skipped[];
}

type Numbers = OrganisationFacts['repositories'];

/** One run; `run` is called once. */
export class OrgRun {
  readonly #request: OrgRequest;
  readonly #tools: OrgTools;
  readonly #merger = new Merger();
  readonly #started: number;
  readonly #numbers: Numbers = { listed: 0, left_out: 0, scanned: 0, unchanged: 0, failed: 0 };
  /** Keys that earlier runs knew of, and whether they were dead. */
  readonly #before = new Map<string, boolean>();
  readonly #cost = { calls: 0, clones: 0, bytes: 0 };

  constructor(request: OrgRequest, tools: OrgTools) {
    this.#request = request;
    this.#tools = tools;
    this.#started = tools.plan.clock.now();
  }

  async run(): Promise<Report> {
    const { plan } = this.#tools;
    for (const each of this.#tools.unseen) this.#merger.leftOut(each);
    const waiting = inOrder(await this.#list());
    const display = new CountDisplay(waiting.length, 'repository', 'repositories', plan.progress);
    const done = new Set<string>();
    await this.#tools.crew(
      waiting,
      this.#asked(),
      () => this.#isOver(),
      (listed, result) => {
        this.#add(listed.name, result);
        done.add(listed.id);
        display.reached(done.size, this.#cost.bytes);
      },
    );
    display.end();
    await this.#leave(waiting.filter(({ id }) => !done.has(id)));
    return this.#report();
  }

  /** Says what was not begun; what is known of it from earlier runs is still told. */
  async #leave(left: readonly ListedRepository[]): Promise<void> {
    if (left.length === 0) return;
    const what = left.length === 1 ? '1 repository' : `${left.length} repositories`;
    this.#merger.missed(what, 'not begun: --max-duration was over; the next run goes on with them');
    for (const { id, name } of left) {
      const memory = await this.#tools.recall(id);
      if (memory === null) continue;
      for (const { fingerprint, verdict } of memory.report.findings)
        this.#before.set(fingerprint, verdict.validity === 'inactive');
      this.#merger.add(reportOf(memory, name), true);
    }
  }

  #isOver(): boolean {
    const { maxDuration } = this.#request;
    return maxDuration !== null && this.#tools.plan.clock.now() - this.#started >= maxDuration;
  }

  #asked(): RepositoryRequest {
    const { surfaces, maxSize } = this.#request;
    const { version, rules, api } = this.#tools.plan;
    const hash = createHash('sha256')
      .update(JSON.stringify([version, rules]))
      .digest('hex');
    return {
      surfaces,
      rules: hash,
      verify: api !== null,
      maxSize: Number.isFinite(maxSize) ? maxSize : null,
      run: randomUUID(),
    };
  }

  /** Each once, also when two owners list it. */
  async #list(): Promise<ListedRepository[]> {
    const { owners, surfaces, filters } = this.#request;
    const { github, plan } = this.#tools;
    const wanted = new Map<string, ListedRepository>();
    const seen = new Set<string>();
    const missed = (what: string, why: string) => this.#merger.missed(what, why);
    // A pull request from a fork changes refs, and nothing else tells so.
    const times = talkSurfaces.filter(
      (surface) => surfaces.includes(surface) || (surface === 'pull-requests' && surfaces.includes('git')),
    );
    for (const owner of owners) {
      let shown = 0;
      try {
        for await (const each of github.list(owner, surfaces.includes('gists'), missed, times)) {
          shown++;
          if (seen.has(each.id)) continue;
          seen.add(each.id);
          this.#numbers.listed++;
          const why = whyLeftOut(each, filters);
          if (why === null) wanted.set(each.id, each);
          else this.#numbers.left_out++;
        }
        // A token without rights is given an empty list, and nobody would notice.
        if (shown === 0) missed(`repositories of ${owner}`, 'GitHub shows none of them to this token');
      } catch (error) {
        if (!(error instanceof GitHubFailure)) throw error;
        missed(`repositories of ${owner}`, error.message);
        plan.log.warn('an owner could not be listed', { owner, why: error.message });
      }
    }
    // Of a few repositories, a shard may have none.
    if (wanted.size === 0 && seen.size > 0 && filters.shard === null)
      missed('repositories', `none of the ${seen.size} that are listed fits the filters`);
    return [...wanted.values()];
  }

  #add(name: string, { end, missed, report, known, before, cost }: RepositoryResult): void {
    this.#numbers[end]++;
    for (const [fingerprint, wasDead] of before) this.#before.set(fingerprint, wasDead);
    if (known !== null) this.#merger.add(known, true);
    if (report !== null) this.#merger.add(report);
    if (missed !== null) this.#merger.missed(name, missed);
    this.#cost.calls += cost.calls;
    this.#cost.clones += cost.clones;
    this.#cost.bytes += cost.bytes;
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
