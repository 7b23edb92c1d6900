// From an event to what is scanned for it. Pure. The commits that a payload lists are never the range: the list may be
// empty while content is new, and ends at 2,048. They only say how deep a first fetch goes.
import type { ActionInputs } from '../config/action-inputs.ts';
import { AkguardError } from '../core/errors.ts';
import type { EventPayload } from '../github/event-payload.ts';

/** Something to get from the server: an object by its id, or else by one of these refs, tried in order. */
export interface Point {
  id: string | null;
  refs: string[];
}

/** What the commits between two points hold. */
export interface RangeRequest {
  kind: 'range';
  /** For people: what it is the range of. */
  about: string;
  head: Point;
  /** What is left out: what the first of these that can be had reaches. With none of them nothing is. */
  bases: Point[];
  /** Where the ref was before: what it held then and holds no more is scanned as well. */
  removed: string | null;
  /** All files of the head as well, whichever commit brought them. */
  wholeTree: boolean;
  /** How many commits the range probably has. */
  guess: number;
}

export type ScanTarget =
  | RangeRequest
  | { kind: 'history' }
  | { kind: 'files' }
  | { kind: 'nothing'; why: string };

/** What a run is asked for. */
export interface Request {
  target: ScanTarget;
  /** Where configuration, baseline and policy are read: the side that a change can't have written. */
  trusted: Point[];
  /** The run gets no secrets and a token that can only read, so that it can neither revoke nor alert; why. */
  powerless: string | null;
}

/** What the runner says about the event. */
export interface RunnerEvent {
  name: string;
  actor: string;
  /** The ref and the commit of the run itself. */
  ref: string;
  sha: string;
  payload: EventPayload;
}

const defaultBranch: Point = { id: null, refs: ['HEAD'] };

/** @throws AkguardError AK_EVENT for an event that does not say what to scan; AK_INPUT. */
export function requestFor(
  event: RunnerEvent,
  inputs: Pick<ActionInputs, 'scan' | 'base' | 'head'>,
): Request {
  return { target: targetFor(event, inputs), trusted: trustedFor(event), powerless: whyPowerless(event) };
}

function targetFor(event: RunnerEvent, inputs: Pick<ActionInputs, 'scan' | 'base' | 'head'>): ScanTarget {
  const { scan, base, head } = inputs;
  const bounded = base !== '' || head !== '';
  if (scan === 'history' || scan === 'files') {
    if (!bounded) return { kind: scan };
    const input = base === '' ? 'head' : 'base';
    throw new AkguardError('AK_INPUT', { input, problem: `has no meaning with \`scan: ${scan}\`` });
  }
  if (bounded) return givenRange(event, base, head);
  const target = eventTarget(event);
  if (scan === 'auto' || target.kind !== 'history') return target;
  throw new AkguardError('AK_EVENT', { problem: `the event ${event.name} has no range` });
}

function givenRange({ sha }: RunnerEvent, base: string, head: string): RangeRequest {
  return range({
    about: `${base || 'the default branch'}..${head || 'this commit'}`,
    head: head === '' ? { id: sha, refs: [] } : named(head),
    // A base that the user named and that can't be had is an error, not a reason to scan something else.
    bases: [base === '' ? defaultBranch : named(base)],
  });
}

function named(revision: string): Point {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return { id: revision, refs: [] };
  const full = revision.startsWith('refs/');
  return { id: null, refs: full ? [revision] : [`refs/heads/${revision}`, `refs/tags/${revision}`] };
}

function range(given: Pick<RangeRequest, 'about' | 'head' | 'bases'> & Partial<RangeRequest>): RangeRequest {
  return { kind: 'range', removed: null, wholeTree: false, guess: 1, ...given };
}

function eventTarget(event: RunnerEvent): ScanTarget {
  const { name, payload, ref, sha } = event;
  if (payload.pull_request !== undefined) return pullRequest(payload, payload.pull_request);
  switch (name) {
    case 'push':
      return push(payload);
    case 'merge_group': {
      const group = payload.merge_group;
      if (group === undefined) throw lacking(name, 'merge_group');
      const { head_sha: id, base_sha: base, base_ref: baseRef } = group;
      const bases = [
        { id: base, refs: [] },
        { id: null, refs: [baseRef] },
      ];
      return range({ about: 'merge group', head: { id, refs: [group.head_ref] }, bases });
    }
    case 'workflow_run':
      return workflowRun(payload);
    case 'release': {
      if (payload.release === undefined) throw lacking(name, 'release');
      const tag = `refs/tags/${payload.release.tag_name}`;
      // A release hands out the whole tree as an archive, so all of it is looked at.
      const head = { id: null, refs: [tag] };
      return range({ about: `release of ${tag}`, head, bases: [defaultBranch], wholeTree: true });
    }
    case 'create':
      return range({ about: `new ${ref}`, head: { id: sha, refs: [ref] }, bases: [defaultBranch] });
    case 'delete':
      return { kind: 'nothing', why: 'a ref was deleted, which adds nothing' };
    case 'schedule':
    case 'workflow_dispatch':
    case 'repository_dispatch':
      return { kind: 'history' };
    default:
      throw new AkguardError('AK_EVENT', {
        problem: `the event ${name} adds no commits that akguard knows of`,
      });
  }
}

