// Sends one revoke and says what its answer means. An accepted revoke is a promise, not proof: see `prove-dead.ts`.
import type { AntonApi } from '../core/anton-api.ts';
import type { Secret } from '../core/secret.ts';
import type { Answer } from '../core/verdict.ts';
import { answerText } from './answer-text.ts';
import type { Leaked } from './prove-dead.ts';

/** `lost`: it may have worked. `unsent`: the last attempt certainly never reached the API. */
export interface Sent {
  kind: 'accepted' | 'refused' | 'lost' | 'unsent';
  /** The answer, for people. */
  text: string;
}

/**
 * With the management key if there is one; if that one may not, or does not know the key id, with the leaked key
 * itself. The idempotency key is the same in every run, so that repeats are one request to the API.
 */
export async function sendRevoke(
  leaked: Leaked,
  id: string,
  managementKey: Secret | null,
  api: AntonApi,
): Promise<Sent> {
  const idempotencyKey = `akguard-revoke-${leaked.secret.fingerprint}`;
  if (managementKey) {
    const answer = await api.revokeKey(managementKey, leaked.environment, id, idempotencyKey);
    if (answer.kind === 'failure' || ![401, 403, 404].includes(answer.status)) return reading(answer);
  }
  return reading(await api.revokeKey(leaked.secret, leaked.environment, id, idempotencyKey));
}

function reading(answer: Answer): Sent {
  const text = answerText(answer);
  if (answer.kind === 'failure') {
    const never = answer.why === 'dns' || answer.why === 'tls';
    return { kind: never ? 'unsent' : 'lost', text };
  }
  const { status, anton } = answer;
  if (status >= 200 && status < 300) return { kind: anton ? 'accepted' : 'lost', text };
  if (status === 429) return { kind: 'unsent', text };
  // 409: a request with this idempotency key is being worked on.
  const clear = anton && status >= 400 && status < 500 && status !== 408 && status !== 409;
  return { kind: clear ? 'refused' : 'lost', text };
}
