// What GitHub's refusals become: one sentence. Octokit's own errors hold the request with its body, so they are never
// passed on, not even as a cause.
import { RequestError } from 'octokit';
import { visible } from '../core/text.ts';

/** A request to GitHub that failed. `status` is null when there was no answer. */
export class GitHubFailure extends Error {
  override readonly name = 'GitHubFailure';
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }

  /** Without an answer, or with one from a proxy or a broken server, nobody knows whether it was done. */
  get mayHaveWorked(): boolean {
    return this.status === null || this.status >= 500;
  }
}

/** `attempt` completes "GitHub did not …". */
export function failure(attempt: string, error: unknown): GitHubFailure {
  if (error instanceof GitHubFailure) return error;
  if (!(error instanceof RequestError)) {
    const name = error instanceof Error ? error.name : typeof error;
    return new GitHubFailure(`GitHub did not ${attempt}: ${name}`, null);
  }
  if (!error.response)
    return new GitHubFailure(`GitHub did not ${attempt}: no answer (${short(error.message)})`, null);
  const said = messageIn(error.response.data);
  return new GitHubFailure(
    `GitHub did not ${attempt}: ${error.status}${said === '' ? '' : ` ${said}`}`,
    error.status,
  );
}

/** There is a ban, and we don't wait for its end. */
export function tooLong(ms: number): GitHubFailure {
  return new GitHubFailure(
    `GitHub did not answer: it told us to wait for ${Math.ceil(ms / 60_000)} minutes`,
    429,
  );
}

function messageIn(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('message' in data)) return '';
  return typeof data.message === 'string' ? short(data.message) : '';
}

function short(text: string): string {
  return visible(text.slice(0, 200));
}
