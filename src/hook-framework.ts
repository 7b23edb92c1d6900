// The pre-commit framework around our hooks: it hands over file names instead of leaving it to the hook, and of a push it
// tells one ref in variables instead of all of them on standard input (pre-commit/pre-commit#1908).
import type { Source } from './core/source.ts';
import { readStaged } from './git/changes.ts';
import { resolveRevision } from './git/repository.ts';
import { type ScanRequest, pushed, sources } from './sources/index.ts';

const place = { directory: '.', hook: true };

/**
 * What is staged; or, when nothing is, the files named: then this is no commit but `pre-commit run --all-files`, which
 * must not pass without a look.
 */
export async function frameworkSource(
  files: string[],
  request: Omit<ScanRequest, 'operands'>,
): Promise<Source> {
  if (files.length > 0 && (await readStaged(place)).length === 0)
    return sources.files({ ...request, operands: files });
  return sources.staged({ ...request, operands: [] });
}

/** The ref that the framework tells of. When the other side has nothing at all, it only tells its name. */
export async function frameworkPush(
  variables: Record<string, string | undefined>,
  limitMs: number,
): Promise<Source> {
  const { PRE_COMMIT_TO_REF: to, PRE_COMMIT_FROM_REF: from, PRE_COMMIT_LOCAL_BRANCH: branch } = variables;
  const remote = variables['PRE_COMMIT_REMOTE_NAME'] ?? null;
  const tip = await resolveRevision(place, to ?? branch ?? 'HEAD');
  const known = /^[0-9a-f]{40,64}$/.test(from ?? '') ? (from ?? '') : '0'.repeat(tip.length);
  return pushed(`pushed ${tip} ${branch ?? 'HEAD'} ${known}\n`, remote, limitMs);
}
