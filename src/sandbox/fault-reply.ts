// The answers that faults put in the place of the real one.
import type { Dialect, Reply } from './contract.ts';
import type { Fault, FaultKind } from './faults.ts';
import { done } from './reply.ts';

const staticKeysDisabled = { message: 'Static API keys are disabled', code: 'static_api_keys_disabled' };

/** Null for a fault that leaves the answer as it is. */
const replies: Record<FaultKind, ((refuse: Dialect['refuse']) => Reply) | null> = {
  '429': (refuse) => refuse(429, 'Rate limit exceeded', { 'Retry-After': '1' }),
  '500': (refuse) => refuse(500, 'Internal server error'),
  '503': (refuse) => refuse(503, 'Service unavailable'),
  slow: null,
  'drop-before': null,
  'drop-after': null,
  html: () => done(200, '<!doctype html><title>Sign in</title><p>Please sign in.</p>'),
  redirect: (refuse) => refuse(302, 'Found'),
  'wrong-json': () => done(200, { ok: true, items: 'none' }),
  'static-keys-disabled': () => done(401, { error: staticKeysDisabled }),
};

/** The answer that a fault gives, or null. `elsewhere` is where a redirect leads that names no address. */
export function faultReply(fault: Fault, { refuse }: Dialect, elsewhere: string): Reply | null {
  const reply = replies[fault.kind]?.(refuse) ?? null;
  if (reply === null || fault.kind !== 'redirect') return reply;
  return { ...reply, headers: { Location: fault.argument ?? elsewhere } };
}
