// Generation A of the Anton API as a function: one request in, one reply out. No sockets here.
import type { Environment } from '../core/rule.ts';
import type { Step } from './faults.ts';
import type { ApiKey, KeyRing } from './key-ring.ts';
import type { RateLimit } from './rate-limit.ts';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  body: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** Sent as JSON. */
  body: unknown;
  effect: 'create' | 'revoke' | null;
  keyId: string | null;
}

const revokePath = /^\/v1\/api-keys\/([\w-]+)\/revoke$/;

/** Which of the client's steps a request is. `limit=1` tells a check from a list: same endpoint, other purpose. */
export function stepOf(method: string, path: string, query: URLSearchParams): Step | null {
  if (method === 'GET' && path === '/v1/api-keys') return query.get('limit') === '1' ? 'check' : 'list';
  if (method === 'POST' && path === '/v1/api-keys') return 'create';
  if (method === 'POST' && revokePath.test(path)) return 'revoke';
  return null;
}

/** An error in the envelope of generation A. */
export function refusal(status: number, message: string, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: { error: { code: status, message } }, effect: null, keyId: null };
}

/** Answers one request to the host of an environment, and does what it asks. */
export function answer(call: Call, environment: Environment, keys: KeyRing, rate: RateLimit): Reply {
  if (!call.path.startsWith('/v1/')) return refusal(404, 'Not found');
  const presented = /^Bearer (\S+)$/.exec(call.authorization ?? '')?.[1];
  const bearer = presented === undefined ? null : keys.find(presented);
  // One answer for every cause, the wrong environment included: it does not tell which keys exist.
  if (!bearer || bearer.revoked_at !== null || bearer.environment !== environment) {
    return { ...refusal(401, 'Invalid or missing API key'), keyId: bearer?.id ?? null };
  }
  keys.touch(bearer);
  const { allowed, headers } = rate.spend();
  const reply = allowed ? route(call, environment, keys) : refusal(429, 'Rate limit exceeded');
  return { ...reply, headers: { ...reply.headers, ...headers }, keyId: bearer.id };
}

function route(call: Call, environment: Environment, keys: KeyRing): Reply {
  const step = stepOf(call.method, call.path, call.query);
  if (step === 'check' || step === 'list') return list(call.query, keys.list(environment));
  if (step === 'create') return create(call.body, keys);
  if (step === 'revoke') return revoke(revokePath.exec(call.path)?.[1] ?? '', keys.list(environment), keys);
  step satisfies null;
  // Also every payout: there are none here, so `GET /v1/payouts/{id}` shows that the caller is known, and no more.
  return refusal(404, 'Not found');
}

function list(query: URLSearchParams, all: ApiKey[]): Reply {
  const limit = Number(query.get('limit') ?? 20);
  const offset = Number(query.get('offset') ?? 0);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return refusal(400, 'limit must be 1 to 100');
  if (!Number.isSafeInteger(offset) || offset < 0) return refusal(400, 'offset must be 0 or more');
  const pagination = { total: all.length, limit, offset };
  return done(200, { data: all.slice(offset, offset + limit), pagination });
}

/** The key lands in the environment that the body names, as the contract has it, whichever host was asked. */
function create(text: string, keys: KeyRing): Reply {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refusal(400, 'The body is not valid JSON');
  }
  if (typeof body !== 'object' || body === null) return refusal(422, 'The body must be an object');
  const { name, environment } = body as { name?: unknown; environment?: unknown };
  if (typeof name !== 'string' || name.trim() === '' || name.length > 100) {
    return refusal(422, 'name is required, at most 100 characters');
  }
  if (environment !== 'live' && environment !== 'test')
    return refusal(422, 'environment must be test or live');
  const { key, raw } = keys.create(environment, name);
  return { ...done(201, { key, raw_key: raw }), effect: 'create' };
}

function revoke(id: string, all: ApiKey[], keys: KeyRing): Reply {
  const key = all.find((candidate) => candidate.id === id);
  if (!key) return refusal(404, 'API key not found');
  const effect = keys.revoke(key) ? 'revoke' : null;
  return { ...done(200, key), effect };
}

function done(status: number, body: unknown): Reply {
  return { status, headers: {}, body, effect: null, keyId: null };
}
