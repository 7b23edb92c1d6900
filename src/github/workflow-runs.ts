// Runs of GitHub Actions and their logs. https://docs.github.com/rest/actions/workflow-runs
import type { Download } from './download.ts';
import { failure } from './failure.ts';
import { Reader, type ReaderOptions } from './reader.ts';
import { openRedirected } from './redirected.ts';

export interface WorkflowRun {
  id: number;
  /** How often it was begun; each attempt has a log of its own. */
  attempts: number;
  /** `completed`, or where it stands. */
  status: string;
  /** How it ended, `success` or `skipped` for example; null while it has not. */
  conclusion: string | null;
  /** The page for people. */
  url: string;
}

/** Runs by when they were created, both ends included. Whole seconds since the epoch. */
export interface Period {
  from: number;
  to: number;
}

export interface WorkflowRunsOptions extends ReaderOptions {
  owner: string;
  repo: string;
}

/** GitHub gives no more than that for one question that filters. */
const mostListed = 1000;
const pageSize = 100;

interface RawRun {
  id: number;
  run_attempt?: number | undefined;
  status: string | null;
  conclusion: string | null;
  html_url: string;
}

/** All failures are a GitHubFailure. */
export class WorkflowRuns {
  readonly #reader: Reader;
  readonly #place: { owner: string; repo: string };
  readonly #origin: string;

  constructor({ owner, repo, ...options }: WorkflowRunsOptions) {
    this.#reader = new Reader(options);
    this.#place = { owner, repo };
    this.#origin = new URL(options.apiUrl).origin;
  }

  /** Requests that were sent, without the downloads. */
  get calls(): number {
    return this.#reader.calls;
  }

  async run(id: number): Promise<WorkflowRun> {
    try {
      const { data } = await this.#reader.octokit.rest.actions.getWorkflowRun({ ...this.#place, run_id: id });
      return runOf(data);
    } catch (error) {
      throw failure(`show run ${id}`, error);
    }
  }

  /**
   * The newest first. @param missed told of a second in which there were more runs than GitHub lists, and of runs that it
   * counts and does not list.
   */
  async *created(
    period: Period,
    missed: (what: string, why: string) => void,
  ): AsyncGenerator<WorkflowRun, void> {
    const first = await this.#page(period, 1);
    if (first.total >= mostListed && period.from < period.to) {
      const middle = Math.floor((period.from + period.to) / 2);
      yield* this.created({ from: middle + 1, to: period.to }, missed);
      yield* this.created({ from: period.from, to: middle }, missed);
      return;
    }
    const seen = new Set<number>();
    let { total, runs } = first;
    for (let page = 2; runs.length > 0; page++) {
      for (const run of runs) {
        if (seen.has(run.id)) continue;
        seen.add(run.id);
        yield run;
      }
      if (seen.size >= total || page > mostListed / pageSize) break;
      ({ total, runs } = await this.#page(period, page));
    }
    if (seen.size < total)
      missed(
        `${total - seen.size} runs created ${words(period)}`,
        'GitHub counts them and does not list them',
      );
  }

  async #page({ from, to }: Period, page: number): Promise<{ total: number; runs: WorkflowRun[] }> {
    try {
      const { data } = await this.#reader.octokit.rest.actions.listWorkflowRunsForRepo({
        ...this.#place,
        created: `${iso(from)}..${iso(to)}`,
        per_page: pageSize,
        page,
      });
      return { total: data.total_count, runs: data.workflow_runs.map(runOf) };
    } catch (error) {
      throw failure(`list the runs of ${this.#place.owner}/${this.#place.repo}`, error);
    }
  }

  /** The log of one attempt: a zip, as GitHub sends it. */
  async log(run: WorkflowRun, attempt: number): Promise<Download> {
    const { owner, repo } = this.#place;
    return openRedirected(
      this.#reader.octokit,
      this.#origin,
      `/repos/${owner}/${repo}/actions/runs/${run.id}/attempts/${attempt}/logs`,
      `give the log of run ${run.id}, attempt ${attempt}`,
    );
  }
}

function runOf({ id, run_attempt, status, conclusion, html_url }: RawRun): WorkflowRun {
  return { id, attempts: run_attempt ?? 1, status: status ?? 'completed', conclusion, url: html_url };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function words({ from, to }: Period): string {
  return from === to ? `at ${iso(from)}` : `from ${iso(from)} to ${iso(to)}`;
}
