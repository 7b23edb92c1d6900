// What refs say about objects: which branches still hold a blob, which refs reach a commit, and what a selection of them
// reaches.
import { AkguardError } from '../core/errors.ts';
import { resolveRevision } from './repository.ts';
import { type GitPlace, runGit, tryGit } from './run.ts';

/** So many questions of one kind are asked; a store with more refs or places than that is not looked through. */
const mostQuestions = 200_000;
const mostCommits = 32;
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

/** The refs that reach each commit; of more than a few commits, only the first ones are told. */
export async function findRefs(place: GitPlace, commits: Iterable<string>): Promise<Map<string, string[]>> {
  const reached = new Map<string, string[]>();
  for (const commit of new Set(commits)) {
    if (reached.size === mostCommits) break;
    const { code, stdout } = await tryGit(place, [
      'for-each-ref',
      '--format=%(refname)',
      '--contains',
      commit,
    ]);
    if (code === 0) reached.set(commit, stdout.toString().split('\n').filter(Boolean));
  }
  return reached;
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
