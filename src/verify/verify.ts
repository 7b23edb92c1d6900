// Presents each distinct key once and says what the answers prove. Before the first key of an environment its host gets a
// control call: a made-up key, which a host that can tell live from dead refuses like a dead one. If it does not, no leaked
// key is presented there, and all of them stay unknown. A host that refused every key is asked about the management key,
// too, where there is one: if it refuses even that, it refuses everything, and nobody is proven dead.
import type { AntonApi } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import { timestamp } from '../core/runtime.ts';
import type { Clock } from '../core/runtime.ts';
import { Secret } from '../core/secret.ts';
import type { Fingerprint } from '../core/secret.ts';
import type { Answer, Verdict } from '../core/verdict.ts';
import { checkOnce } from './once.ts';
import { judge } from './verdict-table.ts';

export interface KeyToVerify {
  secret: Secret;
  environment: Environment;
}

export interface VerifyOptions {
  clock: Clock;
  /** 0 up to 1; makes the control call's key. */
  random: () => number;
  /** Known to work, one for each host, or null: the positive control. */
  managementKeys?: Readonly<Record<Environment, Secret | null>>;
  /** Keys presented at the same time. Default 4. */
  concurrency?: number;
  /** Told how each host answered its control call; `reason` is a sentence about the answer. */
  onControl?: (environment: Environment, clean: boolean, reason: string) => void;
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
    options.onControl?.(environment, control.validity === 'inactive', control.reason);
    if (control.validity === 'inactive') {
      trusted.push(...here);
      continue;
    }
    const reason = `The control call (a made-up key) shows that this host can not judge keys today: ${control.reason}`;
    for (const { secret } of here)
      verdicts.set(secret.fingerprint, toVerdict(answer, 'unknown', reason, clock));
  }
  await inParallel(trusted, concurrency, async ({ secret, environment }) => {
    const answer = await checkOnce(api, secret, environment);
    const { validity, reason } = judge(answer, true);
    verdicts.set(secret.fingerprint, toVerdict(answer, validity, reason, clock));
  });
  for (const environment of ['live', 'test'] as const) {
    const here = trusted.filter((key) => key.environment === environment);
    const managementKey = options.managementKeys?.[environment] ?? null;
    const doubt = await doubtAbout(here, managementKey, environment, verdicts, api);
    if (doubt === null) continue;
    for (const { secret } of here) {
      const verdict = verdicts.get(secret.fingerprint);
      if (verdict?.validity !== 'inactive') continue;
      const reason = `${verdict.reason}; but ${doubt}`;
      verdicts.set(secret.fingerprint, { ...verdict, validity: 'unknown', reason });
    }
  }
  return verdicts;
}

/**
 * Why a host that refused keys may refuse all keys, or null if it does not, or nobody can tell. A key let in says enough;
 * a management key that is itself in question says nothing.
 */
async function doubtAbout(
  keys: readonly KeyToVerify[],
  managementKey: Secret | null,
  environment: Environment,
  verdicts: ReadonlyMap<Fingerprint, Verdict>,
  api: Pick<AntonApi, 'check'>,
): Promise<string | null> {
  const validities = keys.map(({ secret }) => verdicts.get(secret.fingerprint)?.validity);
  if (managementKey === null || !validities.includes('inactive') || validities.includes('active'))
    return null;
  if (keys.some(({ secret }) => secret.fingerprint === managementKey.fingerprint)) return null;
  const { validity, reason } = judge(await checkOnce(api, managementKey, environment), true);
  if (validity === 'active') return null;
  const variable = `AKGUARD_${environment.toUpperCase()}_API_KEY`;
  return `the management key (${variable}) is not let in either, so nothing is proven (${reason})`;
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
