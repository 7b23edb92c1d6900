// What the commands about keys work with: the API, the management keys, the state. The same as a scan's, without one.
import type { Options } from './config/options.ts';
import type { AntonApi, ListedKey } from './core/anton-api.ts';
import { AkguardError } from './core/errors.ts';
import type { Environment } from './core/rule.ts';
import type { Log } from './core/runtime.ts';
import type { Secret } from './core/secret.ts';
import type { Answer } from './core/verdict.ts';
import type { Plan } from './pipeline.ts';
import { makePlan } from './plan.ts';

export interface KeyTools extends Pick<
  Plan,
  'openStore' | 'managementKeys' | 'hosts' | 'limits' | 'clock' | 'log' | 'random'
> {
  api: AntonApi;
}

/** @throws AkguardError as `makePlan` does. */
export async function keyTools(
  options: Options,
  variables: Record<string, string | undefined>,
  log: Log,
): Promise<KeyTools> {
  const nothing = { name: 'files' as const, target: '', read: async () => {} };
  const plan = await makePlan(nothing, { ...options, verify: true, alert: [] }, variables, log);
  if (plan.api === null) throw new Error('a plan that verifies has an API');
  return { ...plan, api: plan.api };
}

/** @throws AkguardError AK_NO_MANAGEMENT_KEY. */
export function managementKeyOf(environment: Environment, tools: KeyTools): Secret {
  const key = tools.managementKeys[environment];
  if (key === null)
    throw new AkguardError('AK_NO_MANAGEMENT_KEY', { what: `the environment ${environment}` });
  return key;
}

/** @throws AkguardError AK_KEYS unless all keys could be read. */
export async function listAll(bearer: Secret, environment: Environment, api: AntonApi): Promise<ListedKey[]> {
  const listing = await api.listKeys(bearer, environment);
  if (listing.ok) return listing.keys;
  throw notDone(`list the ${environment} keys`, listing.answer);
}

/** `attempt` completes "Anton did not …". */
export function notDone(attempt: string, answer: Answer): AkguardError {
  return new AkguardError('AK_KEYS', { attempt, reason: answerText(answer) });
}

function answerText(answer: Answer): string {
  if (answer.kind === 'failure') return `${answer.why}: ${answer.detail}`;
  const code = answer.code === null || answer.code === String(answer.status) ? '' : ` ${answer.code}`;
  return `it answered ${answer.status}${code}${answer.message === null ? '' : `, ${answer.message}`}`;
}
