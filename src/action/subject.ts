// The source that a request is scanned with.
import type { Options } from '../config/options.ts';
import { AkguardError } from '../core/errors.ts';
import type { Source } from '../core/source.ts';
import type { WalkPacks } from '../git/pack/sweep-store.ts';
import { type Remote, fetchHistory, makeBare } from '../git/remote.ts';
import { runGit } from '../git/run.ts';
import { findRepository, objectFormat } from '../git/repository.ts';
import { isEmptyFolder, makeScratch } from '../io/scratch.ts';
import { sources } from '../sources/index.ts';
import { type Reading, commitsSource } from '../sources/range.ts';
import type { PrivateRepository } from './private-repository.ts';
import { reach } from './reach.ts';
import type { RangeRequest, ScanTarget } from './request.ts';

/** Where a run finds what it scans. */
export interface Workspace {
  checkout: string;
  /** For repositories of our own. */
  folder: string;
  remote: Remote;
  /** The hash of the repository's ids, as far as the event tells; see `objectFormat`. */
  format: string | null;
  /** Made when first asked for. */
  repository: () => Promise<PrivateRepository>;
  sleep: (ms: number) => Promise<void>;
}

/**
 * @param notes gets what people should know; some of it only when the source is read.
 * @throws AkguardError for what can't be scanned at all.
 */
export async function subjectFor(
  target: ScanTarget,
  workspace: Workspace,
  options: Options,
  walkPacks: WalkPacks,
  notes: string[],
): Promise<Source> {
  switch (target.kind) {
    case 'range':
      return rangeOf(target, workspace, notes);
    case 'history':
      return historyOf(workspace, options, walkPacks, notes);
    case 'files':
      if (await isEmptyFolder(workspace.checkout)) {
        const problem = '`files` needs a checkout, and there is none; use actions/checkout before';
        throw new AkguardError('AK_EVENT', { problem });
      }
      return sources.files({ ...options, operands: [workspace.checkout], walkPacks });
    case 'nothing':
      notes.push(`Nothing was scanned: ${target.why}.`);
      return { name: 'range', target: target.why, read: async () => {} };
  }
}

/**
 * What single commits bring in.
 * @param notes gets those that can't be had.
 */
export function commitsOf(
  about: string,
  commits: readonly string[],
  { repository: open, remote }: Workspace,
  notes: string[],
): Source {
  return commitsSource(about, async () => {
    const repository = await open();
    const walks: string[][] = [];
    for (const [i, id] of commits.entries()) {
      const got = await repository.get({ id, refs: [] }, `named${i}`, 2);
      if ('failure' in got) notes.push(`Commit ${id} could not be had: ${got.failure.why}.`);
      else {
        const parents = (await runGit(repository.place, ['rev-parse', `${id}^@`])).toString();
        walks.push([id, ...parents.split('\n').flatMap((parent) => (parent === '' ? [] : [`^${parent}`]))]);
      }
    }
    return reading(repository, { walks, objects: [], trees: [] }, remote.url);
  });
}

function reading(
  repository: PrivateRepository,
  what: Pick<Reading, 'walks' | 'objects' | 'trees'>,
  remote: string,
): Reading {
  const obtain = async (ids: readonly string[]) => (await repository.obtain(ids))?.why ?? null;
  return { ...what, place: repository.place, remote, obtain };
}

function rangeOf(request: RangeRequest, { repository: open, remote }: Workspace, notes: string[]): Source {
  return commitsSource(request.about, async (coverage) => {
    const repository = await open();
    const reached = await reach(repository, request);
    for (const { what, why } of reached.missed) coverage.missed(what, why);
    notes.push(...reached.notes);
    if (reached.range !== '') notes.push(`Scanned: ${request.about}, ${reached.range}.`);
    return reading(repository, reached, remote.url);
  });
}

/** All that the server shows: branches, tags, notes, and the heads of pull requests, which stay when a branch is deleted. */
const everything = [
  '+refs/heads/*:refs/heads/*',
  '+refs/tags/*:refs/tags/*',
  '+refs/notes/*:refs/notes/*',
  '+refs/pull/*/head:refs/pull/*/head',
];

async function historyOf(
  { checkout, folder, remote, format, sleep }: Workspace,
  options: Options,
  walkPacks: WalkPacks,
  notes: string[],
): Promise<Source> {
  const local = await findRepository(checkout, false);
  const directory = await makeScratch('history', folder);
  const place = await makeBare(directory, remote, (local && (await objectFormat(local.place))) ?? format);
  const failure = await fetchHistory(place, everything, { depth: null, whole: true }, sleep);
  const request = { ...options, allowShallow: false, walkPacks };
  if (failure === null) {
    const source = await sources.history({ ...request, operands: [directory] });
    return Object.assign(source, { target: remote.url });
  }
  if (local === null || local.shallow) {
    const what = 'the repository';
    return {
      name: 'history',
      target: remote.url,
      read: async (_, coverage) => coverage.missed(what, failure.why),
    };
  }
  notes.push(
    `The server could not be asked (${failure.why}); the checkout was scanned, without pull requests.`,
  );
  return sources.history({ ...request, operands: [checkout] });
}
