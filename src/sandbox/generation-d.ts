// Generation D of the Anton API: pages by cursor, error codes in words, keys with a label and a masked suffix, and an
// Idempotency-Key with whatever changes something. Strict where the documentation leaves open how strict the real one is.
import { createHash } from 'node:crypto';
import type { Call, Dialect, Refused, Reply } from './contract.ts';
import type { ApiKey, KeyRing } from './key-ring.ts';
import { done, limitOf, objectIn } from './reply.ts';

const idempotencyMs = 24 * 3600 * 1000;
const longestIdempotencyKey = 255;
const longestLabel = 100;

const codes: Record<number, string> = {
  400: 'bad_request',
  401: 'invalid_api_key',
  404: 'not_found',
  409: 'idempotency_key_reused',
  413: 'payload_too_large',
  422: 'validation_error',
  429: 'rate_limit_exceeded',
  500: 'internal_error',
  503: 'service_unavailable',
};

const callers: Record<Refused, [code: string, message: string]> = {
  'no-header': ['unauthorized', 'missing Authorization header'],
  'bad-header': ['unauthorized', 'invalid Authorization header format'],
  'not-a-key': ['invalid_api_key', 'invalid API key format'],
  unknown: ['invalid_api_key', 'invalid API key'],
  'other-environment': ['key_environment_mismatch', 'the key belongs to the other environment'],
};

function refuse(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { ...done(status, { error: { message, code: codes[status] ?? 'error' } }), headers };
}

/** Remembers the answers to requests with an Idempotency-Key for 24 hours. */
export function generationD(now: () => number): Dialect {
  const remembered = new Map<string, { at: number; request: string; reply: Reply }>();

  /** The same request again gets the same answer and changes nothing; another one under the same key is refused. */
  function once(call: Call, act: () => Reply): Reply {
    const key = call.idempotencyKey;
    if (key === undefined || key === '') return refuse(400, 'Idempotency-Key is required');
    if (key.length > longestIdempotencyKey)
      return refuse(400, `Idempotency-Key has more than ${longestIdempotencyKey} characters`);
    const request = createHash('sha256').update(`${call.method} ${call.path}\n${call.body}`).digest('hex');
    const earlier = remembered.get(key);
    if (earlier && now() - earlier.at < idempotencyMs) {
      return earlier.request === request
        ? { ...earlier.reply, effect: null }
        : refuse(409, 'the Idempotency-Key was used for another request');
    }
    const reply = act();
    remembered.set(key, { at: now(), request, reply });
    return reply;
  }

  return {
    idPrefix: 'ak_',
    refuse,
    refuseCaller(why) {
      const [code, message] = callers[why];
      return done(401, { error: { message, code } });
    },
    list,
    create: (call, keys) => once(call, () => create(call, keys)),
    revoke: (call, key, keys) =>
      once(call, () => {
        if (!key) return refuse(404, 'API key not found');
        return done(204, undefined, keys.revoke(key) ? 'revoke' : null);
      }),
  };
}

function list(query: URLSearchParams, all: ApiKey[], keys: KeyRing): Reply {
  const unknown = [...query.keys()].find((name) => name !== 'limit' && name !== 'cursor');
  if (unknown !== undefined) return refuse(422, 'there is an unknown parameter');
  const limit = limitOf(query);
  if (limit === null) return refuse(422, 'limit must be 1 to 100');
  const cursor = query.get('cursor');
  const before = cursor === null ? -1 : all.findIndex((key) => cursorAfter(key) === cursor);
  if (cursor !== null && before < 0) return refuse(422, 'the cursor is not known');
  const page = all.slice(before + 1, before + 1 + limit);
  const last = page.at(-1);
  const hasMore = before + 1 + limit < all.length;
  return done(200, {
    data: page.map((key) => shown(key, keys)),
    has_more: hasMore,
    next_cursor: hasMore && last ? cursorAfter(last) : null,
  });
}

function create(call: Call, keys: KeyRing): Reply {
  const body = objectIn(call.body);
  if (body === 'not-json') return refuse(400, 'the body is not valid JSON');
  if (body === 'not-an-object') return refuse(422, 'the body must be an object');
  const { label, environment, ...unknown } = body;
  if (Object.keys(unknown).length > 0) return refuse(422, 'there is an unknown field');
  if (typeof label !== 'string' || label.trim() === '' || label.length > longestLabel)
    return refuse(422, `label is required, at most ${longestLabel} characters`);
  if (environment !== 'live' && environment !== 'test')
    return refuse(422, 'environment must be test or live');
  const { key, raw } = keys.create(environment, label);
  return done(201, { ...shown(key, keys), secret: raw }, 'create');
}

function shown(key: ApiKey, keys: KeyRing): Record<string, unknown> {
  const { id, name: label, environment, created_at, last_used_at, expires_at, revoked_at } = key;
  const masked_suffix = `***${keys.lastFour(key)}`;
  return { id, label, environment, masked_suffix, created_at, last_used_at, expires_at, revoked_at };
}

function cursorAfter(key: ApiKey): string {
  return Buffer.from(`after:${key.id}`).toString('base64url');
}
