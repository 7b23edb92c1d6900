// Reads from GitHub's two APIs, patiently, and counts what it asks.
import type { Octokit } from 'octokit';
import type { Clock, Log } from '../core/runtime.ts';
import { visible } from '../core/text.ts';
import { failure } from './failure.ts';
import { type Connection, connect } from './octokit.ts';
import { longestBanMs, makePatient } from './patience.ts';

export interface ReaderOptions extends Connection {
  clock: Clock;
  log: Log;
}

/** One thing that GraphQL did not give; the rest is in the data. */
export interface QueryError {
  /** `FORBIDDEN`, `NOT_FOUND` and the like; empty where GitHub says none. */
  type: string;
  message: string;
  path: (string | number)[];
}

/** `data` is as GitHub sent it, null where there is none. */
export interface QueryAnswer {
  data: unknown;
  errors: QueryError[];
  headers: Record<string, string | number | undefined>;
}

export class Reader {
  readonly octokit: Octokit;
  readonly #url: string;
  #calls = 0;

  constructor({ clock, log, ...connection }: ReaderOptions) {
    this.octokit = connect(connection, log, true);
    makePatient(this.octokit, { clock, log, longestMs: longestBanMs, onSent: () => this.#calls++ });
    const base = connection.apiUrl.replace(/\/+$/, '');
    // On an enterprise server it is beside REST, not below.
    this.#url = base.endsWith('/api/v3') ? base.replace(/v3$/, 'graphql') : `${base}/graphql`;
  }

  /** Requests that were sent, each repeat counted. */
  get calls(): number {
    return this.#calls;
  }

  /**
   * Asks GraphQL. `what` completes "GitHub did not …". @param isHasty whether an answer that is none is one for the caller:
   * it is not asked for again here.
   * @throws GitHubFailure.
   */
  async query(
    what: string,
    query: string,
    variables: Record<string, unknown>,
    isHasty = false,
  ): Promise<QueryAnswer> {
    try {
      const { data: body, headers } = await this.octokit.request({
        method: 'POST',
        url: this.#url,
        query,
        variables,
        request: { isHasty },
      });
      return { ...partsOf(body), headers };
    } catch (error) {
      throw failure(what, error);
    }
  }
}

function partsOf(body: unknown): Omit<QueryAnswer, 'headers'> {
  const { data = null, errors } = (typeof body === 'object' && body !== null ? body : {}) as {
    data?: unknown;
    errors?: unknown;
  };
  return { data, errors: Array.isArray(errors) ? errors.map(errorOf) : [] };
}

function errorOf(error: { type?: unknown; message?: unknown; path?: unknown } | null): QueryError {
  const path = Array.isArray(error?.path) ? error.path : [];
  return {
    type: typeof error?.type === 'string' ? error.type : '',
    message:
      typeof error?.message === 'string' ? visible(error.message.slice(0, 200)) : 'no reason was given',
    path: path.filter(
      (step): step is string | number => typeof step === 'string' || typeof step === 'number',
    ),
  };
}
