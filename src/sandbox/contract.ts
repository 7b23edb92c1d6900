// The Anton API as a function: one request in, one reply out, in the words of one generation. No sockets here.
import type { Environment } from '../core/rule.ts';
import type { Step } from './faults.ts';
import { generationA } from './generation-a.ts';
import { generationD } from './generation-d.ts';
import type { ApiKey, KeyRing } from './key-ring.ts';
import type { RateLimit } from './rate-limit.ts';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  idempotencyKey: string | undefined;
  body: string;
}

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** Sent as JSON; undefined for no body. */
  body: unknown;
  effect: 'create' | 'revoke' | null;
  keyId: string | null;
}

/** Why a caller is not let in. */
export type Refused = 'no-header' | 'bad-header' | 'not-a-key' | 'unknown' | 'other-environment';

/** How a generation says things. */
export interface Dialect {
  idPrefix: 'key_' | 'ak_';
  refuse: (status: number, message: string, headers?: Record<string, string>) => Reply;
  refuseCaller(why: Refused): Reply;
  list(query: URLSearchParams, all: ApiKey[], keys: KeyRing): Reply;
  create(call: Call, keys: KeyRing): Reply;
  /** `key` is null where no key of this environment has the id. */
  revoke(call: Call, key: ApiKey | null, keys: KeyRing): Reply;
}

export type Generation = 'A' | 'D';

/** A fresh one for each sandbox: generation D remembers requests. */
export function dialectOf(generation: Generation, now: () => number): Dialect {
  return generation === 'A' ? generationA : generationD(now);
}

const revokePath = /^\/v1\/api-keys\/([\w-]+)\/revoke$/;

/** Which of the client's steps a request is. `limit=1` tells a check from a list: same endpoint, other purpose. */
export function stepOf(method: string, path: string, query: URLSearchParams): Step | null {
  if (method === 'GET' && path === '/v1/api-keys') return query.get('limit') === '1' ? 'check' : 'list';
  if (method === 'POST' && path === '/v1/api-keys') return 'create';
  if (method === 'POST' && revokePath.test(path)) return 'revoke';
  return null;
}

/** What an answer is made from. */
export interface Service {
  dialect: Dialect;
  keys: KeyRing;
  rate: RateLimit;
}

/** Answers one request to the host of an environment, and does what it asks. */
export function answer(call: Call, environment: Environment, service: Service): Reply {
  const { dialect, keys, rate } = service;
  if (!call.path.startsWith('/v1/')) return dialect.refuse(404, 'Not found');
  const caller = callerOf(call, environment, keys);
  if ('why' in caller) return { ...dialect.refuseCaller(caller.why), keyId: caller.id };
  keys.touch(caller.key);
  const { allowed, headers } = rate.spend();
  const reply = allowed ? route(call, environment, service) : dialect.refuse(429, 'Rate limit exceeded');
  return { ...reply, headers: { ...reply.headers, ...headers }, keyId: caller.key.id };
}

function callerOf(
  { authorization }: Call,
  environment: Environment,
  keys: KeyRing,
): { key: ApiKey } | { why: Refused; id: string | null } {
  if (authorization === undefined) return { why: 'no-header', id: null };
  const presented = /^Bearer (\S+)$/.exec(authorization)?.[1];
  if (presented === undefined) return { why: 'bad-header', id: null };
  const key = keys.find(presented);
  const format = /^ak_(live|test)_\w{16,}$/.exec(presented);
  if (!key && !format) return { why: 'not-a-key', id: null };
  if ((key?.environment ?? format?.[1]) !== environment)
    return { why: 'other-environment', id: key?.id ?? null };
  if (!key || key.revoked_at !== null) return { why: 'unknown', id: key?.id ?? null };
  return { key };
}

function route(call: Call, environment: Environment, { dialect, keys }: Service): Reply {
  const step = stepOf(call.method, call.path, call.query);
  const here = keys.list(environment);
  if (step === 'check' || step === 'list') return dialect.list(call.query, here, keys);
  if (step === 'create') return dialect.create(call, keys);
  if (step === 'revoke') {
    const id = revokePath.exec(call.path)?.[1];
    return dialect.revoke(call, here.find((key) => key.id === id) ?? null, keys);
  }
  step satisfies null;
  // Also every payout: there are none here, so `GET /v1/payouts/{id}` shows that the caller is known, and no more.
  return dialect.refuse(404, 'Not found');
}
