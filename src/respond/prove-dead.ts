// Proof of death: a revoke counts only once the leaked key, presented again, is refused.
import type { AntonApi } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import type { Clock } from '../core/runtime.ts';
import type { Secret } from '../core/secret.ts';
import { answerText } from './answer-text.ts';
import type { Answer, Validity, Verdict } from '../core/verdict.ts';

/** What an answer proves about the key that got it; `verify/` knows. */
export type Judge = (answer: Answer, environment: Environment) => Validity;

export interface Leaked {
  secret: Secret;
  environment: Environment;
}

const firstPauseMs = 50;
const longestPauseMs = 2_000;
/** How long a revoke may take to be felt everywhere before it is `unconfirmed`. */
export const proofLimitMs = 15_000;

/** A refusal: when it came, by our clock in ms, and what the API said. */
export interface Death {
  at: number;
  proof: Verdict;
}

/** Presents the key until it is refused, or until the limit: then null. */
export async function proveDead(
  leaked: Leaked,
  deps: { api: AntonApi; judge: Judge; clock: Clock },
  limitMs: number = proofLimitMs,
): Promise<Death | null> {
  const deadline = deps.clock.now() + limitMs;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const answer = await deps.api.check(leaked.secret, leaked.environment);
    const now = deps.clock.now();
    if (deps.judge(answer, leaked.environment) === 'inactive')
      return { at: now, proof: refusal(answer, now) };
    if (now >= deadline) return null;
    await deps.clock.sleep(Math.min(pause, deadline - now));
  }
}

function refusal(answer: Answer, now: number): Verdict {
  return {
    validity: 'inactive',
    reason: `The key was presented and refused: ${answerText(answer)}`,
    checkedAt: new Date(now).toISOString(),
    status: answer.kind === 'http' ? answer.status : null,
    code: answer.kind === 'http' ? answer.code : null,
    requestId: answer.requestId,
  };
}
