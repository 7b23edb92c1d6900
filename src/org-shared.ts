// A run whose repositories are scanned by all processes that share a Postgres: this one sends them, works as well, and hears what
// became of each.
import { createHash } from 'node:crypto';
import type { Options } from './config/options.ts';
import type { ListedRepository } from './core/organisation.ts';
import type { Scanner } from './detect/scanner.ts';
import type { Crew } from './org-crew.ts';
import { type RepositoryRequest, type RepositoryResult, RepositoryScans } from './org-repository.ts';
import type { Plan } from './pipeline.ts';
import type { Agreement, Attempt, WorkQueue } from './store/work-queue.ts';

interface Task {
  listed: ListedRepository;
  asked: RepositoryRequest;
}

/** Told of each repository that this process has scanned. @param ms how long that took. */
export type OnScanned = (result: RepositoryResult, ms: number) => void;

/** What all workers of a run must have in common, so that it does not matter who scans what: hashes, for they are shown to all. */
export function agreementOf(plan: Omit<Plan, 'subject'>, options: Options, host: string): Agreement {
  const { version, rules, policy, hosts, limits, baseline, failOn, allowDamaged } = plan;
  const facts = {
    version,
    rules,
    policy,
    hosts,
    baseline,
    'fail-on': failOn,
    'allow-damaged': allowDamaged,
    offline: plan.api === null,
    revoke: plan.armed,
    alert: options.alert,
    ignore: options.ignore,
    'max-file-size': options.maxFileSize,
    'max-revocations': [limits.run.most, limits.mostAnHour],
    GITHUB_API_URL: host,
  };
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      createHash('sha256').update(JSON.stringify(fact)).digest('hex').slice(0, 12),
    ]),
  );
}

/** Scans what the queue hands out, so many repositories at a time. */
export async function workAt(
  queue: WorkQueue,
  scans: RepositoryScans,
  jobs: number,
  onScanned: OnScanned = () => {},
): Promise<void> {
  const idle: Scanner[] = [];
  await queue.work(jobs, async (task): Promise<Attempt> => {
    const { listed, asked } = task as Task;
    const began = Date.now();
    const scanner = idle.pop() ?? (await scans.makeScanner());
    const result = await scans.scan(listed, asked, scanner);
    idle.push(scanner);
    onScanned(result, Date.now() - began);
    return { result, again: result.mayRetry ? result.missed : null };
  });
}

/** This process is one of those who work. */
export function sharedCrew(queue: WorkQueue, scans: RepositoryScans, jobs: number): Crew {
  return async (waiting, asked, isOver, done) => {
    const byId = new Map(waiting.map((listed) => [listed.id, listed]));
    const run = await queue.begin(waiting.map((listed) => ({ id: listed.id, task: { listed, asked } })));
    try {
      await workAt(queue, scans, jobs);
      for await (const { task, result, why } of queue.results(run, waiting.length, isOver)) {
        const listed = byId.get(task);
        if (listed !== undefined) done(listed, why === null ? (result as RepositoryResult) : givenUp(why));
      }
    } finally {
      await queue.end(run);
    }
  };
}

function givenUp(why: string): RepositoryResult {
  const cost = { calls: 0, clones: 0, bytes: 0 };
  return { end: 'failed', missed: why, mayRetry: false, report: null, known: null, before: [], cost };
}
