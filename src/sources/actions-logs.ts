// Source `actions-logs`: the logs of workflow runs on GitHub, all attempts. Each is a zip; every entry of it is read, whatever
// it is called (https://github.com/cli/cli/issues/10551 and its like tell how names vary).
import { containerKind } from '../archive/kind.ts';
import type { BlobSink, Provenance } from '../core/blob.ts';
import type { ContainerEntry, Seekable } from '../core/container.ts';
import type { Coverage } from '../core/coverage.ts';
import { AkguardError } from '../core/errors.ts';
import type { Match } from '../core/match.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { CountingSource } from '../core/source.ts';
import { GitHubFailure } from '../github/failure.ts';
import type { Connection } from '../github/octokit.ts';
import { type WorkflowRun, WorkflowRuns } from '../github/workflow-runs.ts';
import { reasonOf } from '../io/read-file.ts';
import { TooLarge } from '../io/spool.ts';
import { LineStamps } from './line-stamps.ts';
import { spooled } from './spooled.ts';

/** Which runs: one by its number, or those created since a time. */
export type RunsAsked = { id: number } | { since: Date };

export interface ActionsLogsRequest {
  /** `OWNER/REPO`. */
  repository: string;
  runs: RunsAsked;
  /** Bytes: of a zip as it is downloaded. */
  maxFileSize: number;
  connection: Connection;
  clock: Clock;
  log: Log;
}

/** Runs that end so have no log, for nothing ran. */
const withoutLog = ['skipped', 'action_required', 'startup_failure', 'stale'];
/** A GitHub that is down is not asked for the next thousand logs. */
const mostLost = 5;

/** @throws AkguardError AK_USAGE for what is no `OWNER/REPO`. */
export function actionsLogsSource(request: ActionsLogsRequest): CountingSource {
  const { repository, runs } = request;
  const [, owner = '', repo = ''] = /^([A-Za-z0-9][\w-]*)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner === '' || repo === '.' || repo === '..')
    throw new AkguardError('AK_USAGE', { problem: `\`${repository}\` is not OWNER/REPO.` });
  const urls = new WeakMap<Provenance, string>();
  let reader: LogsReader | null = null;
  return {
    name: 'actions-logs',
    target: 'id' in runs ? `${repository} run ${runs.id}` : `${repository} since ${runs.since.toISOString()}`,
    read(sink, coverage) {
      reader = new LogsReader(request, { owner, repo }, sink, coverage, urls);
      return reader.read();
    },
    refine: async (matches: Match[]) =>
      matches.map((match) => ({ ...match, url: urls.get(match.provenance) ?? null })),
    get calls() {
      return reader?.calls ?? 0;
    },
  };
}

class LogsReader {
  readonly #request: ActionsLogsRequest;
  readonly #github: WorkflowRuns;
  readonly #sink: BlobSink;
  readonly #coverage: Coverage;
  readonly #urls: WeakMap<Provenance, string>;
  /** By reason, how many attempts have no log that anybody could read. */
  readonly #leftOut = new Map<string, number>();
  /** Logs in a row that did not come because nobody answered. */
  #lost = 0;

  constructor(
    request: ActionsLogsRequest,
    place: { owner: string; repo: string },
    sink: BlobSink,
    coverage: Coverage,
    urls: WeakMap<Provenance, string>,
  ) {
    this.#request = request;
    const { connection, clock, log } = request;
    this.#github = new WorkflowRuns({ ...connection, ...place, clock, log });
    this.#sink = sink;
    this.#coverage = coverage;
    this.#urls = urls;
  }

  get calls(): number {
    return this.#github.calls;
  }

  /** @throws AkguardError AK_GITHUB when not even a run is known. */
  async read(): Promise<void> {
    let known = 0;
    try {
      for await (const run of this.#runs()) {
        known++;
        await this.#run(run);
      }
    } catch (error) {
      if (!(error instanceof GitHubFailure)) throw error;
      const reason = error.message.replace(/^GitHub did not /, '');
      if (known === 0) throw new AkguardError('AK_GITHUB', { attempt: reason });
      this.#coverage.missed('the other runs', error.message);
    }
    for (const [why, count] of this.#leftOut)
      this.#coverage.leftOut(count === 1 ? '1 log' : `${count} logs`, why);
  }

  async *#runs(): AsyncGenerator<WorkflowRun, void> {
    const { runs, clock } = this.#request;
    if ('id' in runs) {
      yield await this.#github.run(runs.id);
      return;
    }
    const period = {
      from: Math.floor(runs.since.getTime() / 1000),
      to: Math.ceil(clock.now() / 1000),
    };
    yield* this.#github.created(period, (what, why) => this.#coverage.missed(what, why));
  }

