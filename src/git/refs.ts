// What refs say about objects: which branches still hold a blob, which refs reach a commit, and what a selection of them
// reaches.
import { AkguardError } from '../core/errors.ts';
import { resolveRevision } from './repository.ts';
import { type GitPlace, gitFailed, runGit, tryGit } from './run.ts';

/** So many questions of one kind are asked; a store with more refs or places than that is not looked through. */
const mostQuestions = 200_000;
const mostCommits = 4_096;
const branches = ['refs/heads', 'refs/remotes'];

/** A blob and the paths at which commits have had it. */
export interface Whereabouts {
  blob: string;
  paths: ReadonlySet<string>;
}

/**
 * The branches in whose tip each blob still is, at one of its paths. Null when that can't be told.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function findInTips(
  place: GitPlace,
  wanted: readonly Whereabouts[],
): Promise<Map<string, string[]> | null> {
  const listed = await runGit(place, ['for-each-ref', '--format=%(refname)', ...branches]);
  const refs = listed.toString().split('\n').filter(Boolean);
  // A question is a line, and paths are display text: about one with a newline, or one that is not UTF-8, none can be asked.
  const asked = wanted.flatMap(({ blob, paths }) =>
    [...paths].flatMap((path) => refs.map((ref) => ({ blob, ref, question: `${ref}:${path}` }))),
  );
  if (asked.length > mostQuestions || asked.some(({ question }) => /[\n\ufffd]/.test(question))) return null;
  const input = asked.map(({ question }) => `${question}\n`).join('');
  const answers = await runGit(place, ['cat-file', '--batch-check=%(objectname)', '--buffer'], input);
  const tips = new Map(wanted.map(({ blob }) => [blob, new Set<string>()]));
  for (const [i, answer] of answers.toString('latin1').split('\n').entries()) {
    const { blob, ref } = asked[i] ?? { blob: '', ref: '' };
    if (answer === blob) tips.get(blob)?.add(ref);
  }
  return new Map(Array.from(tips, ([blob, found]) => [blob, [...found].toSorted()]));
}

/** Which refs reach some commits, told from the commits of one walk: a question to git for each would walk again. */
export class Descent {
  readonly #marked: string[] = [];
  /** Commit -> the marked ones that it is or descends from, as bits in their order; none is left out. */
  readonly #above = new Map<string, bigint>();

  /** To be called for parents before their children. Of more than a few thousand marked commits, only the first are told. */
  add(id: string, parents: readonly string[], isMarked: boolean): void {
    let above = 0n;
    for (const parent of parents) above = union(above, this.#above.get(parent) ?? 0n);
    if (isMarked && this.#marked.length < mostCommits) above |= 1n << BigInt(this.#marked.push(id) - 1);
    if (above !== 0n) this.#above.set(id, above);
  }

  /** The refs that reach each marked commit, in git's order. @throws AkguardError AK_GIT_FAILED. */
  async findRefs(place: GitPlace): Promise<Map<string, string[]>> {
    const found = new Map<string, string[]>(this.#marked.map((id) => [id, []]));
    if (found.size === 0) return found;
    const args = ['show-ref', '--dereference'];
    const { stdout, ...end } = await tryGit(place, args);
    // 1 says that there are no refs.
    if (end.code !== 0 && end.code !== 1) throw gitFailed(args, end);
    const tips = new Map<string, string>();
    for (const [, id = '', ref = ''] of stdout.toString().matchAll(/^(\w+) (refs\/.*?)(?:\^\{\})?$/gm))
      tips.set(ref, id);
    for (const [ref, id] of tips) {
      const bits = (this.#above.get(id) ?? 0n).toString(2);
      for (let at = bits.indexOf('1'); at !== -1; at = bits.indexOf('1', at + 1))
        found.get(this.#marked[bits.length - 1 - at] ?? '')?.push(ref);
    }
    return found;
  }
}

/** One of the two where that is all: most commits then share their bits with a parent. */
function union(a: bigint, b: bigint): bigint {
  const both = a | b;
  return both === a ? a : both === b ? b : both;
}

/** A part of history. */
export interface Selection {
  /** Patterns of refs, as a whole or behind refs/heads, refs/tags or refs/remotes; empty for all. */
  refs: readonly string[];
  /** A revision, behind which everything is left out; or a date; or null. */
  since: string | null;
}

const relativeDate = /^\d+[ .]?(?:second|minute|hour|day|week|month|year)s?[ .]ago$/;
const absoluteDate = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?$/;

/**
 * The ids of all objects that a selection holds. By date, everything in the trees of its commits is among them.
 * @throws AkguardError AK_UNKNOWN_REVISION for a pattern without a ref, and for a `since` that is neither; AK_GIT_FAILED.
 */
export async function listSelected(place: GitPlace, { refs, since }: Selection): Promise<string[]> {
  const from: string[] = [];
  for (const pattern of refs) from.push(...(await matchRefs(place, pattern)));
  const bound = since === null ? [] : await boundOf(place, since);
  const args = ['rev-list', '--objects', '--no-object-names', ...(refs.length === 0 ? ['--all'] : [])];
  const input = [...from, ...bound.filter((line) => line.startsWith('^'))]
    .map((line) => `${line}\n`)
    .join('');
  const options = bound.filter((line) => line.startsWith('--'));
  const listed = await runGit(place, [...args, ...options, '--stdin', '--'], input);
  return listed.toString('latin1').split('\n').filter(Boolean);
}

async function matchRefs(place: GitPlace, pattern: string): Promise<string[]> {
  const patterns = [pattern, ...['heads', 'tags', 'remotes'].map((kind) => `refs/${kind}/${pattern}`)];
  const listed = await runGit(place, ['for-each-ref', '--format=%(refname)', '--', ...patterns]);
  const found = listed.toString().split('\n').filter(Boolean);
  if (found.length === 0) throw new AkguardError('AK_UNKNOWN_REVISION', { revision: pattern });
  return found;
}

/** git takes any text for a date, and what it does not understand for now: then nothing would be scanned. */
async function boundOf(place: GitPlace, since: string): Promise<string[]> {
  if (relativeDate.test(since) || (absoluteDate.test(since) && !Number.isNaN(Date.parse(since.slice(0, 10)))))
    return [`--since=${since}`];
  return [`^${await resolveRevision(place, since)}`];
}