function lacking(name: string, field: string): AkguardError {
  return new AkguardError('AK_EVENT', { problem: `the event ${name} came without \`${field}\`` });
}

/** A new branch leaves out what the default branch reaches and nothing else: two that come at once must not hide each other's commits. */
function push({ ref, before, after, deleted, commits, repository }: EventPayload): ScanTarget {
  if (!ref || !before || !after) throw lacking('push', 'ref, before and after');
  if (deleted === true || isZero(after))
    return { kind: 'nothing', why: `${ref} was deleted, which adds nothing` };
  const isNew = isZero(before);
  const isDefault = ref === `refs/heads/${repository?.default_branch ?? ''}`;
  return range({
    about: `push to ${ref}`,
    head: { id: after, refs: [ref] },
    bases: [...(isNew ? [] : [{ id: before, refs: [] }]), ...(isDefault ? [] : [defaultBranch])],
    removed: isNew ? null : before,
    guess: commits?.length ?? 1,
  });
}

type PullRequest = NonNullable<EventPayload['pull_request']>;

/** `base.sha` is where the base branch was when the head last moved, so the base is asked for by name. */
function pullRequest({ action, before, after }: EventPayload, pull: PullRequest): ScanTarget {
  const { number, head, base } = pull;
  const atEvent = { id: base.sha, refs: [] };
  const tip = { id: null, refs: [`refs/heads/${base.ref}`] };
  return range({
    about: `pull request #${number}`,
    head: { id: head.sha, refs: [`refs/pull/${number}/head`] },
    // The base of a merged one holds its commits.
    bases: action === 'closed' && pull.merged === true ? [atEvent] : [tip, atEvent, defaultBranch],
    removed: before && after === head.sha && !isZero(before) ? before : null,
    guess: pull.commits ?? 1,
  });
}

/** The payload does not say where the branch was before: on the default branch that leaves all that it reaches. */
function workflowRun({ workflow_run: run, repository }: EventPayload): ScanTarget {
  if (run === undefined) throw lacking('workflow_run', 'workflow_run');
  const branch = run.head_branch;
  const isOwn = run.head_repository == null || run.head_repository.full_name === repository?.full_name;
  const isDefault = isOwn && branch === repository?.default_branch;
  const refs = isOwn && branch !== null ? [`refs/heads/${branch}`] : [];
  return range({
    about: `workflow run of ${branch ?? run.head_sha}`,
    head: { id: run.head_sha, refs },
    bases: isDefault ? [] : [defaultBranch],
  });
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}

/** Where configuration, baseline and policy of a run are read. */
export function trustedFor({ name, payload }: RunnerEvent): Point[] {
  const { pull_request: pull, merge_group: group, ref, before, repository } = payload;
  if (pull !== undefined)
    return [
      { id: null, refs: [`refs/heads/${pull.base.ref}`] },
      { id: pull.base.sha, refs: [] },
    ];
  if (name === 'merge_group' && group !== undefined) return [{ id: group.base_sha, refs: [] }, defaultBranch];
  const onDefault = ref === `refs/heads/${repository?.default_branch ?? ''}`;
  if (name === 'push' && onDefault && before && !isZero(before))
    return [{ id: before, refs: [] }, defaultBranch];
  return [defaultBranch];
}

function whyPowerless({ name, actor, payload }: RunnerEvent): string | null {
  // These run with the rights of the base, whoever caused them.
  if (name === 'pull_request_target' || name === 'workflow_run') return null;
  const pull = payload.pull_request;
  if (pull !== undefined && pull.head.repo?.full_name !== pull.base.repo?.full_name)
    return 'GitHub gives no secrets to a pull request from a fork';
  if (actor === 'dependabot[bot]' && name !== 'schedule')
    return 'GitHub gives no secrets to a run that Dependabot caused';
  return null;
}
