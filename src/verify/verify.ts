// Presents each distinct key once and says what the answers prove. Before the first key of an environment its host gets a
// control call: a made-up key, which a host that can tell live from dead refuses like a dead one. If it does not, no leaked
// key is presented there, and all of them stay unknown.
import type { AntonApi } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock } from '../core/runtime.ts';
import { Secret } from '../core/secret.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Answer, Verdict } from '../core/verdict.ts';
import { judge } from './verdict-table.ts';

export interface KeyToVerify {
  secret: Secret;
  environment: Environment;
}

export interface VerifyOptions {
  clock: Clock;
  /** 0 up to 1; makes the control call's key. */
  random: () => number;
  /** Keys presented at the same time. Default 4. */
  concurrency?: number;
}

const base62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** One verdict for each distinct key. Rejects only if `api` does, which a real one never does. */
export async function verifyKeys(
  keys: readonly KeyToVerify[],
  api: Pick<AntonApi, 'check'>,
  options: VerifyOptions,
): Promise<Map<Fingerprint, Verdict>> {
  const { clock, random, concurrency = 4 } = options;
  const distinct = [...new Map(keys.map((key) => [key.secret.fingerprint, key])).values()];
  const verdicts = new Map<Fingerprint, Verdict>();
  const trusted: KeyToVerify[] = [];
  for (const environment of ['live', 'test'] as const) {
    const here = distinct.filter((key) => key.environment === environment);
    if (here.length === 0) continue;
    const answer = await api.check(madeUpKey(environment, random), environment);
    const control = judge(answer, false);
    if (control.validity === 'inactive') {
      trusted.push(...here);
      continue;
    }
    const reason = `The control call (a made-up key) shows that this host can not judge keys today: ${control.reason}`;
    for (const { secret } of here)
      verdicts.set(secret.fingerprint, toVerdict(answer, 'unknown', reason, clock));
  }
  await inParallel(trusted, concurrency, async ({ secret, environment }) => {
    const answer = await api.check(secret, environment);
    const { validity, reason } = judge(answer, true);
    verdicts.set(secret.fingerprint, toVerdict(answer, validity, reason, clock));
  });
  return verdicts;
}

/** A judgement with what is kept of the answer: status, code and request id, never a body. */
export function toVerdict(
  answer: Answer,
  validity: Verdict['validity'],
  reason: string,
  clock: Clock,
): Verdict {
  return {
    validity,
    reason,
    checkedAt: timestamp(clock),
    status: answer.kind === 'http' ? answer.status : null,
    code: answer.kind === 'http' ? answer.code : null,
    requestId: answer.requestId,
  };
}

/** Well-formed, and nobody's: 32 random characters. */
function madeUpKey(environment: Environment, random: () => number): Secret {
  const body = Array.from({ length: 32 }, () => base62[Math.floor(random() * base62.length)] ?? 'A');
  return new Secret(`ak_${environment}_${body.join('')}`);
}

async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
}
