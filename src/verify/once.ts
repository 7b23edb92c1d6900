// Concurrent checks of one key are one request: several scans in one process may meet the same key at the same time, and
// each check spends its owner's quota.
import type { AntonApi } from '../core/anton-api.ts';
import type { Environment } from '../core/rule.ts';
import type { Secret } from '../core/secret.ts';
import type { Answer } from '../core/verdict.ts';

const underWay = new WeakMap<object, Map<string, Promise<Answer>>>();

/** Presents a key, or waits for the answer to the same question if it is being asked through the same `api`. */
export function checkOnce(
  api: Pick<AntonApi, 'check'>,
  key: Secret,
  environment: Environment,
): Promise<Answer> {
  const mine = underWay.get(api) ?? new Map<string, Promise<Answer>>();
  underWay.set(api, mine);
  const question = `${environment}:${key.fingerprint}`;
  const asked = mine.get(question);
  if (asked) return asked;
  const asking = api.check(key, environment).finally(() => mine.delete(question));
  mine.set(question, asking);
  return asking;
}
