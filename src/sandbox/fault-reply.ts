// The answers that faults put in the place of the real one.
import { refusal } from './contract.ts';
import type { Reply } from './contract.ts';
import type { Fault, FaultKind } from './faults.ts';

const staticKeysDisabled = { message: 'Static API keys are disabled', code: 'static_api_keys_disabled' };

/** Null for a fault that leaves the answer as it is. */
const replies: Record<FaultKind, Reply | null> = {
  '429': refusal(429, 'Rate limit exceeded', { 'Retry-After': '1' }),
  '500': refusal(500, 'Internal server error'),
  '503': refusal(503, 'Service unavailable'),
  slow: null,
  'drop-before': null,
  'drop-after': null,
  html: { ...refusal(200, ''), body: '<!doctype html><title>Sign in</title><p>Please sign in.</p>' },
  redirect: refusal(302, 'Found'),
  'wrong-json': { ...refusal(200, ''), body: { ok: true, items: 'none' } },
  'static-keys-disabled': { ...refusal(401, ''), body: { error: staticKeysDisabled } },
};

/** The answer that a fault gives, or null. `elsewhere` is where a redirect leads that names no address. */
export function faultReply(fault: Fault, elsewhere: string): Reply | null {
  const reply = replies[fault.kind];
  if (reply === null || fault.kind !== 'redirect') return reply;
  return { ...reply, headers: { Location: fault.argument ?? elsewhere } };
}
