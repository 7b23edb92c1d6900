// Finds the commits of a range: gets its ends, and goes deeper until no commit in it has parents that are out of sight.
import { listCutOff, oldestTime } from '../git/remote.ts';
import { tryGit } from '../git/run.ts';
import type { PrivateRepository } from './private-repository.ts';
import type { RangeRequest } from './request.ts';

/** What to scan, and what there is to say about it. */
export interface Reached {
  /** Revisions of each walk over commits: ids, and `^id` for what is left out. */
  walks: string[][];
  /** Objects to scan whichever commit holds them: tags, and what tags name that is no commit. */
  objects: string[];
  /** Commits and trees of which every file is scanned. */
  trees: string[];
  /** What could not be had, and makes the run incomplete. */
  missed: { what: string; why: string }[];
  /** What people should know. */
  notes: string[];
  /** `BASE..HEAD`, or `HEAD`, in full ids. */
  range: string;
}

/** Each fetch goes much further than the last: few requests, and the last one takes everything. */
const furtherBy = 12;
const deepest = 20_000;
/** Where a wrong clock is likelier than an old branch. */
const deepEnough = 2_000;

export async function reach(repository: PrivateRepository, request: RangeRequest): Promise<Reached> {
  const reached: Reached = { walks: [], objects: [], trees: [], missed: [], notes: [], range: '' };
  let depth: number = request.guess + 1;
  const whole = request.bases.length === 0 && request.removed === null;
  const head = await repository.get(request.head, 'head', whole ? 'all' : depth);
  if ('failure' in head) {
    const what = request.head.id ?? request.head.refs.join(', ');
    reached.missed.push({ what: `${request.about}: ${what}`, why: head.failure.why });
    return reached;
  }
  const base = await firstBase(repository, request, depth, reached);
  const removed = await getRemoved(repository, request, depth, reached);
  const tip = await peel(repository, head.id, reached);
  if (request.wholeTree && tip !== null) reached.trees.push(tip);
  const baseTip = base === null ? null : await peel(repository, base, null);
  const removedTip = removed === null ? null : await peel(repository, removed, null);
  reached.range = baseTip === null ? head.id : `${baseTip}..${head.id}`;
  if (tip !== null) reached.walks.push([tip, ...(baseTip === null ? [] : [`^${baseTip}`])]);
  if (removedTip !== null) reached.walks.push([removedTip, ...(tip === null ? [] : [`^${tip}`])]);
  const ids = [head.id, base, removed].filter((id) => id !== null);
  while (true) {
    const cut = (await Promise.all(reached.walks.map((walk) => listCutOff(repository.place, walk)))).flat();
    const unsure =
      depth <= deepEnough &&
      ((await mayBeOld(repository, tip, baseTip)) || (await mayBeOld(repository, removedTip, tip)));
    if (cut.length === 0 && !unsure) return reached;
    const all = depth >= deepest;
    depth *= furtherBy;
    const failure = await repository.deepen(ids, all || whole ? 'all' : depth);
    if (failure === null && !all) continue;
    const why = failure?.why ?? 'the server has nothing behind it';
    for (const { id } of cut) reached.missed.push({ what: `parents of commit ${id}`, why });
    return reached;
  }
}

/**
 * Whether a commit of the range may be reached by the base, on a way that is out of sight: it could be when what is in
 * sight of the base does not go back as far as the range. Such a commit would be scanned once more; none is left out.
 */
async function mayBeOld(
  { place }: PrivateRepository,
  tip: string | null,
  base: string | null,
): Promise<boolean> {
  if (tip === null || base === null) return false;
  const cut = await listCutOff(place, [base]);
  if (cut.length === 0) return false;
  const oldest = await oldestTime(place, [tip, `^${base}`]);
  return cut.some(({ time }) => oldest !== Infinity && time > oldest);
}

/** The first base that can be had; null leaves nothing out, which scans more, never less. */
async function firstBase(
  repository: PrivateRepository,
  { bases }: RangeRequest,
  depth: number,
  reached: Reached,
): Promise<string | null> {
  for (const [i, point] of bases.entries()) {
    const got = await repository.get(point, `base${i}`, depth);
    if ('id' in got) return got.id;
    const what = point.id ?? point.refs.join(', ');
    const instead = i + 1 < bases.length ? 'another base was taken' : 'all that the head reaches was scanned';
    reached.notes.push(`The base ${what} could not be had (${got.failure.why}); ${instead}.`);
  }
  return null;
}

async function getRemoved(
  repository: PrivateRepository,
  { removed }: RangeRequest,
  depth: number,
  reached: Reached,
): Promise<string | null> {
  if (removed === null) return null;
  const got = await repository.get({ id: removed, refs: [] }, 'removed', depth);
  if ('id' in got) return got.id;
  const { gone, why } = got.failure;
  if (gone)
    reached.notes.push(
      `What was there before, ${removed}, is gone from the server, and was not scanned (${why}).`,
    );
  else reached.missed.push({ what: `what was there before, ${removed}`, why });
  return null;
}

/** The commit behind an object. Tags on the way, and what is no commit, go to `objects` and `trees`. */
async function peel(
  repository: PrivateRepository,
  id: string,
  reached: Reached | null,
): Promise<string | null> {
  for (let at = id, steps = 0; steps < 100; steps += 1) {
    const { stdout } = await tryGit(repository.place, ['cat-file', '-t', at]);
    const type = stdout.toString().trim();
    if (type === 'commit') return at;
    if (type !== 'tag') {
      if (type === 'tree') reached?.trees.push(at);
      else reached?.objects.push(at);
      return null;
    }
    reached?.objects.push(at);
    const tag = await tryGit(repository.place, ['cat-file', 'tag', at]);
    at = /^object ([0-9a-f]+)$/m.exec(tag.stdout.toString('latin1'))?.[1] ?? '';
  }
  return null;
}
