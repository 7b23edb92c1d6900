// Downloads from where GitHub sends one to: a signed address on another host. No token goes there.
import { GitHubFailure } from './failure.ts';

/** A body that is coming in. `size` is what was announced, in bytes, or null. */
export interface Download {
  size: number | null;
  /** Each piece is the reader's. Throws a GitHubFailure when the connection breaks. */
  pieces: AsyncIterable<Uint8Array>;
}

const mostHops = 3;
/** Without a byte for so long, a connection is taken for dead. */
const idleMs = 60_000;

/**
 * Opens an address without any credentials. `what` completes "GitHub did not …".
 * @throws GitHubFailure, whose message does not hold the address: its signature would let anybody in for a minute.
 */
export async function download(address: string, what: string): Promise<Download> {
  let url = parse(address, what);
  for (let hops = 0; hops <= mostHops; hops++) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), idleMs);
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        signal: stop.signal,
        headers: { 'user-agent': 'akguard' },
      });
      const next = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && next !== null) {
        await response.body?.cancel();
        url = parse(new URL(next, url).href, what);
        continue;
      }
      if (response.status === 200) return received(response, stop, what);
      await response.body?.cancel();
      // Not GitHub's own answer, which a status would stand for.
      throw new GitHubFailure(`GitHub did not ${what}: ${response.status} from ${url.host}`, null);
    } catch (error) {
      if (error instanceof GitHubFailure) throw error;
      throw new GitHubFailure(`GitHub did not ${what}: no answer from ${url.host}${causeOf(error)}`, null);
    } finally {
      clearTimeout(timer);
    }
  }
  throw new GitHubFailure(`GitHub did not ${what}: sent on and on`, null);
}

/** The body of an answer. `stop` ends it when it stands still. */
export function received(response: Response, stop: AbortController, what: string): Download {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return { size: Number.isNaN(length) ? null : length, pieces: piecesOf(response, stop, what) };
}

async function* piecesOf(
  response: Response,
  stop: AbortController,
  what: string,
): AsyncGenerator<Uint8Array, void> {
  if (response.body === null) return;
  let timer = setTimeout(() => stop.abort(), idleMs);
  try {
    for await (const piece of response.body) {
      clearTimeout(timer);
      yield piece;
      timer = setTimeout(() => stop.abort(), idleMs);
    }
  } catch (error) {
    throw new GitHubFailure(`GitHub did not ${what}: the connection broke${causeOf(error)}`, null);
  } finally {
    clearTimeout(timer);
  }
}

function parse(address: string, what: string): URL {
  const url = URL.parse(address);
  const isLoopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))) return url;
  throw new GitHubFailure(`GitHub did not ${what}: it sent us to an address without https`, null);
}

/** Node says "fetch failed" or "terminated" and hides the reason in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
}
