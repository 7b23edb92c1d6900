// Reads what commits changed, as object ids and paths: no text diff, so no attribute, textconv or binary guess can
// hide content. A merge lists only what differs from every parent, which is just what the merge itself brought in.
import type { CommitInfo } from '../core/blob.ts';
import { type GitPlace, gitFailed, runGit, streamGit } from './run.ts';

/** One changed path of a commit (or of the index). */
export interface Change {
  /** Display text, see `Provenance`. */
  path: string;
  /** Id of the content, or null where there is none of ours: a deletion, or a submodule's commit. */
  after: string | null;
  /** Id of the content in each parent that has the path. */
  before: string[];
  submodule: boolean;
  /** In conflict: the index holds several versions and no result. */
  unmerged: boolean;
}

export interface CommitChanges {
  commit: CommitInfo;
  parents: string[];
  changes: Change[];
}

const submoduleMode = '160000';

/** Parses `:mode mode id id S`, or with one more `:`, mode and id for each further parent of a merge. */
function parseRaw(meta: string, path: string): Change {
  const parents = /^:+/.exec(meta)?.[0].length ?? 1;
  const fields = meta.slice(parents).split(' ');
  const modes = fields.slice(0, parents + 1);
  const ids = fields.slice(parents + 1, 2 * parents + 2);
  const after = ids[parents] ?? '';
  const submodule = modes[parents] === submoduleMode;
  const unmerged = fields.at(-1) === 'U';
  const before = ids.slice(0, parents).filter((id, i) => !isZero(id) && modes[i] !== submoduleMode);
  return { path, after: isZero(after) || submodule ? null : after, before, submodule, unmerged };
}

function isZero(id: string): boolean {
  return /^0*$/.test(id);
}

/** Cuts a stream at NUL bytes. */
class NulSplitter {
  #rest: Buffer = Buffer.alloc(0);
  readonly #onToken: (token: string) => void;

  constructor(onToken: (token: string) => void) {
    this.#onToken = onToken;
  }

  push(data: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data;
    const end = bytes.lastIndexOf(0);
    // A NUL is in no character, so that what is before it can be read as a whole.
    if (end >= 0) for (const token of bytes.toString('utf8', 0, end).split('\0')) this.#onToken(token);
    this.#rest = Buffer.from(bytes.subarray(end + 1));
  }
}

// \x01 starts a commit, so that its fields can be told from the raw lines, which start with `:`.
const commitFormat = '--format=%x01%H%x00%P%x00%an <%ae>%x00%cI%x00%S';
const headerFields = 5;

/**
 * Commits that `revisions` select, parents before children, with what each changed.
 * @param options of git rev-list that select, e.g. `--all`.
 * @param revisions ids, or `^id` for what to leave out.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function readCommits(
  place: GitPlace,
  options: readonly string[],
  revisions: readonly string[],
  onCommit: (commit: CommitChanges) => void,
): Promise<void> {
  const args = ['log', '-z', '--raw', '-c', '--root', '-r', '--no-renames', '--no-abbrev', '--no-textconv'];
  args.push(
    '--no-ext-diff',
    '--topo-order',
    '--reverse',
    '--ignore-missing',
    '--source',
    commitFormat,
    ...options,
    '--stdin',
    '--',
  );
  let header: string[] = [];
  let current: CommitChanges | null = null;
  let meta: string | null = null;
  const splitter = new NulSplitter((token) => {
    if (header.length > 0 && header.length < headerFields) {
      header.push(token);
      if (header.length < headerFields) return;
      const [id = '', parents = '', author = '', committedAt = '', ref = ''] = header;
      if (current !== null) onCommit(current);
      const info = { id, author, committedAt, ref: ref.startsWith('refs/') || ref === 'HEAD' ? ref : null };
      current = { commit: info, parents: parents.split(' ').filter(Boolean), changes: [] };
      header = [];
    } else if (meta !== null) {
      current?.changes.push(parseRaw(meta, token));
      meta = null;
    } else if (token.startsWith('\x01')) header = [token.slice(1)];
    else if (/^\n?:/.test(token)) meta = token.replace('\n', '');
  });
  const end = await streamGit(place, args, (data) => splitter.push(data), `${revisions.join('\n')}\n`);
  if (end.code !== 0) throw gitFailed(args, end);
  if (current !== null) onCommit(current);
}

/**
 * What the index holds that `tree` (HEAD when left out) does not.
 * @throws AkguardError AK_GIT_FAILED.
 */
export async function readStaged(place: GitPlace, tree?: string): Promise<Change[]> {
  const args = [
    'diff',
    '--cached',
    '--raw',
    '-z',
    '--no-renames',
    '--no-abbrev',
    '--no-ext-diff',
    '--no-textconv',
  ];
  args.push(
    '--ignore-submodules=none',
    '--diff-filter=ACMRTUXB',
    ...(tree === undefined ? [] : [tree]),
    '--',
  );
  const changes: Change[] = [];
  let meta: string | null = null;
  const splitter = new NulSplitter((token) => {
    if (meta === null) meta = token;
    else {
      changes.push(parseRaw(meta, token));
      meta = null;
    }
  });
  splitter.push(await runGit(place, args));
  return changes;
}

/** The ids of all commits of the store, whether a ref reaches them or not. */
export async function listCommits(place: GitPlace): Promise<string[]> {
  const format = '--batch-check=%(objecttype) %(objectname)';
  const listed = await runGit(place, ['cat-file', '--batch-all-objects', '--unordered', '--buffer', format]);
  return Array.from(listed.toString('latin1').matchAll(/^commit (\w+)$/gm), ([, id = '']) => id);
}
