// Asks the API for a body that may be elsewhere: it sends us on, to itself when a repository was renamed, or to a store with a
// signed address, where no token goes.
import type { Octokit } from 'octokit';
import { type Download, download, received } from './download.ts';
import { GitHubFailure, failure } from './failure.ts';

const mostHops = 3;
const answerMs = 30_000;

/**
 * Opens what is at a path of the API. `what` completes "GitHub did not …". @param origin of the API. @param accept the media
 * type, where the API has several.
 * @throws GitHubFailure.
 */
export async function openRedirected(
  octokit: Octokit,
  origin: string,
  path: string,
  what: string,
  accept?: string,
): Promise<Download> {
  let address = path;
  for (let hops = 0; hops < mostHops; hops++) {
    const { status, location, open } = await ask(octokit, address, what, accept);
    if (location === undefined) return open();
    const next = new URL(location, origin);
    if (status === 302 || next.origin !== origin) return download(next.href, what);
    address = next.href;
  }
  throw new GitHubFailure(`GitHub did not ${what}: sent on and on`, null);
}

async function ask(octokit: Octokit, path: string, what: string, accept: string | undefined) {
  const stop = new AbortController();
  let response: Response | null = null;
  // Octokit would take the whole body into memory, and end it after the time that an answer may take.
  const request = {
    redirect: 'manual' as const,
    parseSuccessResponseBody: false,
    fetch: async (url: string, init: RequestInit) => {
      const timer = setTimeout(() => stop.abort(new Error('timeout')), answerMs);
      response = await fetch(url, { ...init, signal: stop.signal }).finally(() => clearTimeout(timer));
      return response;
    },
  };
  try {
    const options = { request, ...(accept === undefined ? {} : { headers: { accept } }) };
    const { status, headers } = await octokit.request(`GET ${path}`, options);
    const { location } = headers;
    const answer = response as Response | null;
    if (location !== undefined) await answer?.body?.cancel();
    return {
      status,
      location,
      open: () => {
        if (answer?.status === 200) return received(answer, stop, what);
        throw new GitHubFailure(`GitHub did not ${what}: ${status} without an address`, status);
      },
    };
  } catch (error) {
    throw failure(what, error);
  }
}
