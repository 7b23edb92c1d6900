// Who runs akguard, in words for the ledger. What the environment says, not what anybody has proven.
import { hostname, userInfo } from 'node:os';

/** In GitHub Actions the actor and the run, else the user and the machine. */
export function whoRuns(variables: Record<string, string | undefined>): string {
  const { GITHUB_ACTIONS, GITHUB_ACTOR, GITHUB_REPOSITORY, GITHUB_RUN_ID } = variables;
  if (GITHUB_ACTIONS === 'true' && GITHUB_ACTOR !== undefined) {
    return `${GITHUB_ACTOR} in GitHub Actions, ${GITHUB_REPOSITORY ?? 'unknown repository'} run ${GITHUB_RUN_ID ?? '?'}`;
  }
  return `${userName()}@${hostname()}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that no table names.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
