// An answer of the API in a few words, for details of outcomes.
import type { Answer } from '../core/verdict.ts';

/** Such as `HTTP 403 role_forbidden`, or `timeout`. Holds nothing of the body but its code. */
export function answerText(answer: Answer): string {
  if (answer.kind === 'failure') return answer.detail === '' ? answer.why : `${answer.why}: ${answer.detail}`;
  const code = answer.code === null || answer.code === String(answer.status) ? '' : ` ${answer.code}`;
  return `HTTP ${answer.status}${code}`;
}
