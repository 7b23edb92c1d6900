// One request to the API and its one answer. This is the only place that puts a key into a header.
import type { Secret } from '../core/secret.ts';
import type { Answer, FailureKind } from '../core/verdict.ts';
import { parseEnvelope } from './envelope.ts';
import { classify } from './failure.ts';
import { safeCode, safeMessage, safeRequestId, withoutKey } from './redact.ts';

const largestBody = 1024 * 1024;

export interface Request<T> {
  method: 'GET' | 'POST';
  url: URL;
  bearer: Secret;
  userAgent: string;
  timeoutMs: number;
  body?: unknown;
  idempotencyKey?: string;
  /** The value in a successful answer (2xx), or null if it is not of the expected shape. `body` is undefined for 204. */
  parse(status: number, body: unknown): T | null;
  /** Told what an answer says about limits; `retryAfterMs` for a 429 only. */
  heard?(headers: Headers, retryAfterMs: number | null): void;
}

/** `value` is null unless the answer is a success. */
export interface Exchange<T> {
  answer: Answer;
  value: T | null;
  /** `always`: refused for now, nothing was done. `if-harmless`: it may have been done. */
  retry: 'never' | 'if-harmless' | 'always';
  /** From `Retry-After`. */
  waitMs: number | null;
}

/** Sends one request; follows no redirect; never throws. */
export async function exchange<T>(request: Request<T>, now: () => number): Promise<Exchange<T>> {
  const key = request.bearer.expose();
  const headers: Record<string, string> = {
    Accept: 'application/json',
    Authorization: `Bearer ${key}`,
    'User-Agent': request.userAgent,
  };
  if (request.body !== undefined) headers['Content-Type'] = 'application/json';
  if (request.idempotencyKey !== undefined) headers['Idempotency-Key'] = request.idempotencyKey;

  let requestId: string | null = null;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers,
      body: request.body === undefined ? null : JSON.stringify(request.body),
      redirect: 'manual',
      // Holds for the body as well.
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    requestId = safeRequestId(response.headers.get('x-request-id'), key);
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return failure('redirect', `status ${response.status}; it was not followed`, requestId, 'never', null);
    }
    const waitMs = retryAfter(response.headers.get('retry-after'), now);
    request.heard?.(response.headers, response.status === 429 ? waitMs : null);
    return read(response.status, await readBody(response), request, key, requestId, waitMs);
  } catch (thrown) {
    const { why, detail } = classify(thrown);
    return failure(why, detail, requestId, why === 'tls' ? 'never' : 'if-harmless', null);
  }
}

function read<T>(
  status: number,
  text: string | null,
  request: Request<T>,
  key: string,
  requestId: string | null,
  waitMs: number | null,
): Exchange<T> {
  const retry = status === 429 ? 'always' : status >= 500 ? 'if-harmless' : 'never';
  const ok = status >= 200 && status < 300;
  if (text === null) {
    return failure('wrong-shape', `status ${status}, a body over 1 MiB`, requestId, retry, waitMs);
  }
  const body = status === 204 ? undefined : parseJson(withoutKey(text, key));
  if (body === notJson)
    return failure('not-json', `status ${status}, ${sort(text)}`, requestId, retry, waitMs);
  if (ok) {
    const value = request.parse(status, body);
    if (value === null) {
      return failure('wrong-shape', `status ${status}, JSON of an unknown shape`, requestId, retry, waitMs);
    }
    const answer: Answer = { kind: 'http', status, anton: true, code: null, message: null, requestId };
    return { answer, value, retry, waitMs };
  }
  const error = parseEnvelope(body);
  const numeric = error?.code !== null && /^\d{3}$/.test(error?.code ?? '');
  const answer: Answer = {
    kind: 'http',
    status,
    anton: error !== null,
    code: numeric ? (error?.code ?? null) : safeCode(error?.code ?? '', key),
    message: error?.message == null ? null : safeMessage(error.message, key),
    requestId,
  };
  return { answer, value: null, retry, waitMs };
}

function failure<T>(
  why: FailureKind,
  detail: string,
  requestId: string | null,
  retry: Exchange<T>['retry'],
  waitMs: number | null,
): Exchange<T> {
  return { answer: { kind: 'failure', why, detail, requestId }, value: null, retry, waitMs };
}

const notJson = Symbol('not JSON');

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return notJson;
  }
}

/** What came instead of JSON, without quoting it. */
function sort(text: string): string {
  const start = text.trimStart();
  if (start === '') return 'an empty body';
  return start.startsWith('<') ? 'a web page' : 'plain text';
}

/** The body as text, or null when it is larger than any true answer. */
async function readBody(response: Response): Promise<string | null> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream, and with it the connection.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > largestBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `Retry-After` in either form, seconds or a date, as milliseconds from now. */
function retryAfter(value: string | null, now: () => number): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  // Date.parse takes nearly anything for a date, `-1` included.
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now());
}
