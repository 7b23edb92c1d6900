// Whether code scanning may have this run's report. There, an upload stands for all that there is on its ref: what it
// lacks is taken for mended, and its alert is closed.
import type { ActionInputs } from '../config/action-inputs.ts';
import type { RunnerEvent, ScanTarget } from './request.ts';

/** A clause that says why not, or null when it may. */
export function whyNotUploaded(
  { name, ref, sha }: RunnerEvent,
  { kind }: ScanTarget,
  { base, head }: Pick<ActionInputs, 'base' | 'head'>,
  { complete }: { complete: boolean },
): string | null {
  if (kind === 'nothing') return 'nothing was scanned';
  if (!complete) return 'not everything was read, and GitHub would take what is missing for mended';
  // The commit and the ref of such a run are those of the default branch, whatever it scans.
  if (name === 'pull_request_target' || name === 'workflow_run')
    return `a run of ${name} belongs to another commit than what it scans`;
  if (!ref.startsWith('refs/') || sha === '') return 'the event names no ref and commit';
  // A pull request has a ref of its own, and each of its runs scans all that it adds.
  if (kind === 'range' && (name !== 'pull_request' || base !== '' || head !== ''))
    return 'a range is a part only, and GitHub would take the rest for mended; use `scan: files` or a schedule for that';
  return null;
}
