// The branch and the repository that a run in GitHub Actions is about, as the runner says.
import { readFileSync } from 'node:fs';
import type { Visibility } from '../core/policy.ts';

/** Null is unknown: outside of Actions nobody says. */
export interface RunPlace {
  branch: string | null;
  visibility: Visibility | null;
}

/** For a pull request the branch it comes from. */
export function runPlace(variables: Record<string, string | undefined>): RunPlace {
  const { GITHUB_HEAD_REF: head, GITHUB_REF: ref, GITHUB_EVENT_PATH: event } = variables;
  const branch = head || /^refs\/heads\/(.+)$/.exec(ref ?? '')?.[1] || null;
  return { branch, visibility: event ? visibilityIn(event) : null };
}

function visibilityIn(path: string): Visibility | null {
  try {
    const { repository } = JSON.parse(readFileSync(path, 'utf8')) as {
      repository?: { visibility?: unknown; private?: unknown };
    };
    const said = (['public', 'internal', 'private'] as const).find((each) => each === repository?.visibility);
    if (said) return said;
    return typeof repository?.private === 'boolean' ? (repository.private ? 'private' : 'public') : null;
  } catch {
    return null;
  }
}