  async #run(run: WorkflowRun): Promise<void> {
    for (let attempt = run.attempts; attempt >= 1; attempt--) {
      const isGoingOn = attempt === run.attempts && run.status !== 'completed';
      if (isGoingOn) this.#without(run, attempt, 'the run has not ended: it has no log yet');
      else await this.#attempt(run, attempt);
    }
  }

  async #attempt(run: WorkflowRun, attempt: number): Promise<void> {
    const name = nameOf(run, attempt);
    try {
      const { maxFileSize, clock } = this.#request;
      const zip = await spooled(() => this.#github.log(run, attempt), maxFileSize, clock);
      this.#lost = 0;
      try {
        await this.#zip(zip, name, `${run.url}/attempts/${attempt}`);
      } finally {
        zip.close();
      }
    } catch (error) {
      if (error instanceof TooLarge) this.#coverage.missed(name, `${error.message}, over --max-file-size`);
      else if (!(error instanceof GitHubFailure)) this.#coverage.missed(name, reasonOf(error));
      else if (isOver(error) || (error.status === null && ++this.#lost === mostLost)) throw error;
      else this.#refused(error, run, attempt);
    }
  }

  #refused(error: GitHubFailure, run: WorkflowRun, attempt: number): void {
    // 410: GitHub removed it when its time was over; no one can read it any more, neither we nor a thief.
    if (error.status === 410) this.#without(run, attempt, 'expired: GitHub no longer has it');
    else if (error.status === 404 && withoutLog.includes(run.conclusion ?? ''))
      this.#without(run, attempt, `there is none: the run was ${run.conclusion}`);
    else if (error.status === 404)
      this.#coverage.missed(nameOf(run, attempt), 'GitHub has no log of it: deleted, or not ours to read');
    else this.#coverage.missed(nameOf(run, attempt), error.message);
  }

  /** What was asked for by its number is missed; of many, what nobody can read is left out. */
  #without(run: WorkflowRun, attempt: number, why: string): void {
    if ('id' in this.#request.runs) this.#coverage.missed(nameOf(run, attempt), why);
    else this.#leftOut.set(why, (this.#leftOut.get(why) ?? 0) + 1);
  }

  async #zip(zip: Seekable, name: string, url: string): Promise<void> {
    const kind = containerKind(zip.read(0, 512), null);
    if (kind !== 'zip') {
      this.#coverage.missed(name, 'what GitHub sent is no zip');
      return;
    }
    const { containers } = await import('../archive/containers.ts');
    const budget = containers.newBudget();
    for (const entry of containers.open(kind, zip, budget)) this.#entry(entry, name, url);
    for (const gap of budget.gaps) this.#coverage.notOpened(name, gap);
  }

  #entry({ name: entryName, head, pieces }: ContainerEntry, name: string, url: string): void {
    const provenance: Provenance = { kind: 'log', path: `${name}: ${entryName}` };
    this.#urls.set(provenance, url);
    // An archive would be spoilt by taking something out of it.
    const stamps = containerKind(head, null) === null ? new LineStamps() : null;
    this.#sink.open(provenance);
    try {
      for (const piece of pieces) {
        this.#coverage.bytes += piece.length;
        this.#sink.write(stamps === null ? piece : stamps.take(piece));
      }
      if (stamps !== null) this.#sink.write(stamps.end());
    } finally {
      this.#coverage.lines += this.#sink.close();
      this.#coverage.files++;
    }
  }
}

function nameOf(run: WorkflowRun, attempt: number): string {
  return `run ${run.id}, attempt ${attempt}`;
}

/** A token that is no longer good, or a ban that does not end: nothing else will be given either. */
function isOver(error: GitHubFailure): boolean {
  return error.status === 401 || error.status === 403 || error.status === 429;
}
