// `akguard policy explain`: which rule decides, and what would happen.
import { AkguardError } from './core/errors.ts';
import { ExitCode } from './core/exit-code.ts';
import { systemClock } from './core/runtime.ts';
import { visible } from './core/text.ts';
import { deliver, withState } from './open-state.ts';
import type { StateContext } from './open-state.ts';
import { apiHosts, settingFor } from './plan.ts';
import { defaultPolicy } from './respond/default-policy.ts';
import { explain, policyTable } from './respond/explain.ts';

/**
 * A table of all combinations, or what holds for a key that the state knows.
 * @throws AkguardError AK_STORE, and AK_USAGE for a fingerprint that it does not know.
 */
export async function explainPolicy(fingerprint: string | null, context: StateContext): Promise<ExitCode> {
  const { options, environment } = context;
  const policy = options.policy ?? defaultPolicy;
  if (fingerprint === null) {
    await deliver(policyTable(policy), context);
    return ExitCode.ok;
  }
  const memory = await withState(context, (store) => store.recall(fingerprint));
  if (memory === null)
    throw new AkguardError('AK_USAGE', { problem: 'The state knows no such fingerprint.' });
  const { incident, about, verdicts } = memory;
  const { validity } = verdicts.get(apiHosts(environment)[incident.environment]) ?? {
    validity: 'unverified' as const,
  };
  const { fitsGlob } = await settingFor(policy, environment);
  const facts = {
    rule: about?.rule ?? null,
    places: about?.places ?? [],
    visibility: about?.visibility ?? null,
    firstSeen: Date.parse(incident.firstSeenAt),
    lastUsed: about?.lastUsedAt == null ? null : Date.parse(about.lastUsedAt),
    now: systemClock.now(),
    fitsGlob,
  };
  const places = facts.places.map(({ path, branch, exposure }) =>
    [path ?? 'no path', branch === null ? null : `on ${branch}`, exposure]
      .filter((each) => each !== null)
      .join(' '),
  );
  const lastUsed = about?.lastUsedAt == null ? '' : `, last used by others ${about.lastUsedAt}`;
  const head = [
    `${incident.redacted}: ${validity}, ${incident.environment}, rule ${facts.rule ?? 'unknown'}, first seen ${incident.firstSeenAt}${lastUsed}`,
    ...places.map((place) => `  in ${visible(place)}`),
    '',
  ].join('\n');
  await deliver(
    head + explain({ environment: incident.environment, verdict: { validity }, policy, facts }),
    context,
  );
  return ExitCode.ok;
}
