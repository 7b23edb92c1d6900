// The one implementation of the port to Anton's API: check, list, create and revoke over HTTP.
import type { AntonApi, Creation, Listing } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock, Log } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import type { Answer } from '../core/verdict.ts';
import { creationBodies, isWrongBody } from './dialect.ts';
import type { CreationBody, Generation } from './dialect.ts';
import type { Endpoints } from './endpoints.ts';
import { exchange } from './exchange.ts';
import type { Exchange, Request } from './exchange.ts';
import type { SharedPace } from '../core/shared-pace.ts';
import { defaultRequestsPerMinute, pacerFor } from './pacer.ts';
import { pageSize, readAllPages } from './paging.ts';
import { withRetries } from './retry.ts';
import { parseCreated, parseKey, parsePage } from './shapes.ts';
import type { Page } from './shapes.ts';

/** Anton's servers give up after 25 s; waiting longer than this gains nothing. */
const longestTimeoutMs = 30_000;

export interface AntonClientOptions {
  endpoints: Endpoints;
  clock: Clock;
  log: Log;
  userAgent: string;
  /** For one attempt, body included. Default 10 s, at most 30 s. */
  timeoutMs?: number;
  /** In total, for one request. Default 4. */
  attempts?: number;
  /** For each host, over all clients of the process. */
  requestsPerMinute?: number;
  /** What this process and others ask of a host together; by default it is alone. */
  paceOf?: (origin: string) => SharedPace;
  /** 0 up to 1, for jitter. */
  random?: () => number;
}

type Step<T> = Pick<Request<T>, 'method' | 'parse' | 'body' | 'idempotencyKey'> & {
  path: string;
  harmless: boolean;
  /** Not held up by the budget. */
  urgent?: true;
};

export class AntonClient implements AntonApi {
  readonly #options: AntonClientOptions;
  /** As last seen in a list. */
  readonly #generation: Record<Environment, Generation | null> = { live: null, test: null };

  constructor(options: AntonClientOptions) {
    this.#options = options;
  }

  /** Asks for one listed key: a 200 of that shape is the strongest proof of life, and the body is dropped unread. */
  async check(key: Secret, environment: Environment): Promise<Answer> {
    const { answer } = await this.#send(key, environment, {
      method: 'GET',
      path: '/v1/api-keys?limit=1',
      harmless: true,
      parse: (status, body) => this.#page(environment, status, body),
    });
    return answer;
  }

  listKeys(bearer: Secret, environment: Environment): Promise<Listing> {
    return readAllPages((at) => {
      const query = new URLSearchParams({ limit: String(pageSize) });
      if (at !== 'start') {
        if ('cursor' in at) query.set('cursor', at.cursor);
        else query.set('offset', String(at.offset));
      }
      return this.#send(bearer, environment, {
        method: 'GET',
        path: `/v1/api-keys?${query.toString()}`,
        harmless: true,
        parse: (status, body) => this.#page(environment, status, body),
      });
    });
  }

  #page(environment: Environment, status: number, body: unknown): Page | null {
    const page = status === 200 ? parsePage(body) : null;
    if (page?.generation) this.#generation[environment] = page.generation;
    return page;
  }

  /**
   * Harmless to repeat, and repeated. When a key revokes itself and the answer is lost, the repeat is refused with 401:
   * what that means is for the caller to judge.
   */
  async revokeKey(
    bearer: Secret,
    environment: Environment,
    id: string,
    idempotencyKey: string,
  ): Promise<Answer> {
    const { answer } = await this.#send(bearer, environment, {
      method: 'POST',
      path: `/v1/api-keys/${encodeURIComponent(id)}/revoke`,
      harmless: true,
      urgent: true,
      idempotencyKey,
      parse: (status, body) => (status === 204 || parseKey(body)?.id === id ? true : null),
    });
    return answer;
  }

  /**
   * Not repeated once it may have had an effect, for generation A would make a second key that nobody knows of;
   * generation D knows the repeat by its Idempotency-Key. Each body that is tried has an Idempotency-Key of its own.
   */
  async createKey(
    bearer: Secret,
    environment: Environment,
    name: string,
    idempotencyKey: string,
  ): Promise<Creation> {
    const generation = this.#generation[environment];
    const create = async ({ way, body }: CreationBody): Promise<Creation> => {
      const { answer, value } = await this.#send(bearer, environment, {
        method: 'POST',
        path: '/v1/api-keys',
        body,
        harmless: generation === 'D',
        idempotencyKey: `${idempotencyKey}-${way}`,
        parse: (_status, created) => parseCreated(created, environment),
      });
      return value ? { ok: true, ...value } : { ok: false, answer };
    };
    const [likeliest, ...others] = creationBodies(generation, name, environment);
    const first = await create(likeliest);
    if (!isWrongBody(first)) return first;
    for (const other of others) {
      const creation = await create(other);
      if (!isWrongBody(creation)) return creation;
    }
    // All are refused: the answer to the likeliest says best what is wrong.
    return first;
  }

  async #send<T>(bearer: Secret, environment: Environment, step: Step<T>): Promise<Exchange<T>> {
    const {
      endpoints,
      clock,
      log,
      userAgent,
      timeoutMs = 10_000,
      attempts = 4,
      requestsPerMinute = defaultRequestsPerMinute,
      random = Math.random,
      paceOf,
    } = this.#options;
    if (!bearer.redacted.startsWith(`ak_${environment}_`)) return notSent();
    const base = endpoints[environment];
    const { path, harmless, urgent = false, ...rest } = step;
    const pacer = pacerFor(base.origin, clock, requestsPerMinute, paceOf?.(base.origin));
    let isRepeat = false;
    const request: Request<T> = {
      ...rest,
      url: new URL(base.href.replace(/\/$/, '') + path),
      bearer,
      userAgent,
      timeoutMs: Math.min(timeoutMs, longestTimeoutMs),
      heard: (headers, retryAfterMs) => pacer.heard(headers, retryAfterMs),
    };
    const attempt = async (): Promise<Exchange<T>> => {
      // A repeat has waited already, as long as the answer before it asked for.
      await pacer.turn(urgent || isRepeat);
      isRepeat = true;
      return exchange(request, () => clock.now());
    };
    return withRetries(attempt, {
      attempts,
      harmless,
      clock,
      random,
      onRetry: (made, waitMs) =>
        log.debug('Anton did not answer the request; trying again', {
          host: base.host,
          attempt: made,
          waitMs,
        }),
    });
  }
}

/** A key goes to nobody but the host its prefix names, whatever the caller asks for. */
function notSent(): Exchange<never> {
  const detail = 'the key is of the other environment; it was not sent';
  const answer: Answer = { kind: 'failure', why: 'not-sent', detail, requestId: null };
  return { answer, value: null, retry: 'never', waitMs: null };
}
